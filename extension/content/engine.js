/**
 * Which of the two engines runs: WebAssembly, or its translation to JavaScript where the page's policy refuses WebAssembly.
 *
 * @typedef {typeof import("../engine/wasm.js")} Engine
 */

/**
 * Sites whose policy is known to refuse: trying there would fire a violation that the page hears. (Firefox does not ask the
 * page's policy.)
 */
const REFUSING = ["linkedin.com"];
const isFirefox = navigator.userAgent.includes("Firefox/");

/** @param {string} host */
const isKnownToRefuse = (host) => !isFirefox && REFUSING.some((known) => host === known || host.endsWith(`.${known}`));

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
 * Loads the engine that this page lets run.
 *
 * @param {string} host   the page's host name
 * @returns {Promise<{engine: Engine, kind: "wasm" | "js"}>}
 */
export async function loadEngine(host) {
  if (!isKnownToRefuse(host) && !(await refused()).includes(host)) {
    try {
      const engine = await import(chrome.runtime.getURL("engine/wasm.js"));
      await engine.default({ module_or_path: chrome.runtime.getURL("engine/wasm_bg.wasm") });
      return { engine, kind: "wasm" };
    } catch (error) {
      if (!(error instanceof WebAssembly.CompileError)) throw error;
      await rememberRefusal(host);
    }
  }
  const engine = await import(chrome.runtime.getURL("engine/js.js"));
  await engine.default();
  return { engine, kind: "js" };
}
