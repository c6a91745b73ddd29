/**
 * What is stored may have been written by another version, by another computer, by hand. Here the good part of a stored
 * value is told from the rest. Pure: no storage, nothing throws.
 *
 * @typedef {"high" | "medium" | "low"} Severity
 *
 * @typedef {object} Settings
 * @property {number} version
 * @property {string} profession   id of a profession; the engine takes its first one for an id it does not know
 * @property {string} nation       one of `NATIONS`
 * @property {string[]} packsOff   ids of packs: `advertising`
 * @property {string[]} rulesOff   ids of rules: `advertising/cure`
 * @property {Record<string, Severity>} severities   of the rules whose severity is not as delivered
 * @property {string[]} sitesOff   ids of sites: `x.com`
 * @property {string[]} otherSites   host names of sites that the user added: `example.org`
 * @property {"system" | "light" | "dark"} theme
 * @property {"standard" | "contrast"} underlines
 * @property {boolean} pause       a pause before posting
 * @property {boolean} cooling     a note on replies to negative comments
 * @property {number} timeMinutes  minutes a day for the sites; 0: no limit
 *
 * @typedef {{hash: string, rule: string, date: string}} Allowed   a phrase that is always allowed, as its salted hash
 *
 * @typedef {import("./shapes.js").Problem} Problem
 *
 * @typedef {object} Reading   the outcome of reading stored settings
 * @property {Settings} settings            what was chosen, and the rest as on the first day
 * @property {Partial<Settings>} chosen     what the user chose
 * @property {Record<string, unknown>} others   keys that this version does not know; kept when settings are written
 * @property {Record<string, unknown>} rest     what is not valid, by where it was
 * @property {Problem[]} problems
 */
import { migrate, VERSION } from "./migrate.js";
import {
  DATE,
  HASH,
  isObject,
  isText,
  listOf,
  MOST_ENTRIES,
  oneOf,
  PACK,
  RULE,
  SITE,
  text,
  wholeNumber,
  wordsBy,
  yesOrNo,
} from "./shapes.js";

export { isRuleId } from "./shapes.js";

/** Where the user practises; the first is assumed. */
export const NATIONS = Object.freeze(["uk", "england", "scotland", "wales", "northern-ireland"]);
export const SEVERITIES = /** @type {const} */ (["high", "medium", "low"]);
export const THEMES = /** @type {const} */ (["system", "light", "dark"]);
export const UNDERLINES = /** @type {const} */ (["standard", "contrast"]);
const MINUTES_A_DAY = 24 * 60;

/** @type {Readonly<Settings>} */
export const DEFAULTS = Object.freeze({
  version: VERSION,
  profession: "osteopath",
  nation: "uk",
  packsOff: [],
  rulesOff: [],
  severities: {},
  sitesOff: [],
  otherSites: [],
  theme: "system",
  underlines: "standard",
  pause: false,
  cooling: false,
  timeMinutes: 0,
});

/** How each setting is read. @type {Record<Exclude<keyof Settings, "version">, import("./shapes.js").Reader>} */
export const READERS = {
  profession: text(PACK),
  nation: oneOf(NATIONS),
  packsOff: listOf(PACK),
  rulesOff: listOf(RULE),
  severities: wordsBy(RULE, SEVERITIES),
  sitesOff: listOf(SITE),
  otherSites: listOf(SITE),
  theme: oneOf(THEMES),
  underlines: oneOf(UNDERLINES),
  pause: yesOrNo,
  cooling: yesOrNo,
  timeMinutes: wholeNumber(MINUTES_A_DAY),
};

/**
 * @param {unknown} stored   what `storage.sync` holds under `settings`; `undefined` if nothing was ever stored
 * @param {string} [root]    how problems name it
 * @returns {Reading}
 */
export function validateSettings(stored, root = "sync.settings") {
  /** @type {Reading} */
  const reading = { settings: structuredClone(DEFAULTS), chosen: {}, others: {}, rest: {}, problems: [] };
  /** @type {import("./shapes.js").Refuse} */
  const refuse = (where, what, value) => {
    reading.rest[where] = value;
    reading.problems.push({ where, what });
  };
  if (stored === undefined) return reading;
  if (!isObject(stored)) {
    refuse(root, "not-an-object", stored);
    return reading;
  }

  const { version, ...values } = migrate(stored);
  // A later version's number is kept: it will find its own keys again.
  if (Number.isSafeInteger(version) && Number(version) >= VERSION) reading.settings.version = Number(version);
  else refuse(`${root}.version`, "not-valid", version);
  for (const [name, read] of Object.entries(READERS)) {
    if (values[name] === undefined) continue;
    const good = read(values[name], `${root}.${name}`, refuse);
    if (good !== undefined) Object.assign(reading.chosen, { [name]: good });
  }
  reading.others = Object.fromEntries(Object.entries(values).filter(([name]) => !Object.hasOwn(READERS, name)));
  reading.settings = { ...reading.settings, ...reading.chosen };
  return reading;
}

/**
 * @param {unknown} stored   what `storage.local` holds under `allowed`
 * @param {string} [root]    how problems name it
 * @returns {{allowed: Allowed[], rest: Record<string, unknown>, problems: Problem[]}}
 */
export function validateAllowed(stored, root = "local.allowed") {
  /** @type {ReturnType<typeof validateAllowed>} */
  const reading = { allowed: [], rest: {}, problems: [] };
  if (stored === undefined) return reading;
  if (!Array.isArray(stored) || stored.length > MOST_ENTRIES) {
    reading.rest[root] = stored;
    reading.problems.push({ where: root, what: Array.isArray(stored) ? "too-large" : "not-a-list" });
    return reading;
  }
  stored.forEach((entry, i) => {
    if (isObject(entry) && isText(entry.hash, HASH) && isText(entry.rule, RULE) && isText(entry.date, DATE)) {
      reading.allowed.push({ hash: entry.hash, rule: entry.rule, date: entry.date });
    } else {
      reading.rest[`${root}[${i}]`] = entry;
      reading.problems.push({ where: `${root}[${i}]`, what: "not-valid" });
    }
  });
  return reading;
}
