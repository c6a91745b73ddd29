// The extension is loaded anew, its worker stopped, its storage full or broken, in the middle of everything: the text is what was
// typed, nothing is thrown, and the tool goes on or says that it cannot.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import { held, launchBoth, launchNoting } from "../both.mjs";
import { element, moveCaret, state } from "../browser.mjs";
import { card, cardClosed, cardOpen, middle, press } from "../card.mjs";
import { badge, badgeShows, choose, forget, ownWorld, stateOf, stored, tell } from "../extension.mjs";
import { hosts, listeners } from "../left.mjs";
import { notice } from "../pause.mjs";
import { expectUnderlined, underlined } from "../underlines.mjs";
import { until } from "../until.mjs";
import { developerMode, runningWorker, workerOf } from "../worker.mjs";

const PHRASE = "cure a migraine";
const TEXT = `Hello. We can ${PHRASE}`;
const DONE = "It is done.";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("../browser.mjs").Browser} Browser */

/** A click on the phrase opens its card. @param {Page} page */
async function clickPhrase(page) {
  const { x, y, width, height } = (await underlined(page))[0].rects[0];
  await page.mouse.click(x + width / 2, y + height / 2);
}

describe("the extension is loaded anew in the middle of a word", () => {
  for (const name of /** @type {const} */ (["lexical", "draft", "quill", "tiptap", "textarea"])) {
    // One without a card is enough.
    for (const open of name === "lexical" ? [false, true] : [true]) {
      test(`${name}${open ? ", with a card open that is pressed" : ""}`, async () => {
        const both = await launchBoth();
        try {
          await developerMode(both.browser);
          const worker = await runningWorker(both.browser);
          const before = await worker();
          assert.ok(before);
          const deed = async (/** @type {Page} */ page, /** @type {boolean} */ watched) => {
            await (await element(page)).click();
            await page.keyboard.type(TEXT);
            if (watched) {
              await expectUnderlined(page, [PHRASE]);
              const own = await ownWorld(page, both.browser.id);
              if (open) {
                await tell(both.browser, page, { ask: "command", command: "next-warning" });
                await cardOpen(own.cdp);
              }
              // The worker goes while it answers.
              await both.browser.worker?.evaluate(() => void chrome.runtime.reload()).catch(() => {});
              await until(() => own.evaluate("!chrome.runtime?.id"));
              // Each of its buttons, of which one closes the card.
              if (open) await press(page, own.cdp, /allow/i);
            }
            await page.keyboard.type(`. ${DONE}`);
            return held(page);
          };
          const { page } = await both.same(deed, name);
          await until(async () => (await hosts(page)) === 0 && (await underlined(page)).length === 0);
          const cdp = await page.context().newCDPSession(page);
          assert.equal(await card(cdp), null);
          // The page that is loaded anew is watched by the new one.
          await until(worker, (now) => now !== undefined && now !== before, { timeout: 20_000 });
          await page.reload();
          await page.waitForSelector("html[data-ready]", { state: "attached" });
          await (await element(page)).click();
          await page.keyboard.type(TEXT);
          await expectUnderlined(page, [PHRASE]);
          assert.deepEqual(both.uncaught(), []);
        } finally {
          await both.close();
        }
      });
    }
  }

  test("and a page that was not used yet: it says nothing, and throws nothing", async () => {
    const { browser, uncaught, close } = await launchNoting();
    try {
      const page = await browser.open("lexical");
      const own = await ownWorld(page, browser.id);
      await browser.worker?.evaluate(() => void chrome.runtime.reload()).catch(() => {});
      await until(() => own.evaluate("!chrome.runtime?.id"));
      await (await element(page)).click();
      await page.keyboard.type(TEXT);
      assert.equal(await hosts(page), 0);
      assert.deepEqual(await listeners(own), []);
      assert.deepEqual(uncaught(), []);
    } finally {
      await close();
    }
  });
});

