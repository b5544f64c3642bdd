/** Builds the widget into build/web: the loader, the panel under a name with its hash, the demo page, the licences. */

import { build, transform } from "esbuild";
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const OUT = join(HERE, "..", "build", "web");
const LOADER_LIMIT = 10_000;
const DEFINE = 'customElements.define("deep-chat"';
const OWN_DEFINE = 'customElements.define("ciso-advisor-thread"';

/** Style sheets as minified text, for `adoptedStyleSheets`. */
const css = {
  name: "css",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true });
      return { contents: code, loader: "text" };
    });
  },
};

/** deep-chat under an element name of our own: a page that has a deep-chat itself could not define it twice. */
const ownName = {
  name: "own-name",
  setup({ onLoad }) {
    onLoad({ filter: /deepChat\.bundle\.js$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      if (source.split(DEFINE).length !== 2) throw new Error("deep-chat defines its element in another way than expected");
      return { contents: source.replace(DEFINE, OWN_DEFINE), loader: "js" };
    });
  },
};

async function bundle(entry, define = {}) {
  const { outputFiles } = await build({
    absWorkingDir: HERE,
    entryPoints: [`src/${entry}.ts`],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: ["chrome109", "firefox115", "safari16.4"],
    charset: "ascii", // read rightly whatever the page is written in
    legalComments: "none",
    define,
    plugins: [css, ownName],
  });
  return outputFiles[0].text;
}

const panel = await bundle("panel");
const panelFile = `panel-${createHash("sha256").update(panel).digest("hex").slice(0, 12)}.js`;
const loader = await bundle("loader", { PANEL_FILE: JSON.stringify(panelFile) });
const size = Buffer.byteLength(loader);
if (size >= LOADER_LIMIT) throw new Error(`widget.js has ${size} bytes; it must stay under ${LOADER_LIMIT}`);

await rm(OUT, { recursive: true, force: true });
await mkdir(join(OUT, "widget"), { recursive: true });
await writeFile(join(OUT, "widget.js"), loader);
await writeFile(join(OUT, "widget", panelFile), panel);
await cp(join(HERE, "node_modules", "deep-chat", "LICENSE"), join(OUT, "widget", "deep-chat-license.txt"));
await cp(join(HERE, "demo"), OUT, { recursive: true });
console.log(`widget.js ${size} bytes, widget/${panelFile} ${Buffer.byteLength(panel)} bytes`);
