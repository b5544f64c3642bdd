/**
 * The conversation on screen and the field to type in, by deep-chat.
 *
 * deep-chat puts text through its Markdown and into `innerHTML`. It gets none from us: it lays out empty slots,
 * which are filled node by node, and what is typed is taken from the field before deep-chat sees it sent.
 */

import "deep-chat/dist/deepChat.bundle.js";
import type { DeepChat } from "deep-chat";
import { element } from "./elements";
import type { Texts } from "./texts";
import threadCss from "./thread.css";

/** deep-chat's element under a name of our own (see build.mjs): the page may have a deep-chat itself. */
const TAG = "ciso-advisor-thread";
const LONGEST = 1_000;
const SEND = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M12 19V5"/><path d="m5.8 11.2 6.2-6.2 6.2 6.2"/></svg>';

export interface ThreadEvents {
  readonly sent: (text: string) => void;
  readonly typed: (text: string) => void;
}

export class Thread {
  readonly element = document.createElement(TAG) as DeepChat;
  /** Fulfilled when slots can be made and text be typed. */
  readonly ready: Promise<void>;
  private slots = 0;

  constructor(
    private readonly texts: Texts,
    private readonly events: ThreadEvents,
  ) {
    const chat = this.element;
    chat.style.fontFamily = "inherit"; // deep-chat would fetch a font from a third party otherwise
    chat.connect = { handler: () => undefined };
    chat.displayLoadingBubble = false;
    chat.textInput = { characterLimit: LONGEST, placeholder: { text: texts.placeholder } };
    chat.submitButtonStyles = { submit: { svg: { content: SEND } } };
    chat.validateInput = (text) => Boolean(text?.trim());
    chat.auxiliaryStyle = threadCss;
    this.ready = new Promise((resolve) => {
      chat.onComponentRender = () => {
        // it has all its properties by now; a second rendering, which it may have planned, would lose the thread
        chat.onRender = () => undefined;
        this.prepare();
        resolve();
      };
    });
  }

  /** An empty place at the end of the thread. */
  slot(from: "visitor" | "advisor", style = ""): HTMLElement {
    const number = ++this.slots;
    this.element.addMessage({ html: `<div class="slot" data-slot="${number}"></div>`, role: from === "visitor" ? "user" : "ai" });
    const made = this.found(`[data-slot="${number}"]`);
    if (style) made.classList.add(style);
    return made;
  }

  /** Moves slots to the end, in the order given. */
  last(...places: readonly HTMLElement[]): void {
    for (const place of places) {
      const row = place.closest(".outer-message-container")!;
      row.parentElement!.append(row);
    }
  }

  clear(): void {
    this.element.clearMessages();
  }

  /** Shows the end of the thread, or its part from `top` on where not all of that fits. */
  show(top?: HTMLElement): void {
    // after deep-chat's own scrolling, which it leaves to a timer, too
    setTimeout(() => {
      const { messages } = this;
      const end = messages.scrollHeight;
      const above = top ? top.getBoundingClientRect().top - messages.getBoundingClientRect().top + messages.scrollTop : end;
      messages.scrollTop = Math.min(end - messages.clientHeight, above - 16);
    });
  }

  get draft(): string {
    return this.field.innerText.trim();
  }

  set draft(text: string) {
    this.field.textContent = text;
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** While an answer is awaited one can type, but not send. */
  set busy(busy: boolean) {
    this.element.disableSubmitButton(busy);
    this.messages.setAttribute("aria-busy", String(busy));
  }

  /** To the field; where that would bring up a keyboard over the answer, to the conversation. */
  focus(): void {
    (matchMedia("(pointer: coarse)").matches ? this.messages : this.field).focus({ preventScroll: true });
  }

  private prepare(): void {
    const { field, messages, sender } = this;
    field.setAttribute("aria-label", this.texts.placeholder);
    field.setAttribute("aria-multiline", "true");
    field.setAttribute("enterkeyhint", "send");
    field.dir = "auto";
    // at once: deep-chat's own event comes later, and a reload may come between
    field.addEventListener("input", () => this.events.typed(this.draft));
    sender.setAttribute("aria-label", this.texts.send);
    sender.title = this.texts.send;
    for (const [name, value] of Object.entries({ role: "group", "aria-label": this.texts.conversation, "aria-busy": "false", tabindex: "0" })) {
      messages.setAttribute(name, value);
    }
    const sends = (event: Event): boolean => {
      const path = event.composedPath();
      if (!(event instanceof KeyboardEvent)) return path.includes(sender);
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing && path.includes(field)) return true;
      return (event.key === "Enter" || event.key === " ") && path.includes(sender);
    };
    const take = (event: Event): void => {
      if (!sends(event)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (this.draft) this.events.sent(this.draft);
    };
    for (const event of ["keydown", "click"]) this.element.shadowRoot!.addEventListener(event, take, true);
  }

  private get field(): HTMLElement {
    return this.found("#text-input");
  }

  private get messages(): HTMLElement {
    return this.found("#messages");
  }

  private get sender(): HTMLElement {
    return this.found("#input .input-button");
  }

  private found(selector: string): HTMLElement {
    return this.element.shadowRoot!.querySelector<HTMLElement>(selector)!;
  }
}

/** Three dots that say that somebody is at work. */
export function thinking(texts: Texts): HTMLElement {
  const dots = element("span", { class: "dots", attributes: { "aria-hidden": "true" } }, ...[1, 2, 3].map(() => element("i")));
  return element("p", { class: "thinking" }, dots, element("span", { class: "unseen", text: texts.thinking }));
}
