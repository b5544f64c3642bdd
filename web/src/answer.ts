/** An answer as a reader sees it: text, list, comparison, chart, sources, and what one can do with it. */

import { icon, unseen } from "./controls";
import { button, element } from "./elements";
import { copyButton, feedback, type Judge, time } from "./feedback";
import { charts } from "./figures";
import type { Choice, Message, Verdict } from "./protocol";
import { sourceLine, sourcesOf } from "./sources";
import { table } from "./tables";
import type { Texts } from "./texts";
import { answerClip, type Clip, tableClip } from "./writing";

/** What an answer can set going; each says by itself what comes of it. */
export interface AnswerHandlers {
  readonly judge: Judge;
  /** Null where the browser has no clipboard for us. */
  readonly copy: ((clip: Clip) => Promise<boolean>) | null;
  readonly download: (file: string) => void;
}

/** The replies of one turn; `verdict` is what the visitor thought of them earlier. */
export function answer(replies: readonly Message[], verdict: Verdict | null, texts: Texts, handlers: AnswerHandlers): Node {
  const whole = document.createDocumentFragment();
  whole.append(unseen(`${texts.advisor}: `), ...replies.map((reply) => shown(reply, texts, handlers)));
  const sources = sourceLine(sourcesOf(replies), texts);
  if (sources) whole.append(sources);
  const files = [...new Set(replies.flatMap((reply) => reply.files))];
  if (files.length) whole.append(element("div", { class: "files" }, ...files.map((file) => fileButton(file, texts, handlers))));
  if (replies.some((reply) => !reply.failed)) whole.append(...tools(replies, verdict, texts, handlers));
  return whole;
}

/** The suggestions of the last reply; they are for now, so only the newest answer shows its own. */
export function suggestions(choices: readonly Choice[], texts: Texts, press: (choice: Choice) => void): HTMLElement | null {
  if (!choices.length) return null;
  return element(
    "div",
    { class: "suggestions", attributes: { role: "group", "aria-label": texts.suggestions } },
    ...choices.map((choice) => button({ class: "chip", text: choice.title, attributes: { lang: "en" }, click: () => press(choice) })),
  );
}

/** Names that people recognize later: `plan.ics` is `career-plan-2026-11-25.ics`; a name with a date in words stays. */
export function savedName(file: string, texts: Texts, today = new Date()): string {
  if (file.includes(" ")) return file;
  const [name, ending] = file.split(".");
  return `${name === "plan" ? texts.planFile : name}-${today.toLocaleDateString("en-CA")}.${ending}`;
}

function shown(reply: Message, texts: Texts, { copy }: AnswerHandlers): HTMLElement {
  const parts: Node[] = [element("p", { text: reply.text, class: reply.failed ? "failed" : "" })];
  const copyTable = copy && ((found: NonNullable<Message["table"]>) => copy(tableClip(found)));
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
  parts.push(...charts(reply.figures, texts));
  if (reply.table) parts.push(table(reply.table, texts, copyTable));
  if (reply.closing) parts.push(element("p", { text: reply.closing }));
  // answers are English whatever the language of the interface
  return element("div", { class: "reply", attributes: { lang: "en", dir: "ltr" } }, ...parts);
}

function fileButton(file: string, texts: Texts, { download }: AnswerHandlers): HTMLButtonElement {
  const ending = file.slice(file.lastIndexOf("."));
  const names: Record<string, string> = { ".html": texts.planPage, ".ics": texts.planCalendar, ".md": texts.planText };
  const name = names[ending] ?? file;
  return button(
    { class: "file", click: () => download(file) },
    icon("download"),
    element("span", {}, unseen(`${texts.download}: `), name, name === file ? "" : ` (${ending})`),
  );
}

function tools(replies: readonly Message[], verdict: Verdict | null, texts: Texts, { judge, copy }: AnswerHandlers): readonly HTMLElement[] {
  const { thumbs, note } = feedback(verdict, texts, judge);
  const row = element("div", { class: "tools" }, ...thumbs);
  if (copy) row.append(copyButton(texts.copy, () => copy(answerClip(replies, texts))));
  row.append(time(replies.at(-1)!.at, texts.language));
  return [row, note];
}
