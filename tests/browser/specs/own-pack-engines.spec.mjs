// The practice's own pack in both engines: the same as on the command line, and quick enough to be checked at every stroke.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { EXTENSION } from "../browser.mjs";
import { startEngine } from "../engines.mjs";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const FILE = join(ROOT, "extension/options/example-pack.toml");
const EXAMPLE = readFileSync(FILE, "utf8");

/** @type {Record<"wasm" | "js", import("../engines.mjs").Engine>} */
let engines;

before(async () => {
  engines = { wasm: await startEngine(EXTENSION, "wasm"), js: await startEngine(EXTENSION, "js") };
});

/** A pack of 2,000 phrases: names, products with gaps and choices, and exact words. */
function large() {
  const syllables = ["ba", "ko", "li", "mer", "nu", "ran", "sto", "vel", "win", "zo"];
  const rules = Array.from({ length: 500 }, (_, n) => {
    const word = [n, n / 10, n / 100, n * 7 + 3].map((i) => syllables[Math.floor(i) % 10]).join("");
    const phrases = [
      `'Sam ${word}'`,
      `'(buy | order~ | try~) ... ${word} [pillow | cushion]'`,
      `'we [always | never] ${word}~ the (back | neck | ${word} joint)'`,
      `'"${word.toUpperCase()}" clinic'`,
    ];
    return `[[rule]]\nid = "r${n}"\ntitle = "Rule"\nwhy = "Because."\nunless = "negated"\nmatch = [${phrases.join(", ")}]\n`;
  });
  return `always-fine = ["01234 567890"]\nmust-carry = ["views are my own"]\n${rules.join("")}`;
}

test("both engines find what the command line finds", () => {
  const posts = [
    ["Views are my own. Rose is off sick, so try the ZenBack pillow.", "post"],
    ["It was a slipped disc 👍", "comment"],
    ["Ring 01234 567890 or come to AB1 2CD", "post"],
    ["We can cure your asthma. Sam Okafor said so.", "reply"],
  ];
  const input = posts.map(([text, kind], i) => JSON.stringify({ id: String(i), text, kind })).join("\n");
  const run = spawnSync(join(ROOT, "target/release/thinktwice"), ["check", "--jsonl", "-", "--pack", FILE], {
    input,
    encoding: "utf8",
  });
  assert.equal(run.status, 1, run.stderr);
  const wanted = run.stdout.trimEnd().split("\n");
  assert.ok(wanted.some((line) => line.includes('"own/shop"')));
  for (const engine of Object.values(engines)) {
    engine.holdPack(EXAMPLE);
    posts.forEach(([text, kind], i) => {
      assert.deepEqual(engine.check(text, kind, false, ""), JSON.parse(wanted[i]).findings);
    });
    const { title, packTitle, sources } = engine.explain("own/staff", "") ?? {};
    assert.equal(title, "A colleague's name");
    assert.equal(packTitle, "Old Mill Clinic");
    assert.equal(sources?.[0].link, "https://oldmill.example/social-media");
    engine.holdPack("");
    assert.equal(engine.explain("own/staff", ""), null);
    assert.ok(engine.check(posts[0][0], "post", false, "").every((/** @type {any} */ f) => f.pack !== "own"));
  }
});

test("a pack is told with its rules and its problems", () => {
  for (const engine of Object.values(engines)) {
    const right = engine.checkPack(EXAMPLE);
    assert.deepEqual(right.problems, []);
    assert.equal(right.id, "own");
    assert.deepEqual(right.rules[1], { id: "own/staff", title: "A colleague's name", severity: "medium" });
    const wrong = engine.checkPack('[[rule]]\nid = "a"\ntitle = "A"\nwhy = "B"\nmatch = ["(c", "d"]\n');
    assert.deepEqual(wrong.problems, [{ line: 5, column: 13, what: "')' is missing" }]);
    assert.equal(wrong.rules.length, 1);
    for (const text of ["", "\0", "<p>", "=", "[[[[[[", '"""', "x".repeat(2_000_000), "a=[".repeat(300_000)])
      assert.equal(engine.checkPack(text).problems.length >= 1, true);
  }
});

test("2,000 phrases are read and checked in time", (t) => {
  const post = "The kettle is on and Sam will tell you how to order the new pillow, we always say. "
    .repeat(37)
    .slice(0, 3000);
  for (const [name, engine] of Object.entries(engines)) {
    const pack = large();
    /** @param {() => void} act @param {number} times */
    const quickest = (act, times) => {
      const all = Array.from({ length: times }, () => {
        const start = performance.now();
        act();
        return performance.now() - start;
      });
      return Math.min(...all);
    };
    engine.holdPack("");
    const check = () => void engine.check(post, "comment", false, "");
    quickest(check, 500);
    const without = quickest(check, 500);
    const read = quickest(() => assert.deepEqual(engine.checkPack(pack).problems, []), 9);
    engine.holdPack(pack);
    quickest(check, 500);
    const own = quickest(check, 500) - without;
    engine.holdPack("");
    t.diagnostic(
      `${name}: reading ${read.toFixed(1)} ms; a check ${without.toFixed(3)} ms, with the pack ${own.toFixed(3)} ms more`,
    );
    if (name === "wasm") assert.ok(read <= 30 && own <= 0.2, `reading ${read} ms, checking ${own} ms more`);
  }
});
