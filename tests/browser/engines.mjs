// The engines that the extension ships, started in Node: WebAssembly, and its translation to JavaScript.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { withFindings } from "../../extension/pages/findings.js";

/** @typedef {import("../../extension/pages/rules.js").Engine} Engine */

/**
 * Starts an engine of an unpacked extension.
 * @param {string} extension its folder
 * @param {"wasm" | "js"} name
 * @returns {Promise<Engine>}
 */
export async function startEngine(extension, name) {
  const script = readFileSync(join(extension, `engine/${name}.js`), "base64");
  // Named by its contents, so that Node reads it as a module, and anew when it is another build.
  const engine = await import(`data:text/javascript;base64,${script}`);
  await engine.default({ module_or_path: readFileSync(join(extension, "engine/wasm_bg.wasm")) });
  return withFindings(engine);
}
