/** The row under an answer: thumbs with a reason and a way back, copying, and the time. */

import { icon, iconButton } from "./controls";
import { button, element } from "./elements";
import type { Reason, Verdict } from "./protocol";
import type { Texts } from "./texts";

export type Judge = (verdict: Verdict | null, reason: Reason | null) => Promise<boolean>;

export function feedback(verdict: Verdict | null, texts: Texts, judge: Judge): { thumbs: readonly HTMLElement[]; note: HTMLElement } {
  const note = element("div", { class: "note" });
  const thumbs: Record<Verdict, HTMLButtonElement> = {
    up: iconButton(texts.helpful, "up", () => void press("up")),
    down: iconButton(texts.unhelpful, "down", () => void press("down")),
  };
  const show = (chosen: Verdict | null): void => {
    verdict = chosen;
    for (const [name, thumb] of Object.entries(thumbs)) thumb.setAttribute("aria-pressed", String(name === chosen));
  };
  const press = async (pressed: Verdict): Promise<void> => {
    const before = verdict;
    const chosen = pressed === before ? null : pressed; // pressed again: changed one's mind
    show(chosen);
    note.replaceChildren();
    if (!(await judge(chosen, null))) {
      show(before);
      note.textContent = texts.judgeFailed;
    } else if (chosen === "down") note.replaceChildren(...reasons(texts, judge, note));
    else note.textContent = chosen ? texts.thanks : texts.withdrawn;
  };
  show(verdict);
  return { thumbs: [thumbs.up, thumbs.down], note };
}

function reasons(texts: Texts, judge: Judge, note: HTMLElement): readonly HTMLElement[] {
  const named: Readonly<Record<Reason, string>> = {
    offtopic: texts.reasonOfftopic, wrong: texts.reasonWrong, missing: texts.reasonMissing, unclear: texts.reasonUnclear,
  };
  const choices = Object.entries(named).map(([reason, text]) =>
    button({
      class: "reason",
      text,
      click: () =>
        void judge("down", reason as Reason).then((kept) => {
          note.textContent = kept ? texts.thanksReason : texts.judgeFailed;
        }),
    }),
  );
  const group = element("div", { class: "reasons", attributes: { role: "group", "aria-label": texts.whatWasWrong } }, ...choices);
  return [element("p", { text: texts.whatWasWrong }), group];
}

export function copyButton(name: string, copy: () => Promise<boolean>): HTMLButtonElement {
  const copied = (done: boolean): void => {
    if (!done) return;
    knob.replaceChildren(icon("done"));
    setTimeout(() => knob.replaceChildren(icon("copy")), 2000);
  };
  const knob = iconButton(name, "copy", () => void copy().then(copied));
  return knob;
}

/** When it was answered: seen on hover and focus. */
export function time(seconds: number, language: string): HTMLElement {
  const at = new Date(seconds * 1000);
  const today = at.toDateString() === new Date().toDateString();
  const format: Intl.DateTimeFormatOptions = today ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" };
  const text = new Intl.DateTimeFormat(language, format).format(at);
  return element("time", { text, attributes: { datetime: at.toISOString() } });
}
