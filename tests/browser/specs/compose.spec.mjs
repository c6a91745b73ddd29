// Every editor, and all that a person does in one: the underline is on exactly the phrase, and the editor is as it would be without
// the extension: its text, selection and history are compared with those of a control run.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { element, launch, state } from "../browser.mjs";
import { DEEDS, PHRASE, withoutNames } from "../deeds.mjs";
import { PAGES } from "../site.mjs";
import { expectPaintedOnly, expectUnderlined } from "../underlines.mjs";

const FILLER = "The clinic opens at nine, and the kettle is on. ";

/**
 * @typedef {import("../deeds.mjs").Hand & Own} Hand
 * @typedef {object} Own
 * @property {import("playwright-core").Page} page
 * @property {import("playwright-core").CDPSession} cdp
 * @property {boolean} lines can hold several lines
 */

/** @type {Record<string, (hand: Hand) => Promise<void>>} */
const OWN_DEEDS = {
  "20 KB pasted": async ({ page, press, lines, see }) => {
    const paragraph = FILLER.repeat(21);
    const part = `${paragraph}We can ${PHRASE}. ${paragraph}`;
    const text = Array(10)
      .fill(part)
      .join(lines ? "\n" : " ");
    assert.ok(text.length > 20_000);
    await page.evaluate((text) => navigator.clipboard.writeText(text), text);
    await press("Control+v");
    await see(Array(10).fill(PHRASE));
  },
  "an input method": async ({ cdp, type, see }) => {
    const compose = (/** @type {string} */ text) =>
      cdp.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
    await type("Hello. We can cure a ");
    for (const part of ["m", "mig", "migraine"]) await compose(part);
    await cdp.send("Input.insertText", { text: "migraine" });
    await see([PHRASE]);
    await type(". ");
    for (const part of ["か", "かん", "感"]) {
      await compose(part);
      await see([PHRASE]);
    }
    await cdp.send("Input.insertText", { text: "感" });
    await see([PHRASE]);
  },
};

/** @type {import("../browser.mjs").Browser} */
let browser;
/** @type {import("../browser.mjs").Browser} */
let control;
/** @type {string[]} */
let complaints;
const now = Date.parse("2026-01-05T09:00:00Z");

before(async () => {
  [browser, control] = await Promise.all([launch(), launch({ extension: false })]);
  for (const { context } of [browser, control]) {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    // Editors that join what is typed in quick succession to one step to undo do the same however busy the machine is.
    await context.clock.setFixedTime(now);
    context.on("console", (m) => void (m.type() === "error" && complaints.push(m.text())));
    context.on("weberror", (e) => void complaints.push(String(e.error())));
  }
});
after(() => Promise.all([browser?.close(), control?.close()]));

/**
 * @param {import("../browser.mjs").Browser} from
 * @param {import("../site.mjs").PageName} name
 * @returns {Promise<Hand>}
 */
async function hand(from, name) {
  // A text in which all phrases mean the same on every site: in a comment there are rules of its own.
  const page = await from.open(name, { kind: "post" });
  await page.bringToFront();
  await (await element(page)).click();
  // Editors hear of a key or a new caret by an event that comes later: nobody types two keys within a frame.
  const frame = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
  await frame();
  const rich = name !== "textarea" && name !== "input";
  let time = now;
  const type = async (/** @type {string} */ text) => {
    for (const letter of text) {
      await page.keyboard.type(letter);
      await frame();
    }
  };
  return {
    page,
    cdp: await page.context().newCDPSession(page),
    lines: name !== "input",
    type,
    press: async (key, times = 1) => {
      for (let i = 0; i < times; i++) {
        await page.keyboard.press(key);
        await frame();
      }
    },
    see: from === browser ? (phrases) => expectUnderlined(page, phrases) : async () => {},
    later: () => page.clock.setFixedTime((time += 10_000)),
    insert: ({ emoji, mention }) =>
      rich
        ? page.evaluate((what) => /** @type {any} */ (window).boxes[0].insert(what), { emoji, mention })
        : type(emoji ?? `@${mention}`),
  };
}

const nodes = async (/** @type {import("playwright-core").Page} */ page) =>
  withoutNames(await (await element(page)).evaluate((e) => e.outerHTML));

for (const name of /** @type {import("../site.mjs").PageName[]} */ (Object.keys(PAGES))) {
  describe(`${name}: every deed leaves what it leaves without the extension`, () => {
    for (const [title, deed] of Object.entries({ ...DEEDS, ...OWN_DEEDS })) {
      test(title, async () => {
        complaints = [];
        const hands = await Promise.all([hand(browser, name), hand(control, name)]);
        const [{ page }, { page: other }] = hands;
        try {
          await Promise.all(hands.map(deed));
          assert.deepEqual(await state(page), await state(other));
          assert.equal(await nodes(page), await nodes(other));
          const lines = await expectPaintedOnly(page, other);
          // What is scrolled out of sight has no line; elsewhere it runs from the first letter to the last.
          if (!title.startsWith("20 KB"))
            for (const { share } of lines) assert.ok(share > 0.8, `${share} of it painted`);
          assert.deepEqual(complaints, []);
        } finally {
          await Promise.all([page.close(), other.close()]);
        }
      });
    }
  });
}
