/**
 * The sites that the user added, one host each.
 *
 * @typedef {import("../settings.js").Answer} Answer
 */
import { changeSettings } from "../settings.js";
import { originOf } from "./scripts.js";

/**
 * Asks the browser, which asks the user; only in the moment of a press. The background worker does the rest, for the popup may
 * be closed by the browser's question.
 *
 * @param {string} host
 * @returns {Promise<boolean>}
 */
export const askFor = (host) => chrome.permissions.request({ origins: [originOf(host)] });

/** @param {string} host @returns {Promise<boolean>} */
export const isAllowed = (host) => chrome.permissions.contains({ origins: [originOf(host)] });

/** @param {string} host @returns {Promise<Answer>} */
export const addPlace = (host) =>
  changeSettings((settings) => ({ ...settings, otherSites: [...new Set([...settings.otherSites, host])] }));

/**
 * Takes a site back; the background worker gives the permission back and takes the script away.
 *
 * @param {string} host
 * @returns {Promise<Answer>}
 */
export const removePlace = (host) =>
  changeSettings((settings) => ({ ...settings, otherSites: settings.otherSites.filter((other) => other !== host) }));
