/** The launcher: it stays on the page whatever the page does, and fetches the panel when somebody wants it. */

import { launcher as german } from "../lang/de.json";
import { launcher as english, unreachable } from "../lang/en.json";
import { launcher as spanish } from "../lang/es.json";
import { launcher as french } from "../lang/fr.json";
import { accentProperties, type Theme } from "./colors";
import { drawing, element, sheet } from "./elements";
import { type Emit, HANDOVER, type MakePanel, type Panel } from "./embedding";
import launcherCss from "./launcher.css";
import { named, type Options } from "./options";

const HOST = "ciso-advisor";
const CHAT = ["M20 11.5a7.5 7.5 0 0 1-11 6.6L4.5 19.5 6 15.3a7.5 7.5 0 1 1 14-3.8Z", "M9.2 10h6", "M9.2 13h3.8"];
const NAMES: Readonly<Record<string, string>> = { de: german, es: spanish, fr: french };
const TEASER_AFTER = 5000;

// private names are short after minifying, and this script is what every page loads
export class Launcher {
  readonly #options: Options;
  readonly #emit: Emit;
  readonly #ending = new AbortController();
  readonly ended = this.#ending.signal;
  readonly #host = element(HOST as "div");
  readonly #shadow = this.#host.attachShadow({ mode: "open" });
  readonly #root = element("div", { class: "root", attributes: { dir: "ltr", lang: "en" } });
  readonly #colors = new CSSStyleSheet();
  readonly #status = element("p", { class: "trouble", attributes: { role: "status" } });
  readonly #changes = new MutationObserver(() => this.attach());
  readonly #knob: HTMLElement;
  #loading: Promise<Panel> | undefined;
  #panel: Panel | undefined;
  #opener: HTMLElement | null = null;

  constructor(options: Options, emit: Emit) {
    const { mode, attributes } = options;
    this.#options = options;
    this.#emit = emit;
    this.#knob = element(
      "button",
      { class: "launcher", attributes: { type: "button", "aria-haspopup": "dialog", "aria-expanded": "false" }, click: () => this.open() },
      drawing(CHAT),
      element("span", { class: "label", text: attributes.textLauncher || NAMES[attributes.lang ?? ""] || english }),
      element("i"),
    );
    this.#host.dataset.mode = this.#root.dataset.mode = mode;
    this.#shadow.adoptedStyleSheets = [sheet(launcherCss), this.#colors];
    this.#root.append(this.#status);
    this.#shadow.append(this.#root);
    this.#listen();
    if (mode === "floating" && !attributes.launcher) this.#root.append(this.#knob);
    if (mode !== "floating") this.#load().catch(() => this.#failed());
    // a small screen shows the new page instead
    else if (this.#wasOpen() && !matchMedia("(max-width: 520px)").matches) this.open("", null);
    else if (attributes.teaser) setTimeout(() => !this.ended.aborted && this.#load().then((panel) => panel.tease()), TEASER_AFTER);
  }

  /** Puts the widget onto the page; also again, when the page has replaced what it was in. */
  attach(): void {
    if (this.ended.aborted) return;
    const { mode, attributes } = this.#options;
    const page = document.documentElement;
    const inline = mode === "inline";
    const start = getComputedStyle(page).direction === "rtl" ? "left" : "right";
    this.#root.dataset.side = /^(left|right)$/.exec(attributes.position ?? "")?.[0] ?? start;
    // beside the body: that is what pages replace, hide and move
    const place = inline ? named(attributes.target) : page;
    if (place && this.#host.parentNode !== place) {
      place.append(this.#host);
      this.#panel?.reattached();
    }
    this.#changes.disconnect();
    this.#changes.observe(document, { childList: true });
    this.#changes.observe(page, { childList: true, subtree: inline, attributeFilter: ["dir"] });
  }

  /** Opens the panel and asks a question given; without an opener the page has opened it by itself. */
  open(question?: string, opener: HTMLElement | null = this.#knob): void {
    this.#opener = opener;
    this.#status.replaceChildren();
    this.#load().then(
      (panel) => {
        this.#expanded(true);
        panel.open(opener !== null);
        if (question) panel.ask(question);
      },
      () => this.#failed(),
    );
  }

  close(): void {
    this.#panel?.close();
  }

  destroy(): void {
    this.#ending.abort();
    this.#changes.disconnect();
    this.#host.remove();
  }

  #listen(): void {
    const listen = { signal: this.ended };
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const color = (): void => this.#color(dark.matches);
    color();
    dark.addEventListener("change", color, listen);
    for (const event of ["click", "pointerover", "focusin"]) {
      document.addEventListener(event, (found) => this.#pageElement(found), listen);
    }
    for (const event of ["pointerenter", "focus"]) this.#knob.addEventListener(event, () => this.#preload());
  }

  #pageElement({ type, target }: Event): void {
    const found = target instanceof Element && target.closest<HTMLElement>("[data-advisor-ask]");
    const own = target instanceof Element && named(this.#options.attributes.launcher)?.contains(target) && (target as HTMLElement);
    const opener = found || own;
    if (!opener) return;
    if (type === "click") this.open(opener.dataset.advisorAsk, opener);
    else this.#preload();
  }

  #preload(): void {
    this.#load().catch(() => undefined); // whoever opens it sees what is wrong
  }

