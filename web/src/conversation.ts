/** The course of a conversation: one question at a time, sent until it is answered, and never answered twice. */

import { answer, type AnswerHandlers, suggestions } from "./answer";
import { ApiError, type Client, newId, type Question } from "./client";
import { unseen } from "./controls";
import { button, element } from "./elements";
import type { Emit } from "./embedding";
import type { TabMemory } from "./memory";
import { patiently } from "./patience";
import type { Choice, Message, Reason, Verdict } from "./protocol";
import { fields, parsed, type PastTurn, text as textOf } from "./reading";
import type { Texts } from "./texts";
import { type Thread, thinking } from "./thread";
import { spoken } from "./writing";

const SLOW = 6_000;

/** What the conversation needs of the panel around it. */
export interface Surroundings {
  /** Tells screen readers, once. */
  readonly say: (text: string) => void;
  /** A line for everybody; `waiting` shows that something is still being tried. */
  readonly state: (text: string, waiting?: boolean) => void;
  readonly emit: Emit;
  /** Whether events carry texts. */
  readonly withText: boolean;
  draft: string;
  busy: boolean;
  readonly focus: () => void;
  /** An answer came. */
  readonly arrived: () => void;
  /** Something changed that other tabs show, too. */
  readonly changed: (deleted?: boolean) => void;
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
  /** What is on screen, for saving and printing. */
  private shown: PastTurn[] = [];

  constructor(
    private readonly client: Client,
    private readonly thread: Thread,
    private readonly memory: TabMemory,
    private readonly texts: Texts,
    private readonly around: Surroundings,
    private readonly handlers: Omit<AnswerHandlers, "judge">,
  ) {}

  get turns(): readonly PastTurn[] {
    return this.shown;
  }

  /** Whether this tab has something to bring back. */
  get begun(): boolean {
    return this.memory.recall("begun") !== null;
  }

  /** Greets, and puts back what was being typed. */
  greet(): void {
    const draft = this.memory.recall("draft");
    if (draft && !this.around.draft) this.around.draft = draft;
    const { greeting, answersIn, questions, privacy } = this.texts;
    const place = this.thread.slot("advisor", "greeting");
    place.append(unseen(`${this.texts.advisor}: `), element("p", { text: [greeting, answersIn].filter(Boolean).join(" ") }));
    if (privacy) place.append(element("p", { class: "privacy", text: privacy }));
    const starters = questions.split("|").map((question) => ({ id: "", title: question.trim() }));
    this.offer(starters.filter(({ title }) => title));
  }

  /** A session, and the conversation that is in it; after a failure the next question tries again. */
  connect(): Promise<void> {
    if (this.connected) return this.connected;
    const made = (this.connected = this.link());
    made.catch((error: unknown) => {
      if (this.connected === made) this.connected = null;
      if (!this.current) this.around.state(this.sentence(error));
    });
    return made;
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
    this.empty(notice);
    this.around.changed(true);
    return true;
  }

  /** An empty conversation, after this one was deleted here or in another tab. */
  empty(notice: string): void {
    this.current?.abort();
    this.memory.forget("pending", "begun", "token", "lines");
    this.current = this.turn = this.connected = null;
    this.shown = [];
    this.restored = true;
    this.busy = false;
    this.thread.clear();
    this.greet();
    this.notice(notice);
  }

  /** Shows what was said in another tab meanwhile. */
  async refresh(): Promise<void> {
    if (this.current || !this.restored) return;
    const turns = await this.client.history().catch(() => null);
    if (!turns || this.current) return;
    this.thread.clear();
    this.shown = [];
    this.greet();
    turns.forEach((turn, i) => this.recall(turn, i === turns.length - 1));
    this.thread.show();
  }

  private set busy(busy: boolean) {
    this.thread.busy = this.around.busy = busy;
  }

