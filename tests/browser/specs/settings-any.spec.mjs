// Whatever a settings file or the storage holds: nothing throws, what is read is valid, and it takes no longer than its size asks for.
// An input that fails is made small and printed with its seed: run it again by THINKTWICE_SEED.
import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { parse } from "../../../extension/settings/json.js";
import { merge, validatePolicy } from "../../../extension/settings/managed.js";
import { fromFile, toFile } from "../../../extension/settings/transfer.js";
import {
  DEFAULTS,
  NATIONS,
  READERS,
  SEVERITIES,
  validateAllowed,
  validateSettings,
} from "../../../extension/settings/validate.js";

const SEED = Number(process.env.THINKTWICE_SEED ?? Date.now() % 2 ** 31);
const RUNS = Number(process.env.THINKTWICE_RUNS ?? 300);
/** Far more than the largest file takes, and far less than one that takes longer the longer it is. */
const MOST_MS = 10_000;

/** @param {import("fast-check").IRawProperty<any, boolean>} property @param {number} [runs] */
const holds = (property, runs = RUNS) => fc.assert(property, { seed: SEED, numRuns: runs });

const word = fc.stringMatching(/^[a-z0-9]{1,9}(-[a-z0-9]{1,9})?$/);
const rule = fc.tuple(word, word).map((two) => two.join("/"));
const site = fc.tuple(word, word).map((two) => two.join("."));
const hex = (/** @type {number} */ length) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));
const some = { maxLength: 5 };

/** Settings as a user may have chosen them. */
const settings = fc.record(
  {
    profession: word,
    nation: fc.constantFrom(...NATIONS),
    packsOff: fc.uniqueArray(word, some),
    rulesOff: fc.uniqueArray(rule, some),
    severities: fc.dictionary(rule, fc.constantFrom(...SEVERITIES), { maxKeys: 5 }),
    sitesOff: fc.uniqueArray(site, some),
    otherSites: fc.uniqueArray(site, some),
    theme: fc.constantFrom("system", "light", "dark"),
    underlines: fc.constantFrom("standard", "contrast"),
    pause: fc.boolean(),
    cooling: fc.boolean(),
    timeMinutes: fc.integer({ min: 0, max: 1440 }),
    ofALaterVersion: fc.jsonValue(),
  },
  { requiredKeys: [] },
);
const whole = fc.record({
  settings: settings.map((chosen) => ({ version: 2, ...chosen })),
  allowed: fc.option(
    fc.record({
      salt: hex(32),
      phrases: fc.array(fc.record({ hash: hex(64), rule, date: fc.constant("2026-11-20") }), some),
    }),
  ),
  ownPack: fc.option(fc.string({ unit: "binary", maxLength: 200 })),
});

/** JSON's own order of keys and no prototypes: what a file can say of a value. @param {unknown} value */
const plain = (value) => JSON.parse(JSON.stringify(value));

/** What a reading of settings must be. @param {ReturnType<typeof validateSettings>} reading */
function assertValid({ settings, chosen, others, problems }) {
  assert.ok(Number.isSafeInteger(settings.version) && settings.version >= DEFAULTS.version);
  assert.deepEqual(Object.keys(settings).sort(), Object.keys(DEFAULTS).sort());
  for (const [name, read] of Object.entries(READERS)) {
    const value = settings[/** @type {keyof typeof READERS} */ (name)];
    const refuse = () => assert.fail(`${name}: ${JSON.stringify(value)}`);
    assert.deepEqual(read(value, name, refuse), value);
  }
  for (const name of Object.keys(others)) assert.ok(!Object.hasOwn(READERS, name));
  for (const name of Object.keys(chosen)) assert.ok(Object.hasOwn(READERS, name));
  for (const { where, what } of problems) assert.ok(where && what);
  assert.equal(/** @type {any} */ ({}).polluted, undefined);
}

/** What an answer to a file must be. @param {string} text @returns {boolean} whether the file is taken */
function assertRead(text) {
  const start = performance.now();
  const read = fromFile(text);
  assert.ok(performance.now() - start < MOST_MS, `${text.length} characters take too long`);
  if ("faults" in read) {
    assert.ok(read.faults.length > 0);
    const lines = text.split("\n").length;
    for (const { line, reason } of read.faults) assert.ok(line >= 1 && line <= lines && reason, JSON.stringify(read));
    return false;
  }
  const { settings, allowed, ownPack } = read.whole;
  const again = validateSettings(settings);
  assertValid(again);
  assert.deepEqual(again.problems, []);
  assert.deepEqual(validateAllowed(allowed?.phrases ?? []).problems, []);
  assert.ok(ownPack === null || typeof ownPack === "string");
  // What is taken is given as it was taken; with a line for each value, it may be longer than a file may be. A file can
  // say numbers that no JSON is written for (-0, 1e999): a setting of a later version that holds one is given as JSON can.
  const given = toFile(read.whole, read.day);
  const same = given.length > 2 ** 21 || isDeepStrictEqual(plain(fromFile(given)), plain(read));
  assert.ok(same, "taken again it is another one");
  return true;
}

