// What others wrote and the extension ships, with the notices that their licences ask for: THIRD-PARTY.txt. It is read out of
// the crates themselves, as the lock file has them; a test fails when the file says something else.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = dirname(HERE);
export const THIRD_PARTY = join(HERE, "THIRD-PARTY.txt");

const HEAD = `What others wrote of Think Twice: libraries that are compiled into its engine, and what the tools that
build it leave in it. Each list is followed by the terms under which its works are used.`;

/** @typedef {{name: string, licence: string, notice: string}} Work */

/** @param {string[]} args */
const cargo = (args) =>
  execFileSync("cargo", [...args, "--locked", "--quiet"], { cwd: ROOT, encoding: "utf8", maxBuffer: 1 << 28 });

/**
 * The crates that are compiled into the engine: what runs at build time only (macros, build scripts) is not among them.
 * @returns {Set<string>} names with versions
 */
function shipped() {
  const target = ["--target", "wasm32-unknown-unknown", "--no-default-features"];
  const options = ["--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}"];
  const lines = cargo(["tree", "--package", "thinktwice", ...target, ...options])
    .split("\n")
    .filter(Boolean);
  return new Set(lines.map((line) => line.split(" ", 2).join(" ").replace(" v", " ")));
}

/** How the files are called that hold the text of a licence. @type {Record<string, RegExp>} */
const FILES = {
  MIT: /^licen[cs]e(-mit)?(\.\w+)?$/i,
  "Unicode-3.0": /^licen[cs]e-unicode(\.\w+)?$/i,
};

/**
 * The texts of the licences under which we take a crate: where it offers several, MIT, which is short.
 * @param {{name: string, version: string, license: string | null, manifest_path: string}} crate
 * @returns {Work[]}
 */
function taken({ name, version, license, manifest_path }) {
  const folder = dirname(manifest_path);
  return (license ?? "none").split(" AND ").map((offered) => {
    const all = offered.replace(/[()]/g, "").split(/ OR |\//);
    const licence = all.includes("MIT") ? "MIT" : all[0];
    const file = readdirSync(folder).find((file) => FILES[licence]?.test(file));
    if (!file)
      throw new Error(`${name} ${version} is under ${license}: say in third-party.mjs which, and where its text is`);
    return { name: `${name} ${version}`, licence, notice: readFileSync(join(folder, file), "utf8") };
  });
}

/** @returns {Work[]} */
function crates() {
  const names = shipped();
  const { packages } = JSON.parse(
    cargo(["metadata", "--format-version", "1", "--filter-platform", "wasm32-unknown-unknown"]),
  );
  const own = packages.filter((/** @type {any} */ { name, version }) => names.delete(`${name} ${version}`));
  if (names.size > 0) throw new Error(`cargo metadata does not tell of ${[...names].join(", ")}`);
  return own.filter((/** @type {any} */ { source }) => source).flatMap(taken);
}

/** The terms of the MIT licence, without whose the work is. */
const PERMISSION = /^Permission is hereby granted[\s\S]*$/m;

/**
 * What comes with the compiler and the tools. No file of theirs in a place of its own tells it: the notices are those of
 * Rust's COPYRIGHT-library.html and of the npm packages.
 * @param {string} permission   the text of the MIT licence
 * @returns {Work[]}
 */
function ofTheTools(permission) {
  const mit = (/** @type {string} */ name, /** @type {string} */ holder) => ({
    name,
    licence: "MIT",
    notice: `Copyright (c) ${holder}\n\n${permission}`,
  });
  const npm = (/** @type {string} */ file) => readFileSync(join(HERE, "node_modules", file), "utf8");
  return [
    mit("Rust's standard library (core, alloc, std, compiler_builtins)", "The Rust Project Contributors"),
    mit("dlmalloc, in Rust's standard library", "2014 Alex Crichton"),
    mit("hashbrown, in Rust's standard library", "2016 Amanieu d'Antras"),
    { name: "esbuild (it joins scripts)", licence: "MIT", notice: npm("esbuild/LICENSE.md") },
    {
      name: "Binaryen (wasm2js; some lines of engine/js.js are its own)",
      licence: "Apache-2.0",
      notice: npm("binaryen/LICENSE"),
    },
  ];
}

/** @param {string} notice */
const tidy = (notice) =>
  notice
    .replace(/\r/g, "")
    .replace(/[ \t]+$/gm, "")
    .replace(/^\n+|\n+$/g, "");

/** Whose a work is, and the terms, which are the same for many. @param {string} notice */
function parts(notice) {
  const terms = PERMISSION.exec(notice)?.[0] ?? notice;
  const whose = notice.slice(0, notice.length - terms.length).match(/^Copyright .*$/gm) ?? [];
  return { whose, terms };
}

/** The whole file, made anew. */
export function thirdParty() {
  const own = crates();
  const permission = own.map(({ notice }) => PERMISSION.exec(tidy(notice))?.[0]).find(Boolean);
  if (!permission) throw new Error("no crate gives the MIT licence in its usual words");
  const works = [...own, ...ofTheTools(permission)];
  /** @type {Map<string, {terms: string, of: string[]}>} */
  const groups = new Map();
  for (const { name, licence, notice } of works) {
    const { whose, terms } = parts(tidy(notice));
    // Terms are the same when only their lines end elsewhere.
    const key = terms.split(/\s+/).join(" ");
    const group = groups.get(key) ?? { terms, of: [] };
    group.of.push([`${name} (${licence})`, ...whose].join("\n  "));
    groups.set(key, group);
  }
  const rule = "-".repeat(80);
  const told = [...groups.values()].map(({ terms, of }) => `${of.join("\n")}\n\n${terms}\n`);
  return [`${HEAD}\n`, ...told].join(`\n${rule}\n\n`);
}
