/** The script that a page embeds: a launcher, and nothing more until somebody opens it. */

import { accentProperties, type Theme } from "./colours";
import { button, drawing, element, sheet } from "./elements";
import { HANDOVER, type MakePanel, type Panel, worded } from "./embedding";
import launcherCss from "./launcher.css";

const HOST = "ciso-advisor";
const TEXTS = {
  launcher: "Career advisor",
  unreachable: "The advisor can’t be reached right now. Please try again in a moment.",
};

class Launcher {
  private readonly host = element(HOST as "div");
  private readonly root = this.host.attachShadow({ mode: "open" });
  private readonly dark = matchMedia("(prefers-color-scheme: dark)");
  private readonly texts;
  private readonly knob: HTMLButtonElement;
  private readonly trouble = element("p", { class: "trouble", attributes: { role: "status" } });
  private panel: Promise<Panel> | null = null;
  private opener: HTMLElement | null = null;

  constructor(
    private readonly base: string,
    private readonly attributes: Readonly<DOMStringMap>,
  ) {
    this.texts = worded(TEXTS, attributes);
    this.root.adoptedStyleSheets = [sheet(launcherCss)];
    this.knob = button(
      {
        class: "launcher",
        attributes: { "aria-haspopup": "dialog", "aria-expanded": "false" },
        click: () => void this.open(this.knob),
      },
      drawing("chat"),
      element("span", { class: "label", text: this.texts.launcher }),
    );
    this.host.dataset.position = attributes.position === "left" ? "left" : "right";
    this.root.append(this.trouble, this.knob);
    this.colour();
    this.dark.addEventListener("change", () => this.colour());
    document.body.append(this.host);
    // any element of the page can ask: <button data-advisor-ask="What does a CISO do?">
    document.addEventListener("click", (event) => {
      const asking = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-advisor-ask]") : null;
      if (!asking) return;
      event.preventDefault();
      void this.open(asking, asking.dataset.advisorAsk);
    });
  }

  private async open(opener: HTMLElement, question?: string): Promise<void> {
    this.opener = opener;
    this.trouble.textContent = "";
    this.knob.setAttribute("aria-busy", "true");
    try {
      const panel = await (this.panel ??= this.load());
      this.knob.setAttribute("aria-expanded", "true");
      this.host.dataset.open = "";
      panel.open(question);
    } catch {
      this.panel = null;
      this.trouble.textContent = this.texts.unreachable;
    } finally {
      this.knob.removeAttribute("aria-busy");
    }
  }

  private load(): Promise<Panel> {
    return new Promise((resolve, reject) => {
      const script = element("script", { attributes: { src: `${this.base}widget/${PANEL_FILE}` } });
      script.addEventListener("error", () => {
        script.remove();
        reject(new Error("the panel could not be loaded"));
      });
      script.addEventListener("load", () => {
        const make = (globalThis as unknown as Record<symbol, MakePanel>)[HANDOVER]!;
        const { base, attributes, root } = this;
        resolve(make({ base, attributes, root, onClose: () => this.closed() }));
      });
      document.head.append(script);
    });
  }

  private closed(): void {
    delete this.host.dataset.open;
    this.knob.setAttribute("aria-expanded", "false");
    (this.opener?.isConnected ? this.opener : this.knob).focus();
  }

  private colour(): void {
    const wanted = this.attributes.theme;
    const theme: Theme = wanted === "light" || wanted === "dark" ? wanted : this.dark.matches ? "dark" : "light";
    this.host.dataset.theme = theme;
    for (const [name, value] of Object.entries(accentProperties(this.attributes.accent, theme))) {
      this.host.style.setProperty(name, value);
    }
  }
}

const script = document.currentScript ?? document.querySelector('script[src*="widget.js"]');
if (script instanceof HTMLScriptElement && !document.querySelector(HOST)) {
  const base = new URL(".", script.src).href;
  const attributes = { ...script.dataset };
  const start = (): Launcher | null => (document.querySelector(HOST) ? null : new Launcher(base, attributes));
  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start);
}
