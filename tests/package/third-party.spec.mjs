// Whose work is shipped is told in the package. `THINKTWICE_RECORD=1 node --test tests/package/third-party.spec.mjs` writes
// extension/THIRD-PARTY.txt anew.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { test } from "node:test";
import { BROWSERS } from "../../extension/manifest.mjs";
import { THIRD_PARTY, thirdParty } from "../../extension/third-party.mjs";
import { filesOf, ROOT } from "./built.mjs";
import { buildSync } from "./parsers.mjs";

test("THIRD-PARTY.txt names what the lock files have, with its notices", () => {
  const now = thirdParty();
  if (process.env.THINKTWICE_RECORD) writeFileSync(THIRD_PARTY, now);
  assert.equal(readFileSync(THIRD_PARTY, "utf8"), now);
});

test("every version is locked with its hash, and from its registry", () => {
  const crates = readFileSync(join(ROOT, "Cargo.lock"), "utf8").split("[[package]]").slice(1);
  assert.ok(crates.length > 50);
  for (const crate of crates.filter((crate) => !crate.startsWith('\nname = "thinktwice"\n')))
    assert.match(
      crate,
      /^source = "registry\+https:\/\/github\.com\/rust-lang\/crates\.io-index"\nchecksum = "[0-9a-f]{64}"$/m,
    );
  for (const folder of ["extension", "tests/browser"]) {
    const { packages } = JSON.parse(readFileSync(join(ROOT, folder, "package-lock.json"), "utf8"));
    const locked = Object.entries(packages).filter(([path]) => path !== "");
    assert.ok(locked.length > 10);
    for (const [path, { integrity, resolved = "https://registry.npmjs.org/", link = false }] of locked) {
      assert.match(integrity ?? "", /^sha512-/, path);
      assert.ok(resolved.startsWith("https://registry.npmjs.org/") && !link, path);
    }
  }
});

for (const browser of BROWSERS) {
  test(`it is in the package for ${browser}`, () =>
    assert.ok(filesOf(browser).get("THIRD-PARTY.txt")?.equals(readFileSync(THIRD_PARTY))));

  test(`no npm package's code is in the package for ${browser}`, () => {
    const folder = join(ROOT, "extension");
    const own = buildSync({
      absWorkingDir: folder,
      entryPoints: ["content/main.js"],
      bundle: true,
      write: false,
      metafile: true,
      format: "esm",
      loader: { ".css": "text" },
    });
    const joined = Object.keys(own.metafile.inputs);
    assert.ok(joined.includes("content/main.js"));
    for (const name of joined) {
      const from = relative(folder, resolve(folder, name));
      assert.ok(!from.startsWith("..") && !from.includes("node_modules"), from);
    }
    // Every other script is one of this folder, unchanged, or is made of the crate.
    for (const [name, bytes] of filesOf(browser)) {
      if (!name.endsWith(".js") || name === "content/main.js" || name.startsWith("engine/")) continue;
      assert.ok(bytes.equals(readFileSync(join(folder, name))), name);
    }
  });
}
