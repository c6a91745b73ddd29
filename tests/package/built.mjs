// The extensions as they were built, file by file.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
export const BUILT = join(ROOT, "target/extension");

/** @typedef {import("../../extension/manifest.mjs").BrowserName} BrowserName */

/**
 * @param {BrowserName} browser
 * @returns {Map<string, Buffer>} by names with forward slashes
 */
export function filesOf(browser) {
  const folder = join(BUILT, browser);
  const files = readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(files.sort().map((path) => [relative(folder, path).split(sep).join("/"), readFileSync(path)]));
}

/** @param {BrowserName} browser */
export const manifestOf = (browser) => JSON.parse(readFileSync(join(BUILT, browser, "manifest.json"), "utf8"));
