/** The panel's place on the page: floating, in an element of the site, or the whole page; its size, and the way back. */

import { iconButton } from "./controls";
import { element } from "./elements";
import type { Options } from "./options";
import type { TabMemory } from "./memory";
import { fields } from "./reading";
import type { Texts } from "./texts";

/** A phone, upright or on its side: there the panel fills the screen. */
const SMALL = "(max-width: 520px), (max-height: 480px) and (pointer: coarse)";
const NARROWEST = 320;
const WIDEST = 900;
const STEP = 24;

export class Frame {
  readonly element: HTMLElement;
  /** Makes the panel larger and smaller; only a floating one can be. */
  readonly expander: HTMLButtonElement;
  private readonly handle: HTMLElement;
  private readonly floating: boolean;
  private readonly sizes = new CSSStyleSheet();
  private expanded = false;
  private width = 0;

  constructor(
    mode: Options["mode"],
    private readonly texts: Texts,
    private readonly memory: TabMemory,
    private readonly shadow: ShadowRoot,
    private readonly back: () => void,
    ended: AbortSignal,
  ) {
    this.floating = mode === "floating";
    const labelled = { "aria-labelledby": "title", tabindex: "-1" };
    this.element = this.floating
      ? element("dialog", { class: "panel", attributes: labelled })
      : element("section", { class: "panel", attributes: { ...labelled, role: mode === "page" ? "main" : "region" } });
    this.expander = iconButton(texts.expand, "expand", () => this.expand(!this.expanded));
    this.handle = this.resizeHandle();
    this.element.append(this.handle);
    shadow.adoptedStyleSheets.push(this.sizes);
    this.resize(Number(memory.recall("width")) || 0);
    this.listen(ended);
  }

  get open(): boolean {
    return !this.floating || (this.element as HTMLDialogElement).open;
  }

  show(): void {
    if (!this.open) {
      const dialog = this.element as HTMLDialogElement;
      // a small screen is filled, so what lies behind must not be reachable; beside a large page one can use both
      if (!matchMedia(SMALL).matches) dialog.show();
      else {
        dialog.showModal();
        this.guardBack();
      }
    }
    this.element.focus({ preventScroll: true });
  }

  hide(): void {
    if (this.floating) (this.element as HTMLDialogElement).close();
    if (fields(history.state).cisoAdvisor) history.back();
  }

  /** After the page was replaced: a modal panel has left the top layer. */
  reattached(): void {
    const dialog = this.element as HTMLDialogElement;
    if (!this.floating || !dialog.open || !matchMedia(SMALL).matches) return;
    dialog.close();
    dialog.showModal();
  }

  /** Takes the arrow keys on the handle; says whether it was them. */
  key(event: KeyboardEvent): boolean {
    if (event.composedPath()[0] !== this.handle) return false;
    const outwards = this.side === "right" ? "ArrowLeft" : "ArrowRight";
    const inwards = this.side === "right" ? "ArrowRight" : "ArrowLeft";
    const step = event.key === outwards ? STEP : event.key === inwards ? -STEP : 0;
    if (!step) return false;
    event.preventDefault();
    this.resize(this.element.getBoundingClientRect().width + step);
    return true;
  }

  private get side(): string {
    return this.shadow.querySelector<HTMLElement>(".root")!.dataset.side ?? "right";
  }

  private resizeHandle(): HTMLElement {
    const handle = element("div", {
      class: "handle",
      attributes: {
        role: "separator", tabindex: "0", "aria-orientation": "vertical", "aria-label": this.texts.resize,
        "aria-valuemin": String(NARROWEST), "aria-valuemax": String(WIDEST), "aria-valuenow": "408",
      },
    });
    handle.addEventListener("pointerdown", (down) => {
      down.preventDefault();
      handle.setPointerCapture(down.pointerId);
      const { width } = this.element.getBoundingClientRect();
      const move = ({ clientX }: PointerEvent): void => {
        this.resize(width + (this.side === "right" ? down.clientX - clientX : clientX - down.clientX));
      };
      handle.addEventListener("pointermove", move);
      handle.addEventListener("lostpointercapture", () => handle.removeEventListener("pointermove", move), { once: true });
    });
    return handle;
  }

  private resize(width: number): void {
    if (!width) return;
    this.width = Math.round(Math.min(WIDEST, Math.max(NARROWEST, width)));
    this.memory.keep("width", String(this.width));
    this.handle.setAttribute("aria-valuenow", String(this.width));
    this.apply();
  }

  private expand(expanded: boolean): void {
    this.expanded = expanded;
    this.element.toggleAttribute("data-expanded", expanded);
    const name = expanded ? this.texts.shrink : this.texts.expand;
    this.expander.replaceChildren(...iconButton(name, expanded ? "shrink" : "expand", () => undefined).children);
    this.expander.setAttribute("aria-label", name);
    this.expander.title = name;
  }

  private apply(visible = ""): void {
    const width = this.width ? `--width:${this.width}px;` : "";
    this.sizes.replaceSync(`.panel{${width}${visible}}`);
  }

  private listen(signal: AbortSignal): void {
    // Escape on a phone's keyboard, or the gesture that stands for it
    this.element.addEventListener("cancel", (event) => {
      if (event.target !== this.element) return;
      event.preventDefault();
      this.back();
    });
    // the keyboard of a phone covers the page: the panel ends above it. Who only zooms in keeps the panel as it is
    const fit = (): void => {
      const { height, scale } = visualViewport!;
      if (scale > 1.01) return;
      this.apply(`--visible:${Math.round(height)}px;`);
    };
    visualViewport?.addEventListener("resize", fit, { signal });
    addEventListener("popstate", () => {
      if (this.open && this.floating && this.element.matches(":modal")) this.back();
    }, { signal });
  }

  /** Where a browser has no close watcher, Back closes the panel by a step in the history. */
  private guardBack(): void {
    if (!("CloseWatcher" in window)) history.pushState({ ...fields(history.state), cisoAdvisor: true }, "");
  }
}
