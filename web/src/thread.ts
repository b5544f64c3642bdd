/** The conversation on screen: messages below each other, and a way back to the newest one. */

import { iconButton, unseen } from "./controls";
import { element } from "./elements";
import type { Texts } from "./texts";

/** Pixels from the end within which a reader counts as being there. */
const NEAR = 60;

export class Thread {
  private readonly list = element("div", { class: "messages" });
  private readonly newest: HTMLButtonElement;
  readonly scroller: HTMLElement;
  readonly element: HTMLElement;
  private position = 0;

  constructor(texts: Texts) {
    this.scroller = element(
      "div",
      { class: "thread", attributes: { role: "group", "aria-label": texts.conversation, "aria-busy": "false", tabindex: "0" } },
      this.list,
    );
    this.newest = iconButton(texts.newest, "newest", () => this.jump(), "newest");
    this.newest.hidden = true;
    this.element = element("div", { class: "threading" }, this.scroller, this.newest);
    this.scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    const resized = new ResizeObserver(() => this.scrolled());
    resized.observe(this.scroller);
    resized.observe(this.list);
  }

  /** An empty place at the end of the thread; it is not seen before something is in it. */
  slot(from: "visitor" | "advisor", style = ""): HTMLElement {
    const made = element("div", { class: `message ${from} ${style}`.trim() });
    this.list.append(made);
    return made;
  }

  /** Moves slots to the end, in the order given. */
  last(...places: readonly HTMLElement[]): void {
    this.list.append(...places);
  }

  clear(): void {
    this.list.replaceChildren();
  }

  /** Shows the end of the thread, or its part from `top` on where not all of that fits. */
  show(top?: HTMLElement): void {
    const { scroller } = this;
    const end = scroller.scrollHeight;
    const above = top ? top.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop : end;
    scroller.scrollTop = Math.min(end - scroller.clientHeight, above - 12);
  }

  /** Back to where the reader was, after the thread has been taken out of the page and put in again. */
  restore(): void {
    this.scroller.scrollTop = this.position;
  }

  set busy(busy: boolean) {
    this.scroller.setAttribute("aria-busy", String(busy));
  }

  private jump(): void {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: calm ? "instant" : "smooth" });
    this.scroller.focus({ preventScroll: true });
  }

  private scrolled(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    if (this.scroller.isConnected && clientHeight) this.position = scrollTop;
    this.newest.hidden = scrollHeight - scrollTop - clientHeight < NEAR;
  }
}

/** Three dots that say that somebody is at work. */
export function thinking(texts: Texts): HTMLElement {
  const dots = element("span", { class: "dots", attributes: { "aria-hidden": "true" } }, ...[1, 2, 3].map(() => element("i")));
  return element("p", { class: "thinking" }, dots, unseen(texts.thinking));
}
