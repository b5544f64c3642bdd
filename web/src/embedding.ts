/** What a page says about the widget on its script tag, and what loader and panel hand each other. */

export interface Embedding {
  /** Where the advisor is served from, ending in a slash. */
  readonly base: string;
  /** The attributes of the script tag without `data-`, in camel case. */
  readonly attributes: Readonly<Record<string, string | undefined>>;
  /** Where the panel goes; it has the colours as custom properties. */
  readonly root: ShadowRoot;
  readonly onClose: () => void;
}

export interface Panel {
  /** Shows the panel; a question given is asked at once. */
  open(question?: string): void;
  close(): void;
}

export type MakePanel = (embedding: Embedding) => Panel;

/** Where the panel's script leaves its maker for the loader; a symbol, so it meets no name of the page. */
export const HANDOVER = Symbol.for("ciso-advisor.panel");

/** The texts, each replaced by its attribute: `send` by `data-text-send`. */
export function worded<Texts extends Readonly<Record<string, string>>>(
  texts: Texts,
  attributes: Embedding["attributes"],
): Texts {
  const entries = Object.entries(texts).map(([name, text]) => {
    const given = attributes[`text${name[0]!.toUpperCase()}${name.slice(1)}`];
    return [name, given?.trim() || text];
  });
  return Object.fromEntries(entries) as Texts;
}
