// What a page says to the extension, by whatever way a page has: nobody hears it.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { launchNoting } from "../both.mjs";
import { element } from "../browser.mjs";
import { card } from "../card.mjs";
import { badge, choose, forget, ownWorld, stateOf } from "../extension.mjs";
import { everything } from "../pages.mjs";
import { expectUnderlined } from "../underlines.mjs";

const PHRASE = "cure a migraine";
const TEXT = `Hello. We can ${PHRASE}`;
const MESSAGES = [
  { to: "background", tell: "count", count: 7 },
  { to: "background", tell: "explain", rule: "advertising/cure" },
  { to: "background", tell: "attention", is: "here" },
  { to: "content", ask: "state" },
  { to: "content", ask: "jump", index: 0 },
  { to: "content", ask: "command", command: "open-card" },
  { settings: { version: 2, packsOff: ["advertising"], pause: false } },
];

/** @type {Awaited<ReturnType<typeof launchNoting>>} */
let noting;
/** @type {import("../browser.mjs").Browser} */
let browser;
/** @type {import("playwright-core").Page} */
let page;
/** @type {import("../extension.mjs").World} */
let own;
before(async () => {
  noting = await launchNoting();
  ({ browser } = noting);
});
after(() => noting?.close());
beforeEach(async () => {
  await forget(browser);
  await choose(browser, { pause: true, timeMinutes: 60 });
  page = await browser.open("lexical", { kind: "post" });
  await page.bringToFront();
  own = await ownWorld(page, browser.id);
  await (await element(page)).click();
  await page.keyboard.type(TEXT);
  await expectUnderlined(page, [PHRASE]);
  await stateOf(browser, page);
});
afterEach(async () => {
  await page?.close();
  assert.deepEqual(noting.uncaught(), []);
});

/** Whatever the page does, all is as it was. @param {() => Promise<unknown>} deed */
async function changesNothing(deed) {
  const known = async () => {
    const { sync, local, managed } = await everything(browser);
    const { warnings } = await stateOf(browser, page);
    const tabs = browser.context.pages().map((p) => p.url());
    return {
      sync,
      local: { ...local, time: 0 },
      managed,
      warnings,
      tabs,
      badge: await badge(browser),
      card: await card(own.cdp),
    };
  };
  const first = await known();
  await deed();
  // Whatever was to come of it has come when the next thing that is typed is there.
  await page.keyboard.type("!");
  await expectUnderlined(page, [PHRASE]);
  assert.deepEqual(await known(), first);
}

test("by messages to its own window, events and storage", () =>
  changesNothing(() =>
    page.evaluate(async ([messages, id]) => {
      const all = /** @type {object[]} */ (messages);
      const origin = `chrome-extension://${id}`;
      for (const message of all) {
        for (const form of [
          message,
          JSON.stringify(message),
          { source: "think-twice", ...message },
          { data: message, origin },
        ]) {
          window.postMessage(form, "*");
          window.dispatchEvent(new MessageEvent("message", { data: form, origin, source: window }));
        }
        for (const name of ["thinktwice", "think-twice", "message", "thinktwice-command", "command", "storage"])
          for (const target of [
            window,
            document,
            document.documentElement,
            document.querySelector("[data-think-twice]"),
          ])
            target?.dispatchEvent(new CustomEvent(name, { detail: message, bubbles: true, composed: true }));
        window.dispatchEvent(
          new StorageEvent("storage", {
            key: "settings",
            newValue: JSON.stringify(message),
            storageArea: localStorage,
          }),
        );
        for (const key of ["settings", "allowed", "thinktwice", "ownPack"]) {
          localStorage.setItem(key, JSON.stringify(message));
          sessionStorage.setItem(key, JSON.stringify(message));
          document.cookie = `${key}=${encodeURIComponent(JSON.stringify(message))}`;
        }
        for (const name of ["thinktwice", String(id)]) new BroadcastChannel(name).postMessage(message);
      }
      for (const [key, value] of [
        ["data-think-twice", "off"],
        ["data-thinktwice", "off"],
        ["data-settings", "off"],
      ])
        document.documentElement.setAttribute(String(key), String(value));
      document.documentElement.removeAttribute("data-think-twice");
      Object.assign(window, { thinkTwice: { off: true }, thinkTwiceAttends: true, chrome: { runtime: { id } } });
      await new Promise((done) => setTimeout(done));
    }, /** @type {const} */ ([MESSAGES, browser.id])),
  ));

