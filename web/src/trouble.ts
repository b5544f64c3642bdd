/** What a failure means for the visitor; for who runs the site, the console says what to do. */

import { ApiError } from "./client";
import type { Texts } from "./texts";

export function sentence(error: unknown, texts: Texts): string {
  if (!(error instanceof ApiError)) return texts.gaveUp;
  if (error.kind === "ended") return texts.noSession;
  if (error.kind !== "origin") return error.sentence || texts.gaveUp;
  if (self.origin === "null") {
    console.warn("CISO advisor: a sandboxed frame has no origin that could be allowed; add allow-same-origin to its sandbox.");
    return texts.refusedFrame;
  }
  console.warn(`CISO advisor: this page may not ask. Add ${self.origin} to ALLOWED_ORIGINS of the advisor's server.`);
  return texts.refusedOrigin;
}
