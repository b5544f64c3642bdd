/** The panel: title, menu, thread, and everything that keyboard and screen reader need around it. */

import { Client } from "./client";
import { Conversation } from "./conversation";
import { button, drawing, element, iconButton, sheet } from "./elements";
import { type Embedding, HANDOVER, type MakePanel, type Panel, worded } from "./embedding";
import { safeAddress } from "./answer";
import { TabMemory } from "./memory";
import panelCss from "./panel.css";
import { TEXTS, type Texts } from "./texts";
import { Thread } from "./thread";

class ChatPanel implements Panel {
  private readonly texts: Texts;
  private readonly thread: Thread;
  private readonly conversation: Conversation;
  private readonly client: Client;
  private readonly state = element("p", { class: "state", attributes: { role: "status" } });
  // the one place where new messages are announced: the thread itself is no live region
  private readonly log = element("div", { class: "unseen", attributes: { role: "log", "aria-live": "polite" } });
  private readonly content: HTMLElement;
  private readonly menu: HTMLElement;
  private readonly menuKnob: HTMLButtonElement;
  private readonly question: HTMLElement;
  private readonly dialog: HTMLDialogElement;
  private started: Promise<void> | null = null;

  constructor(private readonly embedding: Embedding) {
    const texts = (this.texts = worded(TEXTS, embedding.attributes));
    const memory = new TabMemory(embedding.base);
    this.client = new Client(embedding.base, memory);
    this.thread = new Thread(texts, {
      sent: (text) => this.send(text),
      typed: (draft) => this.conversation.typed(draft),
    });
    const voice = {
      say: (text: string) => this.say(text),
      state: (text: string) => void (this.state.textContent = text),
    };
    this.conversation = new Conversation(this.client, this.thread, memory, texts, voice, {
      copy: navigator.clipboard ? (text) => this.copy(text) : null,
      download: (file) => void this.download(file),
    });
    this.menuKnob = iconButton(texts.more, "more", () => this.showMenu(this.menu.hidden));
    this.menuKnob.setAttribute("aria-expanded", "false");
    this.menu = element(
      "div",
      { class: "menu" },
      button({ click: () => void this.startOver() }, drawing("over"), texts.startOver),
      button({ click: () => this.askRemoval(true) }, drawing("remove"), texts.remove),
      this.privacyLink(),
    );
    this.menu.hidden = true;
    this.content = element("div", { class: "content" }, this.header(), this.state, this.thread.element);
    this.question = this.removalQuestion();
    this.dialog = element(
      "dialog",
      { class: "panel", attributes: { "aria-labelledby": "title", tabindex: "-1" } },
      this.content,
      this.question,
      this.log,
    );
    this.listen();
    embedding.root.adoptedStyleSheets.push(sheet(panelCss));
    embedding.root.append(this.dialog);
  }

  open(question?: string): void {
    if (!this.dialog.open) {
      // a small screen is filled, so what lies behind must not be reachable; beside a large page one can use both
      if (matchMedia("(max-width: 520px)").matches) this.dialog.showModal();
      else this.dialog.show();
    }
    this.dialog.focus({ preventScroll: true });
    this.started ??= this.thread.ready.then(() => this.conversation.start());
    void this.started.then(() => {
      this.thread.focus();
      if (question) this.conversation.ask(question);
    });
  }

  close(): void {
    if (!this.dialog.open) return;
    this.showMenu(false);
    this.askRemoval(false);
    this.dialog.close();
    this.embedding.onClose();
  }

  private header(): HTMLElement {
    const { texts } = this;
    return element(
      "div", // not a header: the page has one
      { class: "header" },
      element("span", { class: "mark" }, drawing("advisor")),
      element(
        "div",
        { class: "titles" },
        element("h2", { text: texts.title, attributes: { id: "title" } }),
        element("p", { text: texts.subtitle }),
      ),
      element("div", { class: "more" }, this.menuKnob, this.menu),
      iconButton(texts.close, "close", () => this.close()),
    );
  }

