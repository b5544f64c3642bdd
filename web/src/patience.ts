/** Trying again while the advisor can't be reached or is busy. */

import { ApiError } from "./client";
import type { Texts } from "./texts";

/** Seconds between attempts; the last one repeats until patience is at its end. */
const DELAYS = [1, 2, 4, 8];
const PATIENCE = 150;

/** The result of the first attempt that succeeds; time offline doesn't count against patience. */
export async function patiently<Result>(
  attempt: () => Promise<Result>,
  signal: AbortSignal,
  texts: Texts,
  unreachable: string,
  state: (text: string, waiting?: boolean) => void,
): Promise<Result> {
  let patience = PATIENCE;
  for (let attempts = 0; ; attempts++) {
    try {
      const result = await attempt();
      if (attempts) state("");
      return result;
    } catch (error) {
      if (!mayPass(error) || patience <= 0) throw error;
      signal.throwIfAborted();
      const seconds = error.wait || DELAYS[Math.min(attempts, DELAYS.length - 1)]!;
      if (navigator.onLine) patience -= seconds;
      const trouble = error.kind === "busy" ? texts.busy : unreachable;
      state(navigator.onLine ? trouble : texts.offline, true);
      await pause(seconds);
      signal.throwIfAborted();
    }
  }
}

function mayPass(error: unknown): error is ApiError {
  return error instanceof ApiError && (error.kind === "unreachable" || error.kind === "busy");
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
