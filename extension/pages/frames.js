/**
 * Which frame of a tab has the compose box: the one that last told its number of warnings. Kept for the browser session,
 * because the background worker is stopped when it is idle; only numbers are kept.
 */

/** @param {number} tabId */
const keyOf = (tabId) => `frame-of-tab-${tabId}`;

/**
 * @param {number} tabId
 * @param {number} frameId
 */
export const rememberFrame = (tabId, frameId) =>
  chrome.storage.session.set({ [keyOf(tabId)]: frameId }).catch(() => {});

/** @param {number} tabId */
export const forgetFrame = (tabId) => chrome.storage.session.remove(keyOf(tabId)).catch(() => {});

/**
 * @param {number} tabId
 * @returns {Promise<number>} 0, the page itself, if no frame is known
 */
export async function frameOf(tabId) {
  const key = keyOf(tabId);
  /** @type {Record<string, unknown>} */
  const kept = await chrome.storage.session.get(key).catch(() => ({}));
  const frameId = kept[key];
  return typeof frameId === "number" ? frameId : 0;
}
