/**
 * The sites that are watched. A site has one id, whatever the host it answers at: `twitter.com` and `mobile.x.com` are
 * both `x.com`, so that one switch is for all of them.
 *
 * @typedef {{id: string, name: string, hosts: string[]}} Site
 */

import { isText, SITE } from "./shapes.js";

/** @type {readonly Site[]} */
export const SITES = Object.freeze([
  { id: "facebook.com", name: "Facebook", hosts: ["facebook.com"] },
  { id: "x.com", name: "X", hosts: ["x.com", "twitter.com"] },
  { id: "linkedin.com", name: "LinkedIn", hosts: ["linkedin.com"] },
]);

/**
 * The site that a host name belongs to: `m.facebook.com` is of `facebook.com`, `notfacebook.com` is of none.
 *
 * @param {string} hostname
 * @returns {Site | null}
 */
export function siteOf(hostname) {
  const host = hostname.toLowerCase().replace(/\.$/, "");
  return SITES.find((site) => site.hosts.some((known) => host === known || host.endsWith(`.${known}`))) ?? null;
}

/**
 * The site of a web address; none for an address that is not a web page's, or not an address.
 *
 * @param {string | undefined} address
 * @returns {Site | null}
 */
export function siteOfAddress(address) {
  if (!address || !URL.canParse(address)) return null;
  const url = new URL(address);
  return url.protocol === "https:" ? siteOf(url.hostname) : null;
}

/**
 * The host of a web address, if it is one by which the user can add a site.
 *
 * @param {string | undefined} address
 * @returns {string | null}
 */
export function hostOfAddress(address) {
  if (!address || !URL.canParse(address)) return null;
  const url = new URL(address);
  return url.protocol === "https:" && isText(url.hostname, SITE) && url.port === "" ? url.hostname : null;
}
