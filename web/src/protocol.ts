/** Made from protocol.schema.json by protocol.mjs: change that file and run "npm run protocol". */

/** A line of a list. */
export interface Item {
  readonly text: string;
  readonly detail: string;
}

/** A comparison: the first column names what each row compares. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A figure of the knowledge base. `unit` is a currency with a period (`USD/year`), `percent` or `years`; `basis` is what was measured (`base`, `total`); `asked` says how many answered. */
export interface Figure {
  readonly label: string;
  readonly low: number;
  readonly high: number;
  readonly unit: string;
  readonly year: number | null;
  readonly source: string;
  readonly basis: string;
  readonly asked: number | null;
  readonly measured: string;
}

export interface Source {
  readonly title: string;
  readonly publisher: string;
  readonly year: number | null;
  readonly section: string;
  readonly url: string | null;
}

/** A suggestion; the server keeps what its id stands for. */
export interface Choice {
  readonly id: string;
  readonly title: string;
}

/** One reply; the replies to one question share the `id` of their turn. `at` is the time of the question, in seconds since 1970. */
export interface Message {
  readonly id: string;
  readonly at: number;
  readonly topic: string;
  readonly text: string;
  readonly items: readonly Item[];
  readonly table: Table | null;
  readonly closing: string;
  readonly figures: readonly Figure[];
  readonly sources: readonly Source[];
  readonly buttons: readonly Choice[];
  readonly files: readonly string[];
  readonly failed: boolean;
}

/** What a visitor thinks of an answer. */
export type Verdict = "up" | "down";

/** Why an answer did not help. */
export type Reason = "offtopic" | "wrong" | "missing" | "unclear";

/** The body of `POST feedback`; a verdict of null takes the last one back. */
export interface Feedback {
  readonly message: string;
  readonly verdict: Verdict | null;
  readonly reason?: Reason | null;
}

/** A line of the answer to `POST messages`; the last one is `done`. */
export type AnswerLine = Message & { readonly type: "message"; } | { readonly type: "done"; };

/** A message of `GET history`, the oldest first. */
export type HistoryEntry = { readonly from: "visitor"; readonly id: string; readonly text: string; } | Message & { readonly from: "advisor"; readonly verdict: Verdict | null; };

/** The body of every answer that refuses: `error` for programs, `text` for people. */
export interface Refusal {
  readonly error: string;
  readonly text: string;
}
