/** The server as the panel sees it: every call answers, or fails with an ApiError that says what to do about it. */

import type { TabMemory } from "./memory";
import type { Message, Reason, Verdict } from "./protocol";
import { fields, parsed, type PastTurn, readAnswer, readHistory, text } from "./reading";

const LONGEST_CALL = 30_000;
const UNREACHABLE = new Set([500, 502, 503, 504]);

/** A question with an id of its own: sent twice under that id, it is answered once. */
export interface Question {
  readonly id: string;
  readonly text: string;
  /** The suggestion that was pressed; without one the text is what somebody typed. */
  readonly button?: string;
}

/** `unreachable` and `busy` pass when one tries again, `ended` asks for a new session, `refused` and `origin` are final. */
export class ApiError extends Error {
  constructor(
    readonly kind: "unreachable" | "busy" | "ended" | "refused" | "origin",
    /** A sentence of the server's for people, or nothing. */
    readonly sentence = "",
    /** Seconds to wait first. */
    readonly wait = 0,
  ) {
    super(sentence || kind);
  }
}

export class Client {
  /** Whether a token of the tab stands in for the cookie, which would be a third party's or isn't kept. */
  private byToken: boolean;
  private readonly foreign: boolean;
  /** The last verdict on its way: the conversation isn't deleted under it. */
  private judging: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly base: string,
    private readonly memory: TabMemory,
    private readonly sharedToken: () => Promise<string | null>,
  ) {
    this.foreign = new URL(base).origin !== self.origin;
    this.byToken = this.foreign || window.top !== window.self || memory.recall("token") !== null;
  }

  /** Makes a session or keeps the one there is; says whether there was one. */
  async session(): Promise<"kept" | "new"> {
    if (this.byToken && !this.memory.recall("token")) {
      const shared = await this.sharedToken();
      if (shared) this.memory.keep("token", shared);
    }
    const body = JSON.stringify(this.byToken ? { token: true } : {});
    const response = await this.call("session", { method: "POST", body });
    const token = text(fields(parsed(await response.text())).token);
    if (token) this.memory.keep("token", token);
    return response.status === 200 ? "kept" : "new";
  }

  /** A new session instead of one that the server doesn't know; by token from now on where the cookie isn't kept. */
  async renew(again: boolean): Promise<void> {
    this.memory.forget("token");
    if (again) this.byToken = true;
    await this.session();
  }

  async ask(question: Question, signal: AbortSignal): Promise<readonly Message[]> {
    const { id, text, button } = question;
    const body = JSON.stringify(button === undefined ? { id, text } : { id, button });
    const response = await this.call("messages", { method: "POST", body, signal });
    const replies = readAnswer(await response.text().catch(() => ""));
    if (!replies) throw new ApiError("unreachable");
    if (!replies.length) throw new ApiError("refused");
    return replies;
  }

  async history(): Promise<readonly PastTurn[]> {
    return readHistory(parsed(await (await this.call("history", {})).text()));
  }

  async judge(message: string, verdict: Verdict | null, reason: Reason | null): Promise<void> {
    const body = JSON.stringify(reason ? { message, verdict, reason } : { message, verdict });
    const judged = this.call("feedback", { method: "POST", body });
    this.judging = judged.catch(() => null);
    await judged;
  }

  async file(name: string): Promise<Blob> {
    return (await this.call(`files/${encodeURIComponent(name)}`, {})).blob();
  }

  /** Deletes the conversation; one that has ended is as good as deleted. */
  async forget(): Promise<void> {
    await this.judging;
    try {
      await this.call("session", { method: "DELETE", keepalive: true });
    } catch (error) {
      if (!(error instanceof ApiError && error.kind === "ended")) throw error;
    }
    this.memory.forget("token");
  }

  private async call(path: string, init: RequestInit): Promise<Response> {
    const headers: Record<string, string> = {};
    if (init.body) headers["Content-Type"] = "application/json";
    const token = this.byToken ? this.memory.recall("token") : null;
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
        credentials: this.byToken ? "omit" : "same-origin",
        cache: "no-store",
        referrerPolicy: "origin",
        signal: ending.signal,
      });
    } catch {
      throw new ApiError((await this.isRefused()) ? "origin" : "unreachable");
    }
    if (response.ok) return response;
    throw await refusal(response);
  }

  /** Whether the server turns pages of this origin away: a browser hides that behind a failed call. */
  private async isRefused(): Promise<boolean> {
    if (!this.foreign) return false;
    try {
      const options: RequestInit = { credentials: "omit", cache: "no-store", signal: AbortSignal.timeout(LONGEST_CALL) };
      const response = await fetch(`${this.base}webhooks/web/origin`, options);
      return fields(parsed(await response.text())).allowed === false;
    } catch {
      return false;
    }
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

async function refusal(response: Response): Promise<ApiError> {
  const answer = fields(parsed(await response.text().catch(() => "")));
  const sentence = text(answer.text);
  if (answer.error === "origin") return new ApiError("origin");
  if (response.status === 401) return new ApiError("ended", sentence);
  if (response.status === 429) return new ApiError("busy", sentence, seconds(response.headers.get("Retry-After")));
  return new ApiError(UNREACHABLE.has(response.status) ? "unreachable" : "refused", sentence);
}

function seconds(header: string | null): number {
  const given = Number(header);
  return Number.isFinite(given) && given > 0 ? Math.min(given, 60) : 1;
}
