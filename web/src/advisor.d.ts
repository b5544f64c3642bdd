/** What a page can do with the widget by script: `window.CisoAdvisor` and the events that it dispatches on `document`. */

export interface CisoAdvisor {
  /** Opens the panel. */
  open(): void;
  close(): void;
  /** Opens the panel and asks. */
  ask(question: string): void;
  /** Calls `listener` with the event's detail; the function returned ends that. */
  on<Name extends keyof AdvisorEvents>(name: Name, listener: (detail: AdvisorEvents[Name]) => void): () => void;
  /** Removes the widget with everything it added to the page; the conversation stays on the server. */
  destroy(): void;
}

/** On `document` their names begin with `advisor:`. Texts are only there with `data-events="text"`. */
export interface AdvisorEvents {
  ready: Record<string, never>;
  open: Record<string, never>;
  close: Record<string, never>;
  question: { id: string; suggested: boolean; text?: string };
  /** `topics` are the kinds of the replies, such as `salary`; `not_covered` is an honest no. */
  answer: { id: string; topics: string[]; milliseconds: number; failed: boolean; text?: string };
  feedback: { id: string; verdict: "up" | "down" | null; reason: string | null };
  error: { kind: "unreachable" | "busy" | "ended" | "refused" | "panel" };
}

declare global {
  interface Window {
    CisoAdvisor?: CisoAdvisor;
  }
  interface DocumentEventMap {
    "advisor:ready": CustomEvent<AdvisorEvents["ready"]>;
    "advisor:open": CustomEvent<AdvisorEvents["open"]>;
    "advisor:close": CustomEvent<AdvisorEvents["close"]>;
    "advisor:question": CustomEvent<AdvisorEvents["question"]>;
    "advisor:answer": CustomEvent<AdvisorEvents["answer"]>;
    "advisor:feedback": CustomEvent<AdvisorEvents["feedback"]>;
    "advisor:error": CustomEvent<AdvisorEvents["error"]>;
  }
}
