// What the privacy page promises: nothing that is written is sent anywhere, or kept.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { element, launch } from "../browser.mjs";
import { cardOpen } from "../card.mjs";
import { ownWorld } from "../extension.mjs";
import { expectUnderlined } from "../underlines.mjs";
import { until } from "../until.mjs";

const PHRASE = "cure a migraine";

/** @type {import("../browser.mjs").Browser} */
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const own = (/** @type {string} */ path) => `chrome-extension://${browser.id}/${path}`;

test("writing, a card, an explanation and the popup ask for nothing and keep nothing", async () => {
  const page = await browser.open("lexical", { kind: "post" });
  const { evaluate } = await ownWorld(page, browser.id);
  const { requests } = browser.site;
  const start = requests.length;
  await (await element(page)).click();
  await page.keyboard.type(`Hello. We can ${PHRASE}`);
  await expectUnderlined(page, [PHRASE]);
  const cdp = await page.context().newCDPSession(page);
  await page.mouse.click(...(await phrase(page)));
  await cardOpen(cdp);
  for (const path of ["explain/explain.html?rule=advertising/cure", "popup/popup.html"]) {
    const other = await browser.context.newPage();
    await other.goto(own(path));
    await other.locator("main h1, #packs li").first().waitFor();
    await other.close();
  }
  assert.deepEqual(requests.slice(start), []);
  const kept = await browser.worker?.evaluate(async () =>
    JSON.stringify(
      await Promise.all([chrome.storage.sync, chrome.storage.local, chrome.storage.session].map((a) => a.get())),
    ),
  );
  assert.doesNotMatch(kept ?? "", /migraine|hello/i);
  // A request of the content script would have been seen.
  await evaluate(`void fetch("https://www.facebook.com/seen").catch(() => {})`);
  await until(
    async () => requests.slice(start),
    (seen) => seen.length === 1,
  );
  await page.close();
});

test("the extension's pages can reach nobody but themselves", async () => {
  const page = await browser.context.newPage();
  await page.goto(own("explain/explain.html"));
  const refused = await page.evaluate(
    () =>
      new Promise((done) => {
        addEventListener("securitypolicyviolation", (e) => done(e.effectiveDirective));
        fetch("https://www.facebook.com/").then(
          () => done("sent"),
          () => {},
        );
      }),
  );
  assert.equal(refused, "connect-src");
  await page.close();
});

/** The middle of the underlined phrase. @param {import("playwright-core").Page} page @returns {Promise<[number, number]>} */
const phrase = (page) =>
  page.evaluate(() => {
    const [highlight] = [...CSS.highlights].filter(([name]) => name.startsWith("thinktwice-")).map(([, h]) => h);
    const [range] = /** @type {any} */ (highlight);
    const { left, right, top, bottom } = range.getBoundingClientRect();
    return /** @type {[number, number]} */ ([(left + right) / 2, (top + bottom) / 2]);
  });
