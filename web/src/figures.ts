/** Figures as bars: each chart is a table, so that who can't see the bars reads the same numbers in the same order. */

import { button, element } from "./elements";
import { unseen } from "./controls";
import type { Figure } from "./protocol";
import { filled, type Texts } from "./texts";

const ROW = { attributes: { role: "row" } };
const CELL = { attributes: { role: "cell" } };
const MONEY = /^[A-Z]{3}\//;

/** What may be compared: figures of one unit, of pay those of the same kind, of shares those of one survey. */
export interface FigureGroup {
  readonly unit: string;
  readonly basis: string;
  /** Who asked, where that sets the group apart; else empty. */
  readonly survey: string;
  /** The newest first. */
  readonly figures: readonly Figure[];
}

export function groups(figures: readonly Figure[]): readonly FigureGroup[] {
  const found = new Map<string, Figure[]>();
  for (const figure of figures) {
    // shares of different surveys don't add up, though they look as if they did
    const survey = figure.unit === "percent" ? `${figure.source} ${figure.year ?? ""}`.trim() : "";
    const key = `${figure.unit} ${figure.basis} ${survey}`;
    found.set(key, [...(found.get(key) ?? []), figure]);
  }
  const shares = [...found.values()].filter(([first]) => first!.unit === "percent").length;
  return [...found.values()].map((members) => ({
    unit: members[0]!.unit,
    basis: members[0]!.basis,
    survey: members[0]!.unit === "percent" && shares > 1 ? members[0]!.source : "",
    figures: [...members].sort((a, b) => (b.year ?? 0) - (a.year ?? 0)),
  }));
}

export function charts(figures: readonly Figure[], texts: Texts): readonly HTMLElement[] {
  return groups(figures).map((group) => chart(group, texts));
}

function chart({ unit, basis, survey, figures }: FigureGroup, texts: Texts): HTMLElement {
  // every bar begins at nothing, so that lengths can be compared
  const longest = unit === "percent" ? 100 : Math.max(1, ...figures.map((figure) => figure.high));
  const table = element(
    "table",
    // roles in words: laid out as bars, a table is none to some browsers
    { class: "rows", attributes: { role: "table" } },
    element("caption", { text: [heading(unit, basis, texts), survey].filter(Boolean).join(" · ") }),
    element(
      "thead",
      { class: "unseen", attributes: { role: "rowgroup" } },
      element("tr", ROW, columnHeader(texts.figure), columnHeader(texts.amount)),
    ),
    element("tbody", { attributes: { role: "rowgroup" } }, ...figures.map((figure) => row(figure, longest, texts))),
  );
  const hasOrigins = figures.some(({ source, measured, asked }) => source || measured || asked);
  return element("div", { class: "data" }, table, hasOrigins ? originsButton(table, texts) : null);
}

/** Shows who was asked in every row of the table, and hides it again. */
export function originsButton(table: HTMLElement, texts: Texts): HTMLButtonElement {
  const made = button({
    class: "plain",
    text: texts.whoAsked,
    attributes: { "aria-expanded": "false" },
    click: () => {
      const shown = table.toggleAttribute("data-origins");
      made.setAttribute("aria-expanded", String(shown));
    },
  });
  return made;
}

export function columnHeader(name: string): HTMLElement {
  return element("th", { text: name, attributes: { scope: "col", role: "columnheader" } });
}

function row(figure: Figure, longest: number, texts: Texts): HTMLElement {
  const from = figure.low === figure.high ? 0 : figure.low / longest;
  const origin = [figure.measured, figure.source, figure.asked ? `n = ${figure.asked.toLocaleString("en-US")}` : ""];
  return element(
    "tr",
    ROW,
    element(
      "th",
      { attributes: { scope: "row", role: "rowheader" } },
      element("span", { class: "what", text: capital(figure.label) }),
      " ",
      yearTag(figure.year ? String(figure.year) : "", texts),
      element("span", { class: "origin", text: origin.filter(Boolean).join(" · ") }),
    ),
    element("td", CELL, bar(from, figure.high / longest), element("span", { class: "amount", text: amount(figure) })),
  );
}

export function bar(from: number, to: number): HTMLElement {
  const made = element("span", { class: "bar" });
  made.style.setProperty("--from", from.toFixed(4));
  made.style.setProperty("--to", Math.min(1, to).toFixed(4));
  return element("span", { class: "track", attributes: { "aria-hidden": "true" } }, made);
}

/** A small gray year, whose tooltip says what it means. */
export function yearTag(year: string, texts: Texts): HTMLElement {
  const meaning = year ? filled(texts.yearOf, { year }) : texts.yearUnknown;
  const shown = element("span", { text: year || "?", attributes: { "aria-hidden": "true" } });
  return element("span", { class: "year", attributes: { title: meaning } }, shown, unseen(`(${meaning})`));
}

function heading(unit: string, basis: string, texts: Texts): string {
  if (unit === "percent") return texts.shares;
  if (!MONEY.test(unit)) return capital(unit === "years" || unit === "months" ? texts.duration : unit);
  const [currency, period] = unit.split("/");
  const names: Readonly<Record<string, string>> = { base: texts.basePay, total: texts.totalPay, bonus: texts.bonus, equity: texts.equity };
  return `${names[basis] ?? texts.pay}, ${currency} / ${period}`;
}

export function amount({ low, high, unit }: Figure): string {
  const [currency] = unit.split("/");
  const style: Intl.NumberFormatOptions = MONEY.test(unit)
    ? { style: "currency", currency: currency!, maximumFractionDigits: 0 }
    : { maximumFractionDigits: 2 };
  // as in the answer's sentences, which are English
  const format = new Intl.NumberFormat("en-US", style);
  const span = low === high ? format.format(low) : `${format.format(low)} to ${format.format(high)}`;
  if (unit === "percent") return `${span}%`;
  return unit === "years" || unit === "months" ? `${span} ${high === 1 ? unit.slice(0, -1) : unit}` : span;
}

function capital(label: string): string {
  return label.charAt(0).toUpperCase() + label.slice(1);
}
