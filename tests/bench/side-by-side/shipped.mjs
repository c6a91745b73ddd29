// How many bytes each tool is for whoever downloads it, zipped: the least that does what is measured here, without Node or Python.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { zip } from "../../../extension/zip.mjs";
import { EXTENSION, ROOT } from "../../browser/places.mjs";
import { esbuild } from "./harper-method/build.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const HARPER = join(HERE, "node_modules/harper.js/dist");

/** @param {string[]} paths */
const zipped = (...paths) =>
  zip(paths.map((path) => ({ name: relative(ROOT, path), bytes: readFileSync(path) }))).length;

/** All files of a folder. @param {string} folder @param {(path: string) => boolean} [wanted] */
const files = (folder, wanted = () => true) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(wanted);

/** A package and all that it needs as one script, as an application would ship it. @param {string} contents */
async function bundled(contents) {
  const { outputFiles } = await esbuild().build({
    stdin: { contents, resolveDir: HERE },
    bundle: true,
    minify: true,
    write: false,
    platform: "node",
    format: "esm",
    logLevel: "error",
  });
  return outputFiles[0].contents;
}

/** @param {string} contents @param {string[]} beside */
const bundledAndZipped = async (contents, ...beside) =>
  zip([
    { name: "index.js", bytes: await bundled(contents) },
    ...beside.map((path) => ({ name: relative(HERE, path), bytes: readFileSync(path) })),
  ]).length;

/** In bytes. */
export async function shipped() {
  const engine = join(EXTENSION, "engine");
  const python = files(join(ROOT, "target/side-by-side/venv/lib")).filter(
    (path) => /site-packages\/(proselint|re2|_re2|google_re2)/.test(path) && !/__pycache__|dist-info|-stubs/.test(path),
  );
  const harper = 'export { LocalLinter, Dialect, createBinaryModuleFromUrl } from "harper.js"';
  return {
    native: zipped(join(ROOT, "target/release/thinktwice")),
    wasm: zipped(join(engine, "wasm.js"), join(engine, "wasm_bg.wasm")),
    js: zipped(join(engine, "js.js"), join(engine, "wasm_bg.wasm")),
    extension: zipped(...files(EXTENSION)),
    harper: await bundledAndZipped(harper, join(HARPER, "harper_wasm_bg.wasm")),
    harperSlim: await bundledAndZipped(harper, join(HARPER, "harper_wasm_slim_bg.wasm")),
    alex: await bundledAndZipped('export { text } from "alex"'),
    "write-good": await bundledAndZipped('export { default } from "write-good"'),
    // Without what it has for asking Google, which its main script loads as well.
    "redact-pii": await bundledAndZipped('export * from "redact-pii/lib/SyncCompositeRedactor.js"'),
    proselint: zipped(...python),
  };
}
