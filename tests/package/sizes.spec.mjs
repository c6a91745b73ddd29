// What the packages weigh: nothing grows by more than 5 % unnoticed. `THINKTWICE_RECORD=1 node --test tests/package/sizes.spec.mjs`
// writes down new sizes; the message of that commit says what they buy.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { deflateRawSync } from "node:zlib";
import { BROWSERS } from "../../extension/manifest.mjs";
import { zip } from "../../extension/zip.mjs";
import { filesOf } from "./built.mjs";

const RECORD = join(dirname(fileURLToPath(import.meta.url)), "sizes.json");
/** Files of this size, in bytes, are recorded by themselves; smaller ones with their folder, where a few lines are not news. */
const LARGE = 16 * 1024;
const MOST = 1.05;

/** @typedef {{raw: number, zipped: number}} Size in bytes */

/** @param {import("./built.mjs").BrowserName} browser */
function weigh(browser) {
  /** @type {Record<string, Size>} */
  const sizes = {};
  const files = filesOf(browser);
  for (const [name, bytes] of files) {
    const folder = name.includes("/") ? `${name.split("/")[0]}/…` : "…";
    const of = bytes.length >= LARGE ? name : folder;
    const { raw, zipped } = sizes[of] ?? { raw: 0, zipped: 0 };
    sizes[of] = { raw: raw + bytes.length, zipped: zipped + deflateRawSync(bytes, { level: 9 }).length };
  }
  const all = [...files].map(([name, bytes]) => ({ name, bytes }));
  sizes["the package"] = { raw: all.reduce((sum, { bytes }) => sum + bytes.length, 0), zipped: zip(all).length };
  return sizes;
}

const now = Object.fromEntries(BROWSERS.map((browser) => [browser, weigh(browser)]));
if (process.env.THINKTWICE_RECORD) writeFileSync(RECORD, `${JSON.stringify(now, null, 2)}\n`);
/** @type {Record<string, Record<string, Size>>} */
const before = JSON.parse(readFileSync(RECORD, "utf8"));

for (const browser of BROWSERS) {
  describe(browser, () => {
    test("has the files and folders that are recorded", () =>
      assert.deepEqual(Object.keys(now[browser]).sort(), Object.keys(before[browser]).sort()));

    for (const [name, size] of Object.entries(now[browser])) {
      for (const way of /** @type {const} */ (["raw", "zipped"])) {
        test(`${name}, ${way}: is no more than 5 % larger than recorded`, () => {
          const was = before[browser][name]?.[way] ?? 0;
          assert.ok(size[way] <= was * MOST, `has grown from ${was} to ${size[way]} bytes`);
          // A record that is far too large would let it all come back.
          assert.ok(size[way] * MOST >= was, `is only ${size[way]} bytes, no longer ${was}: record that`);
        });
      }
    }
  });
}
