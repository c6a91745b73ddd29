/**
 * Which of the two engines runs: WebAssembly, or its translation to JavaScript where the page's policy refuses WebAssembly.
 *
 * @typedef {typeof import("../engine/wasm.js")} Engine
 */
import { isFirefox } from "./browser.js";

/** Sites whose policy is known to refuse: trying there would fire a violation that the page hears. */
const REFUSING = ["linkedin.com"];

/** @param {string} host */
const isKnownToRefuse = (host) => REFUSING.some((known) => host === known || host.endsWith(`.${known}`));

/** @returns {Promise<string[]>} hosts that have refused before */
async function refused() {
  const { refusing } = await chrome.storage.local.get("refusing").catch(() => ({ refusing: [] }));
  return Array.isArray(refusing) ? refusing.filter((host) => typeof host === "string") : [];
}

/** @param {string} host */
async function rememberRefusal(host) {
  const all = new Set([...(await refused()), host]);
  await chrome.storage.local.set({ refusing: [...all].slice(-100) }).catch(() => {});
}

/**
 * What is on its way already: the script of the first engine, and the file that both need.
 *
 * @typedef {{script: Promise<Engine>, file: Promise<Response>}} Coming
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
 * @param {Coming} coming
 * @returns {Promise<Engine>}
 */
async function loadWasm(coming) {
  const engine = await coming.script;
  await engine.default({ module_or_path: await unread(coming) });
  return engine;
}

/**
 * @param {Coming} coming
 * @returns {Promise<Engine>}
 */
async function loadJs(coming) {
  const engine = await import(chrome.runtime.getURL("engine/js.js"));
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
  // Firefox does not ask the page's policy, and has no other engine.
  if (isFirefox) return { engine: await loadWasm(coming), kind: "wasm" };
  if (!isKnownToRefuse(host) && !(await refused()).includes(host)) {
    try {
      return { engine: await loadWasm(coming), kind: "wasm" };
    } catch (error) {
      if (!(error instanceof WebAssembly.CompileError)) throw error;
      await rememberRefusal(host);
    }
  }
  return { engine: await loadJs(coming), kind: "js" };
}
