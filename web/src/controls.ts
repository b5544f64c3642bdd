/** The small parts that the panel's views share. */

import { button, drawing, element } from "./elements";
import { type Icon, ICONS } from "./icons";

export function icon(name: Icon): SVGSVGElement {
  return drawing(ICONS[name]);
}

/** A button that shows an icon and is called `name`. */
export function iconButton(name: string, shown: Icon, click: () => void, style = "icon-button"): HTMLButtonElement {
  return button({ class: style, attributes: { "aria-label": name, title: name }, click }, icon(shown));
}

/** Text that only screen readers get. */
export function unseen(text: string): HTMLSpanElement {
  return element("span", { class: "unseen", text });
}

/** An address that may be clicked; knowledge is read from files, so what they link to is not taken on trust. */
export function safeAddress(address: string): string | null {
  try {
    const url = new URL(address);
    return ["http:", "https:", "mailto:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

export function link(address: string, text: string, newTab: string): HTMLAnchorElement {
  return element(
    "a",
    { attributes: { href: address, target: "_blank", rel: "noopener noreferrer" } },
    text,
    unseen(` (${newTab})`),
  );
}
