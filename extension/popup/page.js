/**
 * The page in the active tab, and the content script in it.
 *
 * @typedef {import("./state.js").Answer} Answer
 */
import { frameOf } from "../pages/frames.js";
import { hostOfAddress, siteOfAddress } from "../settings.js";
import { readAnswer } from "./state.js";

/**
 * The page that the popup is about. `host`: of a page on the web that is on none of the sites. (The address of any page is known
 * only because the user opened the popup on it.)
 */
export async function activePage() {
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  const site = siteOfAddress(tab?.url);
  return { tabId: tab?.id ?? chrome.tabs.TAB_ID_NONE, site, host: site ? null : hostOfAddress(tab?.url) };
}

/**
 * Asks the frame that has the compose box, and the page itself if that frame is gone.
 *
 * @param {number} tabId
 * @returns {Promise<Answer | null>}
 */
export async function askState(tabId) {
  const message = { to: "content", ask: "state" };
  for (const frameId of new Set([await frameOf(tabId), 0])) {
    const answer = readAnswer(await chrome.tabs.sendMessage(tabId, message, { frameId }).catch(() => null));
    if (answer) return answer;
  }
  return null;
}

/**
 * Shows a warning in the page: the box is scrolled to it, and its card opens.
 *
 * @param {number} tabId
 * @param {number} index
 */
export async function jumpTo(tabId, index) {
  const options = { frameId: await frameOf(tabId) };
  await chrome.tabs.sendMessage(tabId, { to: "content", ask: "jump", index }, options).catch(() => null);
}
