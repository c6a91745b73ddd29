/**
 * What an organisation sets for all of its people, by the browser's policy (`managed-schema.json` is its published form).
 * The one place where it meets what the user chose: a setting that is locked holds as the organisation set it; one that is
 * not is a recommendation, and holds until the user chooses something else.
 *
 * @typedef {import("./validate.js").Settings} Settings
 * @typedef {import("./shapes.js").Problem} Problem
 *
 * @typedef {object} Policy
 * @property {Partial<Settings>} values   of the settings that the organisation set
 * @property {string | undefined} ownPack   the text of its own rules
 * @property {string[]} locked   names of settings that the user cannot change: only of those that are set
 * @property {Problem[]} problems
 */
import { isObject } from "./shapes.js";
import { loadAll } from "./store.js";
import { DEFAULTS, READERS } from "./validate.js";

/** The settings that an organisation can set, beside the pack of its own. */
const NAMES = /** @type {const} */ (["profession", "nation", "packsOff", "rulesOff", "severities"]);

/** @returns {Promise<Policy>} */
export async function readPolicy() {
  // A browser that knows no policies refuses to read them: then there is none.
  const { values } = await loadAll("managed");
  return validatePolicy(values);
}

/**
 * @param {unknown} stored   what `storage.managed` holds
 * @returns {Policy}
 */
export function validatePolicy(stored) {
  /** @type {Policy} */
  const policy = { values: {}, ownPack: undefined, locked: [], problems: [] };
  if (!isObject(stored)) return policy;
  /** @type {import("./shapes.js").Refuse} */
  const refuse = (where, what) => void policy.problems.push({ where, what });
  for (const name of NAMES) {
    if (stored[name] === undefined) continue;
    const good = READERS[name](stored[name], `managed.${name}`, refuse);
    if (good !== undefined) Object.assign(policy.values, { [name]: good });
  }
  if (typeof stored.ownPack === "string") policy.ownPack = stored.ownPack;
  else if (stored.ownPack !== undefined) refuse("managed.ownPack", "not-valid", stored.ownPack);
  const isSet = (/** @type {unknown} */ name) =>
    name === "ownPack" ? policy.ownPack !== undefined : Object.hasOwn(policy.values, String(name));
  if (Array.isArray(stored.locked)) policy.locked = [...new Set(stored.locked.filter(isSet))];
  else if (stored.locked !== undefined) refuse("managed.locked", "not-a-list", stored.locked);
  return policy;
}

/**
 * What holds.
 *
 * @param {Settings} settings   the user's, whose `chosen` part is what they chose themselves
 * @param {Partial<Settings>} chosen
 * @param {Policy} policy
 * @returns {Settings}
 */
export function merge(settings, chosen, { values, locked }) {
  const imposed = Object.fromEntries(Object.entries(values).filter(([name]) => locked.includes(name)));
  return structuredClone({ ...DEFAULTS, ...values, ...chosen, ...imposed, version: settings.version });
}
