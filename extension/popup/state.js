/**
 * What the popup says about the page: told from the tab's address, the settings and what the content script answers.
 * Pure, so that every case can be tried without a browser.
 *
 * @typedef {import("../settings/validate.js").Settings} Settings
 * @typedef {import("../settings/sites.js").Site} Site
 * @typedef {import("../pages/rules.js").Severity} Severity
 * @typedef {{index: number, rule: string, title: string, severity: Severity, phrase: string}} Warning
 * @typedef {{watched: boolean, why: string, engine: "wasm" | "js" | "", warnings: Warning[], long: "parts" | "beginning" | "", units: number}} Answer
 * @typedef {"watched" | "all-off" | "site-off" | "no-box" | "other-box" | "not-supported"} Kind
 */

/**
 * The content script's answer; `null` for anything that is not of its shape.
 *
 * @param {unknown} value
 * @returns {Answer | null}
 */
export function readAnswer(value) {
  if (typeof value !== "object" || value === null) return null;
  const { watched, why, engine, warnings, long, units } = /** @type {Record<string, unknown>} */ (value);
  if (typeof watched !== "boolean") return null;
  return {
    watched,
    why: typeof why === "string" ? why : "",
    engine: engine === "wasm" || engine === "js" ? engine : "",
    warnings: Array.isArray(warnings) ? warnings.filter(isWarning) : [],
    long: long === "parts" || long === "beginning" ? long : "",
    units: Number.isSafeInteger(units) ? Number(units) : 0,
  };
}

/**
 * @param {any} value
 * @returns {value is Warning}
 */
const isWarning = (value) =>
  Number.isInteger(value?.index) &&
  ["high", "medium", "low"].includes(value.severity) &&
  [value.rule, value.title, value.phrase].every((text) => typeof text === "string");

/**
 * @param {Site | null} site
 * @param {Settings} settings
 * @param {Answer | null} answer   `null` if nobody answered
 * @param {string[]} packs   ids of all packs, empty while they are not known
 * @param {boolean} [isAdded]   the user added this site
 * @returns {Kind}
 */
export function kindOf(site, settings, answer, packs, isAdded = false) {
  // A page at any address may be watched, as the demonstration is: what the content script says comes first. That of a site which
  // was taken back answers until the page is left.
  if (!site && !isAdded && (!answer || answer.why === "site-off")) return "not-supported";
  if (site && settings.sitesOff.includes(site.id)) return "site-off";
  if (packs.length > 0 && packs.every((pack) => settings.packsOff.includes(pack))) return "all-off";
  if (answer?.watched) return "watched";
  // "site-off" of the content script is of a moment ago: the switch was just turned on.
  return answer?.why === "not-supported" ? "other-box" : "no-box";
}
