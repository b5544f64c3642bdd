import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { surveyColumns } from "../src/tables";

test("the columns of a survey are told apart by what is in them", () => {
  const columns = ["Report to", "Share", "Year", "Asked by", "Asked"];
  const rows = [
    ["CIO", "64%", "old: 2024", "IANS", "755"],
    ["CEO", "5%", "2025", "Heidrick & Struggles", "not said"],
  ];
  deepEqual(surveyColumns({ columns, rows }), { figure: 1, year: 2, details: [3, 4] });
});

test("money, spans and durations are figures", () => {
  for (const cell of ["$166,585 a year", "$200,000 to $350,000", "18 to 26 months", "CHF 1,500", "€95k"]) {
    equal(surveyColumns({ columns: ["Measured", "Figure"], rows: [["x", cell]] })?.figure, 1);
  }
});

test("a comparison of things is no survey", () => {
  const columns = ["", "CISSP", "CISM"];
  equal(surveyColumns({ columns, rows: [["Offered by", "ISC2", "ISACA"], ["Experience", "5 years", "5 years"]] }), null);
  equal(surveyColumns({ columns, rows: [] }), null);
});
