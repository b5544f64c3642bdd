/** The interface's texts: English built in, other languages as JSON files that a site can replace. */

import english from "../lang/en.json";

export type Texts = { readonly [Name in keyof typeof english]: string };

export const ENGLISH: Texts = english;

/** The English texts, then the language pack, then the attributes: `send` is replaced by `data-text-send`. */
export function withTexts(pack: Readonly<Record<string, unknown>>, attributes: Readonly<Record<string, string | undefined>>): Texts {
  const entries = Object.entries(ENGLISH).map(([name, text]) => {
    const translated = pack[name];
    return [name, attributeText(attributes, name) ?? (typeof translated === "string" ? translated : text)];
  });
  return Object.fromEntries(entries) as Texts;
}

/** The texts in the language of a pack; English, and a word in the console, where it can't be read. */
export async function fetchTexts(address: string, attributes: Readonly<Record<string, string | undefined>>): Promise<Texts> {
  if (!address) return withTexts({}, attributes);
  try {
    const response = await fetch(address, { credentials: "omit" });
    return withTexts((await response.json()) as Record<string, unknown>, attributes);
  } catch {
    console.warn(`CISO advisor: ${address} can't be read, so the texts are English.`);
    return withTexts({}, attributes);
  }
}

function attributeText(attributes: Readonly<Record<string, string | undefined>>, name: string): string | undefined {
  return attributes[`text${name[0]!.toUpperCase()}${name.slice(1)}`]?.trim() || undefined;
}

/** Fills `{name}` in a text. */
export function filled(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
