/** A question over the panel that has to be answered before anything is deleted. */

import { button, element } from "./elements";

export interface Confirmed {
  readonly question: string;
  readonly detail: string;
  readonly yes: string;
  readonly no: string;
  readonly act: () => Promise<void>;
}

export class Confirmation {
  readonly element: HTMLElement;
  private readonly title = element("h3", { attributes: { id: "confirmation" } });
  private readonly detail = element("p", { attributes: { id: "loss" } });
  private readonly no = button({ class: "quiet", click: () => this.close(true) });
  private readonly yes = button({ class: "grave", click: () => void this.confirm() });
  private act: () => Promise<void> = () => Promise.resolve();

  constructor(
    private readonly behind: HTMLElement,
    private readonly closed: () => void,
  ) {
    const card = element("div", { class: "card" }, this.title, this.detail, element("div", { class: "choices" }, this.no, this.yes));
    const attributes = { role: "alertdialog", "aria-modal": "true", "aria-labelledby": "confirmation", "aria-describedby": "loss" };
    this.element = element("div", { class: "confirmation", attributes }, card);
    this.element.hidden = true;
  }

  get shown(): boolean {
    return !this.element.hidden;
  }

  ask({ question, detail, yes, no, act }: Confirmed): void {
    this.title.textContent = question;
    this.detail.textContent = detail;
    this.yes.textContent = yes;
    this.no.textContent = no;
    this.act = act;
    this.element.hidden = false;
    this.behind.inert = true;
    this.no.focus();
  }

  close(focus: boolean): void {
    if (!this.shown) return;
    this.element.hidden = true;
    this.behind.inert = false;
    if (focus) this.closed();
  }

  private async confirm(): Promise<void> {
    await this.act();
    this.close(false);
  }
}