  private async link(): Promise<void> {
    const { signal } = new AbortController();
    const attempt = <Result>(call: () => Promise<Result>): Promise<Result> =>
      patiently(call, signal, this.texts, this.texts.waiting, this.around.state);
    const kept = await attempt(() => this.client.session());
    this.memory.keep("begun", "1");
    if (this.restored) return;
    const turns = kept === "kept" ? await attempt(() => this.client.history()) : [];
    if (this.restored) return;
    this.restored = true;
    turns.forEach((turn, i) => this.recall(turn, i === turns.length - 1 && !this.current));
    if (this.turn) this.thread.last(this.turn.asked, this.turn.place);
    if (turns.length) this.thread.show();
    const pending = this.pending();
    if (!pending || this.current) return;
    this.memory.forget("pending");
    const asked = turns.find((turn) => turn.id === pending.id);
    if (!asked?.replies.length) this.begin(pending, asked !== undefined);
  }

  private recall(turn: PastTurn, last: boolean): void {
    const { question, replies, verdict } = turn;
    // the server keeps a question on one line
    if (question) this.visitor(textOf(this.lines()[turn.id]) || question);
    if (replies.length) this.answered(this.thread.slot("advisor"), replies, verdict, last);
    this.shown.push(turn);
  }

  private begin(question: Question, shown = false): boolean {
    if (this.current) {
      this.around.state(this.texts.wait, true);
      return false;
    }
    this.offer([]);
    const asked = shown ? null : this.visitor(question.text);
    const place = this.thread.slot("advisor");
    const { id, text, button } = question;
    if (text.includes("\n")) this.memory.keep("lines", JSON.stringify({ ...this.lines(), [id]: text }));
    this.around.emit("question", { id, suggested: button !== undefined, ...(this.around.withText ? { text } : {}) });
    void this.run({ question, asked: asked ?? place, place });
    return true;
  }

  private async run(turn: Turn): Promise<void> {
    const { asked, place, question } = turn;
    const attempt = (this.current = new AbortController());
    const { signal } = attempt;
    this.turn = turn;
    this.memory.keep("pending", JSON.stringify(question));
    this.busy = true;
    place.replaceChildren(thinking(this.texts));
    this.thread.show();
    const begun = performance.now();
    const slow = setTimeout(() => this.around.state(this.texts.slow, true), SLOW);
    try {
      await this.connect();
      if (signal.aborted) return;
      const replies = await this.replies(turn, signal);
      if (signal.aborted) return;
      this.answered(place, replies, null, true);
      this.shown.push({ id: question.id, question: question.text, replies, verdict: null });
      this.around.say(spoken(replies));
      if (replies.every((reply) => reply.failed)) this.retry(turn);
      this.thread.show(asked);
      this.report(question, replies, performance.now() - begun);
    } catch (error) {
      if (!signal.aborted) this.failed(turn, error);
    } finally {
      clearTimeout(slow);
      if (this.current === attempt) {
        this.current = this.turn = null;
        this.busy = false;
        this.around.state("");
        if (!place.querySelector(".again")) this.memory.forget("pending");
      }
    }
  }

  /** The answer; where the session is gone, that of a new one, which is said. */
  private async replies(turn: Turn, signal: AbortSignal): Promise<readonly Message[]> {
    const ask = (): Promise<readonly Message[]> => this.client.ask(turn.question, signal);
    const patient = (call: typeof ask): Promise<readonly Message[]> =>
      patiently(call, signal, this.texts, this.texts.retrying, this.around.state);
    for (let renewals = 0; ; renewals++) {
      try {
        return await patient(ask);
      } catch (error) {
        if (!(error instanceof ApiError && error.kind === "ended") || renewals === 2 || signal.aborted) throw error;
        await this.client.renew(renewals > 0);
        if (renewals === 0 && this.shown.length) this.anew(turn);
      }
    }
  }

  /** The thread without the conversation that is gone. */
  private anew({ asked, place }: Turn): void {
    this.thread.clear();
    this.shown = [];
    this.notice(this.texts.ended);
    this.thread.last(asked, place);
  }

  private report(question: Question, replies: readonly Message[], milliseconds: number): void {
    this.around.arrived();
    this.around.changed();
    this.around.emit("answer", {
      id: question.id,
      topics: replies.map((reply) => reply.topic),
      milliseconds: Math.round(milliseconds),
      failed: replies.every((reply) => reply.failed),
      ...(this.around.withText ? { text: spoken(replies) } : {}),
    });
  }

