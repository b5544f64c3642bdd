/** Answers as text: what a screen reader is told, what the clipboard gets, what is saved and printed. */

import { element } from "./elements";
import { amount } from "./figures";
import type { Message, Table } from "./protocol";
import { cited } from "./sources";
import type { Texts } from "./texts";

/** What the clipboard holds: plain text, and markup for programs that paste tables as tables. */
export interface Clip {
  readonly plain: string;
  readonly html: string;
}

/** What a screen reader is told of a new answer; figures and sources stand in the thread for who wants them. */
export function spoken(replies: readonly Message[]): string {
  return replies.map((reply) => told(reply).join("\n")).join("\n\n");
}

export function written(replies: readonly Message[], texts: Texts): string {
  return replies
    .map((reply) =>
      [
        ...told(reply),
        ...reply.figures.map((figure) => `${figure.label}: ${amount(figure)} (${figure.year ?? texts.yearUnknown})`),
        ...reply.sources.map((source) => `${texts.source}: ${cited(source, texts)}`),
      ].join("\n"),
    )
    .join("\n\n");
}

export function answerClip(replies: readonly Message[], texts: Texts): Clip {
  const whole = element("div");
  for (const reply of replies) {
    whole.append(element("p", { text: reply.text }));
    if (reply.items.length) whole.append(element("ol", {}, ...reply.items.map((item) => element("li", { text: itemText(item) }))));
    if (reply.table) whole.append(markup(reply.table));
    const lines = [
      reply.closing,
      ...reply.figures.map((figure) => `${figure.label}: ${amount(figure)} (${figure.year ?? texts.yearUnknown})`),
      ...reply.sources.map((source) => `${texts.source}: ${cited(source, texts)}`),
    ];
    whole.append(...lines.filter(Boolean).map((line) => element("p", { text: line })));
  }
  return { plain: written(replies, texts), html: whole.innerHTML };
}

export function tableClip(table: Table): Clip {
  return { plain: separated(table), html: markup(table).outerHTML };
}

/** Puts both forms onto the clipboard; throws where the browser doesn't let us. */
export async function copy({ plain, html }: Clip): Promise<void> {
  const blob = (text: string, type: string): Blob => new Blob([text], { type });
  try {
    const item = new ClipboardItem({ "text/plain": blob(plain, "text/plain"), "text/html": blob(html, "text/html") });
    await navigator.clipboard.write([item]);
  } catch {
    await navigator.clipboard.writeText(plain);
  }
}

/** Lines of cells with tabs between, as spreadsheets read them. */
function separated({ columns, rows }: Table): string {
  return [columns, ...rows].map((row) => row.map((cell) => cell.replace(/\s+/g, " ")).join("\t")).join("\n");
}

function markup({ columns, rows }: Table): HTMLElement {
  const line = (row: readonly string[], tag: "td" | "th"): HTMLElement => element("tr", {}, ...row.map((cell) => element(tag, { text: cell })));
  return element("table", {}, line(columns, "th"), ...rows.map((row) => line(row, "td")));
}

function told({ text, items, table, closing }: Message): readonly string[] {
  return [
    text,
    ...items.map((item, i) => `${i + 1}. ${itemText(item)}`),
    ...(table ? table.rows.map((row) => compared(table.columns, row)) : []),
    closing,
  ].filter(Boolean);
}

function itemText({ text, detail }: Message["items"][number]): string {
  return detail ? `${text}: ${detail}` : text;
}

function compared(columns: readonly string[], row: readonly string[]): string {
  return `${row[0] ?? ""}: ${row.slice(1).map((cell, i) => `${columns[i + 1] ?? ""} ${cell}`).join("; ")}`;
}
