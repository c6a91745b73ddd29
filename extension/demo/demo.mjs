// Shows the extension at work, on one page with the editors of the three sites: `./build.sh demo`. With a display it opens a
// window; without one it types the samples itself, prints what is underlined, and leaves pictures in target/demo.
import { build } from "esbuild";
import { mkdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { element, launch, state } from "../../tests/browser/browser.mjs";
import { EDITORS } from "../../tests/browser/editors/build.mjs";
import { SAMPLES } from "./samples.js";

/**
 * @typedef {import("../../tests/browser/browser.mjs").Browser} Browser
 * @typedef {Awaited<ReturnType<Browser["open"]>>} Page
 * @typedef {import("../popup/state.js").Answer} Answer
 */

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, "../..");
const EDITORS_HOME = join(ROOT, "tests/browser/editors");
const PICTURES = join(ROOT, "target/demo");
/** The sites, each with the policy for scripts that it sends. */
const SITES = {
  "www.facebook.com": "script-src 'self' 'wasm-unsafe-eval'",
  "x.com": "script-src 'self' 'wasm-unsafe-eval'",
  "www.linkedin.com": "script-src 'self'",
};
const BOXES = ["Lexical", "Draft.js", "Quill", "TipTap", "textarea"];
/** How long the extension may take to start, in milliseconds. */
const PATIENCE = 10_000;

/** The page's script: the editors as the browser tests have them, each of which puts its box on the page, then the page's own. */
async function bundle() {
  const scripts = [...EDITORS.map((name) => join(EDITORS_HOME, `${name}.js`)), join(HERE, "page.js")];
  const { outputFiles } = await build({
    stdin: { contents: scripts.map((script) => `import ${JSON.stringify(script)};`).join("\n"), resolveDir: HERE },
    bundle: true,
    write: false,
    format: "iife",
    target: "es2022",
    minify: true,
    // Draft.js wants Node's `global`.
    define: { global: "globalThis", "process.env.NODE_ENV": '"production"' },
    loader: { ".css": "text" },
    logLevel: "warning",
    plugins: [
      {
        name: "all editors on one page",
        setup: ({ onResolve }) =>
          onResolve({ filter: /^\.\/page\.js$/ }, ({ importer }) =>
            dirname(importer) === EDITORS_HOME ? { path: join(HERE, "place.js") } : undefined,
          ),
      },
    ],
  });
  return outputFiles[0].text;
}

/**
 * Serves the page at the real host names. (Every other request fails: see tests/browser/site.mjs.)
 * @param {Browser} browser
 */
export async function serve({ context }) {
  const script = await bundle();
  await context.route(/^https:\/\/(www\.facebook|x|www\.linkedin)\.com\/demo/, (route) => {
    const { hostname, pathname } = new URL(route.request().url());
    if (pathname === "/demo/page.js") {
      return route.fulfill({ contentType: "text/javascript; charset=utf-8", body: script });
    }
    if (pathname === "/demo/icon.svg") {
      return route.fulfill({ contentType: "image/svg+xml", body: readFileSync(join(HERE, "../icons/icon.svg")) });
    }
    return route.fulfill({
      headers: {
        "content-type": "text/html; charset=utf-8",
        "content-security-policy": SITES[/** @type {keyof typeof SITES} */ (hostname)],
      },
      body: `<!doctype html><html lang="en-GB"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Try Think Twice</title><link rel="icon" href="/demo/icon.svg"><body><script src="/demo/page.js"></script></body></html>`,
    });
  });
}

/**
 * @param {Page} page
 * @param {string} host
 */
export async function open(page, host) {
  await page.goto(`https://${host}/demo`);
  await page.waitForSelector("html[data-ready]", { state: "attached" });
}

/**
 * Sends a message to the content script, as the popup does, and gives its answer.
 * @param {Browser} browser
 * @param {Page} page
 * @param {object} message
 */
export async function tell({ worker }, page, message) {
  return worker?.evaluate(
    async ({ url, message }) => {
      const [tab] = await chrome.tabs.query({ url });
      return chrome.tabs.sendMessage(tab.id ?? -1, message, { frameId: 0 }).catch(() => null);
    },
    { url: page.url(), message: { to: "content", ...message } },
  );
}

/**
 * What the page underlines in the box that has the focus.
 * @param {Browser} browser
 * @param {Page} page
 * @returns {Promise<Answer>}
 */
export async function underlined(browser, page) {
  for (const end = Date.now() + PATIENCE; Date.now() < end; await setTimeout(20)) {
    await painted(page);
    const answer = await tell(browser, page, { ask: "state" });
    if (answer?.watched) return answer;
  }
  throw new Error("the extension does not watch the box");
}

