/** Elements and icons, made node by node: text is only ever text. */

type Child = Node | string | null;

export interface Properties {
  readonly class?: string;
  readonly text?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly click?: () => void;
}

export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Properties = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (properties.class) made.className = properties.class;
  if (properties.text !== undefined) made.textContent = properties.text;
  for (const [name, value] of Object.entries(properties.attributes ?? {})) made.setAttribute(name, value);
  if (properties.click) made.addEventListener("click", properties.click);
  made.append(...children.filter((child) => child !== null));
  return made;
}

export function button(properties: Properties, ...children: readonly Child[]): HTMLButtonElement {
  return element("button", { ...properties, attributes: { type: "button", ...properties.attributes } }, ...children);
}

/** A button that shows an icon and is called `name`. */
export function iconButton(name: string, icon: Icon, click: () => void, style = "icon-button"): HTMLButtonElement {
  return button({ class: style, attributes: { "aria-label": name, title: name }, click }, drawing(icon));
}

/** Text that only screen readers get. */
export function unseen(text: string): HTMLSpanElement {
  return element("span", { class: "unseen", text });
}

/** Outlines in a box of 24 by 24. */
export const ICONS = {
  advisor: ["M12 3 5 5.6v5.2c0 4.4 2.9 8.3 7 9.7 4.1-1.4 7-5.3 7-9.7V5.6L12 3Z", "m8.8 12 2.3 2.3 4.3-4.6"],
  chat: ["M20 11.5a7.5 7.5 0 0 1-11 6.6L4.5 19.5 6 15.3a7.5 7.5 0 1 1 14-3.8Z", "M9.2 10h6", "M9.2 13h3.8"],
  close: ["m6.5 6.5 11 11", "m17.5 6.5-11 11"],
  copy: ["M9 9h9.5v10.5H9z", "M15 9V4.5H5.5V15H9"],
  done: ["m5 12.5 4.5 4.5L19 7.5"],
  download: ["M12 4.5v10", "m7.8 10.8 4.2 4.2 4.2-4.2", "M5 19.5h14"],
  more: ["M5.5 12h.01", "M12 12h.01", "M18.5 12h.01"],
  over: ["M5 12a7 7 0 1 0 2.3-5.2L5 9", "M5 4.5V9h4.5"],
  remove: ["M4.5 7h15", "M9.5 7V4.5h5V7", "m6.5 7 .9 12.5h9.2l.9-12.5", "M10.2 11v5", "M13.8 11v5"],
  send: ["M12 19V5", "m5.8 11.2 6.2-6.2 6.2 6.2"],
  up: ["M7.5 10.8v8.7h-3v-8.7z", "m7.5 11 3.7-7c1.5 0 2.4 1 2.1 2.5l-.6 3.1h5a1.8 1.8 0 0 1 1.8 2.2l-1.3 6.2a1.9 1.9 0 0 1-1.9 1.5H7.5"],
  down: ["M16.5 13.2V4.5h3v8.7z", "m16.5 13-3.7 7c-1.5 0-2.4-1-2.1-2.5l.6-3.1h-5a1.8 1.8 0 0 1-1.8-2.2l1.3-6.2a1.9 1.9 0 0 1 1.9-1.5h8.8"],
} as const satisfies Record<string, readonly string[]>;

export type Icon = keyof typeof ICONS;

export function drawing(icon: Icon): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [name, value] of Object.entries({ viewBox: "0 0 24 24", "aria-hidden": "true", class: "icon" })) {
    svg.setAttribute(name, value);
  }
  for (const outline of ICONS[icon]) {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", outline);
    svg.append(path);
  }
  return svg;
}

/** Styles that a strict content security policy lets through: no style element, no style attribute. */
export function sheet(css: string): CSSStyleSheet {
  const made = new CSSStyleSheet();
  made.replaceSync(css);
  return made;
}
