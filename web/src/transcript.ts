/** The conversation on paper and as a file. */

import { element } from "./elements";
import type { PastTurn } from "./reading";
import type { Texts } from "./texts";
import { written } from "./writing";

const PRINTED = `body{font:12pt/1.5 system-ui,sans-serif;margin:2cm;color:#000}h1{font-size:16pt}h2{font-size:12pt;margin:18pt 0 4pt;break-after:avoid}
p{white-space:pre-wrap;margin:0;overflow-wrap:anywhere}`;

/** Markdown: a heading for each question, the answer below it. */
export function transcript(turns: readonly PastTurn[], texts: Texts): string {
  const parts = turns.map(({ question, replies }) => `## ${question.replace(/\s+/g, " ")}\n\n${written(replies, texts)}`);
  return [`# ${texts.title}`, ...parts].join("\n\n") + "\n";
}

/** Prints the conversation from a page of its own: the site's page isn't touched. */
export function print(turns: readonly PastTurn[], texts: Texts, place: Node): void {
  const frame = element("iframe", { attributes: { "aria-hidden": "true", tabindex: "-1" } });
  frame.className = "unseen";
  place.appendChild(frame);
  const view = frame.contentWindow as (Window & typeof globalThis) | null;
  if (!view) return frame.remove();
  const { document: page } = view;
  page.documentElement.lang = "en";
  page.title = texts.title;
  const style = new view.CSSStyleSheet();
  style.replaceSync(PRINTED);
  page.adoptedStyleSheets = [style];
  page.body.append(element("h1", { text: texts.title }));
  for (const { question, replies } of turns) {
    page.body.append(element("h2", { text: question }), element("p", { text: written(replies, texts) }));
  }
  view.addEventListener("afterprint", () => setTimeout(() => frame.remove()));
  view.print();
}

export function save(content: Blob, name: string): void {
  const href = URL.createObjectURL(content);
  element("a", { attributes: { href, download: name } }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}
