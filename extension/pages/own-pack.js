/**
 * The engine's judgement of the practice's own rules. One place knows the form of its answer.
 *
 * @typedef {import("./rules.js").RuleLine} RuleLine
 * @typedef {{line: number, column: number, what: string}} PackProblem
 * @typedef {{rules: RuleLine[], problems: PackProblem[]}} PackCheck
 */
import { isRuleId } from "../settings.js";

/**
 * @param {unknown} engine
 * @param {string} text   the rules as they are written, in TOML
 * @returns {PackCheck | null} `null`: this engine cannot check them
 */
export function checkPack(engine, text) {
  const check = /** @type {{checkPack?: unknown}} */ (engine).checkPack;
  if (typeof check !== "function") return null;
  try {
    const { rules, problems } = check(text);
    return { rules: rules.filter((/** @type {RuleLine} */ { id }) => isRuleId(id)), problems };
  } catch (error) {
    console.error(error);
    return null;
  }
}
