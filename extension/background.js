/**
 * The background worker: the number on the toolbar button, the explanation in a new tab, the keyboard shortcuts, the time on
 * the sites, the scripts of the sites that the user added, and the first page after installation. It keeps nothing in memory,
 * for the browser stops it whenever it is idle.
 */
import { isRuleId, readSettings, salt, watchSettings } from "./settings.js";
import { frameOf, forgetFrame, rememberFrame } from "./pages/frames.js";
import { counted, say } from "./pages/text.js";
import { addPlace } from "./places/places.js";
import { givePermissionsBack, hostOf, keepScripts } from "./places/scripts.js";
import { isUsedUp } from "./time/count.js";
import { note, readToday } from "./time/keep.js";

const BADGE = { background: "#a11d2b", text: "#ffffff" };
const TIME_BADGE = { background: "#245489", text: "#ffffff" };

chrome.runtime.onMessage.addListener((message, sender, send) => {
  if (sender.id !== chrome.runtime.id || message?.to !== "background" || !sender.tab?.id) return undefined;
  if (message.tell === "count" && Number.isInteger(message.count) && message.count >= 0) {
    showCount(sender.tab.id, sender.frameId ?? 0, message.count);
  } else if (message.tell === "explain" && isRuleId(message.rule)) {
    explain(sender.tab, message.rule);
  } else if (message.tell === "attention" && (message.is === "here" || message.is === "away")) {
    attended(sender.tab.id, message.is).then(send);
    return true;
  }
  return undefined;
});

chrome.commands.onCommand.addListener(async (command, tab) => {
  if (!tab?.id) return;
  const options = { frameId: await frameOf(tab.id) };
  // Nobody answers on a page that is not watched: the shortcut does nothing there.
  await chrome.tabs.sendMessage(tab.id, { to: "content", ask: "command", command }, options).catch(() => {});
});

chrome.tabs.onRemoved.addListener((tabId) => forgetFrame(tabId));
chrome.runtime.onInstalled.addListener(({ reason }) => {
  salt();
  // An update takes away what was registered. The pages that are open keep what they have.
  inOrder(async () => keepScripts((await readSettings()).settings, { inOpenTabs: false }));
  // Not on an update: nobody asked for a page then.
  if (reason === "install") chrome.tabs.create({ url: chrome.runtime.getURL("welcome/welcome.html") });
});
watchSettings((settings) =>
  inOrder(async () => {
    await keepScripts(settings, { inOpenTabs: true });
    await givePermissionsBack(settings);
  }),
);
chrome.permissions.onAdded.addListener(({ origins = [] }) => {
  const hosts = origins.map(hostOf).filter((host) => host !== null);
  inOrder(async () => {
    for (const host of hosts) await addPlace(host);
    await keepScripts((await readSettings()).settings, { inOpenTabs: true });
  });
});
chrome.permissions.onRemoved.addListener(() =>
  inOrder(async () => keepScripts((await readSettings()).settings, { inOpenTabs: true })),
);

/** @type {Promise<void>} */
let last = Promise.resolve();

/** One change of the scripts after the other. @param {() => Promise<void>} work */
function inOrder(work) {
  last = last.then(work).catch((error) => console.warn(error));
}

/** @type {Promise<unknown>} */
let lastShown = Promise.resolve();

/**
 * One count after the other: to show none takes a look at the settings, which must not end after the next count is shown.
 *
 * @param {number} tabId
 * @param {number} frameId
 * @param {number} count
 */
function showCount(tabId, frameId, count) {
  const show = () => (count === 0 ? showTime(tabId) : showWarnings(tabId, count));
  lastShown = lastShown.then(() => Promise.allSettled([rememberFrame(tabId, frameId), show()]));
}

/**
 * @param {number} tabId
 * @param {number} count
 */
const showWarnings = (tabId, count) =>
  wear(tabId, count > 9 ? "9+" : String(count), `${say("product")}: ${counted("warnings", count)}`, BADGE);

/** What the button shows while there is no warning: whether the time is used up. @param {number} tabId */
async function showTime(tabId) {
  const { timeMinutes } = (await readSettings()).settings;
  const isOver = timeMinutes > 0 && isUsedUp(await readToday(), timeMinutes);
  const title = isOver ? `${say("product")}: ${say("time_badge_title")}` : say("product");
  await wear(tabId, isOver ? say("time_badge") : "", title, isOver ? TIME_BADGE : BADGE);
}

/**
 * @param {number} tabId
 * @param {string} text
 * @param {string} title
 * @param {typeof BADGE} colours
 */
async function wear(tabId, text, title, colours) {
  // A tab that was closed in the meantime has no badge.
  await Promise.allSettled([
    chrome.action.setBadgeText({ tabId, text }),
    chrome.action.setBadgeBackgroundColor({ tabId, color: colours.background }),
    chrome.action.setBadgeTextColor({ tabId, color: colours.text }),
    chrome.action.setTitle({ tabId, title }),
  ]);
}

/**
 * The user is at a page, or left it.
 *
 * @param {number} tabId
 * @param {"here" | "away"} is
 * @returns {Promise<{isOver: boolean}>} whether nobody wants to know any more
 */
async function attended(tabId, is) {
  const { timeMinutes } = (await readSettings()).settings;
  if (timeMinutes === 0) return { isOver: true };
  await note(tabId, is);
  const text = await chrome.action.getBadgeText({ tabId }).catch(() => null);
  if (text === "" || text === say("time_badge")) await showTime(tabId);
  return { isOver: false };
}

/**
 * @param {chrome.tabs.Tab} tab   the tab in which the user writes: the new one opens beside it
 * @param {string} rule
 */
async function explain(tab, rule) {
  const url = `${chrome.runtime.getURL("explain/explain.html")}?rule=${rule}`;
  const beside = { url, windowId: tab.windowId, index: tab.index + 1, openerTabId: tab.id };
  await chrome.tabs.create(beside).catch(() => chrome.tabs.create({ url }));
}