test("by the browser's own way to extensions: there is none", () =>
  changesNothing(async () => {
    const answers = await page.evaluate(async ([messages, id]) => {
      const { runtime } = /** @type {any} */ (window).chrome ?? {};
      const answers = [];
      for (const message of /** @type {object[]} */ (messages)) {
        for (const way of ["sendMessage", "connect"]) {
          try {
            answers.push(
              await (way === "connect" ? runtime.connect(id).postMessage(message) : runtime.sendMessage(id, message)),
            );
          } catch (error) {
            answers.push(error instanceof Error);
          }
        }
      }
      return answers;
    }, /** @type {const} */ ([MESSAGES, browser.id]));
    assert.deepEqual(answers, Array(2 * MESSAGES.length).fill(true));
  }));

test("by its files: a page that knows its id gets none of them, in no way", () =>
  changesNothing(async () => {
    const files =
      "manifest.json background.js loader.js content.css popup/popup.html options/options.html explain/explain.html welcome/welcome.html settings.js settings/store.js content/main.js engine/wasm.js engine/wasm_bg.wasm icons/icon-48.png";
    const got = await page.evaluate(async ([files, id]) => {
      /** @type {string[]} */
      const got = [];
      const note = (/** @type {string} */ what) => () => void got.push(what);
      const none = () => {};
      for (const file of String(files).split(" ")) {
        const url = `chrome-extension://${id}/${file}`;
        await fetch(url).then(note(`fetch ${file}`), none);
        await import(url).then(note(`import ${file}`), none);
        await new Promise((done) => {
          const image = document.body.appendChild(new Image());
          image.onload = () => done(got.push(`image ${file}`));
          image.onerror = done;
          image.src = url;
        });
        await new Promise((done) => {
          const script = document.body.appendChild(document.createElement("script"));
          script.onload = () => done(got.push(`script ${file}`));
          script.onerror = done;
          script.src = url;
        });
      }
      return got;
    }, /** @type {const} */ ([files, browser.id]));
    assert.deepEqual(got, []);
  }));

test("by its pages, in frames and windows: none opens", () =>
  changesNothing(async () => {
    for (const file of ["popup/popup.html", "options/options.html", "explain/explain.html?rule=advertising/cure"]) {
      const url = `chrome-extension://${browser.id}/${file}`;
      await page.evaluate((url) => {
        const frame = document.body.appendChild(document.createElement("iframe"));
        frame.src = url;
        return new Promise((done) => (frame.onload = done));
      }, url);
      const inside = page.frames().filter((frame) => frame !== page.mainFrame());
      for (const frame of inside) assert.ok(!frame.url().includes(browser.id), frame.url());
      await page.evaluate(() => document.querySelector("iframe")?.remove());
    }
    const url = `chrome-extension://${browser.id}/options/options.html`;
    const [popup] = await Promise.all([
      browser.context.waitForEvent("page", { timeout: 3_000 }).catch(() => null),
      page.evaluate((url) => void window.open(url), url),
    ]);
    if (popup) {
      await popup.waitForLoadState();
      assert.ok(!popup.url().includes(browser.id), popup.url());
      await popup.close();
    }
    await page.bringToFront();
    await (await element(page)).focus();
  }));

test("by a part of it that the page runs as its own, with the address that only the extension knows", () =>
  changesNothing(async () => {
    for (const file of ["content/main.js", "settings.js", "engine/wasm.js"]) {
      const url = await own.evaluate(`chrome.runtime.getURL("${file}")`);
      const what = await page.evaluate(async (url) => {
        try {
          const part = await import(url);
          const tried = [
            part.start?.(),
            part.changeSettings?.(() => ({ packsOff: ["advertising"] })),
            part.switchOne?.("rulesOff", "advertising/cure", false),
          ];
          return (await Promise.allSettled(tried)).map((one) =>
            one.status === "fulfilled" ? one.value?.problems?.length : "failed",
          );
        } catch (error) {
          return String(error);
        }
      }, url);
      // Either it does not start there, or it says that it has no storage to write to.
      assert.ok(typeof what === "string" || what.every((one) => one !== 0), `${file}: ${JSON.stringify(what)}`);
    }
  }));
