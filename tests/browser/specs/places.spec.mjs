// A site that the user adds: asked for by its host alone, watched like the others, and given back.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { hostOf, wantedScripts } from "../../../extension/places/scripts.js";
import { hostOfAddress } from "../../../extension/settings/sites.js";
import { DEFAULTS } from "../../../extension/settings/validate.js";
import { broken } from "../accessibility.mjs";
import { element, EXTENSION, launch } from "../browser.mjs";
import { ownWorld, stored } from "../extension.mjs";
import { hosts, listeners } from "../left.mjs";
import { expectUnderlined } from "../underlines.mjs";
import { until } from "../until.mjs";

const PHRASE = "cure a migraine";
const HOST = "forum.example";
const ORIGIN = `https://${HOST}/*`;

test("which pages can be added", () => {
  for (const address of ["https://forum.example/a?b", "https://www.clinic.co.uk/"])
    assert.ok(hostOfAddress(address), address);
  for (const address of [
    "http://forum.example/",
    "https://localhost/",
    "https://[::1]/",
    "https://forum.example:8443/",
    "chrome://settings",
    "file:///a",
    "",
    undefined,
  ])
    assert.equal(hostOfAddress(address), null, address);
});

test("which permissions are of a site that was added", () => {
  assert.equal(hostOf(ORIGIN), HOST);
  for (const origin of [
    "https://*/*",
    "https://*.forum.example/*",
    "http://forum.example/*",
    "<all_urls>",
    "https://x.com/*",
  ])
    assert.equal(hostOf(origin), null, origin);
});

test("which scripts there should be", () => {
  const own = ["https://*.x.com/*"];
  const ids = (/** @type {object} */ settings, /** @type {string[]} */ granted = [...own, ORIGIN]) =>
    wantedScripts({ ...DEFAULTS, ...settings }, granted, own).map(({ id, matches }) => `${id}: ${matches}`);
  assert.deepEqual(ids({}), []);
  assert.deepEqual(ids({ otherSites: [HOST] }), [`place ${HOST}: ${ORIGIN}`]);
  assert.deepEqual(ids({ otherSites: [HOST] }, own), [], "not allowed on this computer");
  assert.deepEqual(ids({ timeMinutes: 5 }), [`attention: ${own}`]);
  assert.deepEqual(ids({ timeMinutes: 5, otherSites: [HOST] })[1], `attention: ${[...own, ORIGIN]}`);
});

/**
 * Chromium asks in a window of its own, which can be pressed only where there is a screen: `permission-prompt.spec` does. So the
 * extension has the permission from its manifest here, and it is noted what it asks for and what it gives back. And a popup in a
 * tab is not told the address of another one, as the real one is: it may read it here.
 */
