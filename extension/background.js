/**
 * The background worker: the number on the toolbar button, the explanation in a new tab, the keyboard shortcuts, and the
 * first page after installation. It keeps nothing in memory, for the browser stops it whenever it is idle.
 */
import { isRuleId, salt } from "./settings.js";
import { frameOf, forgetFrame, rememberFrame } from "./pages/frames.js";
import { counted, say } from "./pages/text.js";

const BADGE = { background: "#a11d2b", text: "#ffffff" };

chrome.runtime.onMessage.addListener((message, sender) => {
  if (sender.id !== chrome.runtime.id || message?.to !== "background" || !sender.tab?.id) return;
  if (message.tell === "count" && Number.isInteger(message.count) && message.count >= 0) {
    showCount(sender.tab.id, sender.frameId ?? 0, message.count);
  } else if (message.tell === "explain" && isRuleId(message.rule)) {
    explain(sender.tab, message.rule);
  }
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
  // Not on an update: nobody asked for a page then.
  if (reason === "install") chrome.tabs.create({ url: chrome.runtime.getURL("welcome/welcome.html") });
});

/**
 * @param {number} tabId
 * @param {number} frameId
 * @param {number} count
 */
async function showCount(tabId, frameId, count) {
  const title = count === 0 ? say("product") : `${say("product")}: ${counted("warnings", count)}`;
  // A tab that was closed in the meantime has no badge.
  await Promise.allSettled([
    rememberFrame(tabId, frameId),
    chrome.action.setBadgeText({ tabId, text: count === 0 ? "" : count > 9 ? "9+" : String(count) }),
    chrome.action.setBadgeBackgroundColor({ tabId, color: BADGE.background }),
    chrome.action.setBadgeTextColor({ tabId, color: BADGE.text }),
    chrome.action.setTitle({ tabId, title }),
  ]);
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
