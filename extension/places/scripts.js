/**
 * The scripts that are not in the manifest: that of the sites that the user added, and that which tells how long the user is
 * on a page. Here they are registered with the browser, and taken back.
 *
 * @typedef {import("../settings.js").Settings} Settings
 * @typedef {chrome.scripting.RegisteredContentScript} Script
 */
import { siteOf } from "../settings/sites.js";
import { isText, SITE } from "../settings/shapes.js";

const TIME = "attention";
const PLACE = "place ";

/** The pattern of all pages of a host. @param {string} host */
export const originOf = (host) => `https://${host}/*`;

/**
 * The host that a permission is for, if it is one that the user gave for a single one.
 *
 * @param {string} origin
 * @returns {string | null}
 */
export function hostOf(origin) {
  const host = /^https:\/\/([^/*]+)\/\*$/.exec(origin)?.[1];
  return isText(host, SITE) && !siteOf(host) ? host : null;
}

/**
 * Which scripts there should be. Pure.
 *
 * @param {Settings} settings
 * @param {string[]} granted   the origins that the extension may read
 * @param {string[]} own       the origins of the manifest
 * @returns {Script[]}
 */
export function wantedScripts({ otherSites, timeMinutes }, granted, own) {
  const hosts = otherSites.filter((host) => granted.includes(originOf(host)));
  /** @type {Script[]} */
  const scripts = hosts.map((host) => ({
    id: `${PLACE}${host}`,
    matches: [originOf(host)],
    js: ["loader.js"],
    css: ["content.css"],
    allFrames: true,
    matchOriginAsFallback: true,
    runAt: "document_idle",
    persistAcrossSessions: true,
  }));
  if (timeMinutes > 0) {
    const matches = [...own, ...hosts.map(originOf)];
    scripts.push({ id: TIME, matches, js: ["attention.js"], runAt: "document_idle", persistAcrossSessions: true });
  }
  return scripts;
}

/**
 * Registers what should be there and is not, and takes back what should not.
 *
 * @param {Settings} settings
 * @param {{inOpenTabs: boolean}} how   whether new ones start in the pages that are open already
 */
export async function keepScripts(settings, { inOpenTabs }) {
  const own = chrome.runtime.getManifest().host_permissions ?? [];
  const { origins = [] } = await chrome.permissions.getAll();
  const wanted = wantedScripts(settings, origins, own);
  const there = await chrome.scripting.getRegisteredContentScripts();
  const idOf = (/** @type {Script} */ { id, matches }) => `${id} ${JSON.stringify([...(matches ?? [])].sort())}`;
  const known = new Set(there.map(idOf));
  const fresh = wanted.filter((script) => !known.has(idOf(script)));
  const kept = new Set(wanted.map(idOf));
  const gone = there.filter((script) => !kept.has(idOf(script))).map(({ id }) => id);
  if (gone.length > 0) await chrome.scripting.unregisterContentScripts({ ids: gone });
  if (inOpenTabs) await Promise.all(fresh.map(startIn));
  if (fresh.length > 0) await chrome.scripting.registerContentScripts(fresh);
}

/** Starts a script in the pages that are open. @param {Script} script */
async function startIn({ matches = [], js = [], css = [], allFrames = false }) {
  const tabs = await chrome.tabs.query({ url: matches });
  const targets = tabs.flatMap(({ id }) => (id === undefined ? [] : [{ tabId: id, allFrames }]));
  // A page that shows an error takes no script.
  await Promise.allSettled(
    targets.flatMap((target) => [
      chrome.scripting.executeScript({ target, files: js }),
      ...(css.length > 0 ? [chrome.scripting.insertCSS({ target, files: css })] : []),
    ]),
  );
}

/** Gives back the permissions for sites that the user took back. @param {Settings} settings */
export async function givePermissionsBack({ otherSites }) {
  const { origins = [] } = await chrome.permissions.getAll();
  const unwanted = origins.filter((origin) => {
    const host = hostOf(origin);
    return host !== null && !otherSites.includes(host);
  });
  if (unwanted.length > 0) await chrome.permissions.remove({ origins: unwanted });
}
