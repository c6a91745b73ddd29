/**
 * What is stored may have been written by another version, by another computer, by hand. Here the good part of a stored
 * value is told from the rest. Pure: no storage, nothing throws.
 *
 * @typedef {object} Settings
 * @property {number} version
 * @property {string} profession   id of a profession; the engine takes its first one for an id it does not know
 * @property {string[]} packsOff   ids of packs: `advertising`
 * @property {string[]} rulesOff   ids of rules: `advertising/cure`
 * @property {string[]} sitesOff   ids of sites: `x.com`
 *
 * @typedef {{hash: string, rule: string, date: string}} Allowed   a phrase that is always allowed, as its salted hash
 *
 * @typedef {object} Problem
 * @property {string} where   what was wrong: `sync.settings.packsOff[2]`
 * @property {"not-an-object" | "not-a-list" | "not-valid" | "not-read" | "not-saved"} what
 *
 * @typedef {object} Reading   the outcome of reading stored settings
 * @property {Settings} settings
 * @property {Record<string, unknown>} others   keys that this version does not know; kept when settings are written
 * @property {Record<string, unknown>} rest     what is not valid, by where it was
 * @property {Problem[]} problems
 */

const PACK = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const RULE = /^[a-z0-9]+(-[a-z0-9]+)*\/[a-z0-9]+(-[a-z0-9]+)*$/;
const SITE = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/;
const HASH = /^[0-9a-f]{64}$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** @type {Readonly<Settings>} */
export const DEFAULTS = Object.freeze({
  version: 1,
  profession: "osteopath",
  packsOff: [],
  rulesOff: [],
  sitesOff: [],
});

/** @type {["packsOff" | "rulesOff" | "sitesOff", RegExp][]} */
const LISTS = [
  ["packsOff", PACK],
  ["rulesOff", RULE],
  ["sitesOff", SITE],
];

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * @param {unknown} value
 * @param {RegExp} shape
 * @returns {value is string}
 */
const isText = (value, shape) => typeof value === "string" && value.length <= 100 && shape.test(value);

/**
 * Whether this has the shape of a rule's id. It may still be of no rule that exists.
 *
 * @param {unknown} value
 * @returns {value is string}
 */
export const isRuleId = (value) => isText(value, RULE);

/**
 * @param {unknown} stored   what `storage.sync` holds under `settings`; `undefined` if nothing was ever stored
 * @returns {Reading}
 */
export function validateSettings(stored) {
  /** @type {Reading} */
  const reading = {
    settings: { ...DEFAULTS, packsOff: [], rulesOff: [], sitesOff: [] },
    others: {},
    rest: {},
    problems: [],
  };
  if (stored === undefined) return reading;
  const root = "sync.settings";
  if (!isObject(stored)) {
    reading.rest[root] = stored;
    reading.problems.push({ where: root, what: "not-an-object" });
    return reading;
  }

  /** @type {(where: string, what: Problem["what"], value: unknown) => void} */
  const refuse = (where, what, value) => {
    reading.rest[`${root}.${where}`] = value;
    reading.problems.push({ where: `${root}.${where}`, what });
  };
  const { version, profession, packsOff, rulesOff, sitesOff, ...others } = stored;
  reading.others = others;
  // A later version's number is kept: it will find its own keys again.
  if (Number.isInteger(version) && Number(version) >= 1) reading.settings.version = Number(version);
  else if (version !== undefined) refuse("version", "not-valid", version);
  if (isText(profession, PACK)) reading.settings.profession = profession;
  else if (profession !== undefined) refuse("profession", "not-valid", profession);

  for (const [name, shape] of LISTS) {
    const list = stored[name];
    if (list === undefined) continue;
    if (!Array.isArray(list)) {
      refuse(name, "not-a-list", list);
      continue;
    }
    list.forEach((value, i) => {
      if (!isText(value, shape)) refuse(`${name}[${i}]`, "not-valid", value);
      else if (!reading.settings[name].includes(value)) reading.settings[name].push(value);
    });
  }
  return reading;
}

/**
 * @param {unknown} stored   what `storage.local` holds under `allowed`
 * @returns {{allowed: Allowed[], rest: Record<string, unknown>, problems: Problem[]}}
 */
export function validateAllowed(stored) {
  /** @type {ReturnType<typeof validateAllowed>} */
  const reading = { allowed: [], rest: {}, problems: [] };
  if (stored === undefined) return reading;
  const root = "local.allowed";
  if (!Array.isArray(stored)) {
    reading.rest[root] = stored;
    reading.problems.push({ where: root, what: "not-a-list" });
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
