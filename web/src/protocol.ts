/** What the server says, read field by field: a field of another type is as good as none. */

export interface Item {
  readonly text: string;
  readonly detail: string;
}

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A figure of the knowledge base: `unit` is a currency with a period (`USD/year`) or `years`. */
export interface Figure {
  readonly label: string;
  readonly low: number;
  readonly high: number;
  readonly unit: string;
  readonly year: number | null;
  readonly source: string;
}

export interface Source {
  readonly title: string;
  readonly publisher: string;
  readonly year: number | null;
  readonly url: string;
}

/** A suggestion; the server keeps what its id stands for. */
export interface Choice {
  readonly id: string;
  readonly title: string;
}

/** One reply; the replies to one question share the `id` of their turn. */
export interface Message {
  readonly id: string;
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

export type Verdict = "up" | "down";

/** What was asked, and the replies to it with the visitor's judgement. */
export interface PastTurn {
  readonly id: string;
  readonly question: string;
  readonly replies: readonly Message[];
  readonly verdict: Verdict | null;
}

type Fields = Readonly<Record<string, unknown>>;

/** The replies of an answer's lines; null when the last one, `done`, is missing: then the answer is cut off. */
export function readAnswer(lines: string): readonly Message[] | null {
  const found = lines.split("\n").filter((line) => line.trim()).map((line) => fields(parsed(line)));
  if (found.at(-1)?.type !== "done") return null;
  return found.filter((line) => line.type === "message").map(message);
}

export function readHistory(body: unknown): readonly PastTurn[] {
  const turns: { id: string; question: string; replies: Message[]; verdict: Verdict | null }[] = [];
  for (const entry of list(fields(body).messages).map(fields)) {
    if (entry.from === "visitor") {
      turns.push({ id: text(entry.id), question: text(entry.text), replies: [], verdict: null });
    } else if (entry.from === "advisor") {
      if (!turns.length) turns.push({ id: "", question: "", replies: [], verdict: null });
      const turn = turns.at(-1)!;
      turn.replies.push(message(entry));
      if (entry.verdict === "up" || entry.verdict === "down") turn.verdict = entry.verdict;
    }
  }
  return turns;
}

export function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

export function fields(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}

export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function message(entry: Fields): Message {
  return {
    id: text(entry.id),
    text: text(entry.text),
    items: list(entry.items).map(fields).map((item) => ({ text: text(item.text), detail: text(item.detail) })),
    table: table(entry.table),
    closing: text(entry.closing),
    figures: list(entry.figures).map(fields).flatMap(figure),
    sources: list(entry.sources).map(fields).map(source),
    buttons: list(entry.buttons).map(fields).map((choice) => ({ id: text(choice.id), title: text(choice.title) })),
    files: list(entry.files).map(text).filter((name) => /^[\w-]+\.\w+$/.test(name)),
    failed: entry.failed === true,
  };
}

function table(value: unknown): Table | null {
  const found = fields(value);
  const columns = list(found.columns).map(text);
  return columns.length ? { columns, rows: list(found.rows).map((row) => list(row).map(text)) } : null;
}

function figure(entry: Fields): Figure[] {
  const { low, high } = entry;
  if (typeof low !== "number" || typeof high !== "number" || !(low >= 0 && high >= low)) return [];
  const { label, unit, source: from } = entry;
  return [{ label: text(label), low, high, unit: text(unit), year: year(entry.year), source: text(from) }];
}

function source(entry: Fields): Source {
  const { title, publisher, url } = entry;
  return { title: text(title), publisher: text(publisher), year: year(entry.year), url: text(url) };
}

function year(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
