// The page that is written of a run: tables, and what they are worth.
import { quantile } from "../measure.mjs";
import { LENGTHS, ROUNDS } from "./texts.mjs";
import * as words from "./words.mjs";

/** @typedef {import("./run.mjs").Started} Started */
/** @typedef {import("./run.mjs").Steady} Steady */
/** @typedef {Awaited<ReturnType<typeof import("../keystrokes.mjs").typing<"control" | "wasm" | "js" | "harper">>>} Typed */
/**
 * @typedef {object} Results
 * @property {{date: string, processor: string, system: string, load: string, minutes: number}} machine
 * @property {Record<string, string>} versions
 * @property {Record<string, Required<Started>>} started
 * @property {Record<string, Steady>} steady
 * @property {Record<"wasm" | "js" | "harper", Started & Steady>} inChromium
 * @property {{editor: string, who: Typed}[]} typing
 * @property {Record<string, number>} bytes
 * @property {Record<string, import("./score.mjs").Score>} scores
 * @property {import("./score.mjs").Score} whole
 * @property {import("./texts.mjs").Labelled[]} posts
 */

const median = (/** @type {number[]} */ values) => quantile(values, 0.5);
/** Three digits, never with an exponent. @param {number} n */
const digits = (n) => (n >= 100 ? n.toFixed(0) : n.toPrecision(3).replace(/\.?0+$/, (zeros) => (n < 1 ? zeros : "")));
const ms = (/** @type {number} */ n) => (n < 0.0005 ? "0 ms" : `${digits(n)} ms`);
const times = (/** @type {number} */ n) => `${digits(n)}×`;
const mb = (/** @type {number} */ n) => `${(n / 1e6).toFixed(1)} MB`;
const kb = (/** @type {number} */ n) => `${(n / 1e3).toFixed(0)} KB`;
const share = (/** @type {number | undefined} */ n, /** @type {number} */ of) =>
  `${n ?? 0} (${Math.round((100 * (n ?? 0)) / of)} %)`;