describe(`with the seed ${SEED}`, () => {
  test("a file of any settings is read as it was written", () => {
    holds(
      fc.property(whole, (all) => {
        assert.deepEqual(fromFile(toFile(all, "2026-11-29")), { whole: plain(all), day: "2026-11-29" });
        return assertRead(toFile(all, ""));
      }),
    );
  });

  test("an export that something happened to is read or refused", (t) => {
    let taken = 0;
    const change = fc.record({
      at: fc.nat(),
      cut: fc.nat({ max: 40 }),
      put: fc.oneof(
        fc.string({ unit: "binary", maxLength: 6 }),
        fc.json({ maxDepth: 3 }),
        fc.constantFrom(
          '"',
          "\\",
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "null",
          "-0",
          "1e999",
          '"__proto__":{"polluted":1},',
          "\n",
          "\0",
        ),
      ),
    });
    holds(
      fc.property(whole, fc.array(change, { minLength: 1, maxLength: 4 }), (all, changes) => {
        let text = toFile(all, "2026-11-29");
        for (const { at, cut, put } of changes) {
          const from = at % (text.length + 1);
          text = text.slice(0, from) + put + text.slice(from + cut);
        }
        if (assertRead(text)) taken++;
        return true;
      }),
      RUNS * 5,
    );
    t.diagnostic(`${taken} of ${RUNS * 5} were taken`);
    assert.ok(taken > 0 && taken < RUNS * 5);
  });

  test("an export in which single values are others is read or refused", () => {
    const any = fc.oneof(fc.jsonValue(), fc.constantFrom(null, -1, 1e21, "", "x".repeat(101), [], {}, [[]]));
    holds(
      fc.property(whole, fc.string(), any, fc.nat(), (all, name, value, which) => {
        const file = JSON.parse(toFile(all, "2026-11-29"));
        const names = [...Object.keys(READERS), "version", name];
        file.settings[names[which % names.length] ?? name] = value;
        assertRead(JSON.stringify(file));
        assertRead(JSON.stringify({ ...file, allowed: { salt: value, phrases: [value] } }));
        assertRead(JSON.stringify({ ...file, ownPack: value }));
        return true;
      }),
    );
  });

  test("any stored value and any policy are read", () => {
    holds(
      fc.property(fc.anything({ maxDepth: 4 }), fc.dictionary(fc.string(), fc.anything()), (value, more) => {
        for (const stored of [value, more, { version: 2, ...more, packsOff: value, severities: value }]) {
          const reading = validateSettings(stored);
          assertValid(reading);
          validateAllowed(stored);
          const policy = validatePolicy(stored);
          const held = merge(reading.settings, reading.chosen, policy);
          assert.deepEqual(Object.keys(held).sort(), Object.keys(DEFAULTS).sort());
        }
        return true;
      }),
    );
  });

  test("JSON is read as the browser reads it, and refused where it refuses it", () => {
    const text = fc.oneof(
      fc.json({ maxDepth: 6 }),
      fc.string({ unit: "binary" }),
      fc
        .array(
          fc.constantFrom(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            '"',
            '"a"',
            "1",
            "-",
            "e",
            ".",
            "\\",
            "\\u00",
            "true",
            "nul",
            " ",
            "\n",
          ),
        )
        .map((all) => all.join("")),
    );
    /** @param {string} source */
    const known = (source) => {
      try {
        return { value: JSON.parse(source) };
      } catch {
        return null;
      }
    };
    holds(
      fc.property(text, (source) => {
        const read = parse(source);
        if ("reason" in read) assert.equal(known(source), null, source);
        else assert.deepEqual({ value: read.value }, known(source), source);
        return true;
      }),
      RUNS * 5,
    );
  });
});

describe("the largest and the deepest", () => {
  const MEGABYTE = 2 ** 20;
  const begin = '{"product": "Think Twice", "settings": {"version": 2, ';
  const files = {
    "5 MB of text": "x".repeat(5 * MEGABYTE),
    "5 MB of an export": `${begin}"later": "${"x".repeat(5 * MEGABYTE)}"}}`,
    "a long text": `${begin}"later": "${"x".repeat(1.9 * MEGABYTE)}"}}`,
    "a text without end": `${begin}"later": "${"x".repeat(1.9 * MEGABYTE)}`,
    escapes: `${begin}"later": "${"\\u00e9".repeat(300_000)}"}}`,
    "a list of what is not valid": `${begin}"packsOff": [${"0,".repeat(900_000)}0]}}`,
    "a list of ids": `${begin}"packsOff": [${Array.from({ length: 90_000 }, (_, i) => `"p${i}"`).join()}]}}`,
    "many unknown keys": `${begin}${Array.from({ length: 90_000 }, (_, i) => `"k${i}": ${i}`).join()}}}`,
    "a long key with many values": `${begin}"${"k".repeat(MEGABYTE)}": [${"0,".repeat(400_000)}0]}}`,
    "lines of rules that are no text": `{"product": "Think Twice", "ownPack": [${"0,".repeat(900_000)}0]}`,
    digits: `${begin}"timeMinutes": ${"1".repeat(1.9 * MEGABYTE)}}}`,
    spaces: `${begin}${" ".repeat(1.9 * MEGABYTE)}`,
    "lists in lists": `${begin}"later": ${"[".repeat(900_000)}`,
    "tables in tables": `${begin}"later": ${'{"a":'.repeat(300_000)}`,
    "lists in lists that end": `${begin}"later": ${"[".repeat(45)}${"]".repeat(45)}}}`,
  };
  for (const [name, text] of Object.entries(files)) {
    test(`${name}: ${text.length} characters`, () => void assertRead(text));
  }
});
