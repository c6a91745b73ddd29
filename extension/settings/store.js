/**
 * The browser's storage, so that a failure is an answer and not an exception, changes come one after the other, and what
 * could not be understood is set aside and not lost.
 *
 * @typedef {import("./shapes.js").Problem} Problem
 * @typedef {"sync" | "local"} Area
 * @typedef {{date: string, where: string, value: unknown}} SetAside
 */

/**
 * @param {Area | "managed"} area
 * @param {string[]} [keys]   all of them, if none are named
 * @returns {Promise<{values: Record<string, unknown>, problems: Problem[]}>}
 */
export async function loadAll(area, keys) {
  try {
    return { values: await chrome.storage[area].get(keys ?? null), problems: [] };
  } catch {
    return { values: {}, problems: (keys ?? [""]).map((key) => ({ where: `${area}.${key}`, what: "not-read" })) };
  }
}

/**
 * @param {Area} area
 * @param {string} key
 * @returns {Promise<{value: unknown, problems: Problem[]}>}
 */
export async function load(area, key) {
  const { values, problems } = await loadAll(area, [key]);
  return { value: values[key], problems };
}

/**
 * Writes several things at once: all of them, or none.
 *
 * @param {Area} area
 * @param {Record<string, unknown>} values
 * @returns {Promise<Problem[]>}
 */
export async function saveAll(area, values) {
  try {
    await chrome.storage[area].set(values);
    return [];
  } catch (error) {
    const isFull = /quota_?bytes|max_?items|QuotaExceeded/i.test(String(error));
    return Object.keys(values).map((key) => ({ where: `${area}.${key}`, what: isFull ? "full" : "not-saved" }));
  }
}

/**
 * @param {Area} area
 * @param {string} key
 * @param {unknown} value
 */
export const save = (area, key, value) => saveAll(area, { [key]: value });

/**
 * @param {Area} area
 * @param {string[]} keys
 * @returns {Promise<Problem[]>}
 */
export async function drop(area, keys) {
  try {
    await chrome.storage[area].remove(keys);
    return [];
  } catch {
    return keys.map((key) => ({ where: `${area}.${key}`, what: "not-saved" }));
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
 * What was set aside so far, with what is to be set aside now: each thing once, however often it is read.
 *
 * @param {Record<string, unknown>} rest   values by where they were
 * @returns {Promise<{all: SetAside[], isNew: boolean, problems: Problem[]}>}
 */
async function joined(rest) {
  const { value, problems } = await load("local", "setAside");
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
  const all = [...kept, ...fresh.map(([where, thing]) => ({ date: today(), where, value: thing }))];
  return { all, isNew: fresh.length > 0, problems };
}

/**
 * Puts what was not valid under `local.setAside`.
 *
 * @param {Record<string, unknown>} rest   values by where they were
 * @returns {Promise<Problem[]>}
 */
export function setAside(rest) {
  if (Object.keys(rest).length === 0) return Promise.resolve([]);
  return inTurn(async () => {
    const { all, isNew, problems } = await joined(rest);
    if (problems.length > 0 || !isNew) return problems;
    return save("local", "setAside", all);
  });
}

/**
 * Writes something of this computer, and in the same step sets aside what was not valid in it: so it takes no more room
 * than before, and is in one of the two places whatever happens. Only within `inTurn`.
 *
 * @param {string} key
 * @param {unknown} value
 * @param {Record<string, unknown>} rest
 * @returns {Promise<Problem[]>}
 */
export async function saveWithout(key, value, rest) {
  if (Object.keys(rest).length === 0) return save("local", key, value);
  const { all, problems } = await joined(rest);
  return problems.length > 0 ? problems : saveAll("local", { [key]: value, setAside: all });
}

/**
 * Listens to what changes in the storage, until the signal is aborted.
 *
 * @param {(changes: {[key: string]: chrome.storage.StorageChange}, area: string) => void} listener
 * @param {AbortSignal} [signal]
 */
export function onChange(listener, signal) {
  if (signal?.aborted) return;
  chrome.storage.onChanged.addListener(listener);
  signal?.addEventListener("abort", () => chrome.storage?.onChanged.removeListener(listener), { once: true });
}