describe("the worker is stopped", () => {
  /** @type {Awaited<ReturnType<typeof launchNoting>>} */
  let noting;
  /** @type {Browser} */
  let browser;
  /** @type {Page} */
  let page;
  /** @type {import("../extension.mjs").World} */
  let own;
  /** @type {Awaited<ReturnType<typeof workerOf>>} */
  let worker;
  /** A page of the extension, whose calls wake no worker. @type {Page} */
  let desk;
  before(async () => {
    noting = await launchNoting();
    ({ browser } = noting);
    desk = await browser.context.newPage();
    await desk.goto(`chrome-extension://${browser.id}/explain/explain.html`);
  });
  after(() => noting?.close());
  afterEach(async () => {
    await page?.close();
    assert.deepEqual(noting.uncaught(), []);
  });

  const number = () =>
    desk.evaluate(async () => {
      const [tab] = await chrome.tabs.query({ url: "https://www.facebook.com/*" });
      return chrome.action.getBadgeText({ tabId: /** @type {number} */ (tab?.id) });
    });
  /** @returns {Promise<any>} */
  const kept = () =>
    desk.evaluate(async () => ({ ...(await chrome.storage.sync.get()), ...(await chrome.storage.local.get()) }));

  async function open() {
    await desk.evaluate(async () => {
      await chrome.storage.sync.clear();
      await chrome.storage.local.remove(["allowed"]);
    });
    page = await browser.open("lexical", { kind: "post" });
    await page.bringToFront();
    own = await ownWorld(page, browser.id);
    worker = await workerOf(page);
  }
  async function write() {
    await (await element(page)).click();
    await page.keyboard.type(TEXT);
    await expectUnderlined(page, [PHRASE]);
  }

  test("before the first focus: the button counts", async () => {
    await open();
    await worker.stop();
    await write();
    await until(number, (shown) => shown === "1");
  });

  /** @type {Record<string, [RegExp, () => Promise<unknown>]>} */
  const CHOICES = {
    explain: [
      /explain/i,
      () => until(() => browser.context.pages().find((p) => p.url().includes("explain.html?rule=advertising"))),
    ],
    ignore: [/ignore/i, () => until(number, (shown) => shown === "")],
    "always allow": [/allow/i, () => until(kept, ({ allowed }) => allowed?.length === 1)],
    "turn off": [/off/i, () => until(kept, ({ settings }) => settings?.rulesOff?.includes("advertising/cure"))],
  };
  for (const [title, [name, happened]] of Object.entries(CHOICES)) {
    test(`before, and right after, a press on the card: ${title}`, async () => {
      await open();
      await write();
      await until(number, (shown) => shown === "1");
      await worker.stop();
      await clickPhrase(page);
      await press(page, own.cdp, name);
      await happened();
      if (title !== "explain") await expectUnderlined(page, []);
      for (const other of browser.context.pages()) if (other.url().includes("?rule=")) await other.close();
      await worker.stop();
      await page.bringToFront();
      // The caret is in the phrase that was clicked.
      await moveCaret(page, "End");
      await page.keyboard.type(". We can cure asthma");
      await until(number, (shown) =>
        title === "explain" ? shown === "2" : title === "turn off" ? shown === "" : shown === "1",
      );
    });
  }

  test("ten times while somebody writes: the text is right, and at the end the number is", async () => {
    await open();
    await write();
    for (let i = 0; i < 10; i++) {
      await Promise.all([worker.stopNow(), page.keyboard.type(`. We can cure asthma ${i}`)]);
      await page.keyboard.press("Control+a");
      await page.keyboard.type(TEXT);
    }
    await expectUnderlined(page, [PHRASE]);
    assert.equal((await state(page)).text, TEXT);
    await page.keyboard.type(". We can cure asthma");
    await until(number, (shown) => shown === "2");
  });
});

