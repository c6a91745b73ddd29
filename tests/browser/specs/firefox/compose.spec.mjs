// Every editor in Firefox, and what a person does in one: the underline is on exactly the phrase, it is painted there and nowhere
// else, and the editor is as it would be without the extension.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { DEEDS, withoutNames } from "../../deeds.mjs";
import { element, frame, launch, press, state, type } from "../../firefox.mjs";
import { PAGES } from "../../site.mjs";
import { expectPaintedOnly, expectUnderlined } from "../../underlines.mjs";

/** What says nothing about Firefox that the others do not: the whole is to take less than three minutes. */
const LEFT_OUT = ["undone and redone", "a tag and a mention"];

/** @type {import("../../firefox.mjs").Browser} */
let browser;
/** @type {import("../../firefox.mjs").Browser} */
let control;
/** @type {string[]} */
let complaints;

before(async () => {
  [browser, control] = await Promise.all([launch(), launch({ extension: false })]);
});
after(() => Promise.all([browser?.close(), control?.close()]));

/**
 * @param {import("../../firefox.mjs").Browser} from
 * @param {import("../../site.mjs").PageName} name
 * @returns {Promise<import("../../deeds.mjs").Hand & {page: import("../../firefox.mjs").Page}>}
 */
async function hand(from, name) {
  const page = await from.open(name, { kind: "post" });
  page.on("console", (m) => void (m.type() === "error" && complaints.push(m.text())));
  page.on("pageerror", (e) => void complaints.push(String(e)));
  await (await element(page)).click();
  await frame(page);
  const rich = name !== "textarea" && name !== "input";
  return {
    page,
    type: (text) => type(page, text),
    press: async (key, times = 1) => {
      for (let i = 0; i < times; i++) await press(page, key);
    },
    see: from === browser ? (phrases) => expectUnderlined(page, phrases) : async () => {},
    later: () => page.evaluate(() => /** @type {any} */ (window).later()),
    insert: ({ emoji, mention }) =>
      rich
        ? page.evaluate((what) => /** @type {any} */ (window).boxes[0].insert(what), { emoji, mention })
        : type(page, emoji ?? `@${mention}`),
  };
}

const nodes = async (/** @type {import("../../firefox.mjs").Page} */ page) =>
  withoutNames(await (await element(page)).evaluate((e) => e.outerHTML));

for (const name of /** @type {import("../../site.mjs").PageName[]} */ (Object.keys(PAGES))) {
  describe(name, () => {
    for (const [title, deed] of Object.entries(DEEDS)) {
      if (LEFT_OUT.includes(title)) continue;
      test(title, async () => {
        complaints = [];
        const hands = await Promise.all([hand(browser, name), hand(control, name)]);
        const [{ page }, { page: other }] = hands;
        try {
          await Promise.all(hands.map(deed));
          assert.deepEqual(JSON.parse(await state(page)), JSON.parse(await state(other)));
          assert.equal(await nodes(page), await nodes(other));
          for (const { share } of await expectPaintedOnly(page, other))
            assert.ok(share > 0.8, `${share} of it painted`);
          assert.deepEqual(complaints, []);
        } finally {
          await Promise.all([page.close(), other.close()]);
        }
      });
    }
  });
}
