// A browser with the extension beside one without it. What goes wrong anywhere in the first, in a page, in the extension's world or in
// its worker, even in one that is stopped since, is in the browser's own log.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch, state } from "./browser.mjs";

/** @typedef {Awaited<ReturnType<typeof launchBoth>>} Both */
/** @typedef {import("playwright-core").Page} Page */

/**
 * Starts a browser that notes what goes wrong in it.
 * @param {Parameters<typeof launch>[0]} [options]
 */
export async function launchNoting(options = {}) {
  const folder = mkdtempSync(join(tmpdir(), "log-"));
  const file = join(folder, "log.txt");
  const browser = await launch({
    ...options,
    args: [...(options.args ?? []), "--enable-logging", `--log-file=${file}`],
  });
  let read = 0;
  return {
    browser,
    /** What was thrown, or refused, and caught by nobody, since this was asked last. */
    uncaught: () => {
      const lines = readFileSync(file, "utf8").split("\n");
      return lines
        .slice(read, (read = lines.length - 1))
        .filter((line) => /CONSOLE.*"Uncaught|CONSOLE.*panicked/.test(line));
    },
    close: async () => {
      await browser.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/**
 * Starts both.
 * @param {Parameters<typeof launch>[0]} [options] of the one with the extension
 */
export async function launchBoth(options) {
  const [{ browser, uncaught, close }, control] = await Promise.all([
    launchNoting(options),
    launch({ extension: false }),
  ]);
  return {
    browser,
    uncaught,
    /**
     * Does the same on a page with the extension and on one without, and compares what the two say afterwards.
     * @template T
     * @param {(page: Page, watched: boolean) => Promise<T>} deed
     * @param {import("./site.mjs").PageName} [name]
     * @param {Parameters<typeof browser.open>[1]} [options]
     * @returns {Promise<{page: Page, said: T}>} the page with the extension, still open
     */
    async same(deed, name = "lexical", options) {
      const without = await control.open(name, { kind: "post", ...options });
      await without.bringToFront();
      const wanted = await deed(without, false);
      await without.close();
      const page = await browser.open(name, { kind: "post", ...options });
      await page.bringToFront();
      const said = await deed(page, true);
      assert.deepEqual(said, wanted);
      return { page, said };
    },
    close: () => Promise.all([close(), control.close()]),
  };
}

/**
 * What the editor holds. (Not what it could undo: that depends on how long somebody waited between two keys.)
 * @param {Page} page
 */
export async function held(page) {
  const { text, model, selection } = await state(page);
  return { text, model, selection };
}

/**
 * Puts plain boxes in the place of the page's own.
 * @param {Page} page
 * @param {string} html
 */
export const put = (page, html) =>
  page.evaluate((html) => {
    const main = /** @type {HTMLElement} */ (document.querySelector("main"));
    main.innerHTML = html;
  }, html);

/** A plain box. */
export const PLAIN = '<div contenteditable="true" id="box" aria-label="Write a comment"></div>';
