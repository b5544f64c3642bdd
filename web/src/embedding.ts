/** What loader and panel hand each other. */

import type { AdvisorEvents } from "./advisor";
import type { Options } from "./options";

export type Emit = <Name extends keyof AdvisorEvents>(name: Name, detail: AdvisorEvents[Name]) => void;

export interface Embedding {
  readonly options: Options;
  readonly shadow: ShadowRoot;
  /** Where the panel goes, inside the shadow root; it has the colors. */
  readonly root: HTMLElement;
  /** Our launcher; it is not on the page where the site has one of its own. */
  readonly knob: HTMLElement;
  readonly emit: Emit;
  readonly onClose: () => void;
  /** Aborted when the widget is removed. */
  readonly ended: AbortSignal;
}

export interface Panel {
  /** Shows the panel; `focus` is false where nobody asked for it, as on the next page. */
  open(focus: boolean): void;
  close(): void;
  ask(question: string): void;
  /** Shows the site's line beside the launcher, once. */
  tease(): void;
  /** The page was replaced around the widget, which is in the new one now. */
  reattached(): void;
}

/** Fulfilled when the texts are there. */
export type MakePanel = (embedding: Embedding) => Promise<Panel>;

/** Where the panel's script leaves its maker for the loader; a symbol, so it meets no name of the page. */
export const HANDOVER = Symbol.for("ciso-advisor.panel");
