// Another checker's extension at work in the same boxes.
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { held, launchBoth } from "../both.mjs";
import { element } from "../browser.mjs";
import { card, cardClosed, press } from "../card.mjs";
import { forget, ownWorld, stateOf, tell } from "../extension.mjs";
import { nothingLeft } from "../left.mjs";
import { everything } from "../pages.mjs";
import { drawn, expectUnderlined } from "../underlines.mjs";
import { until } from "../until.mjs";

const CHECKER = join(dirname(fileURLToPath(import.meta.url)), "../checker");
const PHRASE = "cure a migraine";
const TEXT = `Hello. We can ${PHRASE}`;

/** @type {import("../both.mjs").Both} */
let both;
/** @type {import("playwright-core").Page} */
let page;
before(async () => {
  both = await launchBoth({ others: [CHECKER] });
});
after(() => both?.close());
beforeEach(() => forget(both.browser));
afterEach(async () => {
  await page?.close();
  assert.deepEqual(both.uncaught(), []);
});

/** The words that the other checker marks. @param {import("playwright-core").Page} page @returns {Promise<string[]>} */
const marked = (page) =>
  page.evaluate(() => [.../** @type {any} */ (CSS.highlights.get("checker-spelling") ?? [])].map(String).sort());
const theirs = (/** @type {string[]} */ ...words) =>
  until(
    () => marked(page),
    (found) => JSON.stringify(found) === JSON.stringify(words.sort()),
  );

describe("both mark what is theirs, and the editor holds what was typed", () => {
  for (const name of /** @type {const} */ (["lexical", "draft", "quill", "tiptap", "textarea"])) {
    test(name, async () => {
      const deed = async (/** @type {import("playwright-core").Page} */ page, /** @type {boolean} */ watched) => {
        await (await element(page)).click();
        await page.keyboard.type(TEXT);
        if (watched) await expectUnderlined(page, [PHRASE]);
        // Without its last letter the word is known as a slip; without two it is none.
        for (let i = 0; i < 2; i++) await page.keyboard.press("Backspace");
        if (watched) await expectUnderlined(page, []);
        await page.keyboard.type("ne. Hello");
        if (watched) await expectUnderlined(page, [PHRASE]);
        return held(page);
      };
      ({ page } = await both.same(deed, name));
      // The other one draws its own line over a quarter of it.
      assert.ok((await drawn(page)) > 0.6, "the underline is hidden");
      const own = await ownWorld(page, both.browser.id);
      // The other one looks for its words in the document alone, or in the box that has the focus.
      const words = await marked(page);
      assert.ok(words.includes("cure") && words.includes("Hello"), `it marks ${words}`);
      await tell(both.browser, page, { ask: "command", command: "open-card" });
      await press(page, own.cdp, /ignore/i);
      await expectUnderlined(page, []);
      await cardClosed(own.cdp);
      await theirs(...words);
      await page.mouse.click(5, 780);
      await nothingLeft(page, own);
      await theirs(...words);
    });
  }
});

test("what it says to this one is heard by nobody", async () => {
  page = await both.browser.open("lexical");
  await page.bringToFront();
  const own = await ownWorld(page, both.browser.id);
  await (await element(page)).click();
  await page.keyboard.type(TEXT);
  await expectUnderlined(page, [PHRASE]);
  const before = await everything(both.browser);
  const open = both.browser.context.pages().length;
  const messages = [
    { to: "background", tell: "count", count: 7 },
    { to: "background", tell: "explain", rule: "advertising/cure" },
    { to: "background", tell: "attention", is: "here" },
    { to: "content", ask: "command", command: "open-card" },
    { to: "content", ask: "state" },
  ];
  await page.evaluate((detail) => void dispatchEvent(new CustomEvent("checker-talk", { detail })), {
    id: both.browser.id,
    messages,
  });
  const heard = await until(() => page.evaluate(() => document.documentElement.dataset.checkerHeard ?? ""));
  assert.equal(JSON.parse(heard).length, 2 * messages.length);
  assert.doesNotMatch(heard, /answered/);
  assert.equal(await card(own.cdp), null);
  assert.equal((await stateOf(both.browser, page)).warnings.length, 1);
  assert.equal(both.browser.context.pages().length, open);
  assert.deepEqual(await everything(both.browser), before);
});
