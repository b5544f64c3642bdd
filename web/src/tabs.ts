/** The other tabs of this site that have the widget open: they show the same conversation. */

import { fields, text } from "./reading";

/** Milliseconds that another tab has to hand over its token. */
const HANDOVER_TIME = 150;

export interface TabEvents {
  /** The conversation went on elsewhere. */
  readonly changed: () => void;
  /** It was deleted elsewhere. */
  readonly deleted: () => void;
  /** The token that this tab could hand to another one. */
  readonly token: () => string | null;
}

export class Tabs {
  private readonly channel: BroadcastChannel | null;
  private received: ((token: string | null) => void) | null = null;

  constructor(owner: string, events: TabEvents, ended: AbortSignal) {
    // a sandboxed frame shares with nobody
    this.channel = self.origin === "null" ? null : new BroadcastChannel(`ciso-advisor:${owner}`);
    ended.addEventListener("abort", () => this.channel?.close());
    this.channel?.addEventListener("message", ({ data }) => {
      const { type, token } = fields(data);
      if (type === "changed") events.changed();
      else if (type === "deleted") events.deleted();
      else if (type === "token") this.received?.(text(token) || null);
      else if (type === "token?") {
        const own = events.token();
        if (own) this.tell("token", own);
      }
    });
  }

  tell(type: "changed" | "deleted" | "token" | "token?", token = ""): void {
    this.channel?.postMessage({ type, token });
  }

  /** The token of another tab's conversation; null when there is none. */
  token(): Promise<string | null> {
    if (!this.channel) return Promise.resolve(null);
    return new Promise((resolve) => {
      this.received = resolve;
      setTimeout(() => resolve(null), HANDOVER_TIME);
      this.tell("token?");
    });
  }
}
