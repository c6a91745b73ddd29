// The first page after installation.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { launch } from "../browser.mjs";
import { clear, complaintsOf, everything, expectAccessible, expectReachable, openPage } from "../pages.mjs";
import { until } from "../until.mjs";

const WELCOME = "welcome/welcome.html";

/** @type {import("../browser.mjs").Browser} */
let browser;
/** @type {ReturnType<typeof complaintsOf>} */
let complaints;
before(async () => {
  browser = await launch({ welcome: true });
  complaints = complaintsOf(browser);
});
after(() => browser?.close());
beforeEach(() => clear(browser));
afterEach(() => {
  assert.deepEqual(complaints.take(), []);
});

const first = () => browser.context.pages().filter((p) => p.url().endsWith(WELCOME));
const marked = (/** @type {import("playwright-core").Page} */ page) => page.locator("#under mark").allTextContents();

test("is opened on installation, and shows what Think Twice does", async () => {
  assert.equal(first().length, 1);
  const [page] = first();
  await page.locator("#warnings li").first().waitFor();
  assert.match((await page.textContent(".promise")) ?? "", /Nothing you write leaves this computer/);
  const count = await page.locator("#warnings li").count();
  assert.ok(count >= 2, `${count} warnings in the example`);
  assert.equal(await page.textContent("#found"), `${count} warnings`);
  await page.setViewportSize({ width: 1280, height: 720 });
  assert.ok(await page.evaluate(() => document.documentElement.scrollHeight <= innerHeight), "it is one screen");
});

test("underlines what is typed, under the very letters", async () => {
  const page = await openPage(browser, WELCOME);
  await page.click("#post");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("We can cure asthma.");
  await until(
    () => marked(page),
    (m) => m.join() === "cure asthma",
  );
  assert.equal(await page.textContent("#found"), "1 warning");
  assert.match((await page.textContent("#warnings")) ?? "", /Stop.*“cure asthma”.*Promise of a cure/);
  // The copy beneath scrolls and breaks its lines as the box does.
  await page.keyboard.type(" A long line that has to be broken somewhere, with more words than fit.\n".repeat(12));
  await page.keyboard.type("We can cure asthma.");
  const places = await page.evaluate(() => {
    const [post, under] = ["post", "under"].map((id) => /** @type {HTMLElement} */ (document.getElementById(id)));
    return {
      scroll: post.scrollTop - under.scrollTop,
      height: post.scrollHeight - under.scrollHeight,
      far: post.scrollTop,
    };
  });
  assert.ok(places.far > 100, "it is long enough to scroll");
  assert.ok(Math.abs(places.scroll) <= 1 && Math.abs(places.height) <= 1, JSON.stringify(places));
  await page.keyboard.press("Control+a");
  await page.keyboard.type("What a lovely day.");
  await page.locator("#found", { hasText: "No warnings" }).waitFor();
  assert.doesNotMatch(JSON.stringify(await everything(browser)), /asthma|lovely/);
  await page.close();
});

test("the profession that is chosen is kept, and checked for", async () => {
  const page = await openPage(browser, WELCOME);
  const list = await page.locator("#profession option").count();
  assert.ok(list > 5, `${list} professions`);
  await page.selectOption("#profession", "physiotherapist");
  await until(
    () => everything(browser),
    ({ sync }) => sync.settings?.profession === "physiotherapist",
  );
  const options = await openPage(browser, "options/options.html");
  assert.equal(await options.inputValue("#profession"), "physiotherapist");
  // The way back to this page.
  await options.getByRole("link", { name: "The first page again" }).click();
  await options.locator("#warnings li").first().waitFor();
  assert.equal(await options.inputValue("#profession"), "physiotherapist");
  await Promise.all([options.close(), page.close()]);
});

for (const [colorScheme, zoom] of /** @type {const} */ ([
  ["light", 1],
  ["dark", 1],
  ["light", 2],
])) {
  test(`everybody can use it: ${colorScheme}, at ${zoom * 100} %`, async () => {
    const page = await openPage(browser, WELCOME, { colorScheme, zoom });
    await page.locator("#warnings li").first().waitFor();
    await expectAccessible(page, WELCOME);
    await expectReachable(page);
    await page.close();
  });
}

test("is not opened on an update", async () => {
  await Promise.all(first().map((p) => p.close()));
  /** Chromium's own event, as it is fired when an extension is put into the browser. */
  const installed = (/** @type {string} */ reason) =>
    browser.worker?.evaluate((reason) => /** @type {any} */ (chrome.runtime.onInstalled).dispatch({ reason }), reason);
  await installed("update");
  // The salt, which was cleared, is made where the page would be opened.
  await until(async () => (await everything(browser)).local.salt);
  assert.deepEqual(first(), []);
  await installed("install");
  await until(() => first().length === 1);
});
