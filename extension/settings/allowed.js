/**
 * Phrases that the user always allows. What is stored is a salted hash, never the phrase: a draft leaves no trace that
 * could be read, only one that can be recognised.
 *
 * @typedef {import("./validate.js").Allowed} Allowed
 * @typedef {import("./validate.js").Problem} Problem
 */
import { isText, SALT } from "./shapes.js";
import { inTurn, load, onChange, save, saveWithout, setAside, today } from "./store.js";
import { validateAllowed } from "./validate.js";

/** @returns {Promise<{allowed: Allowed[], problems: Problem[]}>} */
export async function readAllowed() {
  const { value, problems } = await load("local", "allowed");
  const reading = validateAllowed(value);
  const asideProblems = await setAside(reading.rest);
  return { allowed: reading.allowed, problems: [...problems, ...reading.problems, ...asideProblems] };
}

/**
 * The phrase as it is compared: case, width of letters and spaces do not matter.
 *
 * @param {string} phrase
 */
export const plain = (phrase) => phrase.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();

/**
 * SHA-256 of the salt and the phrase, in hexadecimal digits.
 *
 * @param {string} salt
 * @param {string} phrase
 */
export async function hashOf(salt, phrase) {
  const bytes = new TextEncoder().encode(`${salt}\n${plain(phrase)}`);
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

/** @param {Uint8Array} bytes */
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/**
 * This computer's salt; made when it is first asked for (the background worker asks on installation).
 *
 * @returns {Promise<string>}
 */
export function salt() {
  return inTurn(async () => {
    const { value, problems } = await load("local", "salt");
    if (isText(value, SALT)) return value;
    const made = hex(crypto.getRandomValues(new Uint8Array(16)));
    // Storage that could not be read may well hold a salt: it is not written over.
    if (problems.length === 0) await save("local", "salt", made);
    return made;
  });
}

/**
 * Allows a phrase under a rule from now on.
 *
 * @param {string} phrase
 * @param {string} rule
 */
export async function allow(phrase, rule) {
  const hash = await hashOf(await salt(), phrase);
  return changeAllowed((list) =>
    list.some((entry) => entry.hash === hash && entry.rule === rule) ? list : [...list, { hash, rule, date: today() }],
  );
}

/**
 * Warns again about a phrase that was allowed; without a hash, about all of them.
 *
 * @param {string} [hash]
 * @param {string} [rule]
 */
export const forget = (hash, rule) =>
  changeAllowed((list) => (hash ? list.filter((entry) => entry.hash !== hash || (rule && entry.rule !== rule)) : []));

/** @param {(list: Allowed[]) => Allowed[]} how */
export const changeAllowed = (how) =>
  inTurn(async () => {
    const { value, problems } = await load("local", "allowed");
    const { allowed, rest } = validateAllowed(value);
    if (problems.length > 0) return { allowed, problems };
    const next = how(allowed);
    // What is not valid is set aside when the list is written without it.
    const failed = await saveWithout("allowed", next, rest);
    return { allowed: failed.length > 0 ? allowed : next, problems: failed };
  });

/**
 * Calls back whenever the list changes, until the signal is aborted.
 *
 * @param {(allowed: Allowed[]) => void} callback
 * @param {AbortSignal} [signal]
 */
export function watchAllowed(callback, signal) {
  onChange((changes, area) => {
    if (area === "local" && changes.allowed) callback(validateAllowed(changes.allowed.newValue).allowed);
  }, signal);
}
