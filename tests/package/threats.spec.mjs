// Every line of the threat model names the tests that hold it, and each of them is there.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { testsIn } from "./contents.mjs";
import { ROOT } from "./built.mjs";

const PAGE = readFileSync(join(ROOT, "extension/THREATS.md"), "utf8");
const lines = PAGE.split("\n").filter((line) => line.startsWith("|"));
const rows = lines
  .map((line) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim()),
  )
  // Each table has a head, and a line below it.
  .filter(([from]) => from !== "from" && !/^-+$/.test(from));

/**
 * The files that a cell names, and what it names of each: `file`: _a test_; _another_, or `file.rs`: `a_test`.
 * @param {string} cell
 */
function namedIn(cell) {
  /** @type {{file: string, tests: string[]}[]} */
  const named = [];
  for (const [, code, title] of cell.matchAll(/`([^`]+)`|_(.+?)_(?=;|$)/g)) {
    if (code && /\.(rs|spec)$/.test(code)) named.push({ file: code, tests: [] });
    else named.at(-1)?.tests.push(code ?? title);
  }
  return named;
}

/** @param {string} file */
function pathOf(file) {
  if (file.endsWith(".rs")) return join(ROOT, file);
  return join(ROOT, file.includes("/") ? "" : "tests/browser/specs", `${file}.mjs`);
}

/** @param {string} path @param {string} name */
function has(path, name) {
  const source = readFileSync(path, "utf8");
  if (path.endsWith(".rs")) return new RegExp(`#\\[test\\]\\s+fn ${name}\\(`).test(source);
  // A name that begins with what differs from case to case is told without that.
  return testsIn(source).some((one) => one === name || one.endsWith(`…: ${name}`));
}

test("the page has its lines", () => {
  assert.ok(rows.length > 30);
  for (const row of rows) assert.equal(row.length, 4, row.join(" | "));
});

for (const [, threat, , cell] of rows) {
  test(`${threat}: has its tests`, () => {
    const named = namedIn(cell);
    assert.ok(named.length > 0, "no test is named");
    for (const { file, tests } of named) {
      const path = pathOf(file);
      assert.ok(existsSync(path), `there is no ${path}`);
      assert.ok(tests.length > 0, `no test of ${file} is named`);
      for (const name of tests) assert.ok(has(path, name), `${file} has no test with the name “${name}”`);
    }
  });
}