  private privacyLink(): HTMLElement | null {
    const given = this.embedding.attributes.privacy;
    const address = given ? safeAddress(new URL(given, document.baseURI).href) : null;
    if (!address) return null;
    return element("a", { text: this.texts.privacyLink, attributes: { href: address, target: "_blank", rel: "noopener" } });
  }

  private removalQuestion(): HTMLElement {
    const { texts } = this;
    const question = element(
      "div",
      {
        class: "removal",
        attributes: { role: "alertdialog", "aria-modal": "true", "aria-labelledby": "removal", "aria-describedby": "loss" },
      },
      element(
        "div",
        { class: "card" },
        element("h3", { text: texts.removeQuestion, attributes: { id: "removal" } }),
        element("p", { text: texts.removeDetail, attributes: { id: "loss" } }),
        element(
          "div",
          { class: "choices" },
          button({ class: "quiet", text: texts.removeNo, click: () => this.askRemoval(false) }),
          button({ class: "grave", text: texts.removeYes, click: () => void this.remove() }),
        ),
      ),
    );
    question.hidden = true;
    return question;
  }

  private listen(): void {
    this.dialog.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      this.back();
    });
    // Escape on a phone's keyboard, or the gesture that stands for it
    this.dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.back();
    });
    this.dialog.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget instanceof Node && !this.menu.parentElement!.contains(relatedTarget)) this.showMenu(false);
    });
    this.dialog.addEventListener("pointerdown", (event) => {
      if (!event.composedPath().includes(this.menu.parentElement!)) this.showMenu(false);
    });
    // the keyboard of a phone covers the page: the panel ends above it
    visualViewport?.addEventListener("resize", () => {
      this.dialog.style.setProperty("--visible", `${visualViewport!.height}px`);
    });
  }

  /** One step out: of the question, of the menu, of the panel. */
  private back(): void {
    if (!this.question.hidden) this.askRemoval(false);
    else if (!this.menu.hidden) this.showMenu(false, true);
    else this.close();
  }

  private showMenu(shown: boolean, focus = false): void {
    this.menu.hidden = !shown;
    this.menuKnob.setAttribute("aria-expanded", String(shown));
    if (shown) this.menu.querySelector("button")!.focus();
    else if (focus) this.menuKnob.focus();
  }

  private askRemoval(asked: boolean): void {
    const before = !this.question.hidden;
    this.showMenu(false);
    this.question.hidden = !asked;
    this.content.inert = asked;
    if (asked) this.question.querySelector("button")!.focus();
    else if (before) this.menuKnob.focus();
  }

  private async remove(): Promise<void> {
    const done = await this.conversation.forget(this.texts.removed);
    this.askRemoval(false);
    this.after(done);
  }

  private async startOver(): Promise<void> {
    this.showMenu(false);
    this.after(await this.conversation.forget(this.texts.startedOver));
  }

  private after(done: boolean): void {
    this.state.textContent = done ? "" : this.texts.removeFailed;
    this.thread.focus();
  }

  private send(text: string): void {
    if (this.conversation.ask(text)) this.thread.draft = "";
  }

  private say(text: string): void {
    this.log.replaceChildren(element("p", { text }));
  }

  private async copy(text: string): Promise<boolean> {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      return false;
    }
    this.say(this.texts.copied);
    return true;
  }

  private async download(file: string): Promise<void> {
    let content: Blob;
    try {
      content = await this.client.file(file);
    } catch {
      this.state.textContent = this.texts.downloadFailed;
      return;
    }
    const href = URL.createObjectURL(content);
    element("a", { attributes: { href, download: file } }).click();
    setTimeout(() => URL.revokeObjectURL(href), 10_000);
  }
}

const make: MakePanel = (embedding) => new ChatPanel(embedding);
(globalThis as unknown as Record<symbol, MakePanel>)[HANDOVER] = make;
