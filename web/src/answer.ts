/** An answer as a reader sees it: text, list, comparison, chart, sources, and what one can do with it. */

import { button, drawing, element, iconButton, unseen } from "./elements";
import { amount, charts } from "./figures";
import type { Choice, Message, Source, Table, Verdict } from "./protocol";
import type { Texts } from "./texts";

/** What an answer can set going; each says by itself what comes of it. */
export interface Doings {
  readonly judge: (message: string, verdict: Verdict) => Promise<boolean>;
  readonly copy: ((text: string) => Promise<boolean>) | null;
  readonly download: (file: string) => void;
  readonly press: (choice: Choice) => void;
}

/** The replies of one turn; `verdict` is what the visitor thought of them earlier. */
export function answer(replies: readonly Message[], verdict: Verdict | null, texts: Texts, doings: Doings): Node {
  const whole = document.createDocumentFragment();
  whole.append(unseen(`${texts.advisor}: `), ...replies.map((reply) => shown(reply, texts)));
  const files = [...new Set(replies.flatMap((reply) => reply.files))];
  if (files.length) {
    const rows = files.map((file) =>
      button(
        { class: "file", click: () => doings.download(file) },
        drawing("download"),
        element("span", {}, unseen(`${texts.download} `), file),
      ),
    );
    whole.append(element("div", { class: "files" }, ...rows));
  }
  if (replies.some((reply) => !reply.failed)) whole.append(tools(replies, verdict, texts, doings));
  return whole;
}

/** The suggestions of the last reply; they are for now, so only the newest answer shows its own. */
export function suggestions(choices: readonly Choice[], texts: Texts, press: Doings["press"]): HTMLElement | null {
  if (!choices.length) return null;
  return element(
    "div",
    { class: "suggestions", attributes: { role: "group", "aria-label": texts.suggestions } },
    ...choices.map((choice) => button({ class: "suggestion", text: choice.title, click: () => press(choice) })),
  );
}

/** What a screen reader is told of a new answer; figures and sources stand in the thread for who wants them. */
export function spoken(replies: readonly Message[]): string {
  return replies.map((reply) => told(reply).join("\n")).join("\n\n");
}

/** The whole answer as text, for the clipboard. */
function written(replies: readonly Message[], texts: Texts): string {
  return replies
    .map((reply) =>
      [
        ...told(reply),
        ...reply.figures.map((figure) => `${figure.label}: ${amount(figure, texts)} (${figure.year ?? texts.yearUnknown})`),
        ...reply.sources.map((source) => `${texts.source}: ${cited(source, texts)}`),
      ].join("\n"),
    )
    .join("\n\n");
}

function told({ text, items, table, closing }: Message): readonly string[] {
  return [
    text,
    ...items.map((item, i) => `${i + 1}. ${item.detail ? `${item.text}: ${item.detail}` : item.text}`),
    ...(table ? table.rows.map((row) => compared(table.columns, row)) : []),
    closing,
  ].filter(Boolean);
}

