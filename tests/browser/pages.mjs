// The extension's own pages in tests: opened, filled and looked at as the user does, and what they leave in storage.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { broken } from "./accessibility.mjs";

/**
 * Opens a page of the extension, and waits until it is there.
 * @param {import("./browser.mjs").Browser} browser
 * @param {string} path
 * @param {{colorScheme?: "light" | "dark", zoom?: number}} [options] zoom: as the browser's own, of a window of 1280 by 900
 */
export async function openPage({ context, id }, path, { colorScheme = "light", zoom = 1 } = {}) {
  const page = await context.newPage();
  page.setDefaultTimeout(8_000);
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  await page.setViewportSize({ width: 1280 / zoom, height: 900 / zoom });
  await page.goto(`chrome-extension://${id}/${path}`);
  if (path.startsWith("options/")) await page.locator("html[data-ready]").waitFor({ state: "attached" });
  else if (path.startsWith("welcome/")) await page.locator("#profession option").first().waitFor({ state: "attached" });
  else await page.locator("main h1").waitFor();
  return page;
}

/**
 * Everything that the extension keeps, wherever it does.
 * @param {import("./browser.mjs").Browser} browser
 * @returns {Promise<Record<"sync" | "local" | "session" | "managed", any>>}
 */
export const everything = ({ worker }) =>
  /** @type {any} */ (worker).evaluate(async () => {
    const areas = /** @type {const} */ (["sync", "local", "session", "managed"]);
    return Object.fromEntries(await Promise.all(areas.map(async (area) => [area, await chrome.storage[area].get()])));
  });

/**
 * Puts things into storage as another version, another computer or a fault would have.
 * @param {import("./browser.mjs").Browser} browser
 * @param {"sync" | "local"} area
 * @param {Record<string, any>} values
 */
export const put = ({ worker }, area, values) =>
  worker?.evaluate(([area, values]) => chrome.storage[area].set(values), /** @type {const} */ ([area, values]));

/**
 * Everything as on the first day.
 * @param {import("./browser.mjs").Browser} browser
 */
export const clear = ({ worker }) =>
  worker?.evaluate(async () => {
    await chrome.storage.sync.clear();
    await chrome.storage.local.clear();
  });

/**
 * What the user gets when they press a button that saves a file.
 * @param {import("playwright-core").Page} page
 * @param {string} selector
 */
export async function download(page, selector) {
  const [given] = await Promise.all([page.waitForEvent("download"), page.click(selector)]);
  return { name: given.suggestedFilename(), text: readFileSync(await given.path(), "utf8") };
}

/**
 * Chooses a file after pressing a button.
 * @param {import("playwright-core").Page} page
 * @param {string} selector
 * @param {string | Buffer} contents
 * @param {string} [name]
 */
export async function upload(page, selector, contents, name = "file.json") {
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.click(selector)]);
  await chooser.setFiles({ name, mimeType: "application/octet-stream", buffer: Buffer.from(contents) });
}

/**
 * Everything that can be worked can be reached by Tab alone, in the order in which it stands, and shows that it has the focus.
 * @param {import("playwright-core").Page} page
 */
export async function expectReachable(page) {
  await page.evaluate(() => {
    const hidden = (/** @type {Element} */ e) => !e.checkVisibility() || /** @type {any} */ (e).disabled;
    const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")].filter(
      (e) => !hidden(e) && !(e instanceof HTMLInputElement && e.type === "radio" && !e.checked),
    );
    all.forEach((e, i) => e.setAttribute("data-stop", String(i)));
    /** @type {any} */ (window).stops = all.length;
    // The next Tab goes on from here.
    document.body.tabIndex = -1;
    document.body.focus();
  });
  const count = await page.evaluate(() => /** @type {any} */ (window).stops);
  const reached = [];
  for (let i = 0; i < count; i++) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const e = /** @type {HTMLElement} */ (document.activeElement);
      const shows = (/** @type {Element | null} */ e) => e && getComputedStyle(e).outlineStyle !== "none";
      // A field may show it by its frame.
      return { at: e.dataset.stop, tag: e.outerHTML.slice(0, 100), shown: Boolean(shows(e) || shows(e.parentElement)) };
    });
    assert.ok(stop.shown, `the focus is not shown on ${stop.tag}`);
    reached.push(stop.at);
  }
  assert.deepEqual(
    reached,
    Array.from({ length: count }, (_, i) => String(i)),
  );
}

/**
 * @param {import("playwright-core").Page} page
 * @param {string} what
 */
export async function expectAccessible(page, what) {
  assert.deepEqual(await broken(page), [], what);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(over <= 0, `${what}: ${over} px are cut off`);
}

/**
 * Watches for complaints of the browser: errors, warnings, refusals by a policy.
 * @param {import("./browser.mjs").Browser} browser
 */
export function complaintsOf({ context }) {
  /** @type {string[]} */
  const all = [];
  context.on("console", (m) => void (["error", "warning"].includes(m.type()) && all.push(m.text())));
  context.on("weberror", (e) => void all.push(String(e.error())));
  return { take: () => all.splice(0) };
}
