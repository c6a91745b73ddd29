// What the extension may do, each with the reason. What is not in these lists, neither manifest may ask for.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { BROWSERS } from "../../extension/manifest.mjs";
import { manifestOf, ROOT } from "./built.mjs";

const SITE = "a site whose compose boxes are checked";
/** @type {Record<string, string>} */
const SITES = {
  "https://*.facebook.com/*": SITE,
  "https://*.x.com/*": SITE,
  "https://*.twitter.com/*": `${SITE}: X's older name, which still leads there`,
  "https://*.linkedin.com/*": SITE,
};

/** What is granted, by the manifest's key. @type {Record<string, Record<string, string>>} */
const GRANTED = {
  permissions: {
    storage: "settings are kept, and never a draft",
    scripting: "the content script is registered on a site that the user added",
    activeTab: "the popup knows which site it was opened on, to offer to add it",
  },
  host_permissions: SITES,
  optional_permissions: {},
  optional_host_permissions: {
    "https://*/*": "asked for one host at a time, when the user adds it; the manifest cannot name what they will add",
  },
};

/** What else the manifest says. None of it lets the extension do more. @type {Record<string, string>} */
const OTHER = {
  manifest_version: "the form of the manifest",
  name: "what the stores and the browser show",
  description: "what the stores and the browser show",
  version: "what the stores and the browser show",
  default_locale: "the language of its texts",
  icons: "what the browser shows",
  action: "the popup",
  options_ui: "the settings page",
  storage: "the settings that an organisation may make",
  background: "the worker: it counts, opens explanations and registers scripts",
  commands: "the keyboard shortcuts",
  minimum_chrome_version: "the oldest browser that it works in",
  browser_specific_settings: "the name that Firefox knows it by, and the oldest that it works in",
};

/** The scripts that run in pages: a listener of a few lines, in frames too, where editors are. */
const SCRIPTS = [
  {
    matches: Object.keys(SITES),
    js: ["loader.js"],
    css: ["content.css"],
    all_frames: true,
    match_about_blank: true,
    run_at: "document_idle",
  },
];

/** What a page may load: what the content script imports once a compose box has the focus. @type {Record<string, string>} */
const ACCESSIBLE = {
  "content/*": "the content script's one file",
  "engine/*": "the engine that it imports",
  "settings.js": "what reads the settings, which it imports",
  "settings/*": "what settings.js imports",
};
/** A user may add any site, and the script imports them there too. */
const ACCESSIBLE_TO = ["https://*/*"];

/** What the extension's own pages may load and run, directive by directive. @type {Record<string, Record<string, string>>} */
const POLICY = {
  "default-src": { "'none'": "nothing but what follows" },
  "script-src": {
    "'self'": "the package's own scripts",
    "'wasm-unsafe-eval'": "the engine is WebAssembly, which pages start to show the rules; it does not allow eval",
  },
  "style-src": { "'self'": "the package's own style sheets" },
  "img-src": { "'self'": "the package's own pictures" },
  "connect-src": { "'self'": "the engine and the example pack are read from the package" },
};

/** @param {string} policy */
const directives = (policy) =>
  Object.fromEntries(
    policy
      .split(";")
      .map((directive) => directive.trim().split(/\s+/))
      .map(([name, ...values]) => [name, values.sort()]),
  );

/** @param {Record<string, string>} reasons */
const named = (reasons) => Object.keys(reasons).sort();

for (const browser of BROWSERS) {
  describe(browser, () => {
    const manifest = manifestOf(browser);

    for (const [key, reasons] of Object.entries(GRANTED)) {
      test(`asks for no other ${key} than those with a reason`, () =>
        assert.deepEqual([...(manifest[key] ?? [])].sort(), named(reasons)));
    }

    test("has no key that lets it do more", () => {
      const known = [
        ...Object.keys(GRANTED),
        ...Object.keys(OTHER),
        "content_scripts",
        "web_accessible_resources",
        "content_security_policy",
      ];
      assert.deepEqual(
        Object.keys(manifest).filter((key) => !known.includes(key)),
        [],
      );
    });

    test("runs no other script in pages, and nowhere else", () => assert.deepEqual(manifest.content_scripts, SCRIPTS));

    test("lets pages load nothing but what the content script imports", () => {
      const dynamic = browser === "chromium" ? { use_dynamic_url: true } : {};
      const [some, ...more] = manifest.web_accessible_resources;
      assert.deepEqual(more, []);
      assert.deepEqual(
        { ...some, resources: [...some.resources].sort() },
        { resources: named(ACCESSIBLE), matches: ACCESSIBLE_TO, ...dynamic },
      );
    });

    test("its pages' policy is no looser", () => {
      const { extension_pages, ...others } = manifest.content_security_policy;
      assert.deepEqual(others, {});
      const allowed = Object.entries(POLICY).map(([name, reasons]) => [name, named(reasons)]);
      assert.deepEqual(directives(extension_pages), Object.fromEntries(allowed));
    });
  });
}

test("the stores are told the reason for each permission and each site", () => {
  const told = readFileSync(join(ROOT, "extension/store/permissions.md"), "utf8");
  for (const permission of named(GRANTED.permissions)) assert.ok(told.includes(`| \`${permission}\``), permission);
  for (const site of named(SITES)) assert.ok(told.includes(`\`${site.slice("https://".length, -"/*".length)}\``), site);
  assert.match(told, /\| Optional: any `https` host /);
});
