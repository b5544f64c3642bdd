/** What the thread shows of a conversation: the greeting, questions, answers, suggestions and notices. */

import { answer, type AnswerHandlers, suggestions } from "./answer";
import { unseen } from "./controls";
import { button, element } from "./elements";
import type { Choice, Message, Verdict } from "./protocol";
import type { Texts } from "./texts";
import { type Thread, thinking } from "./thread";

export class View {
  private offered: HTMLElement | null = null;

  constructor(
    readonly thread: Thread,
    private readonly texts: Texts,
    private readonly press: (choice: Choice) => void,
  ) {}

  greet(): void {
    const { greeting, answersIn, questions, privacy } = this.texts;
    const place = this.thread.slot("advisor", "greeting");
    place.append(unseen(`${this.texts.advisor}: `), element("p", { text: [greeting, answersIn].filter(Boolean).join(" ") }));
    if (privacy) place.append(element("p", { class: "privacy", text: privacy }));
    const starters = questions.split("|").map((question) => ({ id: "", title: question.trim() }));
    this.offer(starters.filter(({ title }) => title));
  }

  question(text: string): HTMLElement {
    const place = this.thread.slot("visitor");
    place.append(unseen(`${this.texts.you}: `), element("p", { text, attributes: { dir: "auto" } }));
    return place;
  }

  think(place: HTMLElement): void {
    place.replaceChildren(thinking(this.texts));
    this.thread.show();
  }

  /** Shows an answer; the last one offers what could be asked next. */
  answer(place: HTMLElement, replies: readonly Message[], verdict: Verdict | null, last: boolean, handlers: AnswerHandlers): void {
    place.replaceChildren(answer(replies, verdict, this.texts, handlers));
    if (last && !replies.every((reply) => reply.failed)) this.offer(replies.flatMap((reply) => reply.buttons));
  }

  fail(place: HTMLElement, text: string): void {
    place.replaceChildren(element("p", { class: "failed", text }));
  }

  /** A button under what went wrong. */
  retry(place: HTMLElement, again: () => void): void {
    place.append(button({ class: "chip again", text: this.texts.again, click: again }));
  }

  /** Suggestions at the end of the thread; earlier ones are withdrawn. */
  offer(choices: readonly Choice[]): void {
    this.offered?.remove();
    this.offered = null;
    const shown = suggestions(choices, this.texts, this.press);
    if (!shown) return;
    this.offered = this.thread.slot("advisor", "offer");
    this.offered.append(shown);
  }

  notice(text: string): void {
    this.thread.slot("advisor", "notice").append(element("p", { text }));
  }
}
