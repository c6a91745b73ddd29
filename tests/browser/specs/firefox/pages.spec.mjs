// The extension's own pages in Firefox, its background script, and the engine under every policy of a page.
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { PHRASE } from "../../deeds.mjs";
import { cardOpen, element, launch, tell } from "../../firefox.mjs";
import { POLICIES } from "../../site.mjs";
import { expectUnderlined } from "../../underlines.mjs";
import { until } from "../../until.mjs";

const RULE = "advertising/cure";

/** @typedef {import("../../firefox.mjs").Page} Page */

/** @type {import("../../firefox.mjs").Browser} */
let browser;
/** @type {Page} */
let desk;
before(async () => {
  browser = await launch();
  desk = await browser.own("explain/explain.html");
});
after(() => browser?.close());
/** What a test has opened. @type {Page[]} */
let pages = [];
afterEach(async () => {
  await Promise.all(pages.map((page) => page.close()));
  pages = [];
  browser.setPolicy("");
});

/** @param {import("../../site.mjs").PageName} [name] */
async function write(name = "draft") {
  const page = await browser.open(name, { kind: "post" });
  pages.push(page);
  await (await element(page)).click();
  await page.keyboard.type(`We can ${PHRASE}`);
  await expectUnderlined(page, [PHRASE]);
  return page;
}

/** The page that the extension opens at an address of its own. @param {string} path */
async function opened(path) {
  const found = await until(async () => {
    for (const page of await browser.browser.pages()) {
      // It has another address than puppeteer knows: it changes to another process on its way.
      const href = await page.evaluate(() => location.href).catch(() => "");
      if (href.endsWith(path)) return page;
    }
    return undefined;
  });
  const page = /** @type {Page} */ (found);
  pages.push(page);
  return page;
}

/** The popup, about the page that is in front. */
async function popup() {
  await desk.evaluate(() => void chrome.tabs.create({ url: "/popup/popup.html", active: false }));
  const page = await opened("/popup/popup.html");
  await page.waitForSelector("#packs li");
  return page;
}

const kind = (/** @type {Page} */ page) => page.$eval("#state", (e) => e.getAttribute("data-kind"));

test("the popup tells of the box that is watched, and its switches hold at once", async () => {
  const page = await write();
  const small = await popup();
  await until(
    () => kind(small),
    (its) => its === "watched",
  );
  await small.waitForSelector("#warnings .warning");
  assert.match(await small.$eval("#warnings", (e) => e.textContent ?? ""), new RegExp(PHRASE));
  await small.$eval("#pack-advertising", (e) => /** @type {HTMLInputElement} */ (e).click());
  await expectUnderlined(page, []);
  await desk.evaluate(() => chrome.storage.sync.clear());
  await expectUnderlined(page, [PHRASE]);
});

test("the button counts the warnings of the box", async () => {
  const page = await write("lexical");
  const count = () =>
    desk.evaluate(async (url) => {
      const tab = (await chrome.tabs.query({})).find((tab) => tab.url === url);
      return chrome.action.getBadgeText({ tabId: tab?.id });
    }, page.url());
  await until(count, (text) => text === "1");
  await page.evaluate(() => /** @type {any} */ (window).boxes[0].element.blur());
  await until(count, (text) => text === "");
});

test("the explanation of a rule opens from the card, and says what the engine knows", async () => {
  const page = await write("tiptap");
  await tell(desk, page, { ask: "command", command: "open-card" });
  assert.match((await cardOpen(page)).text, /cure/i);
  await tell(desk, page, { ask: "command", command: "open-explanation" });
  const explained = await opened(`/explain/explain.html?rule=${RULE}`);
  await explained.waitForSelector("main h1");
  assert.match(await explained.$eval("main", (e) => e.textContent ?? ""), /CAP|standard/i);
});

test("the list of all rules can be searched", async () => {
  await desk.waitForSelector("main h1");
  assert.ok((await desk.$$("main a")).length > 20);
});

for (const [policy, header] of Object.entries(POLICIES)) {
  test(`WebAssembly runs under the policy ${policy}, and the page hears of no violation`, async () => {
    browser.setPolicy(header);
    const before = browser.requests.length;
    const page = await write("quill");
    const { engine } = await tell(desk, page, { ask: "state" });
    assert.equal(engine, "wasm");
    assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).violations), []);
    // The page and its script: the extension asks for nothing.
    const asked = browser.requests.slice(before).map((href) => new URL(href).pathname);
    assert.deepEqual(asked, ["/", "/editors/quill.js"]);
  });
}
