// This engine beside other tools, in one run, as a page in Markdown:
//   node tests/bench/side-by-side/run.mjs [--out FILE] [--strokes 60]
// `./build.sh bench side-by-side` installs and builds what it wants, and writes tests/bench/SIDE-BY-SIDE.md.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { arch, cpus, loadavg, release } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { launch } from "../../browser/browser.mjs";
import { bundle } from "../../browser/editors/build.mjs";
import { typing } from "../keystrokes.mjs";
import { ROOT } from "../../browser/places.mjs";
import * as chromium from "./chromium.mjs";
import { buildHarperMethod } from "./harper-method/build.mjs";
import { write } from "./page.mjs";
import { score, whole } from "./score.mjs";
import { shipped } from "./shipped.mjs";
import { choose, heldBack, LENGTHS, ROUNDS } from "./texts.mjs";
import { TOOLS } from "./tools.mjs";

/** @typedef {import("./texts.mjs").ByLength} ByLength */
/** @typedef {Record<"280" | "3000", number[]>} Times in ms */
/** @typedef {{setUp: number[], first: Times, memory?: number[]}} Started */
/** @typedef {{unseen: Times, repeated: Times, floor?: Times}} Steady */

const { values } = parseArgs({
  options: {
    out: { type: "string", default: join(ROOT, "tests/bench/SIDE-BY-SIDE.md") },
    strokes: { type: "string", default: "60" },
  },
});
const HERE = dirname(fileURLToPath(import.meta.url));
const WORK = join(ROOT, "target/side-by-side");
const TEXTS = join(WORK, "texts.json");
const EDITORS = /** @type {const} */ (["lexical", "draft", "quill", "tiptap"]);

const node = (/** @type {string} */ name) => [process.execPath, "--expose-gc", join(HERE, "timed.mjs"), name];
const python = (/** @type {string} */ name) => [join(WORK, "venv/bin/python"), join(HERE, "timed.py"), name];
/** How each is called; "nothing" is the same program with nothing to ask. @type {Record<string, string[]>} */
const COMMANDS = {
  native: [join(ROOT, "target/release/examples/side_by_side")],
  ...Object.fromEntries(Object.keys(TOOLS).map((name) => [name, node(name)])),
  "nothing in Python": python("nothing"),
  proselint: python("proselint"),
};
const ASKED = Object.keys(COMMANDS).filter((name) => !name.startsWith("nothing"));

const begun = Date.now();
const tell = (/** @type {string} */ what) =>
  console.error(`${((Date.now() - begun) / 1000).toFixed(0).padStart(4)} s  ${what}`);

/** @param {string} name @param {...string} task @returns {any} */
function ask(name, ...task) {
  const [program, ...args] = COMMANDS[name];
  return JSON.parse(
    execFileSync(program, [...args, ...task, TEXTS], { encoding: "utf8", maxBuffer: 1 << 28, cwd: HERE }),
  );
}

/** Fresh processes, in turns. */
function start() {
  /** @type {Record<string, Required<Started>>} */
  const all = {};
  for (const name of Object.keys(COMMANDS)) all[name] = { setUp: [], first: { 280: [], 3000: [] }, memory: [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const length of LENGTHS) {
      for (const name of Object.keys(COMMANDS)) {
        const { setUp, first, memory } = ask(name, "start", length, String(round));
        all[name].setUp.push(setUp);
        all[name].first[length].push(first);
        if (memory) all[name].memory.push(memory);
      }
    }
  }
  return all;
}

/** What each finds, which is looked at before anything is timed. @param {string[]} texts */
function find(texts) {
  /** @type {Record<string, import("./score.mjs").Said[][]>} */
  const found = {};
  for (const name of ASKED) {
    found[name] = ask(name, "find");
    assert.equal(found[name].length, texts.length);
    assert.ok(found[name].flat().length > 50, `${name} finds nothing`);
    for (const [i, said] of found[name].entries())
      assert.ok(said.every(({ start, end }) => 0 <= start && start <= end && end <= texts[i].length));
  }
  assert.deepEqual(found.wasm, found.native);
  assert.deepEqual(found.js, found.native);
  return found;
}

