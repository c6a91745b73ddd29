// The editors by themselves, without the extension: a test that fails here is not the extension's fault.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { element, launch, state } from "../browser.mjs";
import { PAGES, POLICIES } from "../site.mjs";

const TEXT = "We can cure your migraine for good";
/** @type {import("../browser.mjs").Browser} */
let browser;
/** @type {import("../site.mjs").PageName[]} */
const names = /** @type {any} */ (Object.keys(PAGES));
const rich = names.filter((n) => n !== "textarea" && n !== "input");

before(async () => {
  browser = await launch({ extension: false });
});
after(() => browser?.close());

for (const name of names) {
  describe(name, () => {
    test("what is typed is in the model, the caret at its end", async () => {
      const page = await browser.open(name);
      await (await element(page)).click();
      await page.keyboard.type(TEXT);
      assert.equal((await state(page)).text, TEXT);
      await page.keyboard.press("Backspace");
      await page.keyboard.type("d!");
      assert.equal((await state(page)).text, `${TEXT}!`);
      if (name !== "input") {
        await page.keyboard.press("Enter");
        await page.keyboard.type("Second line");
        assert.equal((await state(page)).text, `${TEXT}!\nSecond line`);
      }
      await page.close();
    });

    test("a seeded text can be typed on, and undone", async () => {
      const page = await browser.open(name, { seed: "Hello" });
      await (await element(page)).focus();
      await page.keyboard.press("Control+End");
      await page.keyboard.type(" there");
      assert.equal((await state(page)).text, "Hello there");
      await page.keyboard.press("Control+z");
      await page.waitForFunction(() => !(/** @type {any} */ (window).boxes[0].text().includes("there")));
      if (name !== "textarea" && name !== "input") assert.equal((await state(page)).text, "Hello");
      await page.close();
    });

    test("the box is found by its role and label, beside a Post button", async () => {
      const page = await browser.open(name);
      const label = await (await element(page)).getAttribute("aria-label");
      assert.ok(label);
      assert.equal(await page.getByRole("textbox", { name: label, exact: true }).count(), 1);
      assert.equal(await page.getByRole("button", { name: /^(Post|Reply)$/ }).count(), 1);
      await page.close();
    });

    test("several boxes, and boxes that come and go", async () => {
      const page = await browser.open(name, { boxes: 3 });
      await page.evaluate(() => {
        const { site } = /** @type {any} */ (window);
        site.remove(1);
        site.create();
        site.navigate("/elsewhere");
      });
      assert.equal(await page.getByRole("textbox").count(), 3);
      await (await element(page, 2)).click();
      await page.keyboard.type("third");
      assert.deepEqual(
        await page.evaluate(() => /** @type {any} */ (window).boxes.map((/** @type {any} */ b) => b.text())),
        ["", "", "third"],
      );
      await page.close();
    });

    for (const [policy, header] of Object.entries(POLICIES)) {
      test(`starts under the policy ${policy}`, async () => {
        const page = await browser.open(name, { policy: header });
        await (await element(page)).click();
        await page.keyboard.type("x");
        assert.equal((await state(page)).text, "x");
        assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).violations), []);
        await page.close();
        browser.site.setPolicy("");
      });
    }
  });
}

for (const name of rich) {
  test(`${name}: emoji pictures, mentions and bold are in the model`, async () => {
    const page = await browser.open(name);
    await (await element(page)).click();
    await page.keyboard.type("Ask ");
    await page.evaluate(() => /** @type {any} */ (window).boxes[0].insert({ mention: "JoBloggs" }));
    await page.keyboard.type(" now ");
    await page.evaluate(() => /** @type {any} */ (window).boxes[0].insert({ emoji: "🙂" }));
    await page.keyboard.type(" #well");
    const before = JSON.stringify((await state(page)).selection);
    await page.keyboard.press("Control+Shift+ArrowLeft");
    // Editors hear of a new selection by an event that comes later.
    await page.waitForFunction((b) => JSON.stringify(/** @type {any} */ (window).boxes[0].selection()) !== b, before);
    await page.keyboard.press("Control+b");
    const { text, model } = await state(page);
    assert.equal(text.replace("@", ""), "Ask JoBloggs now 🙂 #well");
    // Lexical says bold by a bit of `format`.
    assert.match(JSON.stringify(model), /"bold"|"BOLD"|"format":1/);
    assert.equal(
      await page.evaluate(
        () => /** @type {any} */ (window).boxes[0].element.querySelectorAll("img[alt='🙂'], .emoji").length,
      ),
      1,
    );
    await page.close();
  });
}
