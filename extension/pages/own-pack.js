/**
 * The engine's judgement of the practice's own rules. One place knows the form of its answer.
 *
 * @typedef {import("./rules.js").Pack} Pack
 * @typedef {{line: number, column: number, what: string}} PackProblem
 * @typedef {{pack: Pack, problems: PackProblem[]}} PackCheck   the rules that work, and what is wrong with the others
 */
import { isRuleId } from "../settings.js";
import { say } from "./text.js";

/** What an engine that reads such rules has beside the rest. @typedef {Record<"checkPack" | "holdPack", unknown>} Reader */

/**
 * @param {unknown} engine
 * @param {string} text   the rules as they are written, in TOML
 * @returns {PackCheck | null} `null`: this engine cannot check them
 */
export function checkPack(engine, text) {
  const check = /** @type {Reader} */ (engine).checkPack;
  if (typeof check !== "function") return null;
  try {
    const { title, about, rules, problems } = check(text);
    const good = rules.filter((/** @type {{id: unknown}} */ { id }) => isRuleId(id));
    const id = good[0]?.id.split("/")[0] ?? "";
    return { pack: { id, title: title || say("options_own"), about: about || "", rules: good }, problems };
  } catch (error) {
    console.error(error);
    return null;
  }
}

/**
 * Lets the engine explain the practice's own rules, and find what they stop at.
 *
 * @param {unknown} engine
 * @param {string} text
 * @returns {Pack | null} the rules that work, if there are any
 */
export function holdPack(engine, text) {
  const hold = /** @type {Reader} */ (engine).holdPack;
  const check = text.trim() ? checkPack(engine, text) : null;
  if (typeof hold !== "function" || !check || check.pack.rules.length === 0) return null;
  hold(text);
  return check.pack;
}
