// What the extension leaves in a page: its host element, its listeners.
import assert from "node:assert/strict";
import { expectUnderlined } from "./underlines.mjs";

/** By these it sees that it was updated or taken away, even on a site that is switched off. */
export const LOOKING = ["#document visibilitychange", "window focus"];
/** What is left while no box has the focus. */
export const WAITING = ["#document focusin", "#document focusout", ...LOOKING];

/** How many host elements there are. @param {import("playwright-core").Page} page */
export const hosts = (page) => page.evaluate(() => document.querySelectorAll("[data-think-twice]").length);

/**
 * What the extension listens to, and where, open shadow roots included.
 * @param {import("./extension.mjs").World} own
 * @returns {Promise<string[]>}
 */
export async function listeners(own) {
  const all = await own.evaluate(`(() => {
    const everywhere = [window, document];
    const walk = (root) => {
      for (const e of root.querySelectorAll("*")) {
        everywhere.push(e);
        if (e.shadowRoot) everywhere.push(e.shadowRoot), walk(e.shadowRoot);
      }
    };
    walk(document);
    return everywhere.flatMap((target) =>
      Object.entries(getEventListeners(target)).flatMap(([event, all]) => all.map(() => (target.nodeName ?? "window") + " " + event)));
  })()`);
  return all.sort();
}

/**
 * The box is left and nothing of the extension is on the page.
 * @param {import("playwright-core").Page} page
 * @param {import("./extension.mjs").World} own
 */
export async function nothingLeft(page, own) {
  await expectUnderlined(page, []);
  assert.equal(await hosts(page), 0);
  assert.deepEqual(await listeners(own), WAITING);
}
