/**
 * Risky examples, with the words underlined that the rule stops at: found by the engine itself, as in a post.
 *
 * @typedef {import("../pages/rules.js").Engine} Engine
 * @typedef {import("../pages/rules.js").Explanation} Explanation
 */
import { make } from "../pages/dom.js";

/** Some rules are for replies only, some for posts with a picture: an example is read as each, till its rule is met. */
const KINDS = /** @type {const} */ ([
  ["post", false],
  ["reply", false],
  ["comment", false],
  ["message", false],
  ["post", true],
]);

/**
 * @param {Engine} engine
 * @param {Explanation} rule
 * @param {string} text
 * @param {string} profession
 * @returns {(Node | string)[]} the text in pieces; one plain piece if the rule says nothing for this profession
 */
export function markRisky(engine, rule, text, profession) {
  for (const [kind, image] of KINDS) {
    const found = engine.check(text, kind, image, profession).filter((finding) => finding.rule === rule.id);
    if (found.length > 0) return cut(text, found);
  }
  return [text];
}

/**
 * @param {string} text
 * @param {{start: number, end: number}[]} spans   in UTF-16 code units, as the engine counts
 * @returns {(Node | string)[]}
 */
export function cut(text, spans) {
  const pieces = [];
  let at = 0;
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    if (end <= at) continue;
    const from = Math.max(start, at);
    pieces.push(text.slice(at, from), make("mark", {}, text.slice(from, end)));
    at = end;
  }
  return [...pieces, text.slice(at)];
}
