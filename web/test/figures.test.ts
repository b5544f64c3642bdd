import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { amount, groups } from "../src/figures";
import type { Figure } from "../src/protocol";

function figure(fields: Partial<Figure>): Figure {
  return { label: "pay", low: 1, high: 1, unit: "USD/year", year: 2024, source: "", basis: "", measured: "", asked: null, ...fields };
}

test("base and total pay are never in one chart", () => {
  const found = groups([figure({ basis: "total" }), figure({ basis: "base" }), figure({ basis: "total", year: 2025 })]);
  deepEqual(found.map(({ basis, figures }) => [basis, figures.map(({ year }) => year)]), [["total", [2025, 2024]], ["base", [2024]]]);
});

test("figures of different units are never in one chart", () => {
  equal(groups([figure({}), figure({ unit: "years" }), figure({ unit: "EUR/year" })]).length, 3);
});

test("shares of two surveys are never in one chart, and each says whose it is", () => {
  const share = (source: string, year: number): Figure => figure({ unit: "percent", source, year });
  const found = groups([share("IANS", 2025), share("Splunk", 2025), share("IANS", 2025), share("IANS", 2023)]);
  deepEqual(found.map(({ survey, figures }) => [survey, figures.length]), [["IANS", 2], ["Splunk", 1], ["IANS", 1]]);
  equal(groups([share("IANS", 2025), share("IANS", 2025)])[0]!.survey, "");
});

test("an amount is written as the answers write it", () => {
  equal(amount(figure({ low: 166585, high: 166585 })), "$166,585");
  equal(amount(figure({ low: 200000, high: 350000 })), "$200,000 to $350,000");
  equal(amount(figure({ low: 82, high: 82, unit: "percent" })), "82%");
  equal(amount(figure({ low: 7, high: 10, unit: "years" })), "7 to 10 years");
  equal(amount(figure({ low: 1, high: 1, unit: "years" })), "1 year");
  equal(amount(figure({ low: 4.5, high: 4.5, unit: "credits" })), "4.5");
});
