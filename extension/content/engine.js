/**
 * Which of the two engines runs: WebAssembly, or its translation to JavaScript where the page's policy refuses WebAssembly.
 *
 * @typedef {typeof import("../engine/wasm.js")} Engine
 */
import { isFirefox } from "./browser.js";

/** @returns {Promise<string[]>} hosts that have refused before */
async function refused() {
  const { refusing } = await chrome.storage.local.get("refusing").catch(() => ({ refusing: [] }));
  return Array.isArray(refusing) ? refusing.filter((host) => typeof host === "string") : [];
}

/** @param {string} host */
async function rememberRefusal(host) {
  // That of a frame of which nobody knows the page would hold for all such frames.
  if (!host) return;
  const all = new Set([...(await refused()), host]);
  await chrome.storage.local.set({ refusing: [...all].slice(-100) }).catch(() => {});
}

/**
 * What is on its way already: an engine's script, and the file that both need; and whether the page is known to refuse WebAssembly,
 * so that the script is that of the second engine.
 *
 * @typedef {{script: Promise<Engine>, file: Promise<Response>, refuses: boolean}} Coming
 */

/**
 * The file, which can be read once: asked for anew where it has been read, or did not come.
 *
 * @param {Coming} coming
 */
async function unread({ file }) {
  const response = await file.catch(() => null);
  return response && !response.bodyUsed ? response : fetch(chrome.runtime.getURL("engine/wasm_bg.wasm"));
}

/**
 * @param {Promise<Engine>} script
 * @param {Coming} coming
 */
async function startOf(script, coming) {
  const engine = await script;
  await engine.default({ module_or_path: await unread(coming) });
  return engine;
}

/**
 * Loads the engine that this page lets run.
 *
 * @param {string} host   the page's host name
 * @param {Coming} coming
 * @returns {Promise<{engine: Engine, kind: "wasm" | "js"}>}
 */
export async function loadEngine(host, coming) {
  if (coming.refuses) return { engine: await startOf(coming.script, coming), kind: "js" };
  // Firefox does not ask the page's policy, and has no other engine.
  if (isFirefox) return { engine: await startOf(coming.script, coming), kind: "wasm" };
  if (!(await refused()).includes(host)) {
    try {
      return { engine: await startOf(coming.script, coming), kind: "wasm" };
    } catch (error) {
      if (!(error instanceof WebAssembly.CompileError)) throw error;
      await rememberRefusal(host);
    }
  }
  return { engine: await startOf(import(chrome.runtime.getURL("engine/js.js")), coming), kind: "js" };
}
