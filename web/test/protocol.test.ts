import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { declarations, typeOf } from "../protocol.mjs";

test("schemas become types", () => {
  equal(typeOf({ type: ["integer", "null"] }), "number | null");
  equal(typeOf({ type: "array", items: { type: "array", items: { type: "string" } } }), "readonly (readonly string[])[]");
  equal(typeOf({ enum: ["up", "down"] }), '"up" | "down"');
  equal(typeOf({ anyOf: [{ $ref: "#/definitions/Table" }, { type: "null" }] }), "Table | null");
});

test("a field that may be missing is optional", () => {
  const made = declarations({ definitions: { A: { type: "object", properties: { b: { type: "string" } } } } });
  deepEqual(made.includes("readonly b?: string;"), true);
});
