/**
 * How long the user has been on the watched sites today. A page tells that the user does something in it, and that they leave
 * it; here the time between is added up. Pure: the moment is given.
 *
 * @typedef {object} Count
 * @property {string} date   the day, as the user's clock has it
 * @property {number} ms     on that day
 * @property {number} tab    the one that was in front last
 * @property {number} last   when something was last done there; 0: it was left
 *
 * @typedef {{tab: number, is: "here" | "away", now: number}} Sign
 */

/** Who does nothing for longer than this is not there, in ms: so long one may read or watch. */
export const STILL = 2 * 60_000;
const MINUTE = 60_000;

/** @param {number} now */
export function dayOf(now) {
  const date = new Date(now);
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** @param {number} now @returns {Count} */
export const nothing = (now) => ({ date: dayOf(now), ms: 0, tab: -1, last: 0 });

/**
 * The count of the day that it is now.
 *
 * @param {Count} count
 * @param {number} now
 * @returns {Count}
 */
export const onDay = (count, now) => (count.date === dayOf(now) ? count : { ...count, date: dayOf(now), ms: 0 });

/**
 * @param {Count} count
 * @param {Sign} sign
 * @returns {Count}
 */
export function hear(count, { tab, is, now }) {
  const today = onDay(count, now);
  const isSame = count.tab === tab && count.last > 0;
  // A tab that is left tells it late: another one is in front already.
  if (is === "away" && !isSame) return today;
  const gap = now - count.last;
  const isThere = isSame && gap > 0 && gap <= STILL;
  const ms = today.ms + (isThere ? now - Math.max(count.last, new Date(now).setHours(0, 0, 0, 0)) : 0);
  return { ...today, ms, tab, last: is === "here" ? now : 0 };
}

/** @param {Count} count */
export const minutesOf = ({ ms }) => Math.floor(ms / MINUTE);

/**
 * @param {Count} count
 * @param {number} limit   in minutes; 0: none
 */
export const isUsedUp = (count, limit) => limit > 0 && count.ms >= limit * MINUTE;
