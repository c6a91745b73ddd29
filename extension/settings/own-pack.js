/**
 * The practice's own rules, as the text that they were written in. They are kept on this computer, and where they fit into
 * an item of the synchronised storage, on the user's other computers too: the later text holds.
 *
 * @typedef {import("./shapes.js").Problem} Problem
 * @typedef {{text: string, date: string}} Stored   `date`: the moment of saving
 *
 * @typedef {object} OwnPack
 * @property {string} text   what holds; "": none
 * @property {string} users  what the user saved, whether it holds or not
 * @property {string} date   "": never saved by the user
 * @property {boolean} isSynced    the user's other computers get it
 * @property {boolean} isManaged   it is the organisation's
 * @property {boolean} isLocked    the user cannot write their own
 * @property {Problem[]} problems
 */
import { readPolicy } from "./managed.js";
import { isObject, isText, MOMENT } from "./shapes.js";
import { drop, inTurn, load, onChange, save, saveWithout, setAside } from "./store.js";

/** The longest text, in UTF-16 code units. */
export const LONGEST = 256 * 1024;

/**
 * @param {unknown} value
 * @returns {value is Stored}
 */
const isStored = (value) =>
  isObject(value) && typeof value.text === "string" && value.text.length <= LONGEST && isText(value.date, MOMENT);

/**
 * @param {"local" | "sync"} area
 * @returns {Promise<{stored: Stored, rest: Record<string, unknown>, problems: Problem[]}>}
 */
async function read(area) {
  const none = { text: "", date: "" };
  const { value, problems } = await load(area, "ownPack");
  if (value === undefined || isStored(value)) return { stored: value ?? none, rest: {}, problems };
  const where = `${area}.ownPack`;
  return { stored: none, rest: { [where]: value }, problems: [{ where, what: "not-valid" }] };
}

/** @returns {Promise<OwnPack>} */
export async function readOwnPack() {
  const [local, sync, policy] = await Promise.all([read("local"), read("sync"), readPolicy()]);
  const asideProblems = await setAside({ ...local.rest, ...sync.rest });
  const users = sync.stored.date > local.stored.date ? sync.stored : local.stored;
  const isLocked = policy.locked.includes("ownPack");
  const isManaged = policy.ownPack !== undefined && (isLocked || users.date === "");
  const problems = [...local.problems, ...sync.problems, ...asideProblems];
  const text = isManaged ? (policy.ownPack ?? "") : users.text;
  const isSynced = users.date === sync.stored.date;
  return { text, users: users.text, date: users.date, isSynced, isManaged, isLocked, problems };
}

/**
 * @param {string} text
 * @returns {Promise<{problems: Problem[]}>}   it is saved on this computer unless there is a problem
 */
export function saveOwnPack(text) {
  return inTurn(async () => {
    if (text.length > LONGEST) return { problems: [{ where: "local.ownPack", what: "too-large" }] };
    const [local, sync] = await Promise.all([read("local"), read("sync")]);
    const stored = { text, date: new Date().toISOString() };
    const problems = await saveWithout("ownPack", stored, { ...local.rest, ...sync.rest });
    if (problems.length > 0) return { problems };
    // An older text must not stay where the new one does not fit.
    const failed = await save("sync", "ownPack", stored);
    if (failed.length > 0) await drop("sync", ["ownPack"]);
    return { problems: [] };
  });
}

/**
 * Calls back whenever the text may have changed, until the signal is aborted.
 *
 * @param {() => void} callback
 * @param {AbortSignal} [signal]
 */
export function watchOwnPack(callback, signal) {
  onChange((changes, area) => {
    if (changes.ownPack || (area === "managed" && changes.locked)) callback();
  }, signal);
}
