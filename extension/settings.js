/**
 * The user's settings: the one door to read, change and watch them, for the popup, the options, the explanations, the
 * content script and the background worker. Nothing here throws: what went wrong is in `problems`.
 *
 * @typedef {import("./settings/validate.js").Settings} Settings
 * @typedef {import("./settings/shapes.js").Problem} Problem
 *
 * @typedef {object} Answer
 * @property {Settings} settings   what holds: the organisation's policy is in it
 * @property {string[]} locked     names of settings that the organisation does not let the user change
 * @property {string[]} managed    names of settings that the organisation set, locked or not
 * @property {Problem[]} problems
 */
import { merge, readPolicy } from "./settings/managed.js";
import { readStored, writeStored } from "./settings/stored.js";
import { inTurn, onChange, setAside } from "./settings/store.js";
import { validateSettings } from "./settings/validate.js";

export { allow, forget, hashOf, readAllowed, salt, watchAllowed } from "./settings/allowed.js";
export { emptySetAside, readSetAside } from "./settings/aside.js";
export { readOwnPack, saveOwnPack, watchOwnPack } from "./settings/own-pack.js";
export { everything, replaceAll, resetAll } from "./settings/whole.js";
export { hostOfAddress, SITES, siteOf, siteOfAddress } from "./settings/sites.js";
export { DEFAULTS, isRuleId } from "./settings/validate.js";

/** @returns {Promise<Answer>} */
export async function readSettings() {
  const { answer, reading, policy } = await current();
  const asideProblems = await setAside(reading.rest);
  return { ...answer, problems: [...answer.problems, ...reading.problems, ...asideProblems, ...policy.problems] };
}

/** What is stored and what holds; sets nothing aside. */
async function current() {
  const [{ value, problems }, policy] = await Promise.all([readStored(), readPolicy()]);
  const reading = validateSettings(value);
  const settings = merge(reading.settings, reading.chosen, policy);
  const managed = [...Object.keys(policy.values), ...(policy.ownPack === undefined ? [] : ["ownPack"])];
  return { answer: { settings, locked: policy.locked, managed, problems }, reading, policy };
}

/**
 * Changes what is stored now, not what a page read some time ago. Only what `how` changes becomes the user's choice.
 *
 * @param {(settings: Settings) => Settings} how   gets a copy that it may change
 * @returns {Promise<Answer>} what holds from now on: the settings as they were if they could not be saved
 */
export async function changeSettings(how) {
  // What is not valid is set aside before the settings are written without it; if that fails, they are not written.
  const before = await readSettings();
  if (before.problems.some(({ where }) => where === "local.setAside")) return before;
  return inTurn(async () => {
    const { answer, reading, policy } = await current();
    // Settings that could not be read are not written over.
    if (answer.problems.length > 0) return answer;
    const next = how(structuredClone(answer.settings));
    const changed = Object.entries(next).filter(
      ([name, value]) =>
        JSON.stringify(value) !== JSON.stringify(answer.settings[/** @type {keyof Settings} */ (name)]),
    );
    const isLocked = (/** @type {string} */ name) => policy.locked.includes(name);
    /** @type {Problem[]} */
    const refused = changed
      .filter(([name]) => isLocked(name))
      .map(([name]) => ({ where: `sync.settings.${name}`, what: "locked" }));
    /** @type {Partial<Settings>} */
    const chosen = { ...reading.chosen, ...Object.fromEntries(changed.filter(([name]) => !isLocked(name))) };
    const version = reading.settings.version;
    const failed = await writeStored({ ...reading.others, ...chosen, version });
    if (failed.length > 0) return { ...answer, problems: failed };
    return { ...answer, settings: merge(reading.settings, chosen, policy), problems: refused };
  });
}

/**
 * Calls back whenever the settings change, here, on another computer of the user's or by the organisation, until the signal
 * is aborted.
 *
 * @param {(settings: Settings, answer: Answer) => void} callback
 * @param {AbortSignal} [signal]
 */
export function watchSettings(callback, signal) {
  onChange(async (changes, area) => {
    if (area !== "managed" && !(area === "sync" && (changes.settings || changes.severities))) return;
    const { answer } = await current();
    // What cannot be read has not changed for those who know it.
    if (!signal?.aborted && answer.problems.length === 0) callback(answer.settings, answer);
  }, signal);
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
 * Sets how severe a rule is.
 *
 * @param {string} rule
 * @param {import("./settings/validate.js").Severity | null} severity   `null`: as delivered
 * @returns {Promise<Answer>}
 */
export const setSeverity = (rule, severity) =>
  changeSettings(({ severities: { [rule]: _, ...others }, ...settings }) => ({
    ...settings,
    severities: severity ? { ...others, [rule]: severity } : others,
  }));

/**
 * Whether a rule is at work: neither it nor its pack is switched off.
 *
 * @param {Settings} settings
 * @param {string} rule
 */
export const isRuleOn = (settings, rule) =>
  !settings.rulesOff.includes(rule) && !settings.packsOff.includes(rule.split("/")[0] ?? "");
