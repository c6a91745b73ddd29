// Under each policy that a page can have, the engine that the page lets run.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { element, launch } from "../browser.mjs";
import { forget, stateOf, stored } from "../extension.mjs";
import { POLICIES } from "../site.mjs";
import { expectUnderlined } from "../underlines.mjs";

const PHRASE = "cure a migraine";
const SITES = /** @type {const} */ ([
  ["www.facebook.com", "lexical"],
  ["x.com", "draft"],
  ["www.linkedin.com", "quill"],
  ["www.linkedin.com", "tiptap"],
]);
/** Policies under which a page lets WebAssembly run. */
const LETS = ["none", "wasm"];

/** @type {import("../browser.mjs").Browser} */
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/**
 * @param {import("../site.mjs").PageName} name
 * @param {string} policy
 */
async function write(name, policy) {
  const page = await browser.open(name, { policy, kind: "post" });
  await (await element(page)).click();
  await page.keyboard.type(`Hello. We can ${PHRASE}`);
  await expectUnderlined(page, [PHRASE]);
  const { engine } = await stateOf(browser, page);
  const violations = await page.evaluate(() => /** @type {any} */ (window).violations);
  await page.close();
  return { engine, violations };
}

for (const [site, name] of SITES) {
  for (const [policy, header] of Object.entries(POLICIES)) {
    test(`${site}, ${name}, policy ${policy}: the page hears of no refusal twice`, async () => {
      await forget(browser);
      const refuses = site.endsWith("linkedin.com");
      const engine = refuses || !LETS.includes(policy) ? "js" : "wasm";
      const first = await write(name, header);
      assert.equal(first.engine, engine);
      if (refuses || engine === "wasm") assert.deepEqual(first.violations, []);
      // Elsewhere one refusal is remembered: the page hears of it once, ever.
      assert.deepEqual(await write(name, header), { engine, violations: [] });
      assert.deepEqual((await stored(browser)).local.refusing ?? [], engine === "js" && !refuses ? [site] : []);
    });
  }
}
