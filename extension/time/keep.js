/**
 * Keeps the count. The background worker is stopped whenever it is idle: the count lies in the storage of the session, which
 * is memory, and once a minute on the disk, by date. Only today's is kept.
 *
 * @typedef {import("./count.js").Count} Count
 * @typedef {Count & {saved: number}} Kept   `saved`: when it was last written to the disk
 */
import { isObject } from "../settings/shapes.js";
import { inTurn } from "../settings/store.js";
import { hear, nothing, onDay } from "./count.js";

/** Between two writings, in ms. */
const PAUSE = 60_000;

/**
 * @param {number} [now]
 * @returns {Promise<Count>}
 */
export async function readToday(now = Date.now()) {
  return onDay(await read(now), now);
}

/** @param {number} now @returns {Promise<Kept>} */
async function read(now) {
  const { time: kept } = await chrome.storage.session.get("time").catch(() => ({ time: undefined }));
  if (isCount(kept)) return kept;
  const { time: days } = await chrome.storage.local.get("time").catch(() => ({ time: undefined }));
  const count = nothing(now);
  const seconds = isObject(days) ? days[count.date] : undefined;
  return { ...count, ms: typeof seconds === "number" && seconds > 0 ? seconds * 1000 : 0, saved: 0 };
}

/**
 * @param {unknown} value
 * @returns {value is Kept}
 */
const isCount = (value) =>
  isObject(value) &&
  typeof value.date === "string" &&
  [value.ms, value.tab, value.last, value.saved].every((number) => typeof number === "number");

/**
 * @param {number} tab
 * @param {"here" | "away"} is
 * @param {number} [now]
 * @returns {Promise<Count>}
 */
export const note = (tab, is, now = Date.now()) =>
  inTurn(async () => {
    const before = await read(now);
    const count = hear(before, { tab, is, now });
    const isDue = count.ms !== before.ms && now - before.saved >= PAUSE;
    if (isDue) await chrome.storage.local.set({ time: { [count.date]: Math.round(count.ms / 1000) } }).catch(() => {});
    await chrome.storage.session.set({ time: { ...count, saved: isDue ? now : before.saved } }).catch(() => {});
    return count;
  });

/**
 * Calls back whenever the count changes.
 *
 * @param {() => void} callback
 */
export function watchToday(callback) {
  chrome.storage.onChanged.addListener((changes, area) => {
    if (area === "session" && changes.time) callback();
  });
}
