// A post that is being written, with its underlines, and the extension's own world beside it.
import { element } from "./browser.mjs";
import { ownWorld } from "./extension.mjs";
import { expectUnderlined } from "./underlines.mjs";

/**
 * Opens a page, writes a post there, and waits for the underlines.
 * @param {import("./browser.mjs").Browser} browser
 * @param {import("./site.mjs").PageName} name
 * @param {string} text
 * @param {string[]} phrases   what is to be underlined
 */
export async function writeIn(browser, name, text, phrases) {
  const page = await browser.open(name, { kind: "post" });
  await page.bringToFront();
  const own = await ownWorld(page, browser.id);
  await (await element(page)).click();
  await page.keyboard.type(text);
  await expectUnderlined(page, phrases);
  return { page, own };
}
