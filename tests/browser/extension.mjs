// What a test asks of the extension from outside: its messages, its storage, its own world in a page.
import { until } from "./until.mjs";

/**
 * Sends a message to the content script of the page, as the popup and the background worker do.
 * @param {import("./browser.mjs").Browser} browser
 * @param {import("playwright-core").Page} page
 * @param {object} message
 * @returns {Promise<any>} the answer; nothing if nobody answers
 */
export async function tell({ worker }, page, message) {
  await page.bringToFront();
  return worker?.evaluate(
    async ([url, message]) => {
      const [tab] = await chrome.tabs.query({ active: true, url: `${new URL(url).origin}/*` });
      return chrome.tabs.sendMessage(/** @type {number} */ (tab?.id), message).catch(() => null);
    },
    /** @type {const} */ ([page.url(), { to: "content", ...message }]),
  );
}

/**
 * The engine and the warnings of a page, once there is an engine.
 * @param {import("./browser.mjs").Browser} browser
 * @param {import("playwright-core").Page} page
 */
export const stateOf = (browser, page) =>
  until(
    () => tell(browser, page, { ask: "state" }),
    (answer) => answer?.engine,
  );

/**
 * Stored settings and what is stored beside them on this computer.
 * @param {import("./browser.mjs").Browser} browser
 * @returns {Promise<{settings: any, local: any}>}
 */
export const stored = ({ worker }) =>
  /** @type {any} */ (worker).evaluate(async () => ({
    settings: (await chrome.storage.sync.get("settings"))["settings"],
    local: await chrome.storage.local.get(),
  }));

/**
 * Everything as on the first day: no settings, nothing allowed.
 * @param {import("./browser.mjs").Browser} browser
 */
export const forget = ({ worker }) =>
  worker?.evaluate(async () => {
    await chrome.storage.sync.clear();
    await chrome.storage.session.remove("time");
    await chrome.storage.local.remove(["time", "allowed", "refusing", "setAside"]);
  });

/**
 * @param {import("./browser.mjs").Browser} browser
 * @param {object} settings
 */
export const choose = ({ worker }, settings) =>
  worker?.evaluate((s) => chrome.storage.sync.set({ settings: { version: 1, ...s } }), settings);

/**
 * The number on the extension's button and its title, for the page in front.
 * @param {import("./browser.mjs").Browser} browser
 */
export const badge = ({ worker }) =>
  worker?.evaluate(async () => {
    const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
    const tabId = /** @type {number} */ (tab?.id);
    return [await chrome.action.getBadgeText({ tabId }), await chrome.action.getTitle({ tabId })].join("|");
  });

/**
 * Waits until the button shows so many warnings.
 * @param {import("./browser.mjs").Browser} browser
 * @param {number} count
 */
export const badgeShows = (browser, count) =>
  until(
    () => badge(browser),
    (shown) => (count > 0 ? shown?.startsWith(`${count}|`) : shown === "|Think Twice"),
  );

/** @typedef {Awaited<ReturnType<typeof ownWorld>>} World */

/**
 * The extension's own world in a page: where its script runs, with its own listeners and timers.
 * @param {import("playwright-core").Page} page
 * @param {string} id the extension's
 */
export async function ownWorld(page, id) {
  const cdp = await page.context().newCDPSession(page);
  /** @type {number[]} */
  const worlds = [];
  cdp.on("Runtime.executionContextCreated", ({ context }) => {
    if (context.origin === `chrome-extension://${id}`) worlds.push(context.id);
  });
  await cdp.send("Runtime.enable");
  const contextId = await until(() => worlds.at(-1) ?? 0);
  return {
    cdp,
    /** @param {string} expression */
    evaluate: async (expression) => {
      const { result, exceptionDetails } = await cdp.send("Runtime.evaluate", {
        expression,
        contextId,
        includeCommandLineAPI: true,
        awaitPromise: true,
        returnByValue: true,
      });
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value;
    },
  };
}
