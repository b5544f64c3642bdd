import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { readAnswer, readHistory } from "../src/reading";

test("an answer without its last line is cut off", () => {
  equal(readAnswer('{"type":"message","text":"Well"}\n'), null);
  equal(readAnswer(""), null);
  equal(readAnswer('{"type":"message","text":"Well"}\n{"type":"done"}\n')?.[0]?.text, "Well");
});

test("fields of another type are as good as none", () => {
  const [message] = readAnswer('{"type":"message","text":5,"items":"x","figures":[{"low":"a"},null],"sources":{},"buttons":3}\n{"type":"done"}')!;
  deepEqual([message?.text, message?.items, message?.figures, message?.sources, message?.buttons], ["", [], [], [], []]);
});

test("a file with a path in its name is left out", () => {
  const [message] = readAnswer('{"type":"message","files":["plan.md","../secret","/etc/passwd"]}\n{"type":"done"}')!;
  deepEqual(message?.files, ["plan.md"]);
});

test("a history without a question still shows its answers", () => {
  const turns = readHistory({ messages: [{ from: "advisor", text: "Hello" }, { from: "visitor", id: "1", text: "Hi" }] });
  deepEqual(turns.map((turn) => [turn.question, turn.replies.length]), [["", 1], ["Hi", 0]]);
  deepEqual(readHistory(null), []);
});
