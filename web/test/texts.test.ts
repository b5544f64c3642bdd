import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import german from "../lang/de.json";
import english from "../lang/en.json";
import spanish from "../lang/es.json";
import french from "../lang/fr.json";
import { filled, withTexts } from "../src/texts";

const PACKS: Readonly<Record<string, Readonly<Record<string, string>>>> = { de: german, es: spanish, fr: french };

test("every language pack has every text, with the same places to fill", () => {
  const places = (text: string): readonly string[] => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();
  for (const [language, pack] of Object.entries(PACKS)) {
    deepEqual(Object.keys(pack), Object.keys(english));
    for (const [name, text] of Object.entries(english)) deepEqual([language, name, places(pack[name]!)], [language, name, places(text)]);
    equal(pack.language, language);
    equal(pack.answersIn !== "", true);
  }
});

test("a page's own text wins over the pack, and the pack over English", () => {
  const texts = withTexts({ send: "Senden", close: 5 }, { textTitle: " Unser Rat " });
  deepEqual([texts.title, texts.send, texts.close], ["Unser Rat", "Senden", "Close"]);
});

test("places are filled, and a place without a value stays", () => {
  equal(filled("{count} of {most}", { count: 3 }), "3 of {most}");
});
