// Makes the extension that the browsers load, in target/extension/chromium and target/extension/firefox:
//   1. compiles the crate to WebAssembly twice: once for the browser, once with the few instructions that JavaScript can say;
//   2. engine/wasm.js + engine/wasm_bg.wasm: the first, bound by wasm-bindgen and optimised;
//   3. engine/js.js: the second, translated to JavaScript, for pages whose policy refuses WebAssembly. Same exports;
//   4. tries that both give the same packs; copies the files of this folder; prints what everything weighs.
// In Firefox a page's policy has no say in what an extension's script runs: there is no engine/js.js there.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { deflateRawSync } from "node:zlib";
import { BROWSERS, manifest } from "./manifest.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = dirname(HERE);
const TARGET = join(ROOT, "target");
const COMPILED = "wasm32-unknown-unknown/web/thinktwice.wasm";
/** What of this folder the browser has no use for, beside every `.mjs`, which are programs of the build. */
const NOT_SHIPPED = new Set(["demo", "node_modules", "package.json", "package-lock.json", "store", "tsconfig.json"]);
/** The memory that the translation starts with, in bytes. */
const ROOM = 16 << 20;
/** The largest the packed extension may be, in bytes. */
const MOST_PACKED = 600 * 1024;

const USAGE = `usage: node extension/build.mjs [--no-cargo] [--wasm FILE] [--translatable FILE] [--out DIR]

  --no-cargo           take what is compiled already
  --wasm FILE          the compiled crate, instead of target/${COMPILED}
  --translatable FILE  the crate compiled for the translation, instead of target/wasm2js/${COMPILED}
  --out DIR            where the extensions go, a folder for each browser, instead of target/extension
`;

/** A trouble that the person who builds can do something about. */
class Trouble extends Error {}

/** @param {string} message */
function fail(message) {
  throw new Trouble(message);
}

/**
 * Runs a program; its output goes to the terminal.
 * @param {string} program
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 */
function run(program, args, env = {}) {
  const done = spawnSync(program, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (done.error) fail(`${program} could not be started: ${done.error.message}`);
  if (done.status !== 0)
    fail(`${relative(ROOT, program) || program} failed (exit ${done.status ?? done.signal}): ${args.join(" ")}`);
}

/** The tools, by name: each is looked for before anything is built. */
function tools() {
  const npm = "cd extension && npm ci";
  /** @type {Record<string, string>} */
  const found = {};
  for (const name of ["wasm-opt", "wasm2js", "esbuild"]) {
    found[name] = join(HERE, "node_modules/.bin", name);
    if (!existsSync(found[name])) fail(`${name} is missing. Install it with: ${npm}`);
  }
  const locked = /name = "wasm-bindgen"\nversion = "([^"]+)"/.exec(readFileSync(join(ROOT, "Cargo.lock"), "utf8"))?.[1];
  const install = `cargo install wasm-bindgen-cli --version ${locked} --no-default-features --root target/tools`;
  found["wasm-bindgen"] = join(TARGET, "tools/bin/wasm-bindgen");
  if (!existsSync(found["wasm-bindgen"])) fail(`wasm-bindgen is missing. Install it with: ${install}`);
  const version = spawnSync(found["wasm-bindgen"], ["--version"], { encoding: "utf8" }).stdout?.trim().split(" ")[1];
  if (version !== locked)
    fail(`wasm-bindgen is ${version}, the crate is locked to ${locked}. Install that one with: ${install} --force`);
  return found;
}

/** Compiles the crate for the browser, and for the translation. */
function compile() {
  if (spawnSync("cargo", ["--version"]).status !== 0) fail("cargo is missing. Install Rust: see https://rustup.rs");
  const sysroot = spawnSync("rustc", ["--print", "sysroot"], { cwd: ROOT, encoding: "utf8" }).stdout.trim();
  if (!existsSync(join(sysroot, "lib/rustlib/wasm32-unknown-unknown"))) {
    fail("Rust cannot compile for the browser yet. Install that with: rustup target add wasm32-unknown-unknown");
  }
  const args = ["rustc", "--quiet", "-p", "thinktwice", "--lib", "--crate-type", "cdylib", "--no-default-features"];
  args.push("--target", "wasm32-unknown-unknown", "--profile", "web", "--target-dir");
  const paths = withoutPaths();
  run("cargo", [...args, TARGET], { RUSTFLAGS: paths.join(" ") });
  const without = ["reference-types", "multivalue", "bulk-memory", "nontrapping-fptoint", "sign-ext"];
  const features = `-Ctarget-feature=${without.map((f) => `-${f}`).join(",")}`;
  // For size: what is smaller is read faster, and V8 optimises small functions of JavaScript sooner. WebAssembly would be slower.
  const size = { CARGO_PROFILE_WEB_OPT_LEVEL: "s" };
  run("cargo", [...args, join(TARGET, "wasm2js")], { ...size, RUSTFLAGS: [features, ...paths].join(" ") });
}

