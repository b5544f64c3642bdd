/** What this tab keeps of a conversation over a reload: what is being typed, what waits, how questions were set in lines. */

import type { Question } from "./client";
import type { TabMemory } from "./memory";
import { fields, parsed, text } from "./reading";

export class Notes {
  constructor(private readonly memory: TabMemory) {}

  /** Whether this tab has something to bring back. */
  get begun(): boolean {
    return this.memory.recall("begun") !== null;
  }

  begin(): void {
    this.memory.keep("begun", "1");
  }

  get draft(): string {
    return this.memory.recall("draft") ?? "";
  }

  set draft(draft: string) {
    if (draft) this.memory.keep("draft", draft);
    else this.memory.forget("draft");
  }

  /** The question that waits for its answer. */
  get pending(): Question | null {
    const found = fields(parsed(this.memory.recall("pending") ?? ""));
    if (!text(found.id)) return null;
    const { button } = found;
    return { id: text(found.id), text: text(found.text), ...(typeof button === "string" ? { button } : {}) };
  }

  set pending(question: Question | null) {
    if (question) this.memory.keep("pending", JSON.stringify(question));
    else this.memory.forget("pending");
  }

  /** The server keeps a question on one line; this tab knows the lines. */
  keepLines({ id, text: typed }: Question): void {
    if (typed.includes("\n")) this.memory.keep("lines", JSON.stringify({ ...this.lines(), [id]: typed }));
  }

  asTyped(id: string): string {
    return text(this.lines()[id]);
  }

  clear(): void {
    this.memory.forget("pending", "begun", "token", "lines");
  }

  private lines(): Readonly<Record<string, unknown>> {
    return fields(parsed(this.memory.recall("lines") ?? ""));
  }
}
