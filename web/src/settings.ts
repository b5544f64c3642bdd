/** The attributes as the panel uses them. One that can't be read is reported in the console and left out. */

import { safeAddress } from "./controls";
import type { Attributes, Options } from "./options";

export interface Settings {
  /** The address of the site's privacy notice, or nothing. */
  readonly privacy: string;
  /** The address of the language pack; nothing for English. */
  readonly languageFile: string;
  /** Whether events carry what was asked and answered. */
  readonly withText: boolean;
  readonly teaser: string;
}

const LANGUAGES = ["en", "de", "es", "fr"];
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  mode: ["floating", "inline", "page"], position: ["left", "right"], theme: ["light", "dark"], events: ["text"],
};
const WHOLE = /^-?\d+$/;
const COLOR = /^#(?:[\da-f]{3}){1,2}$/i;

export function readSettings({ base, attributes, mode }: Options): Settings {
  for (const [name, choices] of Object.entries(CHOICES)) check(attributes, name, `one of ${choices.join(", ")}`, (value) => choices.includes(value));
  for (const name of ["offsetX", "offsetY", "zIndex"]) check(attributes, name, "a whole number", (value) => WHOLE.test(value));
  for (const name of ["target", "launcher"]) check(attributes, name, "a CSS selector", isSelector);
  check(attributes, "accent", "a color such as #0e5a6b", (value) => COLOR.test(value.trim()));
  if (attributes.mode === "inline" && mode !== "inline") console.warn('CISO advisor: data-mode="inline" needs a data-target.');
  return {
    privacy: webAddress(attributes, "privacy"),
    languageFile: languageFile(base, attributes),
    withText: attributes.events === "text",
    teaser: attributes.teaser?.trim() ?? "",
  };
}

function check(attributes: Attributes, name: string, expected: string, fits: (value: string) => boolean): boolean {
  const value = attributes[name];
  if (!value || fits(value)) return true;
  const attribute = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  console.warn(`CISO advisor: data-${attribute}="${value}" is not ${expected}, so it is left out.`);
  return false;
}

function isSelector(value: string): boolean {
  try {
    document.createDocumentFragment().querySelector(value);
    return true;
  } catch {
    return false;
  }
}

function webAddress(attributes: Attributes, name: string): string {
  const absolute = (value: string): string => {
    try {
      return safeAddress(new URL(value, document.baseURI).href) ?? "";
    } catch {
      return "";
    }
  };
  const value = attributes[name];
  return value && check(attributes, name, "a web address", (given) => absolute(given) !== "") ? absolute(value) : "";
}

/** A language that we have, or the address of a site's own file. */
function languageFile(base: string, attributes: Attributes): string {
  const wanted = attributes.lang === "auto" ? document.documentElement.lang.slice(0, 2).toLowerCase() : (attributes.lang ?? "");
  if (!wanted || wanted === "en") return "";
  if (LANGUAGES.includes(wanted)) return `${base}widget/lang/${wanted}.json`;
  if (attributes.lang === "auto") return ""; // a language that we don't have
  if (/[/.]/.test(wanted)) return webAddress(attributes, "lang");
  check(attributes, "lang", `one of ${LANGUAGES.join(", ")}, auto or the address of a file`, () => false);
  return "";
}
