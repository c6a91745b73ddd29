// What the options choose, in the posts that are being written: own rules, severities, colours, what came with a file.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { element, launch } from "../browser.mjs";
import { cardClosed, cardOpen, inRoot, middle } from "../card.mjs";
import { choose, tell } from "../extension.mjs";
import { clear, openPage, put, upload } from "../pages.mjs";
import { expectUnderlined, underlined } from "../underlines.mjs";
import { until } from "../until.mjs";

const RULE = "advertising/cure";
const PHRASE = "cure a migraine";
const OURS = "zorbo pillow";
const PHONE = "01234 567890";
const LINK = "https://oldmill.example/social-media";
const PACK = `title = "Old Mill Clinic"
[[rule]]
id = "shop"
title = "Something that we sell"
severity = "medium"
match = "${OURS}"
why = "We sell these, and say so first."
instead = "#ad We sell these:"
link = "${LINK}"
`;

/** @type {import("../browser.mjs").Browser} */
let browser;
/** @type {import("playwright-core").Page} */
let page;
/** @type {import("playwright-core").CDPSession} */
let cdp;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());
beforeEach(() => clear(browser));
afterEach(() => page?.close());

/**
 * Writes a post.
 * @param {import("../site.mjs").PageName} name
 * @param {string} text
 */
async function write(name, text) {
  page = await browser.open(name, { kind: "post" });
  await page.bringToFront();
  cdp = await browser.context.newCDPSession(page);
  await (await element(page)).click();
  await page.keyboard.type(text);
}

/** What a user saves as their own rules, here or on another of their computers. @param {string} text */
const saveOwn = (text) =>
  put(browser, "local", { ownPack: { text, date: new Date(Date.now() + ++saves).toISOString() } });
let saves = 0;

/** Waits until these highlights are there, and none of the others. @param {Record<string, string[]>} wanted */
const expectLines = (wanted) =>
  until(
    async () => {
      /** @type {Record<string, string[]>} */
      const found = {};
      for (const { severity, phrase } of await underlined(page)) (found[severity] ??= []).push(phrase);
      return JSON.stringify(Object.entries(found).sort());
    },
    (found) => found === JSON.stringify(Object.entries(wanted).sort()),
  );

/** The card, opened by a click on a phrase. @param {string} phrase */
async function openCard(phrase) {
  const line = (await underlined(page)).find((line) => line.phrase === phrase);
  const { x, y, width, height } = line?.rects[0] ?? assert.fail(`${phrase} is not underlined`);
  await page.mouse.click(...middle({ left: x, top: y, right: x + width, bottom: y + height }));
  return cardOpen(cdp);
}

for (const name of /** @type {const} */ (["lexical", "draft"])) {
  describe(`${name}: the practice's own rules`, () => {
    test("underline their phrase, say why, and are gone at once with the pack", async () => {
      await saveOwn(PACK);
      await write(name, `Here is the ${OURS}. We can ${PHRASE}.`);
      await expectLines({ medium: [OURS], high: [PHRASE] });
      const { text, links, buttons } = await openCard(OURS);
      for (const words of ["Check", "Something that we sell", "We sell these", "#ad We sell these:"])
        assert.ok(text.includes(words), `${words} is not in: ${text}`);
      assert.deepEqual(links, [LINK]);
      assert.ok("Copy" in buttons);
      await saveOwn("");
      await expectLines({ high: [PHRASE] });
      await cardClosed(cdp);
      await saveOwn(PACK);
      await expectLines({ medium: [OURS], high: [PHRASE] });
    });

    test("leave alone what is always fine", async () => {
      await write(name, `Ring ${PHONE}. We can ${PHRASE}`);
      await expectUnderlined(page, [PHRASE]);
      await saveOwn(`always-fine = ["${PHRASE}"]\n${PACK}`);
      await expectUnderlined(page, []);
      await saveOwn(PACK);
      await expectUnderlined(page, [PHRASE]);
    });

    test("are switched off by the card, and on in the options", async () => {
      await saveOwn(PACK);
      await write(name, `Here is the ${OURS}`);
      await expectUnderlined(page, [OURS]);
      const { buttons } = await openCard(OURS);
      await page.mouse.click(...middle(buttons["Turn this rule off"]));
      await expectUnderlined(page, []);
      await choose(browser, {});
      await expectUnderlined(page, [OURS]);
    });
  });
}

