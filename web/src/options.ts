/** What a page says about the widget on its script tag, as the loader needs it; the panel reports what can't be read. */

export type Attributes = Readonly<Record<string, string | undefined>>;

export interface Options {
  /** Where the advisor is served from, ending in a slash. */
  readonly base: string;
  /** The attributes of the script tag without `data-`, in camel case. */
  readonly attributes: Attributes;
  readonly nonce: string;
  readonly mode: "floating" | "inline" | "page";
}

export function readOptions(script: HTMLScriptElement): Options {
  const attributes: Attributes = Object.assign({}, script.dataset);
  const { mode, target } = attributes;
  return {
    base: new URL(".", script.src).href,
    attributes,
    nonce: script.nonce ?? "",
    mode: mode === "page" ? mode : target && mode !== "floating" ? "inline" : "floating",
  };
}

/** The element that an attribute's selector names; null for none and for what is no selector. */
export function named(selector: string | undefined): Element | null {
  try {
    return selector ? document.querySelector(selector) : null;
  } catch {
    return null;
  }
}
