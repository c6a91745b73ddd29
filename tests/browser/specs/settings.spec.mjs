// What stored settings are read as, and what a file of them may hold: without a browser.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { parse } from "../../../extension/settings/json.js";
import { merge, validatePolicy } from "../../../extension/settings/managed.js";
import { migrate } from "../../../extension/settings/migrate.js";
import { fromFile, toFile } from "../../../extension/settings/transfer.js";
import { DEFAULTS, validateSettings } from "../../../extension/settings/validate.js";

describe("versions", () => {
  test("1 becomes 2: what was as on the first day was not chosen", () => {
    const old = {
      version: 1,
      profession: "osteopath",
      packsOff: [],
      rulesOff: ["conduct/swearing"],
      sitesOff: [],
      own: 1,
    };
    assert.deepEqual(migrate(old), { version: 2, rulesOff: ["conduct/swearing"], own: 1 });
    assert.equal(old.version, 1);
  });

  test("without a number it is the first; a newer one is left as it is", () => {
    assert.deepEqual(migrate({ packsOff: ["conduct"] }), { version: 2, packsOff: ["conduct"] });
    const newer = { version: 3, packsOff: [], profession: "osteopath" };
    assert.deepEqual(migrate(newer), newer);
    assert.equal(validateSettings(newer).settings.version, 3);
  });

  test("what is no number is refused, and the rest is read", () => {
    for (const version of ["1", 1.5, 0, -1, null, [], Number.MAX_VALUE]) {
      const { settings, problems } = validateSettings({ version, packsOff: ["conduct"] });
      assert.deepEqual(settings.packsOff, ["conduct"]);
      assert.equal(settings.version, 2);
      assert.deepEqual(problems, [{ where: "sync.settings.version", what: "not-valid" }], String(version));
    }
  });
});

test("nothing that is stored makes the reading fail", () => {
  const odd = [null, 0, "", "x", true, [], [[]], {}, { a: 1 }, Number.NaN, "x".repeat(1e6), [null], { "": {} }];
  for (const value of odd) {
    validateSettings(value);
    for (const name of Object.keys(DEFAULTS)) {
      const { settings } = validateSettings({ version: 2, [name]: value });
      assert.equal(
        typeof settings[/** @type {keyof typeof DEFAULTS} */ (name)],
        typeof DEFAULTS[/** @type {keyof typeof DEFAULTS} */ (name)],
      );
      merge(settings, {}, validatePolicy({ [name]: value, locked: value }));
    }
  }
});

test("a reading shares nothing with the defaults", () => {
  validateSettings(undefined).settings.packsOff.push("conduct");
  assert.deepEqual(DEFAULTS.packsOff, []);
});

describe("JSON with lines", () => {
  test("reads what JSON.parse reads", () => {
    for (const text of [
      '{"a": [1, -2.5e3, "x\\u00e9\\n", true, null, {}], "b": {"c": []}}',
      "[]",
      ' "x" ',
      "0",
      '{"__proto__": 1}',
    ])
      assert.deepEqual(/** @type {any} */ (parse(text)).value, JSON.parse(text), text);
  });

  test("refuses what JSON.parse refuses", () => {
    for (const text of [
      "",
      "{",
      "[1,]",
      "{'a': 1}",
      "{a: 1}",
      "01",
      '"\n"',
      '"\\x"',
      "nul",
      "[1 2]",
      '{"a" 1}',
      "{}{}",
      "+1",
      "\u00a0[]",
    ]) {
      assert.throws(() => JSON.parse(text), text);
      assert.ok("reason" in parse(text), text);
    }
  });

  test("knows the line of each value", () => {
    const read = /** @type {any} */ (parse('{\n"a": [\n1,\n2],\n"b/c": {"d":\n\n3}}'));
    assert.deepEqual(["a", "a[0]", "a[1]", "b/c", "b/c.d"].map(read.lineOf), [2, 3, 4, 5, 7]);
  });

  test("is quick with a large file, and ends with a deep one", () => {
    const large = JSON.stringify({ a: "x".repeat(1e6), b: Array.from({ length: 1e5 }, (_, i) => i) }, null, 1);
    const start = performance.now();
    assert.ok("value" in parse(large));
    assert.ok(performance.now() - start < 2000);
    assert.deepEqual(parse("[".repeat(1e6)), { reason: "too-deep", line: 1 });
  });
});

test("a file of everything is read as it was written", () => {
  const whole = {
    settings: { version: 2, profession: "nurse", severities: { "conduct/swearing": "low" }, later: [1] },
    allowed: {
      salt: "a".repeat(32),
      phrases: [{ hash: "b".repeat(64), rule: "conduct/swearing", date: "2026-11-20" }],
    },
    ownPack: 'a = "ü"\n\n# two\n',
  };
  const read = /** @type {any} */ (fromFile(toFile(whole, "2026-11-29")));
  assert.deepEqual(read, { whole, day: "2026-11-29" });
  assert.deepEqual(/** @type {any} */ (fromFile(`\ufeff${toFile(whole, "")}`)).whole, whole);
});
