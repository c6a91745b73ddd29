/**
 * What single values must look like, and how the good part of a value is told from the rest. Pure.
 *
 * @typedef {object} Problem
 * @property {string} where   what was wrong: `sync.settings.packsOff[2]`
 * @property {"not-an-object" | "not-a-list" | "not-valid" | "too-large" | "not-read" | "not-saved" | "full" | "locked"} what
 *
 * @typedef {(where: string, what: Problem["what"], value: unknown) => void} Refuse   told of each thing that is not valid
 * @typedef {(value: unknown, where: string, refuse: Refuse) => unknown} Reader   answers the good part; `undefined`: none
 */

export const PACK = /^[a-z0-9]+(-[a-z0-9]+)*$/;
export const RULE = /^[a-z0-9]+(-[a-z0-9]+)*\/[a-z0-9]+(-[a-z0-9]+)*$/;
export const SITE = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/;
export const HASH = /^[0-9a-f]{64}$/;
export const SALT = /^[0-9a-f]{32,100}$/;
export const DATE = /^\d{4}-\d{2}-\d{2}$/;
/** More entries than any list or table of ours has. */
export const MOST_ENTRIES = 100_000;
export const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
export const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * @param {unknown} value
 * @param {RegExp} shape
 * @returns {value is string}
 */
export const isText = (value, shape) => typeof value === "string" && value.length <= 100 && shape.test(value);

/**
 * Whether this has the shape of a rule's id. It may still be of no rule that exists.
 *
 * @param {unknown} value
 * @returns {value is string}
 */
export const isRuleId = (value) => isText(value, RULE);

/**
 * @param {(value: any) => boolean} isGood
 * @returns {Reader}
 */
const one = (isGood) => (value, where, refuse) => {
  if (isGood(value)) return value;
  refuse(where, "not-valid", value);
  return undefined;
};

/** @param {RegExp} shape */
export const text = (shape) => one((value) => isText(value, shape));

/** @param {readonly string[]} words */
export const oneOf = (words) => one((value) => words.includes(value));

export const yesOrNo = one((value) => typeof value === "boolean");

/** @param {number} most */
export const wholeNumber = (most) => one((value) => Number.isInteger(value) && value >= 0 && value <= most);

/**
 * A list, each thing in it once.
 *
 * @param {RegExp} shape
 * @returns {Reader}
 */
export const listOf = (shape) => (value, where, refuse) => {
  if (!Array.isArray(value)) {
    refuse(where, "not-a-list", value);
    return undefined;
  }
  if (value.length > MOST_ENTRIES) {
    refuse(where, "too-large", value);
    return undefined;
  }
  const good = new Set();
  value.forEach((item, i) => {
    if (isText(item, shape)) good.add(item);
    else refuse(`${where}[${i}]`, "not-valid", item);
  });
  return [...good];
};

/**
 * Words by ids: `{"advertising/cure": "low"}`.
 *
 * @param {RegExp} shape   of the ids
 * @param {readonly string[]} words
 * @returns {Reader}
 */
export const wordsBy = (shape, words) => (value, where, refuse) => {
  if (!isObject(value)) {
    refuse(where, "not-an-object", value);
    return undefined;
  }
  const isGood = (/** @type {[string, any]} */ [id, word]) => isText(id, shape) && words.includes(word);
  const entries = Object.entries(value);
  if (entries.length > MOST_ENTRIES) {
    refuse(where, "too-large", value);
    return undefined;
  }
  for (const entry of entries) if (!isGood(entry)) refuse(`${where}.${entry[0]}`, "not-valid", entry[1]);
  return Object.fromEntries(entries.filter(isGood));
};