/** An address that may be clicked; knowledge is read from files, so what they link to is not taken on trust. */
export function safeAddress(address: string): string | null {
  try {
    const url = new URL(address);
    return ["http:", "https:", "mailto:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

function shown(reply: Message, texts: Texts): HTMLElement {
  const parts: Node[] = [element("p", { text: reply.text, class: reply.failed ? "failed" : "" })];
  if (reply.items.length) {
    const items = reply.items.map((item) =>
      element(
        "li",
        {},
        element("span", { text: item.text }),
        item.detail ? element("span", { class: "detail", text: item.detail }) : null,
      ),
    );
    parts.push(element("ol", { class: "items" }, ...items));
  }
  if (reply.table) parts.push(comparison(reply.table, texts));
  parts.push(...charts(reply.figures, texts));
  if (reply.closing) parts.push(element("p", { text: reply.closing }));
  if (reply.sources.length) {
    parts.push(element("ul", { class: "sources" }, ...reply.sources.map((source) => sourceLine(source, texts))));
  }
  return element("div", { class: "reply" }, ...parts);
}

/** Columns that fit beside each other in the panel; of more, each row is set as a block, so that nothing is out of sight. */
const ABREAST = 3;

function comparison({ columns, rows }: Table, texts: Texts): HTMLElement {
  const stacked = columns.length > ABREAST;
  // the corner has no name as a rule, and a heading without one is none
  const head = columns.map((name) =>
    name ? element("th", { text: name, attributes: { scope: "col", role: "columnheader" } }) : element("td", { attributes: { role: "cell" } }),
  );
  const body = rows.map((row) =>
    element(
      "tr",
      { attributes: { role: "row" } },
      ...row.map((cell, i) =>
        i
          ? element("td", { text: cell, attributes: { role: "cell", "data-label": columns[i] ?? "" } })
          : element("th", { text: cell, attributes: { scope: "row", role: "rowheader" } }),
      ),
    ),
  );
  // roles in words: laid out as blocks, a table is none to some browsers
  const made = element(
    "table",
    { class: stacked ? "comparison stacked" : "comparison", attributes: { role: "table" } },
    element("thead", { attributes: { role: "rowgroup" } }, element("tr", { attributes: { role: "row" } }, ...head)),
    element("tbody", { attributes: { role: "rowgroup" } }, ...body),
  );
  // a wide table scrolls by itself, with the keyboard too
  return element("div", { class: "wide", attributes: { role: "region", "aria-label": texts.comparison, tabindex: "0" } }, made);
}

function sourceLine(source: Source, texts: Texts): HTMLElement {
  const address = safeAddress(source.url);
  const title = address
    ? element(
        "a",
        { attributes: { href: address, target: "_blank", rel: "noopener noreferrer" } },
        `“${source.title}”`,
        unseen(` (${texts.newTab})`),
      )
    : element("span", { text: `“${source.title}”` });
  return element("li", {}, `${texts.source}: `, title, rest(source, texts));
}

function cited(source: Source, texts: Texts): string {
  return `“${source.title}”${rest(source, texts)}${safeAddress(source.url) ? ` <${source.url}>` : ""}`;
}

function rest({ publisher, year }: Source, texts: Texts): string {
  return `${publisher ? `, ${publisher}` : ""}, ${year ? `${texts.factsOf} ${year}` : texts.yearUnknown}`;
}

function compared(columns: readonly string[], row: readonly string[]): string {
  return `${row[0] ?? ""}: ${row.slice(1).map((cell, i) => `${columns[i + 1] ?? ""} ${cell}`).join("; ")}`;
}

function tools(replies: readonly Message[], verdict: Verdict | null, texts: Texts, doings: Doings): HTMLElement {
  const thumbs: Record<Verdict, HTMLButtonElement> = {
    up: iconButton(texts.helpful, "up", () => void judge("up")),
    down: iconButton(texts.unhelpful, "down", () => void judge("down")),
  };
  const show = (chosen: Verdict | null): void => {
    for (const [name, thumb] of Object.entries(thumbs)) thumb.setAttribute("aria-pressed", String(name === chosen));
  };
  const judge = async (chosen: Verdict): Promise<void> => {
    const before = verdict;
    show((verdict = chosen));
    if (!(await doings.judge(replies.at(-1)!.id, chosen))) show((verdict = before));
  };
  show(verdict);
  const row = element("div", { class: "tools" }, thumbs.up, thumbs.down);
  const { copy } = doings;
  if (copy) {
    const knob = iconButton(texts.copy, "copy", async () => {
      if (!(await copy(written(replies, texts)))) return;
      knob.replaceChildren(drawing("done"));
      setTimeout(() => knob.replaceChildren(drawing("copy")), 2000);
    });
    row.append(knob);
  }
  return row;
}
