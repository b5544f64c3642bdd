/** The server as the panel sees it: every call answers, or fails with a Trouble that says what to do about it. */

import { fields, type Message, parsed, type PastTurn, readAnswer, readHistory, text, type Verdict } from "./protocol";
import type { TabMemory } from "./memory";

const LONGEST_CALL = 30_000;
const UNREACHABLE = new Set([500, 502, 503, 504]);

/** A question with an id of its own: sent twice under that id, it is answered once. */
export interface Question {
  readonly id: string;
  readonly text: string;
  /** The suggestion that was pressed; without one the text is what somebody typed. */
  readonly button?: string;
}

/** `unreachable` and `busy` pass when one tries again, `ended` asks for a new session, `refused` is final. */
export class Trouble extends Error {
  constructor(
    readonly kind: "unreachable" | "busy" | "ended" | "refused",
    /** A sentence of the server's for people, or nothing. */
    readonly sentence = "",
    /** Seconds to wait first. */
    readonly wait = 0,
  ) {
    super(sentence || kind);
  }
}

export class Client {
  private readonly foreign: boolean;

  constructor(
    private readonly base: string,
    private readonly memory: TabMemory,
  ) {
    // another site's cookie would be a third party's: there a token of this tab stands in for it
    this.foreign = new URL(base).origin !== location.origin;
  }

  /** Makes a session or keeps the one there is; says whether there was one. */
  async session(): Promise<"kept" | "new"> {
    const body = JSON.stringify(this.foreign ? { token: true } : {});
    const start = (): Promise<Response> => this.call("session", { method: "POST", body });
    let response: Response;
    try {
      response = await start();
    } catch (trouble) {
      if (!(trouble instanceof Trouble && trouble.kind === "ended" && this.foreign)) throw trouble;
      this.memory.forget("token");
      response = await start();
    }
    const token = text(fields(parsed(await response.text())).token);
    if (token) this.memory.keep("token", token);
    return response.status === 200 ? "kept" : "new";
  }

  async ask(question: Question, signal: AbortSignal): Promise<readonly Message[]> {
    const { id, text, button } = question;
    const body = JSON.stringify(button === undefined ? { id, text } : { id, button });
    const response = await this.call("messages", { method: "POST", body, signal });
    const replies = readAnswer(await response.text().catch(() => ""));
    if (!replies) throw new Trouble("unreachable");
    if (!replies.length) throw new Trouble("refused");
    return replies;
  }

  async history(): Promise<readonly PastTurn[]> {
    return readHistory(parsed(await (await this.call("history", {})).text()));
  }

  async judge(message: string, verdict: Verdict): Promise<void> {
    await this.call("feedback", { method: "POST", body: JSON.stringify({ message, verdict }) });
  }

  async file(name: string): Promise<Blob> {
    return (await this.call(`files/${encodeURIComponent(name)}`, {})).blob();
  }

  /** Deletes the conversation; one that has ended is as good as deleted. */
  async forget(): Promise<void> {
    try {
      await this.call("session", { method: "DELETE" });
    } catch (trouble) {
      if (!(trouble instanceof Trouble && trouble.kind === "ended")) throw trouble;
    }
    this.memory.forget("token");
  }

  private async call(path: string, init: RequestInit): Promise<Response> {
    const headers: Record<string, string> = {};
    if (init.body) headers["Content-Type"] = "application/json";
    const token = this.foreign ? this.memory.recall("token") : null;
    if (token) headers.Authorization = `Bearer ${token}`;
    const ending = new AbortController();
    const end = (): void => ending.abort();
    // not cleared when the headers are there: the body has to come in that time, too
    setTimeout(end, LONGEST_CALL);
    init.signal?.addEventListener("abort", end);
    let response: Response;
    try {
      response = await fetch(`${this.base}webhooks/web/${path}`, {
        ...init,
        headers,
        credentials: this.foreign ? "omit" : "same-origin",
        cache: "no-store",
        referrerPolicy: "origin",
        signal: ending.signal,
      });
    } catch {
      throw new Trouble("unreachable");
    }
    if (response.ok) return response;
    const sentence = text(fields(parsed(await response.text().catch(() => ""))).text);
    if (response.status === 401) throw new Trouble("ended", sentence);
    if (response.status === 429) throw new Trouble("busy", sentence, seconds(response.headers.get("Retry-After")));
    throw new Trouble(UNREACHABLE.has(response.status) ? "unreachable" : "refused", sentence);
  }
}

/** An id for a question: random UUID, also on pages without TLS, where `randomUUID` is missing. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function seconds(header: string | null): number {
  const given = Number(header);
  return Number.isFinite(given) && given > 0 ? Math.min(given, 60) : 1;
}
