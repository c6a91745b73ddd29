/** The product's words, from `_locales/`. */

/**
 * @param {string} key
 * @param {...(string | number)} values   what stands for $1, $2, … in the message
 * @returns {string} the key itself where a message is missing, so that the lack is seen
 */
export const say = (key, ...values) => chrome.i18n.getMessage(key, values.map(String)) || key;

/**
 * A number with its noun: `rules` has the messages `rules_one` and `rules_other`.
 *
 * @param {string} key
 * @param {number} count
 * @param {...(string | number)} values   what stands for $2, $3, …
 */
export const counted = (key, count, ...values) => say(`${key}_${count === 1 ? "one" : "other"}`, count, ...values);

/** A number as it is read: `100,000`. @param {number} count */
export const inDigits = (count) => new Intl.NumberFormat(say("language")).format(count);

/**
 * A stored day (`2026-11-25`) as it is read; the text itself if it is no day.
 *
 * @param {string} day
 */
export function dayInWords(day) {
  const date = new Date(`${day}T12:00:00Z`);
  if (Number.isNaN(date.getTime())) return day;
  return new Intl.DateTimeFormat(say("language"), { dateStyle: "long", timeZone: "UTC" }).format(date);
}

/**
 * Fills in the words of a page: `data-text="key"` is the element's text, `data-label="key"` its accessible name.
 *
 * @param {Document} page
 */
export function fillIn(page) {
  page.documentElement.lang = say("language");
  for (const element of page.querySelectorAll("[data-text]")) {
    element.textContent = say(element.getAttribute("data-text") ?? "");
  }
  for (const element of page.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", say(element.getAttribute("data-label") ?? ""));
  }
}
