// The packages for the stores: the same bytes from the same files, and everything in them that the stores ask for.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { BROWSERS, version } from "../../extension/manifest.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const BUILT = join(ROOT, "target/extension");

/** @type {string} */
let home;
before(() => void (home = mkdtempSync(join(tmpdir(), "thinktwice-packages-"))));
after(() => rmSync(home, { recursive: true, force: true }));

/** @param {string} name @param {string} [built] */
function pack(name, built = BUILT) {
  const out = join(home, name);
  const args = [join(ROOT, "extension/package.mjs"), "--built", built, "--out", out];
  execFileSync(process.execPath, args, { stdio: ["ignore", "pipe", "ignore"] });
  return Object.fromEntries(readdirSync(out).map((file) => [file, readFileSync(join(out, file))]));
}

/** Names and contents of a zip file, read by another program than the one that wrote it. @param {string} path */
function unpack(path) {
  const program = `
import base64, json, sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
print(json.dumps({i.filename: [base64.b64encode(z.read(i)).decode(), oct(i.external_attr >> 16), i.date_time] for i in z.infolist()}))`;
  const told = execFileSync("python3", ["-c", program, path], { maxBuffer: 1 << 28, encoding: "utf8" });
  /** @type {Record<string, [string, string, number[]]>} */
  const files = JSON.parse(told);
  return new Map(
    Object.entries(files).map(([name, [bytes, mode, day]]) => [
      name,
      { bytes: Buffer.from(bytes, "base64"), mode, day },
    ]),
  );
}
const NAMES = [...BROWSERS, "source"].map((what) => `thinktwice-${what}-${version()}.zip`).sort();

test("two runs give the same bytes, from another folder too, whenever and however its files were written", () => {
  const first = pack("first");
  assert.deepEqual(Object.keys(first).sort(), NAMES);
  const other = join(home, "elsewhere");
  for (const browser of BROWSERS) {
    cpSync(join(BUILT, browser), join(other, browser), { recursive: true });
    utimesSync(join(other, browser, "manifest.json"), 1e9, 1e9);
    execFileSync("chmod", ["600", join(other, browser, "loader.js")]);
  }
  const second = pack("second", other);
  for (const name of NAMES) assert.ok(first[name].equals(second[name]), name);
});

for (const browser of BROWSERS) {
  describe(browser, () => {
    /** @type {ReturnType<typeof unpack>} */
    let files;
    /** @type {any} */
    let manifest;
    before(() => {
      pack("packed");
      files = unpack(join(home, "packed", `thinktwice-${browser}-${version()}.zip`));
      manifest = JSON.parse(String(files.get("manifest.json")?.bytes));
    });

    test("holds what was built", () => {
      for (const [name, { bytes }] of files) assert.ok(bytes.equals(readFileSync(join(BUILT, browser, name))), name);
      const ways = new Set([...files.values()].map(({ mode, day }) => `${mode} ${day}`));
      assert.deepEqual([...ways], ["0o100644 1980,1,1,0,0,0"]);
    });

    test("has the version of Cargo.toml, and texts that the stores take", () => {
      assert.equal(manifest.version, version());
      const words = JSON.parse(String(files.get(`_locales/${manifest.default_locale}/messages.json`)?.bytes));
      const said = (/** @type {string} */ text) => text.replace(/__MSG_(\w+)__/g, (_, key) => words[key].message);
      assert.ok(said(manifest.name).length <= 45);
      const about = said(manifest.description);
      assert.ok(about.length <= 132, `the description has ${about.length} characters`);
      assert.ok(
        readFileSync(join(ROOT, "extension/store/listing.md"), "utf8").includes(about),
        "listing.md says another",
      );
    });

    test("every file that the manifest names is there; icons are as large as they say", () => {
      const named = JSON.stringify(manifest).match(/"[\w/-]+\.(js|css|html|png|json)"/g) ?? [];
      assert.ok(named.length > 8);
      for (const name of named) assert.ok(files.has(JSON.parse(name)), name);
      for (const size of [16, 32, 48, 128]) {
        const png = /** @type {Buffer} */ (files.get(manifest.icons[size])?.bytes);
        assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [size, size]);
      }
    });

    test("nothing tells where it was built", () => {
      for (const [name, { bytes }] of files) {
        for (const folder of [ROOT, process.env.HOME ?? "/root", "/.cargo/"])
          assert.ok(folder.length < 4 || !bytes.includes(folder), `${folder} is in ${name}`);
      }
    });
  });
}

test("Firefox gets no second engine, and Chromium's keys are not in its manifest", () => {
  const { browser_specific_settings, background, web_accessible_resources, ...manifest } = JSON.parse(
    readFileSync(join(BUILT, "firefox/manifest.json"), "utf8"),
  );
  assert.ok(!readdirSync(join(BUILT, "firefox/engine")).includes("js.js"));
  assert.deepEqual(browser_specific_settings.gecko.data_collection_permissions, { required: ["none"] });
  assert.deepEqual(background, { scripts: ["background.js"], type: "module" });
  assert.ok(web_accessible_resources.every((/** @type {object} */ some) => !("use_dynamic_url" in some)));
  assert.ok(!("minimum_chrome_version" in manifest));
});

test("the source is all that is committed, with how to build it at its top", () => {
  pack("source");
  const files = unpack(join(home, "source", `thinktwice-source-${version()}.zip`));
  const top = `thinktwice-${version()}`;
  const committed = execFileSync("git", ["-C", ROOT, "ls-tree", "-r", "--name-only", "-z", "HEAD"], {
    encoding: "utf8",
  });
  const names = committed.split("\0").filter(Boolean);
  assert.deepEqual([...files.keys()].sort(), [...names, "BUILD.md"].map((name) => `${top}/${name}`).sort());
  assert.equal(files.get(`${top}/build.sh`)?.mode, "0o100755");
});
