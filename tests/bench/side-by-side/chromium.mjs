// The engines in Chromium: ours in the content script of a page, in both builds; Harper's in the service worker of an extension.
import assert from "node:assert/strict";
import { findings } from "../../../extension/pages/findings.js";
import { launch } from "../../browser/browser.mjs";
import { until } from "../../browser/until.mjs";
import { isolated } from "../measure.mjs";
import { LENGTHS } from "./texts.mjs";

/** @typedef {import("./texts.mjs").Texts} Texts */
/** @typedef {import("./run.mjs").Started} Started */
/** @typedef {import("./run.mjs").Steady} Steady */

/** As many of them are started; each is a new page, or a new browser. */
export const ROUNDS = 3;
/** A slow tool is given fewer texts. In ms, for each length. */
const MOST_WARMING = 4_000;
const MOST_TIMED = 8_000;

/** What is done in the page or in the worker: written once, as text, since both want it so. */
const TIMED = `async (check, texts) => {
  const times = async (all, most) => {
    const end = performance.now() + most;
    const found = [];
    for (const [i, text] of all.entries()) {
      if (performance.now() > end) break;
      const begun = performance.now();
      const answer = check(text);
      if (answer instanceof Promise) await answer;
      found.push(performance.now() - begun);
      // What is run often is compiled meanwhile.
      if (i % 50 === 0) await new Promise((done) => setTimeout(done, 5));
    }
    return found;
  };
  const answer = { unseen: {}, repeated: {} };
  for (const length of ${JSON.stringify(LENGTHS)}) {
    await times(texts.warm[length], ${MOST_WARMING});
    answer.unseen[length] = await times(texts.unseen[length], ${MOST_TIMED});
    const again = texts.unseen[length].slice(0, 5).flatMap((text) => Array(20).fill(text));
    answer.repeated[length] = await times(again, ${MOST_TIMED});
  }
  return answer;
}`;

/**
 * @param {Texts} texts
 * @param {"wasm" | "js"} name
 * @param {any[]} expected what is found in each of the 200 posts
 * @returns {Promise<Started & Steady>}
 */
export async function ours(texts, name, expected) {
  const browser = await launch();
  /** @type {Started} */
  const started = { setUp: [], first: { 280: [], 3000: [] } };
  const begin = `
    if (!crossOriginIsolated) throw new Error("the clock is coarse here");
    const begun = performance.now();
    const engine = await import(chrome.runtime.getURL("engine/${name}.js"));
    await engine.default(${name === "wasm" ? '{ module_or_path: chrome.runtime.getURL("engine/wasm_bg.wasm") }' : ""});
    const ready = performance.now();`;
  try {
    for (let round = 0; round < ROUNDS; round++) {
      for (const length of LENGTHS) {
        const { page, own } = await isolated(browser, name);
        const [setUp, first] = await own.evaluate(`(async () => {${begin}
          engine.check(${JSON.stringify(texts.first[length][round])}, "post", false, "");
          return [ready - begun, performance.now() - ready];
        })()`);
        started.setUp.push(setUp);
        started.first[length].push(first);
        await page.close();
      }
    }
    const { page, own } = await isolated(browser, name);
    const { found, ...steady } = await own.evaluate(`(async () => {${begin}
      const texts = ${JSON.stringify({ warm: texts.warm, unseen: texts.unseen })};
      const check = (text) => engine.check(text, "post", false, "");
      const times = await (${TIMED})(check, texts);
      return { ...times, found: texts.unseen[280].map((text) => (${findings})(check(text))) };
    })()`);
    assert.deepEqual(found, expected);
    await page.close();
    return { ...started, ...steady };
  } finally {
    await browser.close();
  }
}

/**
 * @param {Texts} texts
 * @param {string} extension the folder of Harper's method
 * @returns {Promise<Started & Steady>}
 */
export async function harper(texts, extension) {
  /** @type {Started} */
  const started = { setUp: [], first: { 280: [], 3000: [] } };
  for (let round = 0; round < ROUNDS; round++) {
    for (const length of LENGTHS) {
      const browser = await launch({ extension });
      try {
        const [setUp, first] = await evaluate(browser)(async (/** @type {string} */ text) => {
          const { setUp, lint } = /** @type {any} */ (globalThis);
          const begun = performance.now();
          await setUp();
          const ready = performance.now();
          await lint(text);
          return [ready - begun, performance.now() - ready];
        }, texts.first[length][round]);
        started.setUp.push(setUp);
        started.first[length].push(first);
      } finally {
        await browser.close();
      }
    }
  }
  const browser = await launch({ extension });
  try {
    const phrases = await evaluate(browser)(
      async (/** @type {string} */ text) =>
        (await /** @type {any} */ (globalThis).lint(text)).map((/** @type {any} */ lint) => lint.phrase),
      "This is an test.",
    );
    assert.deepEqual(phrases, ["an"]);
    const steady = await evaluate(browser)(
      `(${TIMED})(lint, ${JSON.stringify({ warm: texts.warm, unseen: texts.unseen })})`,
    );
    return { ...started, ...steady };
  } finally {
    await browser.close();
  }
}

/**
 * Asks the service worker, when its script has run.
 * @param {import("../../browser/browser.mjs").Browser} browser
 * @returns {(what: any, given?: any) => Promise<any>}
 */
const evaluate = ({ worker }) => {
  assert.ok(worker);
  return async (what, given) => {
    await until(() => worker.evaluate("typeof lint === 'function'"));
    return worker.evaluate(what, given);
  };
};
