// The card in Firefox: how it opens and closes, what it leaves alone, what its buttons do.
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { middle, near, overlap } from "../../card.mjs";
import { PHRASE } from "../../deeds.mjs";
import { card, cardClosed, cardOpen, element, frame, launch, press, state, tell } from "../../firefox.mjs";
import { expectUnderlined, underlined } from "../../underlines.mjs";
import { until } from "../../until.mjs";

const TEXT = `Hello. We can ${PHRASE}`;

/** @type {import("../../firefox.mjs").Browser} */
let browser;
/** @type {import("../../firefox.mjs").Page} */
let page;
/** @type {import("../../firefox.mjs").Page} */
let desk;
before(async () => {
  browser = await launch();
  desk = await browser.own("explain/explain.html");
});
after(() => browser?.close());
afterEach(() => page?.close());

/** @param {import("../../site.mjs").PageName} name */
async function write(name) {
  page = await browser.open(name, { kind: "post" });
  await (await element(page)).click();
  await page.keyboard.type(TEXT);
  await expectUnderlined(page, [PHRASE]);
}

async function phrase() {
  const { x, y, width, height } = (await underlined(page))[0].rects[0];
  return { left: x, top: y, right: x + width, bottom: y + height };
}
const inBox = () =>
  page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active === /** @type {any} */ (window).boxes[0].element;
  });
const choice = async (/** @type {RegExp} */ name) => {
  const { buttons } = await cardOpen(page);
  const found = Object.entries(buttons).find(([label]) => name.test(label));
  assert.ok(found, `no button ${name} among ${Object.keys(buttons)}`);
  await page.mouse.click(...middle(found[1]));
};

for (const name of /** @type {const} */ (["lexical", "draft", "quill", "tiptap", "textarea", "input"])) {
  test(`${name}: it opens when the pointer rests on the phrase or clicks it, beside phrase and Post button, and changes nothing`, async () => {
    await write(name);
    const before = await state(page);
    await page.mouse.move(...middle(await phrase()));
    const hovered = await cardOpen(page);
    assert.match(hovered.text, /cure/i);
    assert.ok(hovered.links.every((link) => link.startsWith("https://")) && hovered.links.length > 0);
    assert.ok(near(hovered.rect, await phrase()) && !overlap(hovered.rect, await phrase()));
    const post = await page.evaluate(() => {
      const outlet = document.querySelector("#interop-outlet")?.shadowRoot ?? document;
      const { left, top, right, bottom } = /** @type {Element} */ (
        outlet.querySelector(".bar button")
      ).getBoundingClientRect();
      return { left, top, right, bottom };
    });
    assert.ok(!overlap(hovered.rect, post));
    assert.ok(await inBox());
    assert.deepEqual(JSON.parse(await state(page)), JSON.parse(before));
    await page.mouse.move(5, 790);
    await cardClosed(page);
    await page.mouse.click(...middle(await phrase()));
    await cardOpen(page);
    assert.ok(await inBox());
    await press(page, "Escape");
    await cardClosed(page);
    assert.ok(await inBox());
  });
}

test("it is worked by the keyboard, and gives the focus back", async () => {
  await write("quill");
  const focused = (/** @type {RegExp} */ label) =>
    until(
      async () => (await card(page))?.focus,
      (focus) => label.test(focus ?? ""),
    );
  await tell(desk, page, { ask: "command", command: "open-card" });
  await focused(/explain/i);
  await press(page, "Tab");
  await focused(/ignore/i);
  await press(page, "Escape");
  await cardClosed(page);
  assert.ok(await inBox());
  await page.keyboard.type("!");
  assert.equal(JSON.parse(await state(page)).text, `${TEXT}!`);
});

test("what is ignored is not underlined again on this page", async () => {
  await write("lexical");
  await page.mouse.click(...middle(await phrase()));
  await choice(/ignore/i);
  await expectUnderlined(page, []);
  await cardClosed(page);
  await page.keyboard.type(". And more");
  await frame(page);
  await expectUnderlined(page, []);
});

test("wording is copied, and the box is as it was", async () => {
  await write("tiptap");
  const before = await state(page);
  await page.mouse.click(...middle(await phrase()));
  await choice(/^copy/i);
  await until(async () => Object.keys((await cardOpen(page)).buttons).some((label) => /copied/i.test(label)));
  assert.equal(JSON.parse(await state(page)).text, JSON.parse(before).text);
});

test("where the box is left, nothing of the extension stays on the page: no sheet in its shadow root, no element", async () => {
  page = await browser.open("quill", { kind: "post" });
  const sheets = () =>
    page.evaluate(
      () => /** @type {any} */ (document.querySelector("#interop-outlet")).shadowRoot.adoptedStyleSheets.length,
    );
  const before = await sheets();
  await (await element(page)).click();
  await page.keyboard.type(TEXT);
  await expectUnderlined(page, [PHRASE]);
  assert.equal(await sheets(), before + 1);
  // A page that writes its list anew does not undress the underline for longer than a key.
  await page.evaluate(() => {
    const { shadowRoot } = /** @type {any} */ (document.querySelector("#interop-outlet"));
    shadowRoot.adoptedStyleSheets = document.adoptedStyleSheets;
  });
  await page.keyboard.type(" ");
  await until(sheets, (count) => count === before + 1);
  await page.evaluate(() => /** @type {any} */ (window).boxes[0].element.blur());
  await until(sheets, (count) => count === before);
  await expectUnderlined(page, []);
  assert.equal(await page.evaluate(() => document.querySelectorAll("[data-think-twice]").length), 0);
});
