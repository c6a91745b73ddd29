/**
 * All settings as one file that a person can read, and back. Pure.
 *
 * @typedef {import("./validate.js").Allowed} Allowed
 * @typedef {import("./shapes.js").Problem} Problem
 *
 * @typedef {object} Whole   everything that is stored
 * @property {Record<string, unknown>} settings   only what was chosen, with its version and keys that are not known here
 * @property {{salt: string, phrases: Allowed[]} | null} allowed   the hashes mean nothing without their salt
 * @property {string | null} ownPack
 *
 * @typedef {Problem["what"] | import("./json.js").Reason | "not-ours"} Reason
 * @typedef {{line: number, where: string, reason: Reason}} Fault
 */
import { parse } from "./json.js";
import { LONGEST } from "./own-pack.js";
import { isObject, isText, SALT } from "./shapes.js";
import { validateAllowed, validateSettings } from "./validate.js";

/** What tells a file of ours. */
const PRODUCT = "Think Twice";
/** The longest file, in UTF-16 code units: far more than any settings need. */
const LONGEST_FILE = 2 * 1024 * 1024;

/**
 * @param {Whole} whole
 * @param {string} day
 */
export function toFile({ settings, allowed, ownPack }, day) {
  const file = {
    product: PRODUCT,
    exported: day,
    settings,
    ...(allowed ? { allowed } : {}),
    // A line of the rules is a line of the file.
    ...(ownPack === null ? {} : { ownPack: ownPack.split("\n") }),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/**
 * @param {string} text
 * @returns {{whole: Whole, day: string} | {faults: Fault[]}}   what is not in the file is `null`, the settings apart
 */
export function fromFile(text) {
  if (text.length > LONGEST_FILE) return { faults: [{ line: 1, where: "", reason: "too-large" }] };
  const read = parse(text.replace(/^\ufeff/, ""));
  if ("reason" in read) return { faults: [{ line: read.line, where: "", reason: read.reason }] };
  const { value: file, lineOf } = read;
  if (!isObject(file) || file.product !== PRODUCT) return { faults: [{ line: 1, where: "", reason: "not-ours" }] };

  /** @type {Fault[]} */
  const faults = [];
  /** @type {(where: string, reason: Reason) => void} */
  const fault = (where, reason) => void faults.push({ line: lineOf(where), where, reason });
  const { chosen, others, settings, problems } = validateSettings(file.settings ?? {}, "settings");
  problems.forEach(({ where, what }) => fault(where, what));
  const whole = {
    settings: { ...others, ...chosen, version: settings.version },
    allowed: readAllowed(file.allowed, fault),
    ownPack: readOwnPack(file.ownPack, fault),
  };
  faults.sort((a, b) => a.line - b.line);
  return faults.length > 0 ? { faults } : { whole, day: typeof file.exported === "string" ? file.exported : "" };
}

/**
 * @param {unknown} value
 * @param {(where: string, reason: Reason) => void} fault
 * @returns {Whole["allowed"]}
 */
function readAllowed(value, fault) {
  if (value === undefined) return null;
  if (!isObject(value)) {
    fault("allowed", "not-an-object");
    return null;
  }
  const salt = isText(value.salt, SALT) ? value.salt : "";
  if (!salt) fault("allowed.salt", "not-valid");
  const { allowed, problems } = validateAllowed(value.phrases ?? [], "allowed.phrases");
  problems.forEach(({ where, what }) => fault(where, what));
  return { salt, phrases: allowed };
}

/**
 * @param {unknown} value
 * @param {(where: string, reason: Reason) => void} fault
 * @returns {string | null}
 */
function readOwnPack(value, fault) {
  if (value === undefined) return null;
  if (!Array.isArray(value)) {
    fault("ownPack", "not-a-list");
    return null;
  }
  if (value.length > LONGEST) {
    fault("ownPack", "too-large");
    return null;
  }
  value.forEach((line, i) => typeof line !== "string" && fault(`ownPack[${i}]`, "not-valid"));
  const text = value.join("\n");
  if (text.length > LONGEST) fault("ownPack", "too-large");
  return text;
}
