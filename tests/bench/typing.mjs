// What the extension costs in Chromium while one types a 3,000-character post, as a table in Markdown:
//   node tests/bench/typing.mjs [--strokes 200] [--checks 3000]
import { arch, cpus, release } from "node:os";
import { parseArgs } from "node:util";
import { launch } from "../browser/browser.mjs";
import { bundle } from "../browser/editors/build.mjs";
import { typing } from "./keystrokes.mjs";
import { checkAlone, firstFocus, growth, idle, quantile } from "./measure.mjs";

const { values } = parseArgs({
  options: { strokes: { type: "string", default: "200" }, checks: { type: "string", default: "3000" } },
});
const NAMES = { control: "without the extension", wasm: "WebAssembly", js: "JavaScript" };
const ENGINES = /** @type {const} */ (["wasm", "js"]);
const EDITORS = /** @type {const} */ (["lexical", "draft", "quill", "tiptap"]);

/** @param {number} n @param {number} [digits] */
const ms = (n, digits = 1) => `${n.toFixed(digits)} ms`;
const mb = (/** @type {number} */ n) => `${(n / 2 ** 20).toFixed(1)} MB`;
const line = (/** @type {(string | number)[]} */ ...cells) => console.log(`| ${cells.join(" | ")} |`);
/** @param {string} title @param {string[]} heads */
function table(title, heads) {
  console.log(`\n${title}\n`);
  line(...heads);
  line(...heads.map(() => "---"));
}

await bundle();
const browser = await launch();
const control = await launch({ extension: false });
try {
  const version = browser.context.browser()?.version();
  console.log(
    `${new Date().toISOString().slice(0, 10)}, Chromium ${version} without a display, ${cpus().length} × ${cpus()[0].model}, Linux ${release()} ${arch()}`,
  );

  table("From the first focus in a fresh page with a 3,000-character post", [
    "engine",
    "ready: median",
    "ready: worst of 12",
    "underlined: median",
    "underlined: worst of 12",
  ]);
  for (const engine of ENGINES) {
    const all = [];
    for (let i = 0; i < 12; i++) all.push(await firstFocus(browser, engine));
    const [ready, underlined] = [all.map((t) => t.ready), all.map((t) => t.underlined)];
    line(
      NAMES[engine],
      ms(quantile(ready, 0.5)),
      ms(Math.max(...ready)),
      ms(quantile(underlined, 0.5)),
      ms(Math.max(...underlined)),
    );
  }

  table("Keystroke to painted underline, 3,000 characters; beside it, the work of that frame alone", [
    "editor",
    "engine",
    "median",
    "p95",
    "p95 over the control",
    "frame: median",
    "frame: p95",
  ]);
  for (const editor of EDITORS) {
    const who = {
      control: { browser: control },
      wasm: { browser },
      js: { browser, engine: /** @type {const} */ ("js") },
    };
    const times = await typing(who, editor, Number(values.strokes));
    const floor = quantile(times[0].latency, 0.95);
    for (const { name, latency, frame } of times) {
      const p95 = quantile(latency, 0.95);
      line(
        editor,
        NAMES[name],
        ms(quantile(latency, 0.5)),
        ms(p95),
        name === "control" ? "" : ms(p95 - floor),
        ms(quantile(frame, 0.5)),
        ms(quantile(frame, 0.95)),
      );
    }
  }

  table("The check alone in the content script, 3,000 characters", ["engine", "post", "median", "p99", "worst"]);
  for (const engine of ENGINES) {
    for (const [post, times] of Object.entries(await checkAlone(browser, engine, Number(values.checks)))) {
      const [median, p99, worst] = [0.5, 0.99, 1].map((part) => ms(quantile(times, part), 3));
      line(NAMES[engine], post, median, p99, worst);
    }
  }

  table("Memory added to a tab by the first focus and 30 keystrokes: median of 5", [
    "",
    "process",
    "JavaScript heap",
    "its buffers",
    "WebAssembly memory",
  ]);
  for (const [name, where, engine] of /** @type {const} */ ([
    ["control", control, "wasm"],
    ["wasm", browser, "wasm"],
    ["js", browser, "js"],
  ])) {
    /** @type {Awaited<ReturnType<typeof growth>>[]} */
    const all = [];
    for (let i = 0; i < 5; i++) all.push(await growth(where, engine));
    const median = (/** @type {keyof (typeof all)[number]} */ what) =>
      mb(
        quantile(
          all.map((g) => g[what]),
          0.5,
        ),
      );
    line(NAMES[name], median("process"), median("heap"), median("buffers"), median("engineMemory"));
  }

  table("Calls of the extension's functions in 10 s while no compose box has the focus", ["engine", "box", "calls"]);
  line("none yet", "never focused", await idle(browser, "wasm", false));
  for (const engine of ENGINES) line(NAMES[engine], "left", await idle(browser, engine, true));
} finally {
  await Promise.all([browser.close(), control.close()]);
}
