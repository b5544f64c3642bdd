/** The script that a page embeds: one launcher, one API, and nothing more until somebody opens the panel. */

import type { AdvisorEvents, CisoAdvisor } from "./advisor";
import { Launcher } from "./launcher";
import { readOptions } from "./options";

/** The launcher of this page, also for a second copy of this script. */
const CURRENT = Symbol.for("ciso-advisor");

type Page = typeof globalThis & { [CURRENT]?: Launcher | undefined; CisoAdvisor?: CisoAdvisor };

const page = globalThis as unknown as Page;

function start(script: HTMLScriptElement): void {
  const running = page[CURRENT];
  if (running) return running.attach(); // the tag came twice, or again with a new page
  const emit = <Name extends keyof AdvisorEvents>(name: Name, detail: AdvisorEvents[Name]): void => {
    document.dispatchEvent(new CustomEvent(`advisor:${name}`, { detail }));
  };
  const launcher = (page[CURRENT] = new Launcher(readOptions(script), emit));
  page.CisoAdvisor = {
    open: () => launcher.open(),
    close: () => launcher.close(),
    ask: (question) => launcher.open(question),
    on: (name, listener) => {
      const heard = (event: Event): void => listener((event as CustomEvent<never>).detail);
      document.addEventListener(`advisor:${name}`, heard, { signal: launcher.ended });
      return () => document.removeEventListener(`advisor:${name}`, heard);
    },
    destroy: () => {
      launcher.destroy();
      Reflect.deleteProperty(page, CURRENT);
      delete page.CisoAdvisor;
    },
  };
  launcher.attach();
  emit("ready", {});
}

const script = document.currentScript ?? document.querySelector('script[src*="widget.js"]');
if (script instanceof HTMLScriptElement && script.src) {
  if (document.readyState !== "loading" || document.querySelector("body")) start(script);
  else document.addEventListener("DOMContentLoaded", () => start(script), { once: true });
}
