// Nothing in the packages asks anybody for anything: no script, page, style sheet or engine names an address that is fetched,
// imported or opened, but for the package's own files; and no text is ever run as a script or read as a page.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { describe, test } from "node:test";
import { BROWSERS } from "../../extension/manifest.mjs";
import { filesOf, ROOT } from "./built.mjs";
import { addressesIn, nativeNames, pageOf, scriptOf, sheetOf } from "./contents.mjs";

/** Links that a person presses: the standards that rules cite, as the source of the rules has them. */
const STANDARDS = [...readFileSync(join(ROOT, "crate/sources.toml"), "utf8").matchAll(/^link = "(https:.*)"$/gm)].map(
  ([, link]) => link,
);

/** Addresses that nobody asks, by the file that has them, with the reason. @type {Record<string, Record<string, string>>} */
const NAMED = {
  "options/keys.js": { "chrome://extensions/shortcuts": "the browser's own page for shortcuts, which a button opens" },
  "options/example-pack.toml": { "https://oldmill.example/social-media": "an example of a practice's policy" },
  "places/scripts.js": { "https://": "the pattern of a host's pages, for the browser's permissions" },
  "icons/icon.svg": { "http://www.w3.org/2000/svg": "the name of the format" },
  "pages/lock.svg": { "http://www.w3.org/2000/svg": "the name of the format" },
  "THIRD-PARTY.txt": {
    "http://www.apache.org/licenses/": "part of the words of a licence",
    "http://www.apache.org/licenses/LICENSE-2.0": "part of the words of a licence",
  },
};

/** Where `fetch` is called: each reads a file of the package. @type {Record<string, string>} */
const FETCHES = {
  "loader.js": "the engine's file, before its script has come: engine/wasm_bg.wasm",
  "content/main.js": "the same, where the first engine has read it and may not run: engine/wasm_bg.wasm",
  "engine/wasm.js": "the engine's WebAssembly: engine/wasm_bg.wasm",
  "engine/js.js": "the engine's data: engine/wasm_bg.wasm",
  "options/own-pack.js": "the example pack: options/example-pack.toml",
};

/** What the same scripts import in the other browser only. @type {Record<string, string[]>} */
const ELSEWHERE = { chromium: [], firefox: ["engine/js.js"] };

for (const browser of BROWSERS) {
  describe(browser, () => {
    const files = filesOf(browser);
    const ending = (/** @type {string} */ end) => [...files].filter(([name]) => name.endsWith(end));

    /** @param {string} from @param {string} address */
    function isOwn(from, address) {
      if (address.startsWith("#")) return true;
      if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(address)) return false;
      const path = posix.join(posix.dirname(from), address.replace(/[?#].*$/, ""));
      return files.has(path) || ELSEWHERE[browser].includes(path);
    }

    test("every file is of a kind that is looked at", () => {
      const kinds = new Set([...files.keys()].map((name) => posix.extname(name)));
      assert.deepEqual([...kinds].sort(), [".css", ".html", ".js", ".json", ".png", ".svg", ".toml", ".txt", ".wasm"]);
    });

    for (const [name, bytes] of ending(".js")) {
      test(`${name}: imports and reads only what is in the package, and runs no text`, () => {
        const { imports, fetched, forbidden } = scriptOf(String(bytes));
        for (const { address, fromRoot } of imports)
          assert.ok(address !== null && isOwn(fromRoot ? "top" : name, address), `it imports ${address}`);
        assert.deepEqual(forbidden, []);
        assert.equal(fetched.length, name in FETCHES ? 1 : 0, `it fetches ${JSON.stringify(fetched)}`);
        for (const { address, fromRoot } of fetched)
          assert.ok(address === null || isOwn(fromRoot ? "top" : name, address), `it fetches ${address}`);
      });
    }

    for (const [name, bytes] of ending(".html")) {
      test(`${name}: loads only what is in the package, and has no script in it`, () => {
        const { loaded, links, forbidden } = pageOf(String(bytes));
        assert.ok(loaded.length > 3);
        for (const address of loaded) assert.ok(isOwn(name, address), `it loads ${address}`);
        for (const link of links) assert.ok(isOwn(name, link) || STANDARDS.includes(link), `it links to ${link}`);
        assert.deepEqual(forbidden, []);
      });
    }

    for (const [name, bytes] of ending(".css")) {
      test(`${name}: loads only what is in the package`, () => {
        for (const address of sheetOf(String(bytes))) assert.ok(isOwn(name, address), `it loads ${address}`);
      });
    }

    test("no file names an address but those that are known", () => {
      /** @type {Set<string>} */
      const hosts = new Set(JSON.parse(String(files.get("manifest.json"))).host_permissions);
      for (const [name, bytes] of files) {
        if (/\.(png|wasm)$/.test(name)) continue;
        const isKnown = (/** @type {string} */ address) =>
          address in (NAMED[name] ?? {}) ||
          (name === "manifest.json" && (hosts.has(address) || address === "https://*/*"));
        assert.deepEqual(
          addressesIn(name, bytes).filter((address) => !isKnown(address)),
          [],
          name,
        );
      }
    });

    test("the engine names no address but the standards', and asks the browser for nothing that reaches out", () => {
      const wasm = /** @type {Buffer} */ (files.get("engine/wasm_bg.wasm"));
      const text = wasm.toString("latin1");
      const found = [...text.matchAll(/(?:https?)?:\/\//g)].map(({ index }) => text.slice(index, index + 400));
      // What begins a link in a practice's own rules, and what tells a web address in a post.
      const beginnings = found.filter((at) => !STANDARDS.some((link) => at.startsWith(link)));
      assert.ok(found.length - beginnings.length >= new Set(STANDARDS).size * 0.9);
      for (const at of beginnings) assert.match(at, /^https?:\/\/(?![a-z0-9-]+\.)/);
      assert.deepEqual(nativeNames(wasm), []);
    });
  });
}