describe("the storage", () => {
  /** Chromium tries for three seconds to read what it cannot, each time that it is asked. */
  const SLOW = { timeout: 60_000 };
  /** Fills an area up to the last bytes. @param {Browser} browser @param {"sync" | "local"} area */
  const fill = ({ worker }, area) =>
    worker?.evaluate(async (area) => {
      const store = chrome.storage[area];
      const large = area === "sync" ? 8_000 : 1_000_000;
      const count = Math.floor((store.QUOTA_BYTES - (await store.getBytesInUse())) / (large + 20));
      await store.set(Object.fromEntries(Array.from({ length: count }, (_, i) => [`fill${i}`, "x".repeat(large)])));
      // What is left takes no more than an item may.
      for (const key of ["rest0", "rest1"]) {
        const left = store.QUOTA_BYTES - (await store.getBytesInUse()) - 10;
        if (left > 0) await store.set({ [key]: "x".repeat(Math.min(left, large)) });
      }
    }, area);
  const empty = (/** @type {Browser} */ { worker }) =>
    worker?.evaluate(() => Promise.all([chrome.storage.sync.clear(), chrome.storage.local.clear()]));

  test("is full: what cannot be kept is said by the box, and nothing else changes", async () => {
    const { browser, uncaught, close } = await launchNoting();
    try {
      const page = await browser.open("lexical", { kind: "post" });
      await page.bringToFront();
      const own = await ownWorld(page, browser.id);
      for (const area of /** @type {const} */ (["local", "sync"])) await fill(browser, area);
      await (await element(page)).click();
      await page.keyboard.type(TEXT);
      await expectUnderlined(page, [PHRASE]);
      await badgeShows(browser, 1);
      for (const name of [/allow/i, /off/i]) {
        await clickPhrase(page);
        await press(page, own.cdp, name);
        await cardClosed(own.cdp);
        await until(
          () => notice(own.cdp),
          (said) => /storage is full/.test(said),
        );
        // The caret is in the phrase that was clicked.
        await moveCaret(page, "End");
        await page.keyboard.type("!");
        await until(
          () => notice(own.cdp),
          (said) => said === "",
        );
        await expectUnderlined(page, [PHRASE]);
      }
      const { settings, local } = await stored(browser);
      assert.deepEqual([settings, local.allowed], [undefined, undefined]);
      await empty(browser);
      await clickPhrase(page);
      await press(page, own.cdp, /allow/i);
      await expectUnderlined(page, []);
      assert.equal((await stored(browser)).local.allowed.length, 1);
      assert.deepEqual(uncaught(), []);
    } finally {
      await close();
    }
  });

  test("cannot be read: the warnings are those of the first day, and the popup and the options say it", async () => {
    const profile = mkdtempSync(join(tmpdir(), "profile-"));
    try {
      const first = await launchNoting({ profile });
      await choose(first.browser, { packsOff: ["conduct"] });
      await forget(first.browser);
      await first.close();
      // Where each database was there is something that is none.
      const folders = readdirSync(join(profile, "Default")).filter((name) => /Extension Settings$/.test(name));
      assert.ok(folders.length >= 2, `there are only ${folders}`);
      for (const folder of folders) {
        for (const id of readdirSync(join(profile, "Default", folder))) {
          rmSync(join(profile, "Default", folder, id), { recursive: true });
          writeFileSync(join(profile, "Default", folder, id), "broken");
        }
      }
      const { browser, uncaught, close } = await launchNoting({ profile });
      try {
        const read = await browser.worker?.evaluate(() => chrome.storage.local.get().then(() => "read", String));
        assert.notEqual(read, "read", "the storage is not broken");
        const page = await browser.open("lexical", { kind: "post" });
        await page.bringToFront();
        const own = await ownWorld(page, browser.id);
        await (await element(page)).click();
        await page.keyboard.type(TEXT);
        await until(
          () => underlined(page),
          (found) => found.length > 0,
          SLOW,
        );
        await expectUnderlined(page, [PHRASE]);
        await until(
          () => badge(browser),
          (shown) => shown?.startsWith("1|"),
          SLOW,
        );
        await clickPhrase(page);
        await press(page, own.cdp, /off/i);
        await until(
          () => notice(own.cdp),
          (said) => /could not read or save/.test(said),
          SLOW,
        );
        assert.equal((await stateOf(browser, page)).warnings.length, 1);
        for (const path of ["popup/popup.html", "options/options.html"]) {
          const other = await browser.context.newPage();
          await other.goto(`chrome-extension://${browser.id}/${path}`);
          await other
            .locator("#trouble")
            .filter({ hasText: /could not read/ })
            .waitFor(SLOW);
          await other.close();
        }
        assert.equal((await state(page)).text, TEXT);
        assert.deepEqual(uncaught(), []);
      } finally {
        await close();
      }
    } finally {
      rmSync(profile, { recursive: true, force: true });
    }
  });
});
