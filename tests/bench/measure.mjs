// What is measured in Chromium. Every answer is checked before its time counts.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { element, EXTENSION } from "../browser/browser.mjs";
import { startEngine } from "../browser/engines.mjs";
import { ownWorld, stateOf } from "../browser/extension.mjs";
import { findings } from "../../extension/pages/findings.js";
import { until } from "../browser/until.mjs";
import { CHECKED, OWN_PACK, TYPED } from "./posts.mjs";

/** @typedef {import("../browser/browser.mjs").Browser} Browser */
/** @typedef {Awaited<ReturnType<Browser["open"]>>} Page */
/** @typedef {"lexical" | "draft" | "quill" | "tiptap"} Editor */
/** @typedef {"wasm" | "js"} EngineName */

/** Where each engine runs: Chromium lets no WebAssembly run in LinkedIn's pages. */
export const ORIGINS = { wasm: "https://www.facebook.com", js: "https://www.linkedin.com" };

/** The editor for what begins with the first focus: Lexical takes the focus when it is given a text. */
const FIRST = "draft";

/**
 * @param {number[]} values
 * @param {number} part 0.5 for the median
 */
export const quantile = (values, part) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))];

/** Whose marks are looked at, by what the names of its highlights begin with, and what they should be. */
export const OURS = { prefix: "thinktwice-", expected };

/**
 * Opens an editor's page with the post that is typed in; nothing has the focus yet.
 * @param {Browser} browser
 * @param {Editor} editor
 * @param {EngineName} engine which one runs there, if there is an extension
 */
export async function open(browser, editor, engine) {
  const page = await browser.open(editor, { kind: "post", origin: ORIGINS[engine], seed: TYPED.before });
  // Until the extension's script is in the page.
  if (browser.id) await (await ownWorld(page, browser.id)).cdp.detach();
  return page;
}

/** The phrases that are underlined, as the page has them. @param {Page} page */
export const underlined = (page, { prefix } = OURS) =>
  page.evaluate(
    (prefix) =>
      [...CSS.highlights]
        .filter(([name]) => name.startsWith(prefix))
        .flatMap(([, highlight]) => [.../** @type {any} */ (highlight)].map(String))
        .sort(),
    prefix,
  );

/** What is to be underlined, as phrases: where two warnings overlap, only the more severe is drawn. @param {string} text */
async function expected(text) {
  const engine = await startEngine(EXTENSION, "wasm");
  const pieces = engine.check(text, "post", false, "");
  const rank = (/** @type {string} */ severity) => ["low", "medium", "high"].indexOf(severity);
  const most = new Int8Array(text.length).fill(-1);
  for (const { severity, start, end } of pieces)
    for (let unit = start; unit < end; unit++) most[unit] = Math.max(most[unit], rank(severity));
  /** @type {string[]} */
  const phrases = [];
  for (const { severity, start, end } of pieces) {
    for (let from = start, unit = start; unit <= end; unit++) {
      if (unit < end && most[unit] === rank(severity)) continue;
      if (from < unit) phrases.push(text.slice(from, unit));
      from = unit + 1;
    }
  }
  return phrases.sort();
}

/**
 * From the first focus in a fresh page: until the engine runs and watches the box, and until the first underlines are painted.
 * @param {Browser} browser
 * @param {EngineName} engine
 */
export async function firstFocus(browser, engine) {
  const page = await open(browser, FIRST, engine);
  await page.bringToFront();
  const times = await page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        setTimeout(reject, 10_000, new Error("the extension did not start"));
        const begun = performance.now();
        let ready = NaN;
        const observer = new MutationObserver(() => {
          if (!document.querySelector("[data-think-twice]")) return;
          observer.disconnect();
          ready = performance.now() - begun;
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => {
            if (CSS.highlights.has("thinktwice-high")) resolve({ ready, underlined: performance.now() - begun });
            else requestAnimationFrame(() => port2.postMessage(""));
          };
          requestAnimationFrame(() => port2.postMessage(""));
        });
        observer.observe(document.documentElement, { childList: true, subtree: true });
        /** @type {any} */ (window).boxes[0].element.focus();
      }),
  );
  assert.deepEqual(await underlined(page), await expected(TYPED.before));
  await page.close();
  return /** @type {{ready: number, underlined: number}} */ (times);
}

/**
 * A page with a compose box, isolated so that its clock shows 5 µs, and the content script's own world in it.
 * @param {Browser} browser
 * @param {EngineName} engine
 */
export async function isolated(browser, engine) {
  const page = await browser.context.newPage();
  await page.route(`${ORIGINS[engine]}/`, (route) =>
    route.fulfill({
      headers: {
        "content-type": "text/html",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-embedder-policy": "require-corp",
      },
      body: '<!doctype html><html lang="en"><div role="dialog" aria-label="Create post"><textarea aria-label="Post text"></textarea></div></html>',
    }),
  );
  await page.goto(`${ORIGINS[engine]}/`);
  await page.bringToFront();
  return { page, own: await ownWorld(page, browser.id) };
}

/**
 * The check alone, in the content script's own world, where the engine runs already. Every time the post is another by one letter.
 * @param {Browser} browser
 * @param {EngineName} engine
 * @param {number} checks
 */
