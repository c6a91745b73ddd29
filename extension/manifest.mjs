// The manifest of each browser: manifest.json, which holds what they share, and what differs.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));

/** @typedef {"chromium" | "firefox"} BrowserName */

/** The browsers that there is an extension for. Edge takes Chromium's. @type {readonly BrowserName[]} */
export const BROWSERS = ["chromium", "firefox"];

/** @type {Record<BrowserName, (shared: any) => object>} */
const OWN = {
  chromium: ({ background, web_accessible_resources, ...shared }) => ({
    ...shared,
    minimum_chrome_version: "130",
    background: { service_worker: background, type: "module" },
    web_accessible_resources: web_accessible_resources.map((/** @type {object} */ some) => ({
      ...some,
      use_dynamic_url: true,
    })),
  }),
  // Its addresses are other ones for each user in any case. A policy file gives it managed settings without a schema.
  firefox: ({ background, storage: _, ...shared }) => ({
    ...shared,
    browser_specific_settings: {
      gecko: {
        id: "think-twice@thinktwice.health",
        // The first that lets a content script adopt a style sheet, without which neither card nor underline has its looks.
        strict_min_version: "153.0",
        data_collection_permissions: { required: ["none"] },
      },
    },
    background: { scripts: [background], type: "module" },
  }),
};

/** The version, from the one place where it is written: Cargo.toml. */
export function version() {
  const found = /^\[workspace\.package\]\nversion = "(\d+\.\d+\.\d+)"/m.exec(
    readFileSync(join(HERE, "../Cargo.toml"), "utf8"),
  );
  if (!found) throw new Error("Cargo.toml has no version of three numbers at the head of [workspace.package]");
  return found[1];
}

/** @param {BrowserName} browser */
export function manifest(browser) {
  const { manifest_version, name, ...shared } = JSON.parse(readFileSync(join(HERE, "manifest.json"), "utf8"));
  return { manifest_version, name, version: version(), ...OWN[browser](shared) };
}
