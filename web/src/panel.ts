/** The panel: title, menu, thread, field, and everything that keyboard and screen reader need around it. */

import { savedName } from "./answer";
import answerCss from "./answer.css";
import { Client } from "./client";
import { Composer, LONGEST } from "./composer";
import { Confirmation } from "./confirmation";
import { icon, iconButton, link } from "./controls";
import { Conversation } from "./conversation";
import { element, sheet } from "./elements";
import { type Embedding, HANDOVER, type MakePanel, type Panel } from "./embedding";
import { Frame } from "./frame";
import { TabMemory } from "./memory";
import { Menu } from "./menu";
import { Notes } from "./notes";
import panelCss from "./panel.css";
import { Tabs } from "./tabs";
import { readSettings, type Settings } from "./settings";
import { Signs } from "./signs";
import { fetchTexts, type Texts } from "./texts";
import { Thread } from "./thread";
import threadCss from "./thread.css";
import { print, save, transcript } from "./transcript";
import { type Clip, copy } from "./writing";

class ChatPanel implements Panel {
  private readonly frame: Frame;
  private readonly thread: Thread;
  private readonly composer: Composer;
  private readonly conversation: Conversation;
  private readonly client: Client;
  private readonly tabs: Tabs;
  private readonly menu: Menu;
  private readonly confirmation: Confirmation;
  private readonly state = element("p", { class: "state", attributes: { role: "status" } });
  // the one place where new messages are announced: the thread itself is no live region
  private readonly log = element("div", { class: "unseen", attributes: { role: "log", "aria-live": "polite" } });
  private readonly signs: Signs;
  private readonly memory: TabMemory;
  private greeted = false;

  constructor(
    private readonly embedding: Embedding,
    private readonly settings: Settings,
    private readonly texts: Texts,
  ) {
    const { options, root, shadow, ended } = embedding;
    const memory = (this.memory = new TabMemory(options.base));
    this.signs = new Signs(root, embedding.knob, memory, texts);
    this.signs.name();
    this.tabs = new Tabs(
      options.base,
      {
        changed: () => void this.conversation.refresh(),
        deleted: () => this.conversation.empty(texts.elsewhere),
        token: () => memory.recall("token"),
      },
      ended,
    );
    this.client = new Client(options.base, memory, () => this.tabs.token());
    this.thread = new Thread(texts);
    this.composer = new Composer(texts, {
      sent: (text) => this.send(text),
      typed: (draft) => this.conversation.typed(draft),
    });
    this.conversation = new Conversation(this.client, this.thread, new Notes(memory), texts, this.surroundings(), {
      copy: isSecureContext ? (clip) => this.copy(clip) : null,
      download: (file) => void this.download(file),
    });
    this.menu = new Menu(texts.more, this.entries(), this.privacyLink());
    this.frame = new Frame(options.mode, texts, memory, shadow, () => this.back(), ended);
    const content = element("div", { class: "content" }, this.header(), this.state, this.thread.element, this.composer.element);
    this.confirmation = new Confirmation(content, () => this.menu.focus());
    this.frame.element.append(content, this.confirmation.element, this.log);
    this.frame.element.addEventListener("pointerdown", (event) => {
      if (!event.composedPath().includes(this.menu.element)) this.menu.show(false);
    });
    this.frame.element.setAttribute("lang", texts.language);
    shadow.adoptedStyleSheets.push(...[panelCss, threadCss, answerCss].map(sheet));
    root.append(this.frame.element);
    this.keepKeys();
    ended.addEventListener("abort", () => memory.forget("open"));
    if (options.mode !== "floating") this.settle();
  }

  open(focus: boolean): void {
    const before = this.frame.open;
    const active = document.activeElement;
    this.frame.show();
    this.greet();
    void this.conversation.connect().catch(() => undefined);
    this.signs.opened();
    if (this.embedding.options.mode === "floating") this.memory.keep("open", "1");
    if (focus) this.focus();
    else if (active instanceof HTMLElement) active.focus({ preventScroll: true });
    if (!before) this.embedding.emit("open", {});
  }

  close(): void {
    if (!this.frame.open || this.embedding.options.mode !== "floating") return;
    this.menu.show(false);
    this.confirmation.close(false);
    this.frame.hide();
    this.memory.forget("open");
    this.embedding.onClose();
    this.embedding.emit("close", {});
  }

  ask(question: string): void {
    this.greet();
    const asked = this.conversation.ask(question.trim().slice(0, LONGEST));
    // one is out already: this one waits in the field, unless something stands there
    if (!asked && !this.composer.draft) this.composer.draft = question;
  }

  tease(): void {
    if (!this.frame.open) this.signs.tease(this.settings.teaser);
  }

  /** Takes the keys pressed inside the widget; the page's shortcuts would hear what is typed here. */
  private keepKeys(): void {
    const { root, ended } = this.embedding;
    for (const type of ["keydown", "keypress", "keyup"] as const) {
      const heard = (event: KeyboardEvent): void => {
        if (!event.composedPath().includes(root)) return;
        event.stopImmediatePropagation();
        if (type === "keydown") this.key(event);
      };
      addEventListener(type, heard, { capture: true, signal: ended });
    }
  }