test("a rule's severity moves its phrase to that highlight, and the card says so", async () => {
  await saveOwn(PACK);
  await write("lexical", `Here is the ${OURS}. We can ${PHRASE}.`);
  await expectLines({ medium: [OURS], high: [PHRASE] });
  await put(browser, "sync", { severities: { [RULE]: "low", "own/shop": "high" } });
  await expectLines({ low: [PHRASE], high: [OURS] });
  assert.match((await openCard(PHRASE)).text, /^Consider/);
  await page.keyboard.press("Escape");
  await cardClosed(cdp);
  assert.match((await openCard(OURS)).text, /^Stop/);
  const state = await tell(browser, page, { ask: "state" });
  assert.deepEqual(
    state.warnings.map((/** @type {any} */ w) => w.severity),
    ["high", "low"],
  );
  await put(browser, "sync", { severities: {} });
  await expectLines({ medium: [OURS], high: [PHRASE] });
});

for (const name of /** @type {const} */ (["lexical", "textarea"])) {
  test(`${name}: strong contrast has highlights of its own, and uses none of the others`, async () => {
    await saveOwn(PACK);
    await write(name, `Here is the ${OURS}. We can ${PHRASE}.`);
    await expectLines({ medium: [OURS], high: [PHRASE] });
    await choose(browser, { underlines: "contrast" });
    await expectLines({ "contrast-medium": [OURS], "contrast-high": [PHRASE] });
    await choose(browser, { underlines: "standard" });
    await expectLines({ medium: [OURS], high: [PHRASE] });
  });
}

describe("the theme", () => {
  const background = () =>
    inRoot(cdp, function () {
      const card = this.querySelector(".card");
      return card && getComputedStyle(card).backgroundColor;
    });
  const [light, dark] = ["rgb(255, 255, 255)", "rgb(23, 33, 30)"];

  for (const [system, theme, wanted] of /** @type {const} */ ([
    ["light", "dark", dark],
    ["dark", "light", light],
    ["light", "system", light],
    ["dark", "system", dark],
  ])) {
    test(`${theme} on a ${system} system`, async () => {
      await choose(browser, { theme });
      await write("lexical", `We can ${PHRASE}`);
      await page.emulateMedia({ colorScheme: system });
      await expectUnderlined(page, [PHRASE]);
      await openCard(PHRASE);
      assert.equal(await background(), wanted);
      // An open card follows.
      const other = wanted === light ? "dark" : "light";
      await choose(browser, { theme: other });
      await until(background, (now) => now === (other === "light" ? light : dark));
    });
  }
});

test("phrases that come in a file are allowed by its salt, without a reload", async () => {
  await put(browser, "local", { salt: "1".repeat(32), allowed: [] });
  await write("lexical", `We can ${PHRASE}`);
  await expectUnderlined(page, [PHRASE]);
  const salt = "5".repeat(32);
  const hash = createHash("sha256").update(`${salt}\n${PHRASE}`).digest("hex");
  const options = await openPage(browser, "options/options.html");
  const phrases = [{ hash, rule: RULE, date: "2026-11-20" }];
  const file = { product: "Think Twice", settings: { version: 2 }, allowed: { salt, phrases } };
  await upload(options, "#import", JSON.stringify(file));
  await options.getByRole("button", { name: "Use them" }).click();
  await options.getByText("The settings of the file are in use now.").waitFor();
  await options.close();
  await page.bringToFront();
  await expectUnderlined(page, []);
  // What is allowed from now on is kept under the salt that came.
  await page.keyboard.type(". We can cure asthma");
  await expectUnderlined(page, ["cure asthma"]);
  const { buttons } = await openCard("cure asthma");
  await page.mouse.click(...middle(buttons["Always allow this phrase"]));
  await expectUnderlined(page, []);
  const now = await browser.worker?.evaluate(() => chrome.storage.local.get(["salt", "allowed"]));
  assert.equal(now?.["salt"], salt);
  const second = createHash("sha256").update(`${salt}\ncure asthma`).digest("hex");
  assert.deepEqual(
    /** @type {any[]} */ (now?.["allowed"]).map((entry) => entry.hash),
    [hash, second],
  );
});
