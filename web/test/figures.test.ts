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

test("an amount is written as the answers write it", () => {
  equal(amount(figure({ low: 166585, high: 166585 })), "$166,585");
  equal(amount(figure({ low: 200000, high: 350000 })), "$200,000 to $350,000");
  equal(amount(figure({ low: 82, high: 82, unit: "percent" })), "82%");
  equal(amount(figure({ low: 7, high: 10, unit: "years" })), "7 to 10 years");
  equal(amount(figure({ low: 1, high: 1, unit: "years" })), "1 year");
  equal(amount(figure({ low: 4.5, high: 4.5, unit: "credits" })), "4.5");
});
