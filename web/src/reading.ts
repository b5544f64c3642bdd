/** Reads what the server says, field by field: a field of another type is as good as none. */

import type { Figure, Message, Source, Table, Verdict } from "./protocol";

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
    at: number(entry.at) ?? Date.now() / 1000,
    topic: text(entry.topic),
    text: text(entry.text),
    items: list(entry.items).map(fields).map((item) => ({ text: text(item.text), detail: text(item.detail) })),
    table: table(entry.table),
    closing: text(entry.closing),
    figures: list(entry.figures).map(fields).flatMap(figure),
    sources: list(entry.sources).map(fields).map(source),
    buttons: list(entry.buttons).map(fields).map((choice) => ({ id: text(choice.id), title: text(choice.title) })),
    files: list(entry.files).map(text).filter((name) => /^\w[\w ,-]*\.\w+$/.test(name)),
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
  return [
    {
      label: text(entry.label), low, high, unit: text(entry.unit), year: number(entry.year), source: text(entry.source),
      basis: text(entry.basis), asked: number(entry.asked), measured: text(entry.measured),
    },
  ];
}

function source(entry: Fields): Source {
  const { title, publisher, section, url } = entry;
  return { title: text(title), publisher: text(publisher), year: number(entry.year), section: text(section), url: text(url) };
}

function number(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
