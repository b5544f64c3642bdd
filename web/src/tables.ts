/** Tables as they fit a narrow panel: few columns side by side, rows of a survey as one line each, the rest scrolling. */

import { element } from "./elements";
import { copyButton } from "./feedback";
import { bar, columnHeader, originsButton, yearTag } from "./figures";
import type { Table } from "./protocol";
import type { Texts } from "./texts";

/** Columns that fit beside each other in a panel of 282 pixels. */
const ABREAST = 3;
const AMOUNT = /^(?:[$€£]|[A-Z]{3} )?\d[\d,.]*[kKMm]?%?(?: to (?:[$€£])?\d[\d,.]*[kKMm]?%?)?(?: (?:years?|months?|a (?:year|month|hour)))*$/;
const MEASURED = /[$€£%]|[A-Z]{3} |year|month/;
const YEAR = /^(?:old: )?((?:19|20)\d\d)$|^year unknown$|^$/;

/** Which column holds the figure and which the year of each row; null where a table isn't one of figures. */
export interface SurveyColumns {
  readonly figure: number;
  readonly year: number | null;
  /** What is shown on demand. */
  readonly details: readonly number[];
}

export function surveyColumns({ columns, rows }: Table): SurveyColumns | null {
  const others = columns.map((_, i) => i).slice(1);
  const cells = (column: number): readonly string[] => rows.map((row) => row[column] ?? "");
  const year = others.find((i) => cells(i).every((cell) => YEAR.test(cell)) && cells(i).some(Boolean)) ?? null;
  const figure = others.find((i) => i !== year && cells(i).every((cell) => AMOUNT.test(cell) && MEASURED.test(cell)));
  if (figure === undefined || !rows.length) return null;
  return { figure, year, details: others.filter((i) => i !== figure && i !== year) };
}

export function table(shown: Table, texts: Texts, copy: ((table: Table) => Promise<boolean>) | null): HTMLElement {
  const survey = shown.columns.length > 2 ? surveyColumns(shown) : null;
  const made = survey ? surveyTable(shown, survey, texts) : comparison(shown);
  const tools = element("div", { class: "table-tools" });
  if (survey?.details.length) tools.append(originsButton(made, texts));
  if (copy) tools.append(copyButton(texts.copyTable, () => copy(shown)));
  return element("div", { class: "data" }, survey ? made : scroller(made, shown, texts), tools);
}

function comparison({ columns, rows }: Table): HTMLElement {
  // the corner has no name as a rule, and a heading without one is none
  const head = columns.map((name) => (name ? columnHeader(name) : element("td")));
  const body = rows.map((row) =>
    element("tr", {}, ...row.map((cell, i) => (i ? element("td", { text: cell }) : element("th", { text: cell, attributes: { scope: "row" } })))),
  );
  const style = columns.length > ABREAST ? "comparison wide" : "comparison";
  return element("table", { class: style }, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...body));
}

/** A table that is too wide scrolls by itself, with the keyboard too, and shows at its edge that there is more. */
function scroller(made: HTMLElement, { columns }: Table, texts: Texts): HTMLElement {
  if (columns.length <= ABREAST) return made;
  const name = `${texts.comparison}: ${columns.filter(Boolean).join(", ")}`;
  const region = element("div", { class: "scroller", attributes: { role: "group", "aria-label": name, tabindex: "0" } }, made);
  const frame = element("div", { class: "frame", attributes: { title: texts.scrollTable } }, region);
  const update = (): void => {
    frame.toggleAttribute("data-more", region.scrollLeft + region.clientWidth < region.scrollWidth - 2);
    frame.toggleAttribute("data-before", region.scrollLeft > 2);
  };
  region.addEventListener("scroll", update, { passive: true });
  new ResizeObserver(update).observe(region);
  return frame;
}

function surveyTable({ columns, rows }: Table, { figure, year, details }: SurveyColumns, texts: Texts): HTMLElement {
  const role = (name: string): { attributes: Record<string, string> } => ({ attributes: { role: name } });
  const body = rows.map((row) => {
    const found = YEAR.exec(row[year ?? -1] ?? "");
    const value = row[figure] ?? "";
    const share = /^([\d.]+)%$/.exec(value);
    const origin = details.map((i) => (row[i] ? `${columns[i]}: ${row[i]}` : "")).filter(Boolean).join(" · ");
    return element(
      "tr",
      role("row"),
      element(
        "th",
        { attributes: { scope: "row", role: "rowheader" } },
        element("span", { class: "what", text: row[0] ?? "" }),
        " ",
        year === null ? null : yearTag(found?.[1] ?? "", texts),
        origin ? element("span", { class: "origin", text: origin }) : null,
      ),
      element("td", role("cell"), share ? bar(0, Number(share[1]) / 100) : null, element("span", { class: "amount", text: value })),
    );
  });
  const head = element("tr", role("row"), columnHeader(columns[0] || texts.figure), columnHeader(columns[figure]!));
  return element(
    "table",
    { class: "rows", attributes: { role: "table" } },
    element("thead", { class: "unseen", attributes: { role: "rowgroup" } }, head),
    element("tbody", role("rowgroup"), ...body),
  );
}