/**
 * Panics name the source file that they come from: without the folders of whoever builds, so that everybody builds the same.
 * @returns {string[]}
 */
function withoutPaths() {
  const registry = join(process.env.CARGO_HOME ?? join(homedir(), ".cargo"), "registry/src");
  if (!existsSync(registry)) run("cargo", ["fetch", "--quiet", "--locked"]);
  const folders = existsSync(registry) ? readdirSync(registry).map((name) => join(registry, name)) : [];
  return [`--remap-path-prefix=${ROOT}=`, ...folders.map((folder) => `--remap-path-prefix=${folder}=`)];
}

/** What rustc may have used. */
const FEATURES = [
  "--enable-bulk-memory",
  "--enable-bulk-memory-opt",
  "--enable-call-indirect-overlong",
  "--enable-multivalue",
  "--enable-mutable-globals",
  "--enable-nontrapping-float-to-int",
  "--enable-reference-types",
  "--enable-sign-ext",
];
/**
 * What is called once is not drawn into its caller: V8 compiles a function when it is first called, all of it, and never
 * optimises one of more than 60 KB of bytecode.
 */
const APART = ["--one-caller-inline-max-function-size", "40"];
const BARE = ["--remove-name-section", "--remove-producers-section", "--no-typescript"];

/**
 * Where an engine finds its file. A module with a dynamic address (`use_dynamic_url`) is told its static one by
 * `import.meta.url`, and Chromium refuses that to a page's content script: only `getURL` knows the address that works.
 */
const ADDRESS = `(globalThis.chrome?.runtime?.getURL?.("engine/wasm_bg.wasm") ?? new URL("wasm_bg.wasm", import.meta.url))`;

/**
 * engine/wasm.js and engine/wasm_bg.wasm.
 * @param {Record<string, string>} tool
 * @param {string} compiled
 * @param {string} engine
 */
function bind(tool, compiled, engine) {
  run(tool["wasm-bindgen"], ["--target", "web", "--out-name", "wasm", ...BARE, "--out-dir", engine, compiled]);
  const script = join(engine, "wasm.js");
  const text = readFileSync(script, "utf8");
  const changed = text.replace("new URL('wasm_bg.wasm', import.meta.url)", ADDRESS);
  if (changed === text) fail("wasm-bindgen writes another script than this build knows: it does not name wasm_bg.wasm");
  writeFileSync(script, changed);
  const wasm = join(engine, "wasm_bg.wasm");
  run(tool["wasm-opt"], [...FEATURES, "-O3", ...APART, "--strip-target-features", wasm, "-o", wasm]);
  run(tool.esbuild, [
    join(engine, "wasm.js"),
    "--minify",
    "--format=esm",
    "--log-level=warning",
    "--allow-overwrite",
    `--outfile=${join(engine, "wasm.js")}`,
  ]);
}

/**
 * engine/js.js. Its memory's first contents (the rules, above all) are those of engine/wasm_bg.wasm: they are read from
 * that file, which is not compiled, and only what differs is written into the script. Two copies would not fit.
 * @param {Record<string, string>} tool
 * @param {string} compiled
 * @param {string} engine
 * @param {string} work
 */
