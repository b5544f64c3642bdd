/** Figures as bars: the chart is a table, so that who can't see the bars reads the same numbers in the same order. */

import { element } from "./elements";
import type { Figure } from "./protocol";
import type { Texts } from "./texts";

const ROW = { attributes: { role: "row" } };

/** One chart for each unit; every bar begins at nothing, so that lengths can be compared. */
export function charts(figures: readonly Figure[], texts: Texts): readonly HTMLElement[] {
  const units = [...new Set(figures.map((figure) => figure.unit))];
  return units.map((unit) => chart(unit, figures.filter((figure) => figure.unit === unit), texts));
}

function chart(unit: string, figures: readonly Figure[], texts: Texts): HTMLElement {
  const longest = Math.max(1, ...figures.map((figure) => figure.high));
  return element(
    "table",
    // roles in words: laid out as bars, a table is none to some browsers
    { class: "chart", attributes: { role: "table" } },
    element("caption", { text: heading(unit, texts) }),
    element(
      "thead",
      { class: "unseen", attributes: { role: "rowgroup" } },
      element("tr", ROW, column(texts.figure), column(texts.amount)),
    ),
    element("tbody", { attributes: { role: "rowgroup" } }, ...figures.map((figure) => row(figure, longest, texts))),
  );
}

function column(name: string): HTMLElement {
  return element("th", { text: name, attributes: { scope: "col", role: "columnheader" } });
}

function row(figure: Figure, longest: number, texts: Texts): HTMLElement {
  const bar = element("span", { class: "bar" });
  const from = figure.low === figure.high ? 0 : figure.low / longest;
  bar.style.setProperty("--from", from.toFixed(4));
  bar.style.setProperty("--to", (figure.high / longest).toFixed(4));
  const origin = [figure.year ?? texts.yearUnknown, figure.source].filter(Boolean).join(", ");
  return element(
    "tr",
    ROW,
    element(
      "th",
      { attributes: { scope: "row", role: "rowheader" } },
      element("span", { class: "what", text: capital(figure.label) }),
      " ",
      element("span", { class: "origin", text: origin }),
    ),
    element(
      "td",
      { attributes: { role: "cell" } },
      element("span", { class: "track", attributes: { "aria-hidden": "true" } }, bar),
      element("span", { class: "amount", text: amount(figure, texts) }),
    ),
  );
}

function heading(unit: string, texts: Texts): string {
  const [currency, period] = unit.split("/");
  return period ? `${texts.pay}, ${currency} a ${period}` : capital(unit);
}

export function amount({ low, high, unit }: Figure, texts: Texts): string {
  const [currency, period] = unit.split("/");
  const plain = new Intl.NumberFormat("en-US");
  let written = (value: number): string => plain.format(value);
  if (period && /^[A-Z]{3}$/.test(currency!)) {
    const money = new Intl.NumberFormat("en-US", { style: "currency", currency: currency!, maximumFractionDigits: 0 });
    written = (value) => money.format(value);
  }
  const span = low === high ? written(low) : `${written(low)} ${texts.to} ${written(high)}`;
  return unit === "years" ? `${span} ${texts.years}` : span;
}

function capital(label: string): string {
  return label.charAt(0).toUpperCase() + label.slice(1);
}
