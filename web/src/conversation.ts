/** The course of a conversation: one question at a time, sent until it is answered, and never answered twice. */

import { answer, type Doings, spoken, suggestions } from "./answer";
import { type Client, newId, type Question, Trouble } from "./client";
import { button, element, unseen } from "./elements";
import type { TabMemory } from "./memory";
import { type Choice, fields, type Message, parsed, type PastTurn, text as textOf, type Verdict } from "./protocol";
import type { Texts } from "./texts";
import { type Thread, thinking } from "./thread";

/** Seconds between attempts; the last one repeats until patience is at its end. */
const DELAYS = [1, 2, 4, 8];
const PATIENCE = 150;
const SLOW = 6_000;

/** How the panel speaks beside the thread: `say` to screen readers once, `state` in a line for everybody. */
export interface Voice {
  readonly say: (text: string) => void;
  readonly state: (text: string) => void;
}

interface Turn {
  readonly question: Question;
  readonly asked: HTMLElement;
  readonly place: HTMLElement;
}

export class Conversation {
  private connected: Promise<void> | null = null;
  private restored = false;
  private current: AbortController | null = null;
  private turn: Turn | null = null;
  private offered: HTMLElement | null = null;

  constructor(
    private readonly client: Client,
    private readonly thread: Thread,
    private readonly memory: TabMemory,
    private readonly texts: Texts,
    private readonly voice: Voice,
    private readonly doings: Omit<Doings, "press" | "judge">,
  ) {}

  /** Greets, and brings back what was said, asked or typed before. */
  start(): void {
    const draft = this.memory.recall("draft");
    if (draft) this.thread.draft = draft;
    this.greet();
    void this.link();
  }

  /** Asks what somebody typed or chose; says no while another question waits for its answer. */
  ask(text: string): boolean {
    return this.begin({ id: newId(), text });
  }

  typed(draft: string): void {
    if (draft) this.memory.keep("draft", draft);
    else this.memory.forget("draft");
  }

  /** Deletes the conversation and leaves an empty one; says whether that worked. */
  async forget(notice: string): Promise<boolean> {
    try {
      await this.client.forget();
    } catch {
      return false;
    }
    this.current?.abort();
    this.memory.forget("pending");
    this.empty(notice);
    return true;
  }

  private greet(): void {
    const { greeting, questions, privacy } = this.texts;
    const place = this.thread.slot("advisor", "greeting");
    place.append(unseen(`${this.texts.advisor}: `), element("p", { text: greeting }), element("p", { class: "privacy", text: privacy }));
    const starters = questions.split("|").map((question) => ({ id: "", title: question.trim() }));
    this.offer(starters.filter(({ title }) => title));
  }

  private empty(notice: string): void {
    this.current = this.turn = this.connected = null;
    this.restored = true;
    this.thread.busy = false;
    this.thread.clear();
    this.greet();
    if (notice) this.notice(notice);
  }

  /** A session, and once the conversation that is in it; after a failure the next question tries again. */
  private link(): Promise<void> {
    if (this.connected) return this.connected;
    const made = (this.connected = this.connect());
    made.catch(() => {
      if (this.connected === made) this.connected = null;
    });
    return made;
  }

  private async connect(): Promise<void> {
    const { signal } = new AbortController();
    const kept = await this.patiently(() => this.client.session(), signal, this.texts.waiting);
    if (this.restored) return;
    const turns = kept === "kept" ? await this.patiently(() => this.client.history(), signal, this.texts.waiting) : [];
    if (this.restored) return;
    this.restored = true;
    turns.forEach((turn, i) => this.recall(turn, i === turns.length - 1 && !this.current));
    if (this.turn) this.thread.last(this.turn.asked, this.turn.place);
    if (turns.length) this.thread.show();
    const pending = this.pending();
    if (!pending || this.current) return;
    this.memory.forget("pending");
    const asked = turns.find((turn) => turn.id === pending.id);
    if (asked?.replies.length) return;
    if (kept === "new") this.giveBack(pending);
    else this.begin(pending, asked !== undefined);
  }

  private recall({ question, replies, verdict }: PastTurn, last: boolean): void {
    if (question) this.visitor(question);
    if (replies.length) this.answered(this.thread.slot("advisor"), replies, verdict, last);
  }

  private begin(question: Question, shown = false): boolean {
    if (this.current) {
      this.voice.state(this.texts.wait);
      return false;
    }
    this.offer([]);
    const asked = shown ? null : this.visitor(question.text);
    const place = this.thread.slot("advisor");
    void this.run({ question, asked: asked ?? place, place });
    return true;
  }

