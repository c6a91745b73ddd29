// Puts the extension together, in target/side-by-side/harper-method.
import { cpSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ROOT } from "../../../browser/places.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const PACKAGE = join(HERE, "../node_modules/harper.js/dist");

/** It is there only when this folder's packages are. @returns {any} */
export const esbuild = () => createRequire(import.meta.url)("esbuild");

/** @returns {Promise<string>} its folder */
export async function buildHarperMethod() {
  const out = join(ROOT, "target/side-by-side/harper-method");
  mkdirSync(out, { recursive: true });
  for (const file of ["manifest.json", "content.js", "content.css"]) cpSync(join(HERE, file), join(out, file));
  cpSync(join(PACKAGE, "harper_wasm_bg.wasm"), join(out, "harper_wasm_bg.wasm"));
  await esbuild().build({
    entryPoints: [join(HERE, "background.js")],
    outfile: join(out, "background.js"),
    bundle: true,
    format: "iife",
    target: "es2022",
    minify: true,
    external: ["fs"],
    // The package's own address, of which nothing is loaded here.
    define: { "import.meta.url": JSON.stringify("https://harper.example/") },
    logLevel: "warning",
  });
  return out;
}
