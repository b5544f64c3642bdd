/** Bundles the unit tests and runs them with Node's own runner. */

import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const folder = await mkdtemp(join(tmpdir(), "widget-tests-"));
const tests = (await readdir(join(HERE, "test"))).filter((name) => name.endsWith(".test.ts"));
await build({
  absWorkingDir: HERE,
  entryPoints: tests.map((name) => `test/${name}`),
  outdir: folder,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  format: "esm",
  external: ["node:*"],
  logLevel: "error",
});
const { status } = spawnSync(process.execPath, ["--test", ...tests.map((name) => join(folder, name.replace(".ts", ".mjs")))], { stdio: "inherit" });
await rm(folder, { recursive: true });
process.exit(status ?? 1);
