/** What is said to a screen reader, and what is shown when something went wrong. */
import { make, part } from "./dom.js";
import { say } from "./text.js";

/**
 * Says something to a screen reader, also if it said the same before.
 *
 * @param {string} text
 */
export function announce(text) {
  part("said", HTMLElement).replaceChildren(make("span", {}, text));
}

/** @typedef {import("../settings.js").Problem} Problem */

/** The message for each kind of problem; the first that is met is shown. @type {[Problem["what"][], string][]} */
const MESSAGES = [
  [["full"], "trouble_full"],
  [["not-saved", "not-read"], "trouble_storage"],
  [["locked"], "trouble_locked"],
  [["not-an-object", "not-a-list", "not-valid", "too-large"], "trouble_settings"],
];

/**
 * Shows what went wrong; nothing, if nothing did.
 *
 * @param {Problem[]} problems
 */
export function showProblems(problems) {
  const [ofPolicy] = problems.filter(({ where }) => where.startsWith("managed."));
  const others = problems.filter(({ where }) => !where.startsWith("managed."));
  const key = MESSAGES.find(([kinds]) => others.some(({ what }) => kinds.includes(what)))?.[1];
  showTrouble(key ? say(key) : ofPolicy ? say("trouble_policy", ofPolicy.where) : "");
}

/** @param {string} text   "": no trouble any more */
export function showTrouble(text) {
  const trouble = part("trouble", HTMLElement);
  trouble.textContent = text;
  trouble.hidden = text === "";
}

/**
 * Waits for a change, and shows what went wrong with it.
 *
 * @template {{problems: Problem[]}} T
 * @param {Promise<T>} change
 * @returns {Promise<T>}
 */
export async function saved(change) {
  const outcome = await change;
  showProblems(outcome.problems);
  return outcome;
}
