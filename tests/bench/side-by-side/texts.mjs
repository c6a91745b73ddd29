// The texts that every tool is given: posts of the corpus, chosen by a fixed rule.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const CORPUS = join(dirname(fileURLToPath(import.meta.url)), "../../corpus");
/** In fresh processes: how often each tool is started for each length. */
export const ROUNDS = 5;
export const LENGTHS = /** @type {const} */ (["280", "3000"]);

/** @typedef {{id: string, text: string, label: "risky" | "ok", findings: {category: string, span?: string, spans?: string[], how?: string}[]}} Labelled */
/** @typedef {Record<(typeof LENGTHS)[number], string[]>} ByLength */
/**
 * @typedef {object} Texts
 * @property {ByLength} unseen the 200 posts of about 280 characters; other posts, put together to 3,000 characters
 * @property {ByLength} warm what a tool is given before it is timed
 * @property {ByLength} first one for each fresh process
 * @property {string[]} find the labelled posts, and the 200
 */

/** @param {(file: string) => boolean} wanted @returns {Labelled[]} */
const read = (wanted) =>
  readdirSync(CORPUS)
    .filter((file) => file.endsWith(".jsonl") && wanted(file))
    .sort()
    .flatMap((file) => readFileSync(join(CORPUS, file), "utf8").split("\n").filter(Boolean))
    .map((line) => JSON.parse(line));

/** The labelled posts that nothing was learnt from. */
export const heldBack = () => read((file) => file.startsWith("held-back"));

/**
 * Posts in the order of their SHA-256, each of which has no sentence that one before it has: what a tool remembers of one is
 * of no use for the next.
 */
function* strangers() {
  const seen = new Set();
  const sha = (/** @type {string} */ text) => createHash("sha256").update(text).digest("hex");
  const posts = read((file) => !file.startsWith("held-back"));
  const ordered = posts.map(({ text }) => ({ text, key: sha(text) })).sort((a, b) => (a.key < b.key ? -1 : 1));
  for (const { text } of ordered) {
    const sentences = text
      .toLowerCase()
      .split(/[.!?\n]+/)
      .map((s) => s.trim())
      .filter(Boolean);
    if (sentences.some((s) => seen.has(s))) continue;
    for (const s of sentences) seen.add(s);
    yield text;
  }
}

/** @returns {Texts} */
export function choose() {
  const all = [...strangers()];
  const isShort = (/** @type {string} */ text) => text.length >= 240 && text.length <= 320;
  const short = all.filter(isShort);
  const rest = all.filter((text) => !isShort(text)).values();
  const long = () => {
    let text = "";
    while (text.length < 3_000) {
      const { value, done } = rest.next();
      if (done) throw new Error("the corpus has too few posts");
      text += `${value}\n\n`;
    }
    // Never half of a character.
    return text
      .slice(0, 3_000)
      .toWellFormed()
      .replace(/\uFFFD$/, "");
  };
  const longs = (/** @type {number} */ count) => Array.from({ length: count }, long);
  const unseen = { 280: short.splice(0, 200), 3000: longs(100) };
  const warm = { 280: short.splice(0, 300), 3000: longs(200) };
  const first = { 280: short.splice(0, ROUNDS), 3000: longs(ROUNDS) };
  if (first[280].length < ROUNDS) throw new Error("the corpus has too few posts");
  return { unseen, warm, first, find: [...heldBack().map((post) => post.text), ...unseen[280]] };
}
