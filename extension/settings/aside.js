/**
 * What was set aside because it could not be read: to be shown, exported and removed.
 *
 * @typedef {import("./shapes.js").Problem} Problem
 * @typedef {import("./store.js").SetAside} SetAside
 */
import { changeAllowed } from "./allowed.js";
import { readOwnPack, saveOwnPack } from "./own-pack.js";
import { isObject } from "./shapes.js";
import { drop, inTurn, load } from "./store.js";

/** @returns {Promise<{entries: SetAside[], problems: Problem[]}>} */
export async function readSetAside() {
  const { value, problems } = await load("local", "setAside");
  const list = Array.isArray(value) ? value : value === undefined ? [] : [value];
  const entries = list.map((entry) =>
    isObject(entry) && typeof entry.where === "string" && typeof entry.date === "string"
      ? { date: entry.date, where: entry.where, value: entry.value }
      : { date: "", where: "local.setAside", value: entry },
  );
  return { entries, problems };
}

/**
 * Removes what was set aside; and first, where it still lies in its old place, that too: or it would come back.
 *
 * @param {() => Promise<{problems: Problem[]}>} rewriteSettings
 * @returns {Promise<Problem[]>}
 */
export async function emptySetAside(rewriteSettings) {
  const own = await readOwnPack();
  const isOwnGood = own.problems.every(({ what }) => what !== "not-valid");
  const outcomes = [
    await rewriteSettings(),
    await changeAllowed((list) => list),
    ...(isOwnGood ? [] : [await saveOwnPack(own.users)]),
  ];
  const problems = outcomes.flatMap((outcome) => outcome.problems);
  return problems.length > 0 ? problems : inTurn(() => drop("local", ["setAside"]));
}