  private key(event: KeyboardEvent): void {
    if (event.isComposing || this.composer.key(event) || this.frame.key(event) || event.key !== "Escape") return;
    event.preventDefault();
    this.back();
  }

  reattached(): void {
    this.frame.reattached();
    this.thread.restore();
  }

  private greet(): void {
    if (this.greeted) return;
    this.greeted = true;
    this.conversation.greet();
  }

  /** A panel that is there from the start asks the server for nothing before somebody uses it. */
  private settle(): void {
    this.greet();
    const connect = (): void => void this.conversation.connect().catch(() => undefined);
    if (this.embedding.options.mode === "page" || this.conversation.begun) connect();
    else for (const event of ["focusin", "pointerdown"]) this.frame.element.addEventListener(event, connect, { once: true });
  }

  private surroundings(): ConstructorParameters<typeof Conversation>[4] {
    const { composer } = this;
    return {
      say: (text) => this.say(text),
      state: (text, waiting = false) => this.tell(text, waiting),
      emit: this.embedding.emit,
      withText: this.settings.withText,
      get draft() {
        return composer.draft;
      },
      set draft(text) {
        composer.draft = text;
      },
      set busy(busy: boolean) {
        composer.busy = busy;
      },
      focus: () => this.focus(),
      arrived: () => {
        if (!this.frame.open) this.signs.unread(true);
      },
      changed: (deleted = false) => this.tabs.tell(deleted ? "deleted" : "changed"),
    };
  }

  private entries(): ConstructorParameters<typeof Menu>[1] {
    const { texts } = this;
    const confirm = (question: string, detail: string, yes: string, done: string): void =>
      this.confirmation.ask({ question, detail, yes, no: texts.removeNo, act: () => this.forget(done) });
    return [
      { name: texts.startOver, icon: "over", choose: () => this.startOver(confirm) },
      { name: texts.save, icon: "download", choose: () => this.saveConversation() },
      { name: texts.print, icon: "print", choose: () => print(this.conversation.turns, texts, this.embedding.root) },
      {
        name: texts.remove, icon: "remove",
        choose: () => confirm(texts.removeQuestion, texts.removeDetail, texts.removeYes, texts.removed),
      },
    ];
  }

  /** Asks first, where there is something to lose. */
  private startOver(confirm: (question: string, detail: string, yes: string, done: string) => void): void {
    const { texts } = this;
    if (!this.conversation.turns.length) return void this.forget(texts.startedOver);
    confirm(texts.startOverQuestion, texts.startOverDetail, texts.startOver, texts.startedOver);
  }

  private header(): HTMLElement {
    const { texts } = this;
    const { mode } = this.embedding.options;
    const floating = mode === "floating";
    return element(
      "div", // not a header: the page has one
      { class: "header" },
      element("span", { class: "mark" }, icon("advisor")),
      element(
        "div",
        { class: "titles" },
        element(mode === "page" ? "h1" : "h2", { text: texts.title, attributes: { id: "title" } }),
        element("p", { text: texts.subtitle }),
      ),
      this.menu.element,
      floating ? this.frame.expander : null,
      floating ? iconButton(texts.close, "close", () => this.close()) : null,
    );
  }

  private privacyLink(): HTMLElement | null {
    const { privacy } = this.settings;
    return privacy ? link(privacy, this.texts.privacyLink, this.texts.newTab) : null;
  }

  /** One step out: of the question, of the menu, of the panel. */
  private back(): void {
    if (this.confirmation.shown) this.confirmation.close(true);
    else if (this.menu.shown) {
      this.menu.show(false);
      this.menu.focus();
    } else this.close();
  }

  private async forget(notice: string): Promise<void> {
    const done = await this.conversation.forget(notice);
    this.tell(done ? "" : this.texts.removeFailed);
    this.confirmation.close(false);
    this.focus();
  }

  private send(text: string): void {
    if (this.conversation.ask(text)) this.composer.draft = "";
  }

  /** To the field; where that would bring up a keyboard over the answer, to the conversation. */
  private focus(): void {
    (matchMedia("(pointer: coarse)").matches ? this.thread.scroller : this.composer.field).focus({ preventScroll: true });
  }

  private say(text: string): void {
    this.log.replaceChildren(element("p", { text }));
  }

  private tell(text: string, waiting = false): void {
    this.state.toggleAttribute("data-waiting", waiting && text !== "");
    this.state.textContent = text;
  }

  private async copy(clip: Clip): Promise<boolean> {
    try {
      await copy(clip);
    } catch {
      return false;
    }
    this.say(this.texts.copied);
    return true;
  }

  private saveConversation(): void {
    const content = new Blob([transcript(this.conversation.turns, this.texts)], { type: "text/markdown" });
    save(content, savedName(`${this.texts.conversationFile}.md`, this.texts));
    this.say(this.texts.saved);
  }

  private async download(file: string): Promise<void> {
    try {
      save(await this.client.file(file), savedName(file, this.texts));
    } catch {
      this.tell(this.texts.downloadFailed);
    }
  }
}

const make: MakePanel = async (embedding) => {
  const settings = readSettings(embedding.options);
  const texts = await fetchTexts(settings.languageFile, embedding.options.attributes);
  embedding.ended.throwIfAborted();
  return new ChatPanel(embedding, settings, texts);
};
(globalThis as unknown as Record<symbol, MakePanel>)[HANDOVER] = make;