/** @param {Page} page */
export const painted = (page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

/**
 * Types every sample, in turn in each editor on each site, and prints what is underlined.
 * @param {Browser} browser
 * @returns {Promise<number>} how many samples show something else than they should
 */
async function typeSamples(browser) {
  const hosts = Object.keys(SITES);
  const pages = await Promise.all(hosts.map(() => browser.context.newPage()));
  for (const [i, host] of hosts.entries()) await open(pages[i], host);
  let wrong = 0;
  for (const [i, { text, risky }] of SAMPLES.entries()) {
    const page = pages[i % hosts.length];
    const box = i % BOXES.length;
    await page.bringToFront();
    await (await element(page, box)).click();
    await page.keyboard.type(text);
    const { warnings, engine } = await underlined(browser, page);
    const where = `${BOXES[box]} at ${hosts[i % hosts.length]}, ${engine === "wasm" ? "WebAssembly" : "JavaScript"}`;
    console.log(`\n${text}\n  (${where})`);
    for (const { severity, rule, phrase } of warnings) console.log(`  ${severity.padEnd(6)} ${rule}: “${phrase}”`);
    if (warnings.length === 0) console.log("  nothing underlined");
    const trouble =
      (await state(page, box)).text !== text
        ? "the editor has another text"
        : warnings.length > 0 !== risky && `expected ${risky ? "a warning" : "no warning"}`;
    if (trouble) console.log(`  WRONG: ${trouble}`);
    if (trouble) wrong++;
  }
  await Promise.all(pages.map((page) => page.close()));
  return wrong;
}

/**
 * The popup about a page, in a tab of its own.
 * @param {Browser} browser
 * @param {Page} page
 */
export async function openPopup(browser, page) {
  const popup = await browser.context.newPage();
  await popup.setViewportSize({ width: 380, height: 720 });
  // In a tab of its own the popup would ask about itself: it is told of the demonstration's.
  await popup.addInitScript((url) => {
    const { query } = chrome.tabs;
    chrome.tabs.query = () => query({ url });
  }, page.url());
  await popup.goto(`chrome-extension://${browser.id}/popup/popup.html`);
  await popup.locator("#warnings .warning").first().waitFor();
  await popup.locator("#packs li").first().waitFor();
  return popup;
}

/**
 * Leaves pictures of everything that a person sees.
 * @param {Browser} browser
 */
async function takePictures(browser) {
  mkdirSync(PICTURES, { recursive: true });
  const page = await browser.context.newPage();
  /** @param {Page} of @param {string} name */
  const picture = (of, name) => of.screenshot({ path: join(PICTURES, `${name}.png`), animations: "disabled" });
  const scheme = async (/** @type {"light" | "dark"} */ colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await painted(page);
  };
  await open(page, "www.facebook.com");
  for (let box = BOXES.length - 1; box >= 0; box--) {
    await (await element(page, box)).click();
    await page.locator(".sample").nth(box).click();
  }
  await page.evaluate(() => scrollTo(0, 0));
  await page.mouse.move(0, 0);
  const { warnings } = await underlined(browser, page);
  await picture(page, "light");
  await scheme("dark");
  await picture(page, "dark");
  await tell(browser, page, { ask: "jump", index: 0 });
  await painted(page);
  await picture(page, "card-dark");
  await scheme("light");
  await picture(page, "card");

  const popup = await openPopup(browser, page);
  await popup.screenshot({ path: join(PICTURES, "popup.png"), fullPage: true });

  const explain = await browser.context.newPage();
  await explain.goto(`chrome-extension://${browser.id}/explain/explain.html?rule=${warnings[0]?.rule}`);
  await explain.locator("main h1").waitFor();
  await explain.screenshot({ path: join(PICTURES, "explain.png"), fullPage: true });
}

async function main() {
  const isSeen = Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY) && !process.argv.includes("--headless");
  const browser = await launch({ headless: !isSeen, viewport: isSeen ? null : { width: 1000, height: 800 } });
  try {
    await serve(browser);
    if (isSeen) {
      const closed = new Promise((done) => browser.context.on("close", done));
      const page = browser.context.pages()[0] ?? (await browser.context.newPage());
      await page.emulateMedia({ colorScheme: null });
      await open(page, "www.facebook.com");
      console.log("The demonstration is open in Chromium. Close its window to end it.");
      await closed;
      return;
    }
    const wrong = await typeSamples(browser);
    await takePictures(browser);
    console.log(`\n${SAMPLES.length - wrong} of ${SAMPLES.length} samples show what they should.`);
    console.log(`Pictures: ${relative(process.cwd(), PICTURES)}/`);
    if (wrong > 0) process.exitCode = 1;
  } finally {
    await browser.close();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
