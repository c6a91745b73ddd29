// Chromium with the unpacked extension, and without it: the control.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { EXTENSION } from "./places.mjs";
import { address, serve } from "./site.mjs";
import { until } from "./until.mjs";

export { EXTENSION };
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

/**
 * @typedef {object} Browser
 * @property {import("playwright-core").BrowserContext} context
 * @property {import("./site.mjs").Site} site
 * @property {string} id the extension's id; "" without it
 * @property {import("playwright-core").Worker | null} worker the extension's background worker
 * @property {(name: import("./site.mjs").PageName, options?: Parameters<typeof address>[1] & {policy?: string}) => Promise<import("playwright-core").Page>} open
 *   opens an editor's page, and waits until its boxes are there
 * @property {() => Promise<void>} close
 */

/**
 * Starts Chromium.
 * @param {{extension?: string | false, others?: string[], profile?: string, policy?: string, args?: string[], headless?: boolean, display?: string, viewport?: {width: number, height: number} | null, welcome?: boolean}} [options]
 *   extension: its folder, or false for the control; others: folders of other extensions, without a worker; profile: a folder that
 *   stays when the browser is closed; policy: see site.mjs; display: the screen for a browser that is not headless, where it speaks
 *   English; viewport: null for that of the window; welcome: leave
 *   the page open that the extension opens when it is installed
 * @returns {Promise<Browser>}
 */
export async function launch({
  extension = EXTENSION,
  others = [],
  profile = "",
  policy = "",
  args = [],
  headless = true,
  display = "",
  viewport = { width: 1000, height: 800 },
  welcome = false,
} = {}) {
  if (!existsSync(CHROMIUM)) {
    throw new Error(
      `${CHROMIUM} is missing. Install it: apt-get install -y chromium fonts-dejavu-core fonts-noto-color-emoji`,
    );
  }
  if (extension && !existsSync(join(extension, "manifest.json"))) {
    throw new Error(`there is no extension in ${extension}. Build it: node extension/build.mjs`);
  }
  // In a profile that is not new the extension is installed already, and opens no page.
  const known = profile !== "" && existsSync(join(profile, "Default"));
  const loaded = [...(extension ? [extension] : []), ...others].join();
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM,
    headless,
    // Playwright switches extensions off unless it is told not to.
    ignoreDefaultArgs: loaded ? ["--disable-extensions"] : [],
    args: [
      // As root, as in a container, Chromium has no sandbox.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      ...(loaded ? [`--disable-extensions-except=${loaded}`, `--load-extension=${loaded}`] : []),
      ...(display ? ["--ozone-platform=x11"] : []),
      ...args,
    ],
    ...(display ? { env: { ...process.env, DISPLAY: display, LANGUAGE: "en_GB" } } : {}),
    viewport,
    locale: "en-GB",
  });
  try {
    const site = await serve(context, { policy });
    const worker = extension
      ? (context.serviceWorkers()[0] ?? (await context.waitForEvent("serviceworker", { timeout: 15_000 })))
      : null;
    if (extension && !known && existsSync(join(extension, "welcome"))) {
      const first = await until(() => context.pages().find((p) => p.url().endsWith("/welcome/welcome.html")));
      // Closed while it loads, it leaves the extension's process without its words: Chromium keeps the answer that never came.
      await first?.locator("#profession option").first().waitFor({ state: "attached" });
      if (!welcome) await first?.close();
    }
    return {
      context,
      site,
      worker,
      id: worker ? new URL(worker.url()).host : "",
      open: async (name, { policy: its, ...options } = {}) => {
        if (its !== undefined) site.setPolicy(its);
        const page = await context.newPage();
        await page.goto(address(name, options));
        await page.waitForSelector("html[data-ready]", { state: "attached", timeout: 10_000 });
        return page;
      },
      close: () => context.close(),
    };
  } catch (error) {
    await context.close();
    throw error;
  }
}

/**
 * A box's element, shadow roots included.
 * @param {import("playwright-core").Page} page
 * @param {number} [index]
 */
export async function element(page, index = 0) {
  const handle = await page.evaluateHandle((i) => /** @type {any} */ (window).boxes[i].element, index);
  return /** @type {import("playwright-core").ElementHandle<HTMLElement>} */ (handle.asElement());
}

/**
 * Everything that a box's own model says, to compare with a control run.
 * @param {import("playwright-core").Page} page
 * @param {number} [index]
 * @returns {Promise<{text: string, model: any, selection: any, history: any}>}
 */
export function state(page, index = 0) {
  return page.evaluate((i) => {
    const box = /** @type {any} */ (window).boxes[i];
    return JSON.parse(
      JSON.stringify({ text: box.text(), model: box.model(), selection: box.selection(), history: box.history() }),
    );
  }, index);
}

/**
 * Presses a key that moves the caret, and waits until the editor has heard of it: by an event that comes later.
 * @param {import("playwright-core").Page} page
 * @param {string} key
 */
export async function moveCaret(page, key) {
  const heard = await page.evaluateHandle(() => {
    const moved = new Promise((done) => document.addEventListener("selectionchange", done, { once: true }));
    return { all: moved.then(() => new Promise((done) => setTimeout(done))) };
  });
  await page.keyboard.press(key);
  await heard.evaluate(({ all }) => all);
  await heard.dispose();
}