export async function checkAlone(browser, engine, checks) {
  const { page, own } = await isolated(browser, engine);
  await page.locator("textarea").fill(TYPED.before);
  await page.locator("textarea").focus();
  await until(
    () => underlined(page),
    (found) => found.length > 0,
  );
  const reference = await startEngine(EXTENSION, engine === "wasm" ? "js" : "wasm");
  /** @type {Record<string, number[]>} */
  const times = {};
  for (const [name, text, way] of CHECKED) {
    const pack = way === "typed, own pack" ? OWN_PACK : "";
    const middle = text.indexOf(". ", text.length / 2) + 2;
    const posts = [..."Tuesdays"].map(
      (_, i) => text.slice(0, middle) + "Tuesdays".slice(0, i) + " " + text.slice(middle),
    );
    const found = await own.evaluate(`(async () => {
      globalThis.engine = await import(chrome.runtime.getURL("engine/${engine}.js"));
      engine.holdPack(${JSON.stringify(pack)});
      return ${JSON.stringify(posts)}.map((post) => (${findings})(engine.check(post, "post", false, "")));
    })()`);
    reference.holdPack(pack);
    for (const [i, post] of posts.entries()) assert.deepEqual(found[i], reference.check(post, "post", false, ""));
    assert.equal(found[0].length > 10, name === "dense");
    assert.equal(
      found[0].some((/** @type {{pack: string}} */ f) => f.pack === "own"),
      pack !== "" && name === "dense",
    );
    times[`${name}, ${way}`] = await own.evaluate(`(async () => {
      if (!crossOriginIsolated) throw new Error("the clock is coarse here");
      const { check } = engine;
      const posts = ${JSON.stringify(posts)};
      const times = [];
      for (let i = -500; i < ${checks}; i++) {
        ${way === "pasted" ? 'check("", "post", false, "");' : ""}
        const begun = performance.now();
        check(posts[(i + 504) % 8], "post", false, "");
        const time = performance.now() - begun;
        if (i >= 0) times.push(time);
        if (i % 50 === 0) await new Promise((done) => setTimeout(done, 5));
      }
      return times;
    })()`);
  }
  await page.close();
  return times;
}

/** What the tab's process has written and shares with nobody, in bytes. @param {number} pid */
const privateBytes = (pid) =>
  1024 * Number(/^Private_Dirty:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1]);

/**
 * The process that a page runs in: the one that works when the page does.
 * @param {Browser} browser
 * @param {Page} page
 */
async function processOf(browser, page) {
  const cdp = await browser.context.browser()?.newBrowserCDPSession();
  assert.ok(cdp);
  const times = async () => {
    const { processInfo } = await cdp.send("SystemInfo.getProcessInfo");
    return new Map(processInfo.filter((p) => p.type === "renderer").map((p) => [p.id, p.cpuTime]));
  };
  const before = await times();
  await page.evaluate(() => {
    const end = performance.now() + 300;
    while (performance.now() < end);
  });
  const used = [...(await times())].map(([id, time]) => ({ id, time: time - (before.get(id) ?? 0) }));
  await cdp.detach();
  const busiest = used.sort((a, b) => b.time - a.time)[0];
  assert.ok(busiest.time > 0.2, "the page's process was not found");
  return busiest.id;
}

/**
 * How much a fresh tab grows, in bytes, from the first focus and thirty keystrokes: its process; of that, its JavaScript heap and the
 * buffers beside it; and how large the memory of a WebAssembly engine is.
 * @param {Browser} browser
 * @param {EngineName} engine
 */
export async function growth(browser, engine) {
  const page = await open(browser, FIRST, engine);
  const cdp = await page.context().newCDPSession(page);
  const pid = await processOf(browser, page);
  const look = async () => {
    for (let i = 0; i < 3; i++) await cdp.send("HeapProfiler.collectGarbage");
    const { usedSize, backingStorageSize } = await cdp.send("Runtime.getHeapUsage");
    return { process: privateBytes(pid), heap: usedSize, buffers: backingStorageSize };
  };
  const before = await look();
  await page.bringToFront();
  await (await element(page)).focus();
  await page.keyboard.press("Control+End");
  if (browser.id)
    await until(
      () => underlined(page),
      (found) => found.length > 10,
    );
  for (let i = 0; i < 15; i++) {
    await page.keyboard.press(TYPED.letter);
    await page.keyboard.press("Backspace");
  }
  const after = await look();
  let engineMemory = 0;
  if (browser.id && engine === "wasm") {
    const own = await ownWorld(page, browser.id);
    engineMemory = await own.evaluate(
      `(async () => (await (await import(chrome.runtime.getURL("engine/wasm.js"))).default()).memory.buffer.byteLength)()`,
    );
  }
  await page.close();
  return {
    process: after.process - before.process,
    heap: after.heap - before.heap,
    buffers: after.buffers - before.buffers,
    engineMemory,
  };
}

/**
 * How often a function of the extension is called in a page where no compose box has the focus, in 10 s.
 * @param {Browser} browser
 * @param {EngineName} engine
 * @param {boolean} wasFocused whether a box had the focus before
 */
export async function idle(browser, engine, wasFocused) {
  const page = await open(browser, FIRST, engine);
  await page.bringToFront();
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Profiler.enable");
  await cdp.send("Profiler.startPreciseCoverage", { callCount: true });
  const calls = async () => {
    const { result } = await cdp.send("Profiler.takePreciseCoverage");
    const own = result.filter((script) => script.url.startsWith("chrome-extension://"));
    return own.flatMap((script) => script.functions.flatMap((f) => f.ranges)).reduce((sum, r) => sum + r.count, 0);
  };
  if (wasFocused) {
    await (await element(page)).focus();
    await until(
      () => underlined(page),
      (found) => found.length > 10,
    );
    assert.ok((await calls()) > 0, "the extension's calls are not counted");
    await page.getByRole("combobox", { name: "Search" }).focus();
    await until(
      () => underlined(page),
      (found) => found.length === 0,
    );
    await pause(200);
  }
  await calls();
  await pause(10_000);
  const count = await calls();
  await page.close();
  return count;
}
