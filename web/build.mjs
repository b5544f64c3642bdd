/** Builds the widget into build/web: the loader, the panel under a name with its hash, language packs, pages. */

import { build, transform } from "esbuild";
import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

const HERE = dirname(fileURLToPath(import.meta.url));
const OUT = join(HERE, "..", "build", "web");
/** Bytes after gzip: what a page pays for the loader, and for everything. */
const LIMITS = { loader: 4_000, all: 40_960 };
const COMPRESSED = new Set([".js", ".css", ".json", ".html", ".svg", ".ts"]);

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
    plugins: [css],
  });
  return outputFiles[0].text;
}

/** Puts a gzip and a brotli copy beside each file that a server may compress. */
async function compress(folder) {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !COMPRESSED.has(extname(entry.name))) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const content = await readFile(path);
    await writeFile(`${path}.gz`, gzipSync(content, { level: 9 }));
    await writeFile(`${path}.br`, brotliCompressSync(content));
  }
}

const panel = await bundle("panel");
const panelFile = `panel-${createHash("sha256").update(panel).digest("hex").slice(0, 12)}.js`;
const loader = await bundle("loader", { PANEL_FILE: JSON.stringify(panelFile) });
const sizes = { loader: gzipSync(loader, { level: 9 }).length, panel: gzipSync(panel, { level: 9 }).length };
if (sizes.loader >= LIMITS.loader) throw new Error(`widget.js has ${sizes.loader} bytes after gzip; the limit is ${LIMITS.loader}`);
if (sizes.loader + sizes.panel >= LIMITS.all) throw new Error(`the widget has ${sizes.loader + sizes.panel} bytes after gzip; the limit is ${LIMITS.all}`);

await rm(OUT, { recursive: true, force: true });
await mkdir(join(OUT, "widget"), { recursive: true });
await writeFile(join(OUT, "widget.js"), loader);
await writeFile(join(OUT, "widget", panelFile), panel);
await cp(join(HERE, "lang"), join(OUT, "widget", "lang"), { recursive: true });
await cp(join(HERE, "src", "advisor.d.ts"), join(OUT, "widget.d.ts"));
await cp(join(HERE, "demo"), OUT, { recursive: true });
await compress(OUT);
console.log(`after gzip: widget.js ${sizes.loader} bytes, widget/${panelFile} ${sizes.panel} bytes`);