/** @param {string[]} heads @param {string[][]} rows @param {number} [named] how many of the first columns are words */
const table = (heads, rows, named = 1) =>
  [heads, heads.map((_, i) => (i < named ? "---" : "---:")), ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");

/** @param {Results} r */
export function write(r) {
  const { started, steady, inChromium, bytes, scores, whole, posts } = r;
  const names = Object.keys(scores);
  const empty = (/** @type {string} */ name) =>
    name === "native" ? 0 : median(started[name === "proselint" ? "nothing in Python" : "nothing"].memory);
  const memory = (/** @type {string} */ name) => median(started[name].memory) - empty(name);
  const against = (/** @type {number} */ value, /** @type {number} */ ours, show = ms) =>
    value === ours ? show(value) : `${show(value)} (${times(value / ours)})`;

  /** What is measured of each, by which it is compared: [what, which way, least ratio, ours, Harper's] */
  const goals = () => {
    const columns = /** @type {const} */ ([
      ["native", started.native, steady.native, started.harper, steady.harper],
      ["WebAssembly in Node", started.wasm, steady.wasm, started.harper, steady.harper],
      ["JavaScript in Node", started.js, steady.js, started.harper, steady.harper],
      ["WebAssembly in Chromium", inChromium.wasm, inChromium.wasm, inChromium.harper, inChromium.harper],
      ["JavaScript in Chromium", inChromium.js, inChromium.js, inChromium.harper, inChromium.harper],
    ]);
    const cell = (/** @type {number} */ ratio, /** @type {number} */ least) =>
      `${times(ratio)} ${ratio >= least ? "holds" : "**does not hold**"}`;
    /** @type {[string, number, (started: Started, steady: Steady) => number][]} */
    const rows = [
      ["set-up, at least 20 times faster", 20, (s) => median(s.setUp)],
      ["first check of 280 characters, at least 100 times", 100, (s) => median(s.first[280])],
      ["first check of 3,000 characters, at least 100 times", 100, (s) => median(s.first[3000])],
      ["unseen text of 280 characters, at least 100 times", 100, (_, s) => median(s.unseen[280])],
      ["unseen text of 3,000 characters, at least 100 times", 100, (_, s) => median(s.unseen[3000])],
    ];
    const ratios = (/** @type {Record<string, number>} */ of, /** @type {number} */ harper) =>
      columns.map(([name]) => {
        const build = name === "native" ? name : name.startsWith("W") ? "wasm" : "js";
        return cell(harper / of[build], 10);
      });
    const together = (/** @type {Started} */ s) => median(s.setUp) + median(s.first[3000]);
    const used = { native: memory("native"), wasm: memory("wasm"), js: memory("js") };
    return table(
      ["against harper.js", ...columns.map(([name]) => name)],
      [
        ...rows.map(([what, least, of]) => [
          what,
          ...columns.map(([, s1, s2, h1, h2]) => cell(of(h1, h2) / of(s1, s2), least)),
        ]),
        [
          "set-up and first check of 3,000 together",
          ...columns.map(([, ours, , harper]) => times(together(harper) / together(ours))),
        ],
        [
          "memory, at most a tenth",
          ...ratios(used, memory("harper")).map((text, i) => (i < 3 ? text : "not measured")),
        ],
        ["bytes shipped, at most a tenth", ...ratios(bytes, bytes.harper)],
      ],
    );
  };

  const starts = table(
    ["", "set-up", "first check, 280 characters", "first check, 3,000 characters"],
    names.map((name) => [
      words.NAMES[name],
      against(median(started[name].setUp), median(started.wasm.setUp)),
      ...LENGTHS.map((l) => against(median(started[name].first[l]), median(started.wasm.first[l]))),
    ]),
  );
  const checks = table(
    ["", "unseen, 280 characters", "unseen, 3,000", "seen before, 280", "seen before, 3,000"],
    [
      ...names.map((name) => [
        words.NAMES[name],
        ...LENGTHS.map((l) => against(median(steady[name].unseen[l]), median(steady.wasm.unseen[l]))),
        ...LENGTHS.map((l) => against(median(steady[name].repeated[l]), median(steady.wasm.repeated[l]))),
      ]),
      [
        "the floor: one pass of aho-corasick, native",
        ...LENGTHS.map((l) => ms(median(steady.native.floor?.[l] ?? []))),
        "",
        "",
      ],
      [
        "this engine, native, over the floor",
        ...LENGTHS.map((l) => times(median(steady.native.unseen[l]) / median(steady.native.floor?.[l] ?? []))),
        ...LENGTHS.map((l) => times(median(steady.native.repeated[l]) / median(steady.native.floor?.[l] ?? []))),
      ],
    ],
  );
  const sizes = table(
    ["", "memory", "shipped, zipped"],
    names.map((name) => [
      words.NAMES[name],
      against(memory(name), memory("wasm"), mb),
      against(bytes[name], bytes.wasm, kb),
    ]),
  );
  const chromium = table(
    ["", "set-up", "first, 280", "first, 3,000", "unseen, 280", "unseen, 3,000", "seen before, 3,000"],
    /** @type {const} */ (["wasm", "js", "harper"]).map((name) => {
      const [its, ours] = [inChromium[name], inChromium.wasm];
      return [
        words.IN_CHROMIUM[name],
        against(median(its.setUp), median(ours.setUp)),
        ...LENGTHS.map((l) => against(median(its.first[l]), median(ours.first[l]))),
        ...LENGTHS.map((l) => against(median(its.unseen[l]), median(ours.unseen[l]))),
        against(median(its.repeated[3000]), median(ours.repeated[3000])),
      ];
    }),
  );
  const typing = table(
    ["editor", "", "median", "p95", "median over no extension", "p95 over no extension"],
    r.typing.flatMap(({ editor, who }) =>
      who.map(({ name, latency }) => {
        const over = (/** @type {number} */ part) => quantile(latency, part) - quantile(who[0].latency, part);
        const [middle, p95] = [0.5, 0.95].map((part) => quantile(latency, part));
        const rest = name === "control" ? ["", ""] : [ms(Math.max(0, over(0.5))), ms(Math.max(0, over(0.95)))];
        return [editor, words.TYPED[name], ms(middle), ms(p95), ...rest];
      }),
    ),
    2,
  );
  const [risky, fine] = ["risky", "ok"].map((label) => posts.filter((post) => post.label === label).length);
  const judged = names.filter((name) => !["wasm", "js"].includes(name));
  const label = (/** @type {string} */ name) => (name === "native" ? "this engine, in all builds" : words.NAMES[name]);
  const finds = table(
    [
      "",
      `risky posts it says something of (of ${risky})`,
      `fine posts it says something of (of ${fine})`,
      `plain phrases it touches (of ${whole.touched.plain})`,
      `oblique phrases (of ${whole.touched.oblique})`,
      "things it says, a post",
    ],
    judged.map((name) => [
      label(name),
      share(scores[name].risky, risky),
      share(scores[name].fine, fine),
      share(scores[name].touched.plain, whole.touched.plain),
      share(scores[name].touched.oblique, whole.touched.oblique),
      (scores[name].said / posts.length).toFixed(2),
    ]),
  );
  const categories = [...new Set(posts.flatMap((post) => post.findings.map((f) => f.category)))].sort();
  const kinds = table(
    ["labelled phrases touched", "of", ...judged.map(label)],
    categories.map((category) => [
      category,
      String(whole.touched[category]),
      ...judged.map((name) => String(scores[name].touched[category] ?? 0)),
    ]),
  );
  const ofItsKind = share(scores.native.ofItsKind, whole.touched.plain);
  return words.page({
    machine: r.machine,
    versions: r.versions,
    rounds: ROUNDS,
    strokes: r.typing[0].who[0].latency.length,
    harperChecks: LENGTHS.map((l) => steady.harper.unseen[l].length),
    harperSlim: kb(bytes.harperSlim),
    extension: kb(bytes.extension),
    ofItsKind,
    tables: { goals: goals(), starts, checks, sizes, chromium, typing, finds, kinds },
  });
}
