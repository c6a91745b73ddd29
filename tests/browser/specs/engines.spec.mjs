// One crate, three engines: the command line, WebAssembly, and the WebAssembly translated to JavaScript find the same in every post.
import assert from "node:assert/strict";
import fc from "fast-check";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { EXTENSION } from "../browser.mjs";
import { startEngine } from "../engines.mjs";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const PROGRAM = join(ROOT, "target/release/thinktwice");
const ANEW = "Build all of it anew: ./build.sh build && ./build.sh extension";

/** @typedef {{id: string, text: string, kind: string, image: boolean, profession: string}} Post */
/** @typedef {import("../engines.mjs").Engine} Engine */

/** @type {Record<"wasm" | "js", Engine>} */
let engines;

before(async () => {
  assert.ok(existsSync(PROGRAM), `${PROGRAM} is missing. Build it: ./build.sh build`);
  assert.ok(existsSync(join(EXTENSION, "engine/js.js")), `${EXTENSION} is missing. Build it: ./build.sh extension`);
  engines = { wasm: await startEngine(EXTENSION, "wasm"), js: await startEngine(EXTENSION, "js") };
});

/**
 * What the command line says.
 * @param {string[]} args
 * @param {string} [input]
 */
function native(args, input) {
  const { status, stdout, stderr } = spawnSync(PROGRAM, args, { input, encoding: "utf8", maxBuffer: 1 << 28 });
  assert.ok(status === 0 || status === 1, `thinktwice ${args.join(" ")} failed: ${stderr}`);
  return stdout;
}

/** Every labelled post twice: as it is, and with a picture, by a writer of one profession after another. */
function posts() {
  const corpus = join(ROOT, "tests/corpus");
  const professions = engines.wasm.professions().map((p) => p.id);
  const files = readdirSync(corpus).filter((name) => name.endsWith(".jsonl"));
  const lines = files.flatMap((name) => readFileSync(join(corpus, name), "utf8").split("\n").filter(Boolean));
  return lines.flatMap((line, i) => {
    const { id, text, kind } = JSON.parse(line);
    const by = professions[i % professions.length];
    return /** @type {Post[]} */ ([
      { id, text, kind, image: false, profession: "" },
      { id: `${id} with a picture, by ${by}`, text, kind, image: true, profession: by },
    ]);
  });
}

/** Findings as lines, to compare. @param {{pack: string, rule: string, severity: string, start: number, end: number}[]} found */
const said = (found) => found.map((f) => `${f.pack} ${f.rule} ${f.severity} ${f.start}-${f.end}`).join("\n");

test("the three are built from the same rules", () => {
  /** @type {{id: string, pack: string, title: string, severity: string, why: string, instead: string[]}[]} */
  const rules = JSON.parse(native(["rules", "--json"]));
  const wanted = rules.map(({ id, pack, title, severity, why, instead }) => ({
    id,
    pack,
    title,
    severity,
    why,
    instead,
  }));
  const byId = (/** @type {{id: string}} */ a, /** @type {{id: string}} */ b) => (a.id < b.id ? -1 : 1);
  for (const [name, engine] of Object.entries(engines)) {
    const known = engine.packs().flatMap((pack) =>
      pack.rules.map(({ id, title, severity }) => {
        const { why, instead } = engine.explain(id, "") ?? {};
        return { id, pack: pack.id, title, severity, why, instead };
      }),
    );
    assert.deepEqual(
      known.sort(byId),
      wanted.toSorted(byId),
      `${name} was built from other rules than the command line. ${ANEW}`,
    );
  }
});

/**
 * How many phrases the command line finds, and the posts in which an engine finds something else.
 * @param {Post[]} all
 */
function compare(all) {
  const answers = native(["check", "--jsonl", "-"], all.map((post) => JSON.stringify(post)).join("\n"))
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.equal(answers.length, all.length);
  let phrases = 0;
  /** @type {string[]} */
  const differing = [];
  all.forEach(({ id, text, kind, image, profession }, i) => {
    assert.equal(answers[i].id, id);
    phrases += answers[i].findings.length;
    const wanted = said(answers[i].findings);
    for (const [name, engine] of Object.entries(engines)) {
      const found = said(engine.check(text, kind, image, profession));
      if (found !== wanted)
        differing.push(`${id}\n  command line: ${wanted || "nothing"}\n  ${name}: ${found || "nothing"}`);
    }
  });
  return { phrases, differing };
}