function translate(tool, compiled, engine, work) {
  const lowered = join(work, "lowered.wasm");
  const lowering = ["--signext-lowering", "--llvm-memory-copy-fill-lowering", "--llvm-nontrapping-fptoint-lowering"];
  run(tool["wasm-opt"], [...FEATURES, ...lowering, "--strip-target-features", "-g", compiled, "-o", lowered]);
  run(tool["wasm-bindgen"], ["--target", "bundler", "--out-name", "e", ...BARE, "--out-dir", work, lowered]);
  const translated = join(work, "translated.js");
  run(tool.wasm2js, ["-O3", ...APART, "--enable-mutable-globals", join(work, "e_bg.wasm"), "-o", translated]);

  /** @type {{at: number, bytes: Buffer}[]} */
  const segments = [];
  let text = readFileSync(translated, "utf8").replace(
    /^ *base64DecodeToExistingUint8Array\(bufferView, (\d+), "([^"]*)"\);\n/gm,
    (_, at, bytes) => {
      segments.push({ at: Number(at), bytes: Buffer.from(bytes, "base64") });
      return "";
    },
  );
  /** @param {string | RegExp} from @param {string} to */
  const replace = (from, to) => {
    const changed = text.replace(from, to);
    if (changed === text) fail(`wasm2js writes another script than this build knows: ${from} is not in it`);
    text = changed;
  };
  const others = [...text.matchAll(/^import .* from '(.*)';$/gm)].map((m) => m[1]).filter((m) => m !== "./e_bg.js");
  if (others.length)
    fail(`the translation would import ${others.join(", ")}: build.mjs knows only wasm-bindgen's own imports`);
  // The script that wasm2js writes starts when it is loaded. This one starts when it is told to, with the memory's contents.
  replace(/^import .*\n/, "");
  replace(/^ *var bufferView;[\s\S]*?^function initActiveSegments\(imports\) \{\n\}\n/m, "");
  replace(/^function asmFunc\(imports\) \{/m, "export function start(imports, fill) {");
  replace(/^ *bufferView = HEAPU8;\n *initActiveSegments\(imports\);\n/m, " fill(HEAPU8);\n");
  replace(/^ *bufferView = HEAPU8;\n/m, "");
  replace(/^var retasmFunc[\s\S]*/m, "");
  // Rust asks for memory a page at a time, and wasm2js copies all of it each time: here there is room from the start, and
  // twice as much when that is full. What is not touched costs nothing.
  replace(
    /^ *var buffer = new ArrayBuffer\((\d+)\);/m,
    `var pages = $1 >> 16, buffer = new ArrayBuffer(Math.max($1, ${ROOM}));`,
  );
  replace(/^ *return buffer\.byteLength >> 16;/m, " return pages;");
  replace(
    /^ function __wasm_memory_grow[\s\S]*?^ \}$/m,
    `function __wasm_memory_grow(more) {
      const old = pages;
      const next = (pages + more) | 0;
      if (next < old || next >= 32768) return -1;
      if (next << 16 > buffer.byteLength) {
        buffer = larger(buffer, Math.max(next << 16, 2 * buffer.byteLength));
        HEAP8 = new Int8Array(buffer);
        HEAP16 = new Int16Array(buffer);
        HEAP32 = new Int32Array(buffer);
        HEAPU8 = new Uint8Array(buffer);
        HEAPU16 = new Uint16Array(buffer);
        HEAPU32 = new Uint32Array(buffer);
        HEAPF32 = new Float32Array(buffer);
        HEAPF64 = new Float64Array(buffer);
      }
      pages = next;
      return old;
    }`,
  );
  // The old buffer must be left empty, as WebAssembly leaves it: wasm-bindgen keeps views, and looks for that.
  if (/bufferView|initActiveSegments/.test(text))
    fail("wasm2js writes another script than this build knows: bufferView");
  text += `
function larger(buffer, size) {
  if (buffer.transfer) return buffer.transfer(size);
  const grown = new ArrayBuffer(size);
  new Uint8Array(grown).set(new Uint8Array(buffer));
  structuredClone(buffer, { transfer: [buffer] });
  return grown;
}
`;
  writeFileSync(translated, text);

  const file = readFileSync(join(engine, "wasm_bg.wasm"));
  const { copies, literals } = difference(segments, file);
  const bound = readFileSync(join(work, "e.js"), "utf8");
  const names = /export \{([^}]*)\} from/.exec(bound)?.[1] ?? fail("wasm-bindgen's script exports nothing");
  const entry = join(work, "entry.js");
  writeFileSync(
    entry,
    `import * as bound from "./e_bg.js";
import { start } from "./translated.js";
export {${names}} from "./e_bg.js";
const copies = ${JSON.stringify(copies)};
const literals = ${JSON.stringify(literals)};
let started;
async function load(file) {
  file ??= ${ADDRESS};
  if (typeof file === "string" || file instanceof URL) file = fetch(file);
  file = await file;
  if (typeof Response === "function" && file instanceof Response) {
    if (!file.ok) throw new Error("the engine's data could not be read: " + file.status);
    file = await file.arrayBuffer();
  }
  const data = file instanceof Uint8Array ? file : new Uint8Array(file);
  if (data.length !== ${file.length}) throw new Error("the engine's data are of another build");
  const engine = start({ "./e_bg.js": bound }, (memory) => {
    let to = 0;
    for (let i = 0; i < copies.length; i += 3) {
      to += copies[i];
      memory.set(data.subarray(copies[i + 1], copies[i + 1] + copies[i + 2]), to);
      to += copies[i + 2];
    }
    to = 0;
    for (let i = 0; i < literals.length; i += 2) {
      to += literals[i];
      const bytes = atob(literals[i + 1]);
      for (let k = 0; k < bytes.length; k++) memory[to++] = bytes.charCodeAt(k);
    }
  });
  bound.__wbg_set_wasm(engine);
  engine.__wbindgen_start?.();
}
/** Like that of wasm.js: \`{ module_or_path }\` may give wasm_bg.wasm: its address, a response, or its bytes. */
export default function init({ module_or_path } = {}) {
  started ??= load(module_or_path);
  started.catch(() => (started = undefined));
  return started;
}
`,
  );
  run(tool.esbuild, [
    entry,
    "--bundle",
    "--minify",
    "--format=esm",
    "--target=chrome120",
    "--log-level=warning",
    `--outfile=${join(engine, "js.js")}`,
  ]);
}

