// Use over a long time, compressed: a site that goes from page to page in one tab, with boxes that are written in, warned about and
// left, in the four editors. What the extension holds afterwards is what it held at the start, seen beside a browser without it.
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { launchNoting } from "./both.mjs";
import { launch } from "./browser.mjs";
import { ownWorld, tell } from "./extension.mjs";
import { hosts, listeners, WAITING } from "./left.mjs";
import { underlined } from "./underlines.mjs";
import { until } from "./until.mjs";

/** @typedef {{nodes: number, listeners: number, documents: number, heap: number}} Held   `heap` in KB */
/** @typedef {{name: string, boxes: number, grown: Held, control: Held, left: {hosts: number, highlights: number, listeners: string[]}, uncaught: string[]}} Outcome */

const EDITORS = /** @type {const} */ (["lexical", "draft", "quill", "tiptap"]);
/** Boxes on each page of the site. */
const BOXES = 4;

/**
 * Goes from page to page; in each, every box is written in. Runs in the page.
 * @param {{from: number, pages: number, watched: boolean}} how
 */
async function use({ from, pages, watched }) {
  const { site, boxes } = /** @type {any} */ (window);
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const count = () => [...CSS.highlights].filter(([name]) => name.startsWith("thinktwice-")).length;
  /** @param {boolean} shown */
  const settled = async (shown) => {
    if (!watched) return frame().then(frame);
    for (let n = 0; count() > 0 !== shown; n++) {
      if (n > 600) throw new Error(shown ? "not underlined" : "still underlined");
      await frame();
    }
  };
  for (let i = from; i < from + pages; i++) {
    site.navigate(`/page/${i}${location.search}`);
    for (const box of boxes) {
      box.element.focus();
      box.set(`Visit ${i}. We can cure a migraine.`);
      await settled(true);
      box.set(`Visit ${i}. Good morning.`);
      await settled(false);
      box.set(`Visit ${i}. We guarantee you will be pain free. We can cure asthma.`);
      await settled(true);
    }
  }
}

/**
 * @param {(typeof EDITORS)[number]} name
 * @param {import("./browser.mjs").Browser} browser
 * @param {number} pages
 * @param {boolean} watched
 */
async function soakOne(name, browser, pages, watched) {
  const page = await browser.open(name, { kind: "post", boxes: BOXES });
  await page.bringToFront();
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Performance.enable");
  const own = watched ? await ownWorld(page, browser.id) : null;
  let from = 0;
  /** @param {number} pages */
  const go = async (pages) => {
    // By the user's own hand as well, now and then: real keys, a card, another field, a scroll.
    for (const end = from + pages; from < end; from += 25) {
      await page.evaluate(use, { from, pages: Math.min(25, end - from), watched });
      await page.keyboard.type(" Also a cure for sciatica.");
      if (watched) {
        await tell(browser, page, { ask: "command", command: "open-card" });
        await tell(browser, page, { ask: "command", command: "next-warning" });
      }
      await page.keyboard.press("Escape");
      await page.mouse.wheel(0, 200);
      await page.mouse.wheel(0, -200);
      await page.getByRole("combobox", { name: "Search" }).click();
    }
  };
  const measure = async () => {
    if (watched) await until(async () => (await hosts(page)) === 0);
    for (let i = 0; i < 3; i++) await cdp.send("HeapProfiler.collectGarbage");
    const { nodes, jsEventListeners, documents } = await cdp.send("Memory.getDOMCounters");
    const { metrics } = await cdp.send("Performance.getMetrics");
    const heap = metrics.find((metric) => metric.name === "JSHeapUsedSize")?.value ?? NaN;
    return { nodes, listeners: jsEventListeners, documents, heap: heap / 1024 };
  };
  await go(Math.max(5, Math.round(pages / 4))); // the engine and the editor are warm
  const first = await measure();
  await go(pages);
  const last = await measure();
  const left = own
    ? { hosts: await hosts(page), highlights: (await underlined(page)).length, listeners: await listeners(own) }
    : { hosts: 0, highlights: 0, listeners: WAITING };
  await page.close();
  const by = (/** @type {keyof Held} */ what) => Math.round(last[what] - first[what]);
  return {
    left,
    grown: { nodes: by("nodes"), listeners: by("listeners"), documents: by("documents"), heap: by("heap") },
  };
}

/**
 * @param {{pages: number, tell?: (outcome: Outcome) => void}} how `pages` of the site, for each editor
 * @returns {Promise<Outcome[]>}
 */
export async function soak({ pages, tell = () => {} }) {
  const [{ browser, uncaught, close }, control] = await Promise.all([launchNoting(), launch({ extension: false })]);
  const outcomes = [];
  try {
    for (const name of EDITORS) {
      const [{ left, grown }, without] = await Promise.all([
        soakOne(name, browser, pages, true),
        soakOne(name, control, pages, false),
      ]);
      const outcome = { name, boxes: pages * BOXES, grown, control: without.grown, left, uncaught: uncaught() };
      tell(outcome);
      outcomes.push(outcome);
    }
  } finally {
    await Promise.all([close(), control.close()]);
  }
  return outcomes;
}

/**
 * What is wrong with an outcome, in words; nothing if all is as it was at the start.
 * @param {Outcome} outcome
 * @returns {string[]}
 */
export function faults({ grown, control, left, uncaught }) {
  // What the JavaScript engine compiles as it goes, on LinkedIn, is some 600 KB.
  const most = { nodes: 100, listeners: 20, documents: 0, heap: 1500 };
  const faults = Object.entries(most)
    .map(([what, most]) => ({
      what,
      most,
      by: grown[/** @type {keyof Held} */ (what)] - control[/** @type {keyof Held} */ (what)],
    }))
    .filter(({ most, by }) => by > most)
    .map(({ what, by, most }) => `${by} ${what} more than without the extension; ${most} are allowed`);
  if (left.hosts > 0) faults.push(`${left.hosts} elements of the extension are left`);
  if (left.highlights > 0) faults.push(`${left.highlights} underlines are left`);
  if (JSON.stringify(left.listeners) !== JSON.stringify(WAITING)) faults.push(`it listens to ${left.listeners}`);
  return [...faults, ...uncaught];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { pages: { type: "string", default: "300" } } });
  const start = Date.now();
  /** @param {Outcome} outcome */
  const row = ({ name, boxes, grown, control }) =>
    console.log(
      `${name.padEnd(8)} ${String(boxes).padStart(5)} boxes  ` +
        /** @type {(keyof Held)[]} */ (Object.keys(grown))
          .map((what) => `${what} ${grown[what] >= 0 ? "+" : ""}${grown[what]} (without: ${control[what]})`)
          .join("  "),
    );
  const outcomes = await soak({ pages: Number(values.pages), tell: row });
  const wrong = outcomes.flatMap((outcome) => faults(outcome).map((fault) => `${outcome.name}: ${fault}`));
  for (const fault of wrong) console.error(fault);
  console.log(
    `${((Date.now() - start) / 60_000).toFixed(1)} minutes; ${wrong.length === 0 ? "nothing is left behind" : "something is left behind"}`,
  );
  process.exitCode = wrong.length === 0 ? 0 : 1;
}
