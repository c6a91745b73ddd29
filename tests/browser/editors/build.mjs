// Bundles each editor's page into one script in target/browser/editors.
import { build } from "esbuild";
import { statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
/** Where the bundles are. */
export const BUNDLES = join(HERE, "../../../target/browser/editors");
/** The editors' names. */
export const EDITORS = ["lexical", "draft", "quill", "tiptap", "field"];

/** Makes the bundles. */
export async function bundle() {
  await build({
    entryPoints: EDITORS.map((name) => join(HERE, `${name}.js`)),
    outdir: BUNDLES,
    bundle: true,
    format: "iife",
    target: "es2022",
    minify: true,
    // Draft.js wants Node's `global`; React's smaller build is what sites run.
    define: { global: "globalThis", "process.env.NODE_ENV": '"production"' },
    logLevel: "warning",
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await bundle();
  for (const name of EDITORS)
    console.log(`${(statSync(join(BUNDLES, `${name}.js`)).size / 1024).toFixed(0).padStart(6)} KB  ${name}.js`);
}
