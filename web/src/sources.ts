/** Sources as one line: a link, or a number of them that unfolds into a numbered list. */

import { link, safeAddress } from "./controls";
import { element } from "./elements";
import type { Message, Source } from "./protocol";
import { filled, type Texts } from "./texts";

/** Each source once, in the order cited. */
export function sourcesOf(replies: readonly Message[]): readonly Source[] {
  const all = replies.flatMap((reply) => reply.sources);
  return [...new Map(all.map((source) => [`${source.title}\n${source.publisher}\n${source.url ?? ""}`, source])).values()];
}

export function sourceLine(sources: readonly Source[], texts: Texts): HTMLElement | null {
  const [first] = sources;
  if (!first) return null;
  if (sources.length === 1) return element("p", { class: "sources" }, `${texts.source}: `, ...linked(first, texts));
  const short = sources.map(({ publisher, title, year }) => [publisher || title, year].filter(Boolean).join(" ")).join(" · ");
  return element(
    "details",
    { class: "sources" },
    element(
      "summary",
      {},
      element("span", { class: "count", text: filled(texts.sources, { count: sources.length }) }),
      element("span", { class: "preview", text: short, attributes: { lang: "en" } }),
    ),
    element("ol", {}, ...sources.map((source) => element("li", {}, ...linked(source, texts)))),
  );
}

export function cited(source: Source, texts: Texts): string {
  const address = safeAddress(source.url ?? "");
  return `“${source.title}”${rest(source, texts)}${address ? ` <${address}>` : ""}`;
}

function linked(source: Source, texts: Texts): readonly (Node | string)[] {
  const address = safeAddress(source.url ?? "");
  const title = address ? link(address, `“${source.title}”`, texts.newTab) : element("span", { text: `“${source.title}”` });
  return [title, rest(source, texts)];
}

function rest({ publisher, year }: Source, texts: Texts): string {
  return `${publisher ? `, ${publisher}` : ""}, ${year ?? texts.yearUnknown}`;
}