test("the three find the same in every labelled post", { timeout: 240_000 }, (t) => {
  const all = posts();
  const { phrases, differing } = compare(all);
  t.diagnostic(`${all.length} posts, ${phrases} phrases`);
  assert.ok(phrases > 1000, "hardly anything is found: is this the corpus?");
  assert.equal(
    differing.length,
    0,
    `${differing.length} answers differ. (If words weigh something else since one of the three was built: ${ANEW})\n${differing.slice(0, 5).join("\n")}`,
  );
});

/**
 * One of a list of any length: `fc.constantFrom` takes its choices as arguments, and a function has room for so many.
 * @template T
 * @param {T[]} all
 */
const oneOf = (all) => fc.nat({ max: all.length - 1 }).map((i) => all[i]);

/**
 * Posts that nobody wrote: labelled ones to which something happened, their words and any characters in any order.
 * @param {number} seed the same seed makes the same posts
 * @param {number} count
 */
function madePosts(seed, count) {
  const labelled = posts();
  const words = [...new Set(labelled.flatMap(({ text }) => text.split(/\s+/)))].filter(Boolean);
  const signs = fc.constantFrom(
    "“",
    "”",
    "'",
    "#",
    "@",
    "…",
    "?",
    "\n",
    "\r\n",
    "e\u0301",
    "\u200b",
    "\u202e",
    "👩🏽‍⚕️",
    "ＣＵＲＥ",
    "сure",
    "ﬁ",
    "\ufeff",
  );
  const some = fc.oneof(
    { weight: 6, arbitrary: oneOf(words) },
    { weight: 2, arbitrary: signs },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 8 }) },
  );
  const changes = fc.array(fc.record({ at: fc.nat(), cut: fc.nat({ max: 12 }), put: some }), {
    minLength: 1,
    maxLength: 8,
  });
  const changed = fc.tuple(oneOf(labelled), changes).map(([{ text }, all]) =>
    all.reduce((now, { at, cut, put }) => {
      const from = at % (now.length + 1);
      return now.slice(0, from) + put + now.slice(from + cut);
    }, text),
  );
  const joined = fc
    .tuple(fc.array(some, { maxLength: 80 }), fc.constantFrom(" ", " ", "", "\n"))
    .map(([all, by]) => all.join(by));
  const post = fc.record({
    // Half of a character is no text: the command line's JSON refuses it, and a browser gives the engine U+FFFD for it.
    text: fc
      .oneof({ weight: 2, arbitrary: changed }, { weight: 1, arbitrary: joined })
      .map((text) => text.toWellFormed()),
    kind: fc.constantFrom("post", "comment", "reply", "message"),
    image: fc.boolean(),
    profession: fc.constantFrom("", ...engines.wasm.professions().map(({ id }) => id)),
  });
  return fc.sample(post, { seed, numRuns: count }).map((made, i) => ({ id: `made-${i}`, ...made }));
}

test("the three find the same in posts that nobody wrote", { timeout: 120_000 }, (t) => {
  const seed = Number(process.env.THINKTWICE_SEED ?? Date.now() % 2 ** 31);
  const all = madePosts(seed, Number(process.env.THINKTWICE_RUNS ?? 3000));
  const { phrases, differing } = compare(all);
  t.diagnostic(`${all.length} posts, ${phrases} phrases, by the seed ${seed}`);
  assert.ok(phrases > all.length / 10, "hardly anything is found");
  const first = all.find(({ id }) => differing[0]?.startsWith(`${id}\n`));
  assert.equal(
    differing.length,
    0,
    `${differing.length} answers differ: run it again with THINKTWICE_SEED=${seed}. The first is ${JSON.stringify(first)}\n${differing.slice(0, 5).join("\n")}`,
  );
});

test("a text with half of a character in it is checked alike in a page", () => {
  for (const text of [
    "We can cure asthma \ud83d",
    "\udc4d cure asthma, guaranteed \ud83d and Mrs Jones",
    "\ud83d".repeat(500),
  ])
    assert.equal(said(engines.js.check(text, "post", false, "")), said(engines.wasm.check(text, "post", false, "")));
});