describe("in the browser", () => {
  /** @type {import("../browser.mjs").Browser} */
  let browser;
  const folder = mkdtempSync(join(tmpdir(), "think-twice-"));
  before(async () => {
    cpSync(EXTENSION, folder, { recursive: true });
    const file = join(folder, "manifest.json");
    const manifest = JSON.parse(readFileSync(file, "utf8"));
    manifest.permissions.push("tabs");
    manifest.host_permissions.push(ORIGIN);
    writeFileSync(file, JSON.stringify(manifest));
    browser = await launch({ extension: folder });
    await browser.worker?.evaluate(() => {
      /** @type {string[]} */
      const givenBack = [];
      Object.assign(globalThis, { givenBack });
      chrome.permissions.remove = async ({ origins }) => givenBack.push(...(origins ?? [])) > 0;
    });
  });
  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  const registered = () =>
    /** @type {any} */ (browser.worker).evaluate(async () =>
      (await chrome.scripting.getRegisteredContentScripts()).map(({ id }) => id),
    );
  /** @returns {Promise<string[]>} */
  const givenBack = () => /** @type {any} */ (browser.worker).evaluate(() => /** @type {any} */ (globalThis).givenBack);
  async function open() {
    const page = await browser.open("textarea", { origin: `https://${HOST}` });
    await page.bringToFront();
    return page;
  }
  async function popup() {
    const opened = browser.context.waitForEvent("page");
    const url = `chrome-extension://${browser.id}/popup/popup.html`;
    await browser.worker?.evaluate((url) => chrome.tabs.create({ url, active: false }), url);
    const page = await opened;
    await page.setViewportSize({ width: 360, height: 600 });
    await page.locator("#packs li").first().waitFor();
    return page;
  }
  /** @param {import("playwright-core").Page} page */
  async function write(page) {
    await page.bringToFront();
    await (await element(page)).click();
    await page.keyboard.type(`Hello. We can ${PHRASE}`);
  }

  test("the permission is asked for one host, after a sentence; the open tab is watched, and the next one", async () => {
    const page = await open();
    const small = await popup();
    assert.equal(await small.getAttribute("#state", "data-kind"), "not-supported");
    assert.match((await small.textContent("#place-note")) ?? "", /forum\.example/);
    for (const scheme of /** @type {const} */ (["light", "dark"])) {
      await small.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      await small.evaluate(() => Promise.all(document.getAnimations().map((a) => a.finished)));
      assert.deepEqual(await broken(small), [], scheme);
    }
    await small.evaluate(() => {
      /** @type {string[]} */
      const asked = [];
      Object.assign(window, { asked });
      chrome.permissions.request = async ({ origins }) => asked.push(...(origins ?? [])) > 0;
    });
    await small.click("#place-add");
    assert.deepEqual(await small.evaluate(() => /** @type {any} */ (window).asked), [ORIGIN]);
    await until(registered, (ids) => ids.includes(`place ${HOST}`));
    assert.deepEqual((await stored(browser)).settings.otherSites, [HOST]);
    await small.locator("#place-remove").waitFor();
    assert.equal(await small.getAttribute("#state", "data-kind"), "no-box");
    assert.deepEqual(await broken(small), []);
    await write(page);
    await expectUnderlined(page, [PHRASE]);
    const next = await open();
    await write(next);
    await expectUnderlined(next, [PHRASE]);
    await Promise.all([page, next, small].map((p) => p.close()));
  });

  test("under the strictest policy", async () => {
    browser.site.setPolicy("default-src 'none'; script-src 'nonce-dGhpbmstdHdpY2U'; img-src data:");
    const page = await open();
    await write(page);
    await expectUnderlined(page, [PHRASE]);
    browser.site.setPolicy("");
    await page.close();
  });

  test("taken back in the popup: the open page is let go, the permission is given back", async () => {
    const page = await open();
    await write(page);
    await expectUnderlined(page, [PHRASE]);
    const own = await ownWorld(page, browser.id);
    const small = await popup();
    await small.click("#place-remove");
    await until(registered, (ids) => ids.length === 0);
    await until(givenBack, (origins) => origins.includes(ORIGIN));
    await small.locator("#place-add").waitFor();
    await small.locator("#state[data-kind=not-supported]").waitFor();
    assert.equal(await hosts(page), 0);
    await expectUnderlined(page, []);
    assert.deepEqual(
      (await listeners(own)).filter((l) => !/visibilitychange|window focus/.test(l)),
      [],
    );
    await page.reload();
    await page.waitForSelector("html[data-ready]", { state: "attached" });
    await write(page);
    await expectUnderlined(page, []);
    await Promise.all([page, small].map((p) => p.close()));
  });

  test("taken back on the options page", async () => {
    const page = await open();
    const small = await popup();
    await small.evaluate(() => {
      /** @type {string[]} */
      const asked = [];
      Object.assign(window, { asked });
      chrome.permissions.request = async ({ origins }) => asked.push(...(origins ?? [])) > 0;
    });
    await small.click("#place-add");
    assert.deepEqual(await small.evaluate(() => /** @type {any} */ (window).asked), [ORIGIN]);
    await until(registered, (ids) => ids.length === 1);
    const options = await browser.context.newPage();
    await options.goto(`chrome-extension://${browser.id}/options/options.html`);
    const stop = options.getByRole("button", { name: `Stop on ${HOST}` });
    await stop.waitFor();
    assert.deepEqual(await broken(options), []);
    await stop.click();
    await until(registered, (ids) => ids.length === 0);
    await until(givenBack, (origins) => origins.includes(ORIGIN));
    assert.equal(await options.locator("#place-list li").count(), 0);
    assert.deepEqual((await stored(browser)).settings.otherSites, []);
    await Promise.all([page, small, options].map((p) => p.close()));
  });
});