/**
 * The segments, said as pieces of a file where it has them, and as literal bytes where it has not.
 * @param {{at: number, bytes: Buffer}[]} segments
 * @param {Buffer} file
 * @returns {{copies: number[], literals: (number | string)[]}} copies: how far on from the end of the last, place in the file,
 *   length; literals: how far on from the end of the last, bytes as base64
 */
function difference(segments, file) {
  const BLOCK = 16;
  const LEAST = 24;
  /** @param {Buffer} bytes @param {number} at */
  const block = (bytes, at) => bytes.toString("latin1", at, at + BLOCK);
  /** @type {Map<string, number>} */
  const places = new Map();
  for (let at = file.length - (file.length % BLOCK) - BLOCK; at >= 0; at -= BLOCK) places.set(block(file, at), at);
  /** @type {number[]} */
  const copies = [];
  /** @type {(number | string)[]} */
  const literals = [];
  let copied = 0;
  let written = 0;
  for (const { at, bytes } of segments) {
    let plain = 0;
    const literal = (/** @type {number} */ end) => {
      if (end === plain) return;
      literals.push(at + plain - written, bytes.subarray(plain, end).toString("base64"));
      written = at + end;
    };
    for (let i = 0; i + BLOCK <= bytes.length;) {
      const place = places.get(block(bytes, i));
      if (place === undefined) {
        i++;
        continue;
      }
      let [start, from] = [i, place];
      while (start > plain && from > 0 && bytes[start - 1] === file[from - 1]) [start, from] = [start - 1, from - 1];
      let end = i + BLOCK;
      while (end < bytes.length && bytes[end] === file[from + end - start]) end++;
      if (end - start < LEAST) {
        i++;
        continue;
      }
      literal(start);
      copies.push(at + start - copied, from, end - start);
      copied = at + end;
      plain = i = end;
    }
    literal(bytes.length);
  }
  return { copies, literals };
}

/**
 * Both engines must start and know the same packs. (That they find the same is a test of its own.)
 * @param {string} engine
 */
async function tryOut(engine) {
  const bytes = readFileSync(join(engine, "wasm_bg.wasm"));
  const packs = [];
  for (const name of ["wasm.js", "js.js"]) {
    // Named anew, so that Node reads it as a module and does not take an older one.
    const copy = join(engine, `${name}.${process.pid}.mjs`);
    cpSync(join(engine, name), copy);
    try {
      const module = await import(pathToFileURL(copy).href);
      await module.default({ module_or_path: bytes });
      packs.push(JSON.stringify(module.packs()));
    } catch (error) {
      fail(`engine/${name} does not start: ${error}`);
    } finally {
      rmSync(copy);
    }
  }
  if (packs[0] !== packs[1] || packs[0].length < 100)
    fail("the WebAssembly and its translation do not know the same packs");
}

/** @param {string} folder @returns {string[]} */
function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((f) => f.isFile())
    .map((f) => relative(folder, join(f.parentPath, f.name)))
    .sort();
}