  #load(): Promise<Panel> {
    this.#knob.setAttribute("aria-busy", "true");
    return (this.#loading ??= this.#script()
      .then(() =>
        (globalThis as unknown as Record<symbol, MakePanel>)[HANDOVER]!({
          options: this.#options,
          shadow: this.#shadow,
          root: this.#root,
          knob: this.#knob,
          emit: this.#emit,
          ended: this.ended,
          onClose: () => this.#closed(),
        }),
      )
      .then((panel) => (this.#panel = panel))
      .catch((error: unknown) => {
        this.#loading = undefined;
        throw error;
      })).finally(() => this.#knob.removeAttribute("aria-busy"));
  }

  #script(): Promise<unknown> {
    const script = element("script");
    const address = `${this.#options.base}widget/${PANEL_FILE}`;
    // a page that demands Trusted Types has to allow this name
    const types = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
    script.src = (types?.createPolicy(HOST, { createScriptURL: (url) => url }).createScriptURL(address) ?? address) as string;
    script.nonce = this.#options.nonce;
    return new Promise((resolve, reject) => {
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
      // it has done its work, and a page that goes away takes nothing of ours along
    }).finally(() => script.remove());
  }

  #failed(): void {
    if (this.ended.aborted) return;
    this.#status.textContent = this.#options.attributes.textUnreachable || unreachable;
    this.#emit("error", { kind: "panel" });
  }

  #closed(): void {
    this.#expanded(false);
    (this.#opener?.isConnected ? this.#opener : this.#knob).focus();
  }

  #expanded(open: boolean): void {
    this.#root.toggleAttribute("data-open", open);
    for (const knob of [this.#knob, this.#opener]) {
      if (knob?.ariaExpanded) knob.ariaExpanded = `${open}`;
    }
  }

  /** Whether the panel was open on the page before, as it has noted for this tab. */
  #wasOpen(): boolean {
    try {
      return sessionStorage.getItem(`${HOST}:${this.#options.base}:open`) !== null;
    } catch {
      return false; // forbidden here
    }
  }

  #color(dark: boolean): void {
    const { accent, theme: wanted, offsetX, offsetY, zIndex } = this.#options.attributes;
    const theme: Theme = wanted === "light" || wanted === "dark" ? wanted : dark ? "dark" : "light";
    this.#root.dataset.theme = theme;
    const properties = {
      ...accentProperties(accent, theme),
      "--x": `${whole(offsetX) ?? 20}px`,
      "--y": `${whole(offsetY) ?? 20}px`,
      "--layer": whole(zIndex) ?? 2147483000,
      "color-scheme": theme,
    };
    this.#colors.replaceSync(`.root{${Object.entries(properties).map((pair) => pair.join(":")).join(";")}}`);
  }
}

function whole(given: string | undefined): string | undefined {
  return given?.match(/^-?\d+$/)?.[0];
}
