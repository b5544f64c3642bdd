/** The menu in the head of the panel. */

import { icon, iconButton } from "./controls";
import { button, element } from "./elements";
import type { Icon } from "./icons";

export interface MenuEntry {
  readonly name: string;
  readonly icon: Icon;
  readonly choose: () => void;
}

export class Menu {
  readonly element: HTMLElement;
  private readonly list: HTMLElement;
  private readonly knob: HTMLButtonElement;

  constructor(name: string, entries: readonly MenuEntry[], link: HTMLElement | null) {
    this.knob = iconButton(name, "more", () => this.show(!this.shown));
    this.knob.setAttribute("aria-expanded", "false");
    const choices = entries.map(({ name: title, icon: shown, choose }) =>
      button({ click: () => this.choose(choose) }, icon(shown), title),
    );
    this.list = element("div", { class: "menu" }, ...choices, link);
    this.list.hidden = true;
    this.element = element("div", { class: "more" }, this.knob, this.list);
    this.element.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget instanceof Node && !this.element.contains(relatedTarget)) this.show(false);
    });
  }

  get shown(): boolean {
    return !this.list.hidden;
  }

  show(shown: boolean): void {
    this.list.hidden = !shown;
    this.knob.setAttribute("aria-expanded", String(shown));
    if (shown) this.list.querySelector("button")!.focus();
  }

  focus(): void {
    this.knob.focus();
  }

  private choose(act: () => void): void {
    this.show(false);
    act();
  }
}