/** What a folder weighs, plain and as a zip. @param {string} folder */
function weigh(folder) {
  const kb = (/** @type {number} */ n) => (n / 1024).toFixed(1).padStart(8);
  let [raw, packed] = [0, 22];
  for (const name of filesIn(folder)) {
    const bytes = readFileSync(join(folder, name));
    const small = Math.min(bytes.length, deflateRawSync(bytes, { level: 9 }).length);
    raw += bytes.length;
    packed += small + 30 + 46 + 2 * Buffer.byteLength(name);
    if (bytes.length > 16 * 1024) console.log(`${kb(bytes.length)} KB ${kb(small)} KB zipped  ${name}`);
  }
  console.log(`${kb(raw)} KB ${kb(packed)} KB zipped  ${relative(ROOT, folder)}`);
  if (packed > MOST_PACKED) console.error(`warning: the packed extension is over ${MOST_PACKED / 1024} KB`);
}

/**
 * One browser's extension, of the files of this folder and the engines.
 * @param {Record<string, string>} tool
 * @param {import("./manifest.mjs").BrowserName} browser
 * @param {string} engines
 * @param {string} out
 */
function assemble(tool, browser, engines, out) {
  // Beside the old one first: a build that fails leaves the old one whole.
  const fresh = `${out}.new`;
  rmSync(fresh, { recursive: true, force: true });
  cpSync(HERE, fresh, {
    recursive: true,
    filter: (from) => {
      const [top = "", ...rest] = relative(HERE, from).split("/");
      const name = rest.at(-1) ?? top;
      return !NOT_SHIPPED.has(top) && !name.startsWith(".") && !/\.(md|mjs|d\.ts)$/.test(name);
    },
  });
  cpSync(engines, join(fresh, "engine"), { recursive: true });
  if (browser === "firefox") rmSync(join(fresh, "engine/js.js"));
  writeFileSync(join(fresh, "manifest.json"), `${JSON.stringify(manifest(browser), null, 2)}\n`);
  // A content script that is imported cannot import its neighbours: with `use_dynamic_url`, a relative address becomes the
  // static one, which Chromium refuses. So it becomes one file. (What it imports by `chrome.runtime.getURL` stays apart.)
  const main = join(fresh, "content/main.js");
  const options = ["--bundle", "--format=esm", "--log-level=warning", "--loader:.css=text", "--allow-overwrite"];
  run(tool.esbuild, [join(HERE, "content/main.js"), ...options, `--outfile=${main}`]);
  // What is in that one file is not asked for by itself.
  for (const name of readdirSync(dirname(main))) if (name !== "main.js") rmSync(join(dirname(main), name));
  rmSync(out, { recursive: true, force: true });
  renameSync(fresh, out);
  weigh(out);
}

async function main() {
  const { values } = parseArgs({
    options: {
      cargo: { type: "boolean", default: true },
      wasm: { type: "string", default: join(TARGET, COMPILED) },
      translatable: { type: "string", default: join(TARGET, "wasm2js", COMPILED) },
      out: { type: "string", default: join(TARGET, "extension") },
      help: { type: "boolean", short: "h", default: false },
    },
    allowNegative: true,
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const tool = tools();
  if (values.cargo) compile();
  for (const file of [values.wasm, values.translatable]) {
    if (!existsSync(file)) fail(`${file} is not there: leave out --no-cargo, and it is compiled`);
  }

  // The engines are made anew only when what they are made of has changed.
  const made = createHash("sha256");
  for (const file of [
    values.wasm,
    values.translatable,
    join(HERE, "package-lock.json"),
    fileURLToPath(import.meta.url),
  ]) {
    made.update(createHash("sha256").update(readFileSync(file)).digest());
  }
  const stamp = made.digest("hex");
  const store = join(TARGET, "extension/engine");
  const stampFile = join(TARGET, "extension/engine.sha256");
  if (!existsSync(stampFile) || readFileSync(stampFile, "utf8") !== stamp) {
    rmSync(stampFile, { force: true });
    rmSync(store, { recursive: true, force: true });
    const work = join(TARGET, "extension/work");
    rmSync(work, { recursive: true, force: true });
    mkdirSync(store, { recursive: true });
    mkdirSync(work, { recursive: true });
    bind(tool, values.wasm, store);
    translate(tool, values.translatable, store, work);
    await tryOut(store);
    writeFileSync(stampFile, stamp);
  }

  for (const browser of BROWSERS) assemble(tool, browser, store, join(values.out, browser));
}

main().catch((error) => {
  if (!(error instanceof Trouble) && error?.code !== "ERR_PARSE_ARGS_UNKNOWN_OPTION") throw error;
  console.error(`extension/build.mjs: ${error.message}`);
  process.exitCode = 1;
});
