// Packs what the stores want, in target/packages: the extension for Chromium (Chrome's and Edge's stores), the one for Firefox, and
// the source that they are built from, which Firefox's store asks for. The same commit gives the same bytes.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { BROWSERS, version } from "./manifest.mjs";
import { zip } from "./zip.mjs";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

const USAGE = `usage: node extension/package.mjs [--built DIR] [--out DIR] [--no-source]

  --built DIR   where the unpacked extensions are, instead of target/extension
  --out DIR     where the packages go, instead of target/packages
  --no-source   leave the package of the source out
`;

/** @param {string} folder */
function filesIn(folder) {
  if (!existsSync(join(folder, "manifest.json"))) throw new Error(`there is no extension in ${folder}: build it first`);
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ name: relative(folder, path).split(sep).join("/"), bytes: readFileSync(path) }));
}

/** @param {...string} args */
const git = (...args) => execFileSync("git", ["-C", ROOT, ...args], { maxBuffer: 1 << 28 });

/** All that is committed, in a folder of its own, with how to build it at its top. */
function source() {
  const home = `thinktwice-${version()}`;
  const listed = git("ls-tree", "-r", "-z", "HEAD").toString().split("\0").filter(Boolean);
  const files = listed.map((line) => {
    const [, mode, object, name] = /^(\d+) blob (\w+)\t(.*)$/s.exec(line) ?? [];
    if (!name) throw new Error(`only files can be packed: ${line}`);
    return { name: `${home}/${name}`, bytes: git("cat-file", "blob", object), runs: mode === "100755" };
  });
  const how = files.find(({ name }) => name === `${home}/extension/store/BUILD.md`);
  if (!how)
    throw new Error("extension/store/BUILD.md is not committed: without it, nobody knows how to build the source");
  return [...files, { ...how, name: `${home}/BUILD.md` }];
}

const { values } = parseArgs({
  options: {
    built: { type: "string", default: join(ROOT, "target/extension") },
    out: { type: "string", default: join(ROOT, "target/packages") },
    source: { type: "boolean", default: true },
    help: { type: "boolean", short: "h", default: false },
  },
  allowNegative: true,
});

if (values.help) {
  process.stdout.write(USAGE);
} else {
  mkdirSync(values.out, { recursive: true });
  /** @type {[string, ReturnType<typeof filesIn>][]} */
  const packages = BROWSERS.map((browser) => [browser, filesIn(join(values.built, browser))]);
  if (values.source) {
    if (git("status", "--porcelain").length > 0)
      console.error("warning: what is not committed is in the extensions, but not in the package of the source");
    packages.push(["source", source()]);
  }
  for (const [what, files] of packages) {
    const bytes = zip(files);
    const path = join(values.out, `thinktwice-${what}-${version()}.zip`);
    writeFileSync(path, bytes);
    const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 16);
    console.log(`${(bytes.length / 1024).toFixed(1).padStart(8)} KB  ${hash}…  ${relative(process.cwd(), path)}`);
  }
}
