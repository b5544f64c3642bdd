/** Elements and drawings, made node by node: text is only ever text. */

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

/** Outlines as a picture that takes the color of the text around it. */
export function drawing(outlines: readonly string[]): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [name, value] of Object.entries({ viewBox: "0 0 24 24", "aria-hidden": "true", class: "icon" })) {
    svg.setAttribute(name, value);
  }
  for (const outline of outlines) {
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
