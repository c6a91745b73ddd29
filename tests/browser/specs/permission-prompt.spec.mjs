// The browser's own question about a site that the user adds: the extension as it is, its popup on the toolbar, and a keyboard.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { element, launch } from "../browser.mjs";
import { stored } from "../extension.mjs";
import { READABLE, readPrompts } from "../prompt.mjs";
import { openScreen } from "../screen.mjs";
import { expectUnderlined } from "../underlines.mjs";
import { until } from "../until.mjs";

/** @typedef {import("../prompt.mjs").Prompt} Prompt */

const PHRASE = "cure a migraine";
const HOST = "forum.example";
const ORIGIN = `https://${HOST}/*`;
/** What the user sets in Chromium to open the popup by the keyboard: it gives the extension none by itself. */
const SHORTCUT = "Alt+Shift+U";

const profile = mkdtempSync(join(tmpdir(), "think-twice-"));
/** @type {import("../screen.mjs").Screen} */
let screen;
/** @type {import("../browser.mjs").Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof readPrompts>>} */
let own;
/** A page of the extension, from which its popup can be read. @type {import("playwright-core").Page} */
let options;
/** The page that the user is on. @type {import("playwright-core").Page} */
let page;
/** The permissions of the first day. @type {string[]} */
let first;

before(async () => {
  screen = await openScreen();
  browser = await launch({ headless: false, display: screen.display, profile, viewport: null, args: [READABLE] });
  own = await readPrompts(profile);
  const shortcuts = await browser.context.newPage();
  await shortcuts.goto("chrome://extensions/shortcuts");
  await shortcuts.evaluate(
    ([extensionId, keybinding]) =>
      /** @type {any} */ (chrome).developerPrivate.updateExtensionCommand({
        extensionId,
        commandName: "_execute_action",
        keybinding,
      }),
    [browser.id, SHORTCUT],
  );
  await shortcuts.close();
  options = await browser.context.newPage();
  await options.goto(`chrome-extension://${browser.id}/options/options.html`);
  page = await browser.open("textarea", { origin: `https://${HOST}` });
  await page.bringToFront();
  first = await granted();
});
after(async () => {
  own?.close();
  await browser?.close();
  await screen?.close();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
});

/** @returns {Promise<string[]>} */
const granted = () =>
  /** @type {any} */ (browser.worker).evaluate(async () => (await chrome.permissions.getAll()).origins ?? []);
/** @returns {Promise<string[]>} */
const registered = () =>
  /** @type {any} */ (browser.worker).evaluate(async () =>
    (await chrome.scripting.getRegisteredContentScripts()).map(({ id }) => id),
  );
/** Whether the browser's window hears the keyboard, and nothing above it does. */
const windowHasFocus = () => browser.worker?.evaluate(async () => (await chrome.windows.getCurrent()).focused);

/** What the popup shows once it is whole, and where its buttons are on the screen. */
const popup = () =>
  options.evaluate(() => {
    const view = chrome.extension.getViews({ type: "popup" })[0];
    if (!view?.document.querySelector("#packs li")) return null;
    const buttons = [.../** @type {NodeListOf<HTMLElement>} */ (view.document.querySelectorAll("#site button"))];
    return {
      kind: view.document.getElementById("state")?.dataset["kind"],
      buttons: buttons
        .filter((b) => b.checkVisibility())
        .map((b) => {
          const { x, y, width, height } = b.getBoundingClientRect();
          return {
            text: b.textContent,
            isUnderPointer: b.matches(":hover"),
            x: view.screenX + x + width / 2,
            y: view.screenY + y + height / 2,
          };
        }),
    };
  });
const noPopup = () => options.evaluate(() => chrome.extension.getViews({ type: "popup" }).length === 0);

async function openPopup() {
  await page.bringToFront();
  await until(windowHasFocus);
  await screen.press(SHORTCUT.toLowerCase());
  return /** @type {NonNullable<Awaited<ReturnType<typeof popup>>>} */ (await until(popup));
}