  private failed(turn: Turn, error: unknown): void {
    const { question, place } = turn;
    const kind = error instanceof ApiError ? error.kind : "unreachable";
    const sentence = this.sentence(error);
    place.replaceChildren(element("p", { class: "failed", text: sentence }));
    this.around.say(sentence);
    this.around.emit("error", { kind: kind === "origin" ? "refused" : kind });
    if (kind === "refused") this.giveBack(question);
    else this.retry(turn);
    this.thread.show();
  }

  /** What a failure means for the visitor; for who runs the site, the console says what to do. */
  private sentence(error: unknown): string {
    if (!(error instanceof ApiError)) return this.texts.gaveUp;
    if (error.kind === "ended") return this.texts.noSession;
    if (error.kind !== "origin") return error.sentence || this.texts.gaveUp;
    if (self.origin === "null") {
      console.warn("CISO advisor: a sandboxed frame has no origin that could be allowed; add allow-same-origin to its sandbox.");
      return this.texts.refusedFrame;
    }
    console.warn(`CISO advisor: this page may not ask. Add ${self.origin} to ALLOWED_ORIGINS of the advisor's server.`);
    return this.texts.refusedOrigin;
  }

  /** A button under what went wrong: the question goes out again under its id, so it can't be answered twice. */
  private retry(turn: Turn): void {
    const again = button({
      class: "chip again",
      text: this.texts.again,
      click: () => {
        if (this.current) return;
        this.around.focus();
        void this.run(turn);
      },
    });
    turn.place.append(again);
  }

  /** Puts a question that found no answer back where it was typed, unless something newer stands there. */
  private giveBack({ text }: Question): void {
    if (!this.around.draft) this.around.draft = text;
  }

  private visitor(question: string): HTMLElement {
    const place = this.thread.slot("visitor");
    place.append(unseen(`${this.texts.you}: `), element("p", { text: question, attributes: { dir: "auto" } }));
    return place;
  }

  private answered(place: HTMLElement, replies: readonly Message[], verdict: Verdict | null, last: boolean): void {
    const id = replies.at(-1)!.id;
    const judge = (chosen: Verdict | null, reason: Reason | null): Promise<boolean> => this.judge(id, chosen, reason);
    place.replaceChildren(answer(replies, verdict, this.texts, { ...this.handlers, judge }));
    if (last && !replies.every((reply) => reply.failed)) this.offer(replies.flatMap((reply) => reply.buttons));
  }

  private press({ id, title }: Choice): void {
    const begun = id ? this.begin({ id: newId(), text: title, button: id }) : this.ask(title);
    if (begun) this.around.focus();
  }

  private async judge(message: string, verdict: Verdict | null, reason: Reason | null): Promise<boolean> {
    try {
      await this.client.judge(message, verdict, reason);
    } catch {
      this.around.say(this.texts.judgeFailed);
      return false;
    }
    this.around.say(verdict ? (reason ? this.texts.thanksReason : this.texts.thanks) : this.texts.withdrawn);
    this.around.emit("feedback", { id: message, verdict, reason });
    this.around.changed();
    return true;
  }

  /** Suggestions at the end of the thread; earlier ones are withdrawn. */
  private offer(choices: readonly Choice[]): void {
    this.offered?.remove();
    this.offered = null;
    const shown = suggestions(choices, this.texts, (choice) => this.press(choice));
    if (!shown) return;
    this.offered = this.thread.slot("advisor", "offer");
    this.offered.append(shown);
  }

  private notice(text: string): void {
    this.thread.slot("advisor", "notice").append(element("p", { text }));
    this.around.say(text);
  }

  /** Questions of several lines by their ids, as they were typed. */
  private lines(): Readonly<Record<string, unknown>> {
    return fields(parsed(this.memory.recall("lines") ?? ""));
  }

  private pending(): Question | null {
    const { id, text, button } = fields(parsed(this.memory.recall("pending") ?? ""));
    if (!textOf(id)) return null;
    return { id: textOf(id), text: textOf(text), ...(typeof button === "string" ? { button } : {}) };
  }
}
