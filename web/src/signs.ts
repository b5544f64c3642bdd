/** What stands at the launcher while the panel is closed: a dot for a new answer, and the site's line. */

import { iconButton } from "./controls";
import { element } from "./elements";
import type { TabMemory } from "./memory";
import type { Texts } from "./texts";

export class Signs {
  private readonly line = element("div", { class: "teaser" });

  constructor(
    private readonly root: HTMLElement,
    private readonly knob: HTMLElement,
    private readonly memory: TabMemory,
    private readonly texts: Texts,
  ) {}

  /** The launcher's own texts, now that the language is known. */
  name(): void {
    const label = this.knob.querySelector(".label");
    if (label) label.textContent = this.texts.launcher;
  }

  unread(any: boolean): void {
    this.root.toggleAttribute("data-unread", any);
    if (any) this.knob.setAttribute("aria-label", `${this.texts.launcher}, ${this.texts.unread}`);
    else this.knob.removeAttribute("aria-label");
  }

  /** Shows a line once; it takes no focus and is not announced. */
  tease(text: string): void {
    if (!text || this.memory.recall("teased")) return;
    const dismiss = (): void => {
      this.memory.keep("teased", "1");
      this.line.remove();
    };
    this.line.replaceChildren(element("span", { text }), iconButton(this.texts.dismiss, "close", dismiss));
    this.root.append(this.line);
  }

  opened(): void {
    this.unread(false);
    this.line.remove();
  }
}
