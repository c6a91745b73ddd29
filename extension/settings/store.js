/**
 * The browser's storage, so that a failure is an answer and not an exception, changes come one after the other, and what
 * could not be understood is set aside and not lost.
 *
 * @typedef {import("./validate.js").Problem} Problem
 * @typedef {"sync" | "local"} Area
 * @typedef {{date: string, where: string, value: unknown}} SetAside
 */

/**
 * @param {Area} area
 * @param {string} key
 * @returns {Promise<{value: unknown, problems: Problem[]}>}
 */
export async function load(area, key) {
  try {
    return { value: (await chrome.storage[area].get(key))[key], problems: [] };
  } catch {
    return { value: undefined, problems: [{ where: `${area}.${key}`, what: "not-read" }] };
  }
}

/**
 * @param {Area} area
 * @param {string} key
 * @param {unknown} value
 * @returns {Promise<Problem[]>}
 */
export async function save(area, key, value) {
  try {
    await chrome.storage[area].set({ [key]: value });
    return [];
  } catch {
    // Most often the quota of the synchronised storage.
    return [{ where: `${area}.${key}`, what: "not-saved" }];
  }
}

/** @type {Promise<unknown>} */
let last = Promise.resolve();

/**
 * Does one read-and-write after the other, so that two quick switches do not undo each other.
 *
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export function inTurn(work) {
  const turn = last.then(work);
  last = turn.catch(() => {});
  return turn;
}

/** The day, as it is stored: `2026-11-25`. */
export const today = () => new Date().toISOString().slice(0, 10);

/**
 * Puts what was not valid under `local.setAside`, each thing once, however often it is read.
 *
 * @param {Record<string, unknown>} rest   values by where they were
 * @returns {Promise<Problem[]>}
 */
export function setAside(rest) {
  if (Object.keys(rest).length === 0) return Promise.resolve([]);
  return inTurn(async () => {
    const { value, problems } = await load("local", "setAside");
    if (problems.length > 0) return problems;
    /** @type {SetAside[]} */
    const kept = Array.isArray(value)
      ? value
      : value === undefined
        ? []
        : [{ date: today(), where: "local.setAside", value }];
    // An index in a list shifts when the list is written: the value and its list say whether it is the same.
    /** @type {(where: string, thing: unknown) => string} */
    const same = (where, thing) => `${where.replace(/\[\d+\]$/, "")} ${JSON.stringify(thing)}`;
    const known = new Set(kept.map((entry) => same(String(entry?.where), entry?.value)));
    const fresh = Object.entries(rest).filter(([where, thing]) => !known.has(same(where, thing)));
    if (fresh.length === 0) return [];
    return save("local", "setAside", [
      ...kept,
      ...fresh.map(([where, thing]) => ({ date: today(), where, value: thing })),
    ]);
  });
}