  private async run(turn: Turn): Promise<void> {
    const { question, asked, place } = turn;
    const attempt = (this.current = new AbortController());
    const { signal } = attempt;
    this.turn = turn;
    this.memory.keep("pending", JSON.stringify(question));
    this.thread.busy = true;
    place.replaceChildren(thinking(this.texts));
    this.thread.show();
    const slow = setTimeout(() => this.voice.state(this.texts.slow), SLOW);
    try {
      await this.link();
      if (signal.aborted) return;
      const replies = await this.patiently(() => this.client.ask(question, signal), signal, this.texts.unreachable);
      if (signal.aborted) return;
      this.answered(place, replies, null, true);
      this.voice.say(spoken(replies));
      if (replies.every((reply) => reply.failed)) this.retry(turn);
      this.thread.show(asked);
    } catch (error) {
      if (!signal.aborted) this.failed(turn, error instanceof Trouble ? error : new Trouble("unreachable"));
    } finally {
      clearTimeout(slow);
      if (this.current === attempt) {
        this.current = this.turn = null;
        this.thread.busy = false;
        this.voice.state("");
        if (!place.querySelector(".again")) this.memory.forget("pending");
      }
    }
  }

  private failed(turn: Turn, trouble: Trouble): void {
    const { question, place } = turn;
    if (trouble.kind === "ended") {
      this.empty(this.texts.ended);
      this.giveBack(question);
      void this.link();
      return;
    }
    const sentence = trouble.sentence || this.texts.gaveUp;
    place.replaceChildren(element("p", { class: "failed", text: sentence }));
    this.voice.say(sentence);
    if (trouble.kind === "refused") this.giveBack(question);
    else this.retry(turn);
    this.thread.show();
  }

  /** A button under what went wrong: the question goes out again under its id, so it can't be answered twice. */
  private retry(turn: Turn): void {
    const again = button({
      class: "again",
      text: this.texts.again,
      click: () => {
        if (this.current) return;
        this.thread.focus();
        void this.run(turn);
      },
    });
    turn.place.append(again);
  }

  /** Puts a question that found no answer back where it was typed, unless something newer stands there. */
  private giveBack({ text }: Question): void {
    if (!this.thread.draft) this.thread.draft = text;
  }

  private visitor(question: string): HTMLElement {
    const place = this.thread.slot("visitor");
    place.append(unseen(`${this.texts.you}: `), element("p", { text: question, attributes: { dir: "auto" } }));
    return place;
  }

  private answered(place: HTMLElement, replies: readonly Message[], verdict: Verdict | null, last: boolean): void {
    const press = (choice: Choice): void => this.press(choice);
    const judge = (message: string, chosen: Verdict): Promise<boolean> => this.judge(message, chosen);
    place.replaceChildren(answer(replies, verdict, this.texts, { ...this.doings, press, judge }));
    if (last && !replies.every((reply) => reply.failed)) this.offer(replies.flatMap((reply) => reply.buttons));
  }

  private press({ id, title }: Choice): void {
    const begun = id ? this.begin({ id: newId(), text: title, button: id }) : this.ask(title);
    if (begun) this.thread.focus();
  }

  private async judge(message: string, verdict: Verdict): Promise<boolean> {
    try {
      await this.client.judge(message, verdict);
    } catch {
      this.voice.say(this.texts.judgeFailed);
      return false;
    }
    this.voice.say(this.texts.thanks);
    return true;
  }

  /** Suggestions at the end of the thread; earlier ones are withdrawn. */
  private offer(choices: readonly Choice[]): void {
    this.offered?.remove();
    this.offered = suggestions(choices, this.texts, (choice) => this.press(choice));
    if (this.offered) this.thread.slot("advisor", "offer").append(this.offered);
  }

  private notice(text: string): void {
    this.thread.slot("advisor", "notice").append(element("p", { text }));
    this.voice.say(text);
  }

  private pending(): Question | null {
    const { id, text, button } = fields(parsed(this.memory.recall("pending") ?? ""));
    if (!textOf(id)) return null;
    return { id: textOf(id), text: textOf(text), ...(typeof button === "string" ? { button } : {}) };
  }

  /** Tries again while the advisor can't be reached or is busy; time offline doesn't count against patience. */
  private async patiently<Result>(attempt: () => Promise<Result>, signal: AbortSignal, unreachable: string): Promise<Result> {
    let patience = PATIENCE;
    for (let attempts = 0; ; attempts++) {
      try {
        const result = await attempt();
        if (attempts) this.voice.state("");
        return result;
      } catch (trouble) {
        if (signal.aborted || !(trouble instanceof Trouble)) throw trouble;
        if (trouble.kind === "ended" || trouble.kind === "refused" || patience <= 0) throw trouble;
        const seconds = trouble.wait || DELAYS[Math.min(attempts, DELAYS.length - 1)]!;
        if (navigator.onLine) patience -= seconds;
        this.voice.state(!navigator.onLine ? this.texts.offline : trouble.kind === "busy" ? this.texts.busy : unreachable);
        await pause(seconds);
        if (signal.aborted) throw trouble;
      }
    }
  }
}

/** Waits, but not on when the network is back. */
function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => {
    const over = (): void => {
      clearTimeout(timer);
      removeEventListener("online", over);
      resolve();
    };
    const timer = setTimeout(over, seconds * 1000);
    addEventListener("online", over);
  });
}
