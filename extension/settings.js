/**
 * The user's settings: the one door to read, change and watch them, for the popup, the options, the explanations, the
 * content script and the background worker. Nothing here throws: what went wrong is in `problems`.
 *
 * @typedef {import("./settings/validate.js").Settings} Settings
 * @typedef {import("./settings/validate.js").Problem} Problem
 * @typedef {{settings: Settings, problems: Problem[]}} Answer
 */
import { inTurn, load, save, setAside } from "./settings/store.js";
import { validateSettings } from "./settings/validate.js";

export { allow, forget, hashOf, readAllowed, salt } from "./settings/allowed.js";
export { SITES, siteOf, siteOfAddress } from "./settings/sites.js";
export { DEFAULTS, isRuleId } from "./settings/validate.js";

/** @returns {Promise<Answer>} */
export async function readSettings() {
  const { value, problems } = await load("sync", "settings");
  const reading = validateSettings(value);
  const asideProblems = await setAside(reading.rest);
  return { settings: reading.settings, problems: [...problems, ...reading.problems, ...asideProblems] };
}

/**
 * Changes what is stored now, not what a page read some time ago.
 *
 * @param {(settings: Settings) => Settings} how   gets a copy that it may change
 * @returns {Promise<Answer>} what holds from now on: the settings as they were if they could not be saved
 */
export async function changeSettings(how) {
  // What is not valid is set aside before the settings are written without it.
  await readSettings();
  return inTurn(async () => {
    const { value, problems } = await load("sync", "settings");
    const { settings, others } = validateSettings(value);
    // Settings that could not be read are not written over.
    if (problems.length > 0) return { settings, problems };
    const next = how(structuredClone(settings));
    const failed = await save("sync", "settings", { ...others, ...next });
    return { settings: failed.length > 0 ? settings : next, problems: failed };
  });
}

/**
 * Calls back whenever the settings change, here or on another computer of the user's, until the signal is aborted.
 *
 * @param {(settings: Settings) => void} callback
 * @param {AbortSignal} [signal]
 */
export function watchSettings(callback, signal) {
  if (signal?.aborted) return;
  /** @type {(changes: {[key: string]: chrome.storage.StorageChange}, area: string) => void} */
  const listener = (changes, area) => {
    if (area === "sync" && changes.settings) callback(validateSettings(changes.settings.newValue).settings);
  };
  chrome.storage.onChanged.addListener(listener);
  signal?.addEventListener("abort", () => chrome.storage.onChanged.removeListener(listener), { once: true });
}

/**
 * Switches a pack, a rule or a site on or off.
 *
 * @param {"packsOff" | "rulesOff" | "sitesOff"} list
 * @param {string} id
 * @param {boolean} on
 * @returns {Promise<Answer>}
 */
export const switchOne = (list, id, on) =>
  changeSettings((settings) => {
    const others = settings[list].filter((other) => other !== id);
    return { ...settings, [list]: on ? others : [...others, id] };
  });

/**
 * Whether a rule is at work: neither it nor its pack is switched off.
 *
 * @param {Settings} settings
 * @param {string} rule
 */
export const isRuleOn = (settings, rule) =>
  !settings.rulesOff.includes(rule) && !settings.packsOff.includes(rule.split("/")[0] ?? "");
