/** The field to type in: it grows with the text, counts near the limit, and never cuts anything off. */

import { iconButton } from "./controls";
import { element } from "./elements";
import { filled, type Texts } from "./texts";

export const LONGEST = 1_000;
const COUNT_FROM = 800;

export interface ComposerEvents {
  readonly sent: (text: string) => void;
  readonly typed: (text: string) => void;
}

export class Composer {
  readonly field: HTMLTextAreaElement;
  readonly element: HTMLElement;
  private readonly sender: HTMLButtonElement;
  private readonly counter = element("p", { class: "counter", attributes: { id: "counter", role: "status" } });
  private waiting = false;

  constructor(
    private readonly texts: Texts,
    private readonly events: ComposerEvents,
  ) {
    this.field = element("textarea", {
      attributes: {
        rows: "1", dir: "auto", "aria-label": texts.placeholder, placeholder: texts.placeholder, enterkeyhint: "send",
        "aria-describedby": "counter", autocomplete: "off",
      },
    });
    this.sender = iconButton(texts.send, "send", () => this.submit(), "send");
    this.element = element("div", { class: "composer" }, element("div", { class: "box" }, this.field, this.sender), this.counter);
    this.field.addEventListener("input", () => this.changed());
    new ResizeObserver(() => this.grow()).observe(this.element);
    this.update();
  }

  get draft(): string {
    return this.field.value.trim();
  }

  set draft(text: string) {
    this.field.value = text;
    this.changed();
  }

  /** While an answer is awaited one can type, but not send. */
  set busy(busy: boolean) {
    this.waiting = busy;
    this.update();
  }

  /** Takes Enter in the field; says whether it was that. */
  key(event: KeyboardEvent): boolean {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.composedPath()[0] !== this.field) return false;
    event.preventDefault();
    this.submit();
    return true;
  }

  private submit(): void {
    const { draft } = this;
    if (draft && draft.length <= LONGEST) this.events.sent(draft);
  }

  private changed(): void {
    this.grow();
    this.update();
    // at once: a reload may come between
    this.events.typed(this.draft);
  }

  private update(): void {
    const { length } = this.draft;
    const over = length - LONGEST;
    this.sender.setAttribute("aria-disabled", String(this.waiting || !length || over > 0));
    this.element.toggleAttribute("data-over", over > 0);
    const count = filled(this.texts.characters, { count: length.toLocaleString(this.texts.language), most: LONGEST.toLocaleString(this.texts.language) });
    this.counter.textContent =
      over > 0 ? filled(this.texts.tooLong, { count: over.toLocaleString(this.texts.language) }) : length >= COUNT_FROM ? count : "";
  }

  /** As tall as the text, up to what the style sheet allows. */
  private grow(): void {
    const { field } = this;
    field.style.height = "auto";
    if (field.scrollHeight) field.style.height = `${field.scrollHeight}px`;
  }
}
