// Prints what a calendar holds as an independent reader sees it: one JSON object an entry, cancelled ones included.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const ICAL = createRequire(new URL("../../web/package.json", import.meta.url))("ical.js");
const { Component, Event, parse } = ICAL.default ?? ICAL;

const root = new Component(parse(readFileSync(0, "utf-8")));
for (const entry of root.getAllSubcomponents()) {
  const value = (name) => entry.getFirstPropertyValue(name)?.toString() ?? null;
  const alarm = entry.getFirstSubcomponent("valarm");
  const occurrences = [];
  if (entry.name === "vevent") {
    const iterator = new Event(entry).iterator();
    for (let next = iterator.next(); next && occurrences.length < 9; next = iterator.next()) {
      occurrences.push(next.toString());
    }
  }
  console.log(JSON.stringify({
    kind: entry.name.toUpperCase(),
    uid: value("uid"),
    summary: value("summary"),
    description: value("description"),
    day: value("dtstart") ?? value("due"),
    status: value("status"),
    sequence: Number(value("sequence")),
    trigger: alarm?.getFirstPropertyValue("trigger")?.toString() ?? null,
    occurrences,
  }));
}