/** @param {string} text of a button in the popup */
async function click(text) {
  const shown = async () => (await popup())?.buttons.find((b) => b.text === text);
  await until(
    async () => {
      const button = await shown();
      if (button && !button.isUnderPointer) await screen.moveTo(button.x, button.y);
      return button;
    },
    (button) => button?.isUnderPointer,
  );
  await screen.click();
}

/** Presses the button in the popup, and waits until the browser's question can be answered. */
async function ask() {
  await click("Check on this site too");
  // For a moment Chromium takes no "Allow": the press may have been meant for something else.
  const canAnswer = (/** @type {Prompt | null} */ p) =>
    p?.isActive && p.buttons.length > 0 && p.buttons.every((b) => b.isEnabled);
  const prompt = await until(own.prompt, canAnswer);
  assert.deepEqual(prompt?.texts, [
    "It could:",
    `Read and change your data on ${HOST}`,
    '"Think Twice" has requested additional permissions.',
  ]);
}

/** Goes to a button of the question, if it is not the one that has the focus. @param {string} text */
async function tabTo(text) {
  const focused = async () => (await own.prompt())?.buttons.find((b) => b.hasFocus)?.text;
  const now = await until(focused);
  if (now === text) return;
  await screen.press("Tab");
  await until(focused, (other) => other === text);
}

const gone = () => until(own.prompt, (prompt) => prompt === null);

async function write() {
  await page.bringToFront();
  await (await element(page)).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.type(`Hello. We can ${PHRASE}`);
}

async function reload() {
  await page.reload();
  await page.waitForSelector("html[data-ready]", { state: "attached" });
}

for (const [how, answer] of /** @type {[string, () => Promise<void>][]} */ ([
  ["Escape", () => screen.press("Escape")],
  [
    "Deny",
    async () => {
      await tabTo("Deny");
      await screen.press("Return");
    },
  ],
])) {
  test(`${how}: nothing is watched, and the popup offers it as before`, async () => {
    const { kind } = await openPopup();
    assert.equal(kind, "not-supported");
    await ask();
    await answer();
    await gone();
    // The question has closed the popup.
    await until(noPopup);
    assert.deepEqual(await granted(), first);
    assert.deepEqual(await registered(), []);
    assert.deepEqual((await stored(browser)).settings?.otherSites ?? [], []);
    await write();
    await expectUnderlined(page, []);
    await reload();
    await write();
    await expectUnderlined(page, []);
  });
}

test("Allow: this one host is watched, in the page that is open and in the next", async () => {
  await openPopup();
  await ask();
  await tabTo("Allow");
  await screen.press("Return");
  await gone();
  await until(granted, (origins) => origins.length > first.length);
  assert.deepEqual((await granted()).sort(), [...first, ORIGIN].sort());
  await until(registered, (ids) => ids.includes(`place ${HOST}`));
  assert.deepEqual((await stored(browser)).settings.otherSites, [HOST]);
  await write();
  await expectUnderlined(page, [PHRASE]);
  await reload();
  await write();
  await expectUnderlined(page, [PHRASE]);
});

test("taken back in the popup: the browser has the permission no more", async () => {
  const { kind } = await openPopup();
  assert.equal(kind, "watched");
  await click("Stop on this site");
  await until(granted, (origins) => !origins.includes(ORIGIN));
  assert.deepEqual((await granted()).sort(), [...first].sort());
  await until(registered, (ids) => ids.length === 0);
  await until(popup, (shown) => shown?.kind === "not-supported");
  await screen.press("Escape");
  await until(noPopup);
  await expectUnderlined(page, []);
  await reload();
  await write();
  await expectUnderlined(page, []);
});

test("added again: the browser asks once for each site", async () => {
  await openPopup();
  await click("Check on this site too");
  // Nobody answers anything here.
  await until(granted, (origins) => origins.includes(ORIGIN));
  await until(popup, (shown) => shown?.buttons[0]?.text === "Stop on this site");
  await screen.press("Escape");
  await until(noPopup);
  await write();
  await expectUnderlined(page, [PHRASE]);
});
