// One tool in a process of its own, which has done nothing yet:
//   node --expose-gc timed.mjs TOOL start LENGTH ROUND | steady | find  TEXTS.json
// Prints what it measured as one JSON object; times are in milliseconds.
import { readFileSync } from "node:fs";
import { LENGTHS } from "./texts.mjs";
import { TOOLS } from "./tools.mjs";

/** A slow tool is given fewer texts. In ms, for each length. */
const MOST_WARMING = 4_000;
const MOST_TIMED = 8_000;

const [name, task, ...given] = process.argv.slice(2);
/** @type {import("./texts.mjs").Texts} */
const texts = JSON.parse(readFileSync(given.at(-1) ?? "", "utf8"));
const tool = TOOLS[name];

const begun = performance.now();
const check = await tool.start();
const setUp = performance.now() - begun;

/** @param {string} text */
async function timed(text) {
  const begun = performance.now();
  const answer = check(text);
  // To wait for what is there already would cost something too.
  if (answer instanceof Promise) await answer;
  return performance.now() - begun;
}

/** @param {string[]} all @param {number} most */
async function times(all, most) {
  const end = performance.now() + most;
  const found = [];
  for (const text of all) {
    if (performance.now() > end) break;
    found.push(await timed(text));
  }
  return found;
}

const tasks = {
  start: async () => {
    const [length, round] = given;
    const first = await timed(texts.first[/** @type {"280" | "3000"} */ (length)][Number(round)]);
    if (length !== "280") return { setUp, first };
    for (const post of texts.unseen[280]) await check(post);
    globalThis.gc?.();
    return { setUp, first, memory: process.memoryUsage.rss() };
  },
  steady: async () => {
    /** @type {Record<string, Record<string, number[]>>} */
    const answer = { unseen: {}, repeated: {} };
    for (const length of LENGTHS) {
      await times(texts.warm[length], MOST_WARMING);
      answer.unseen[length] = await times(texts.unseen[length], MOST_TIMED);
      const again = texts.unseen[length].slice(0, 5).flatMap((text) => Array(20).fill(text));
      answer.repeated[length] = await times(again, MOST_TIMED);
    }
    return answer;
  },
  find: async () => {
    if (tool.given && tool.known) {
      const given = tool.given;
      const phrases = tool.spans(await check(given), given).map(({ start, end }) => given.slice(start, end));
      if (!phrases.includes(tool.known)) throw new Error(`${name} does not find ${tool.known}: ${phrases}`);
    }
    const all = [];
    for (const text of texts.find) all.push(tool.spans(await check(text), text));
    return all;
  },
};
console.log(JSON.stringify(await tasks[/** @type {keyof typeof tasks} */ (task)]()));