/** @param {string} extension of Harper's method */
async function typed(extension) {
  await bundle();
  const all = await Promise.all([launch({ extension: false }), launch(), launch({ extension })]);
  const [control, browser, harper] = all;
  const { start, spans } = TOOLS.harper;
  const check = await start();
  const expected = async (/** @type {string} */ text) =>
    spans(await check(text), text)
      .map(({ start, end }) => text.slice(start, end))
      .sort();
  const who = {
    control: { browser: control },
    wasm: { browser },
    js: { browser, engine: /** @type {const} */ ("js") },
    harper: { browser: harper, marks: { prefix: "harper-method-", expected } },
  };
  try {
    const times = [];
    for (const editor of EDITORS) {
      times.push({ editor, who: await typing(who, editor, Number(values.strokes)) });
      tell(`typed in ${editor}`);
    }
    return { times, version: control.context.browser()?.version() ?? "" };
  } finally {
    await Promise.all(all.map((b) => b.close()));
  }
}

/** The versions of everything. */
function versions() {
  const ofPackage = (/** @type {string} */ name) =>
    JSON.parse(readFileSync(join(HERE, "node_modules", name, "package.json"), "utf8")).version;
  const run = (/** @type {string} */ program, /** @type {string[]} */ args) =>
    execFileSync(program, args, { encoding: "utf8", cwd: ROOT }).trim();
  const ofPython =
    "import importlib.metadata, platform; print(importlib.metadata.version('proselint'), platform.python_version())";
  const [proselint, pythonVersion] = run(join(WORK, "venv/bin/python"), ["-c", ofPython]).split(" ");
  return {
    ...Object.fromEntries(["harper.js", "alex", "write-good", "redact-pii"].map((name) => [name, ofPackage(name)])),
    proselint,
    python: pythonVersion,
    node: process.versions.node,
    ours: run("git", ["describe", "--always", "--dirty", "--exclude=*"]),
  };
}

const load = [loadavg()[0]];
const texts = choose();
const posts = heldBack();
mkdirSync(WORK, { recursive: true });
writeFileSync(TEXTS, JSON.stringify(texts));
const extension = await buildHarperMethod();
tell("the answers");
const found = find(texts.find);
const scores = Object.fromEntries(ASKED.map((name) => [name, score(posts, found[name].slice(0, posts.length))]));
tell("fresh processes");
const started = start();
tell("checks");
/** @type {Record<string, Steady>} */
const steady = Object.fromEntries(ASKED.map((name) => [name, ask(name, "steady")]));
tell("Chromium");
const expected = found.native.slice(posts.length);
const inChromium = {
  wasm: await chromium.ours(texts, "wasm", expected),
  js: await chromium.ours(texts, "js", expected),
  harper: await chromium.harper(texts, extension),
};
tell("typing");
const { times: typingTimes, version } = await typed(extension);
tell("bytes");
const bytes = await shipped();
load.push(loadavg()[0]);
const machine = {
  date: new Date().toISOString().slice(0, 10),
  processor: `${cpus().length} × ${cpus()[0].model}`,
  system: `Linux ${release()} ${arch()}`,
  load: load.map((n) => n.toFixed(1)).join(" at the beginning, ") + " at the end",
  minutes: (Date.now() - begun) / 60_000,
};
const results = {
  machine,
  versions: { ...versions(), chromium: version },
  started,
  steady,
  inChromium,
  typing: typingTimes,
  bytes,
  scores,
};
writeFileSync(join(WORK, "results.json"), JSON.stringify(results));
writeFileSync(values.out, write({ ...results, whole: whole(posts), posts }));
tell(values.out);
