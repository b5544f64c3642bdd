/** The course of a conversation: one question at a time, sent until it is answered, and never answered twice. */

import type { AnswerHandlers } from "./answer";
import { ApiError, type Client, newId, type Question } from "./client";
import type { Emit } from "./embedding";
import type { Notes } from "./notes";
import { patiently } from "./patience";
import type { Choice, Message, Reason, Verdict } from "./protocol";
import type { PastTurn } from "./reading";
import type { Texts } from "./texts";
import type { Thread } from "./thread";
import { sentence } from "./trouble";
import { View } from "./view";
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
  /** What is on screen, for saving and printing. */
  private shown: PastTurn[] = [];
  private readonly view: View;

  constructor(
    private readonly client: Client,
    private readonly thread: Thread,
    private readonly notes: Notes,
    private readonly texts: Texts,
    private readonly around: Surroundings,
    private readonly handlers: Omit<AnswerHandlers, "judge">,
  ) {
    this.view = new View(thread, texts, (choice) => this.press(choice));
  }

  get turns(): readonly PastTurn[] {
    return this.shown;
  }

  /** Whether this tab has something to bring back. */
  get begun(): boolean {
    return this.notes.begun;
  }

  /** Greets, and puts back what was being typed. */
  greet(): void {
    const { draft } = this.notes;
    if (draft && !this.around.draft) this.around.draft = draft;
    this.view.greet();
  }

  /** A session, and the conversation that is in it; after a failure the next question tries again. */
  connect(): Promise<void> {
    if (this.connected) return this.connected;
    const made = (this.connected = this.link());
    made.catch((error: unknown) => {
      if (this.connected === made) this.connected = null;
      if (!this.current) this.around.state(sentence(error, this.texts));
    });
    return made;
  }

  /** Asks what somebody typed or chose; says no while another question waits for its answer. */
  ask(text: string): boolean {
    return this.begin({ id: newId(), text });
  }

  typed(draft: string): void {
    this.notes.draft = draft;
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
    this.notes.clear();
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
    this.notes.begin();
    if (this.restored) return;
    const turns = kept === "kept" ? await attempt(() => this.client.history()) : [];
    if (this.restored) return;
    this.restored = true;
    turns.forEach((turn, i) => this.recall(turn, i === turns.length - 1 && !this.current));
    if (this.turn) this.thread.last(this.turn.asked, this.turn.place);
    if (turns.length) this.thread.show();
    const { pending } = this.notes;
    if (!pending || this.current) return;
    this.notes.pending = null;
    const asked = turns.find((turn) => turn.id === pending.id);
    if (!asked?.replies.length) this.begin(pending, asked !== undefined);
  }

  private recall(turn: PastTurn, last: boolean): void {
    const { question, replies, verdict } = turn;
    if (question) this.view.question(this.notes.asTyped(turn.id) || question);
    if (replies.length) this.answered(this.thread.slot("advisor"), replies, verdict, last);
    this.shown.push(turn);
  }

  private begin(question: Question, shown = false): boolean {
    if (this.current) {
      this.around.state(this.texts.wait, true);
      return false;
    }
    this.view.offer([]);
    const asked = shown ? null : this.view.question(question.text);
    const place = this.thread.slot("advisor");
    this.notes.keepLines(question);
    const { id, text, button } = question;
    this.around.emit("question", { id, suggested: button !== undefined, ...(this.around.withText ? { text } : {}) });
    void this.run({ question, asked: asked ?? place, place });
    return true;
  }

  private async run(turn: Turn): Promise<void> {
    const { asked, place, question } = turn;
    const attempt = (this.current = new AbortController());
    const { signal } = attempt;
    this.turn = turn;
    this.notes.pending = question;
    this.busy = true;
    this.view.think(place);
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
        if (!place.querySelector(".again")) this.notes.pending = null;
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
    const text = sentence(error, this.texts);
    this.view.fail(place, text);
    this.around.say(text);
    this.around.emit("error", { kind: kind === "origin" ? "refused" : kind });
    if (kind === "refused") this.giveBack(question);
    else this.retry(turn);
    this.thread.show();
  }

  /** Offers to send the question again, under its id: it can't be answered twice. */
  private retry(turn: Turn): void {
    this.view.retry(turn.place, () => {
      if (this.current) return;
      this.around.focus();
      void this.run(turn);
    });
  }

  /** Puts a question that found no answer back where it was typed, unless something newer stands there. */
  private giveBack({ text }: Question): void {
    if (!this.around.draft) this.around.draft = text;
  }

  private answered(place: HTMLElement, replies: readonly Message[], verdict: Verdict | null, last: boolean): void {
    const id = replies.at(-1)!.id;
    const judge = (chosen: Verdict | null, reason: Reason | null): Promise<boolean> => this.judge(id, chosen, reason);
    this.view.answer(place, replies, verdict, last, { ...this.handlers, judge });
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

  private notice(text: string): void {
    this.view.notice(text);
    this.around.say(text);
  }
}
