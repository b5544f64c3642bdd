/** Writes src/protocol.ts from protocol.schema.json; with --check, fails where the two differ. */

import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const TARGET = join(HERE, "src", "protocol.ts");
const NAMES = { integer: "number", number: "number", string: "string", boolean: "boolean", null: "null" };

/** The TypeScript type of a schema; throws for what this project's protocol doesn't use. */
export function typeOf(schema) {
  if (schema.$ref) return schema.$ref.split("/").at(-1);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if ("const" in schema) return JSON.stringify(schema.const);
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(" | ");
  if (schema.allOf) return schema.allOf.map(typeOf).join(" & ");
  if (Array.isArray(schema.type)) return schema.type.map((type) => NAMES[type]).join(" | ");
  if (schema.type === "array") {
    const items = typeOf(schema.items);
    return `readonly ${/[|&]/.test(items) || items.startsWith("readonly") ? `(${items})` : items}[]`;
  }
  if (schema.type === "object") return `{ ${fields(schema).join(" ")} }`;
  if (schema.type in NAMES) return NAMES[schema.type];
  throw new Error(`no type for ${JSON.stringify(schema)}`);
}

export function declarations({ definitions }) {
  const found = Object.entries(definitions).map(([name, schema]) => {
    const comment = schema.description ? `/** ${schema.description} */\n` : "";
    if (schema.type !== "object") return `${comment}export type ${name} = ${typeOf(schema)};\n`;
    return `${comment}export interface ${name} {\n${fields(schema).map((field) => `  ${field}\n`).join("")}}\n`;
  });
  return `/** Made from protocol.schema.json by protocol.mjs: change that file and run "npm run protocol". */\n\n${found.join("\n")}`;
}

function fields({ properties, required = [] }) {
  return Object.entries(properties).map(
    ([name, schema]) => `readonly ${name}${required.includes(name) ? "" : "?"}: ${typeOf(schema)};`,
  );
}

if (process.argv[1]?.endsWith("/protocol.mjs")) {
  const made = declarations(JSON.parse(await readFile(join(HERE, "protocol.schema.json"), "utf8")));
  if (process.argv.includes("--check")) {
    if ((await readFile(TARGET, "utf8")) !== made) {
      console.error('src/protocol.ts is not what protocol.schema.json says: run "npm run protocol" in web/');
      process.exit(1);
    }
  } else await writeFile(TARGET, made);
}
