// The pause before a post is sent: it asks once, lets through what the user wants, and leaves the page's own script alone.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { answersLowRating, isLowRating } from "../../../extension/content/ratings.js";
import { isSendName } from "../../../extension/content/send-button.js";
import { element, launch, state } from "../browser.mjs";
import { choose, forget, ownWorld, stateOf, stored } from "../extension.mjs";
import { listeners, nothingLeft } from "../left.mjs";
import { answer, asked, notice, noteSent, question, sent } from "../pause.mjs";
import { expectUnderlined } from "../underlines.mjs";
import { until } from "../until.mjs";

const PHRASE = "cure a migraine";
const TEXT = `Hello. We can ${PHRASE}`;
const RUDE = "You are a liar and an idiot.";
const [BACK, ANYWAY] = ["Go back", "Post anyway"];
/** The boxes as the three sites have them. */
const SHAPES = /** @type {const} */ ({
  "Lexical in a dialog": { name: "lexical", kind: "post" },
  "Draft.js in a dialog": { name: "draft", kind: "post" },
  "Quill in a shadow root": { name: "quill", kind: "post" },
  "a comment in TipTap": { name: "tiptap", kind: "comment" },
  "a text area": { name: "textarea", kind: "post" },
});

/** @type {import("../browser.mjs").Browser} */
let browser;
/** @type {import("playwright-core").Page} */
let page;
/** @type {import("playwright-core").CDPSession} */
let cdp;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());
beforeEach(async () => {
  await forget(browser);
  await choose(browser, { pause: true });
});
afterEach(() => page?.close());

/**
 * @param {import("../site.mjs").PageName} name
 * @param {{kind?: "post" | "comment" | "message"} & Parameters<typeof noteSent>[1]} [options]
 * @param {string} [text]
 */
async function write(name, { kind = "post", ...how } = {}, text = TEXT) {
  page = await browser.open(name, { kind });
  cdp = await page.context().newCDPSession(page);
  await page.bringToFront();
  await noteSent(page, how);
  await (await element(page)).click();
  await stateOf(browser, page);
  await page.keyboard.type(text);
  if (text === TEXT) await expectUnderlined(page, [PHRASE]);
}

const button = () => page.locator(".bar button, .bar [role=button]").first();
/** By the keyboard; but Quill has a use of its own for that key. @param {string} name */
const toButton = (name) => (name === "quill" ? button().focus() : page.keyboard.press("Tab"));
const hasFocus = async () =>
  (await element(page)).evaluate((e) => /** @type {Document | ShadowRoot} */ (e.getRootNode()).activeElement === e);
const unasked = async () => assert.equal(await question(cdp), null);

for (const [title, { name, kind }] of Object.entries(SHAPES)) {
  describe(title, () => {
    test("the button: back to the box, where the caret was", async () => {
      await write(name, { kind });
      await button().click();
      const { role, text, focus } = await asked(cdp);
      assert.equal(role, "alertdialog");
      assert.ok(text.includes(PHRASE), text);
      assert.equal(focus, BACK);
      await answer(page, cdp, BACK);
      await until(hasFocus);
      await unasked();
      await page.keyboard.type(" today");
      await until(async () => (await state(page)).text === `${TEXT} today`);
      assert.deepEqual(await sent(page), []);
      // The pause is not over: the next press is asked about as well.
      await button().click();
      await asked(cdp);
    });

    test("the button: posted anyway, by the next press and no other", async () => {
      await write(name, { kind });
      await button().click();
      await answer(page, cdp, ANYWAY);
      await until(hasFocus);
      await until(() => notice(cdp));
      assert.deepEqual(await sent(page), [], "nothing is sent by itself");
      await button().click();
      assert.deepEqual(await sent(page), ["click"]);
      await unasked();
      await (await element(page)).click();
      await expectUnderlined(page, [PHRASE]);
      await button().click();
      await asked(cdp);
      assert.deepEqual(await sent(page), ["click"]);
    });

    test("the keyboard, on the button", async () => {
      await write(name, { kind });
      await toButton(name);
      await page.keyboard.press("Enter");
      assert.equal((await asked(cdp)).focus, BACK);
      await page.keyboard.press("Escape");
      await until(hasFocus);
      await toButton(name);
      await page.keyboard.press("Space");
      await asked(cdp);
      await page.keyboard.press("Tab");
      assert.equal((await asked(cdp)).focus, ANYWAY);
      await page.keyboard.press("Enter");
      await until(hasFocus);
      assert.deepEqual(await sent(page), []);
      await toButton(name);
      await page.keyboard.press("Enter");
      assert.deepEqual(await sent(page), ["click"]);
    });

    test("Ctrl and Enter", async () => {
      await write(name, { kind, keys: "Control+Enter" });
      await page.keyboard.press("Control+Enter");
      await answer(page, cdp, ANYWAY);
      await until(hasFocus);
      assert.deepEqual(await sent(page), []);
      await page.keyboard.press("Control+Enter");
      assert.deepEqual(await sent(page), ["keys"]);
      await unasked();
    });

    test("left, it leaves nothing behind", async () => {
      await write(name, { kind });
      const own = await ownWorld(page, browser.id);
      await toButton(name);
      await page.getByRole("combobox", { name: "Search" }).click();
      await nothingLeft(page, own);
      await (await element(page)).click();
      await expectUnderlined(page, [PHRASE]);
      await button().click();
      await asked(cdp);
      await page.evaluate(() => /** @type {any} */ (window).site.remove(0));
      await nothingLeft(page, own);
      await unasked();
    });
  });
}

describe("nobody is asked", () => {
  test("while the pause is off, nor is anything listened to", async () => {
    await choose(browser, {});
    await write("lexical");
    const own = await ownWorld(page, browser.id);
    assert.deepEqual(
      (await listeners(own)).filter((l) => /window (click|keydown|pointerdown)/.test(l)),
      [],
    );
    await button().click();
    assert.deepEqual(await sent(page), ["click"]);
  });

  test("without a severe warning", async () => {
    await write("lexical", {}, "Lovely weather in Hove today.");
    await button().click();
    assert.deepEqual(await sent(page), ["click"]);
  });

  test("when the page's own script presses the button, or makes up a key", async () => {
    await write("draft", { keys: "Control+Enter" });
    await page.evaluate(() => {
      const { element } = /** @type {any} */ (window).boxes[0];
      element.getRootNode().querySelector(".bar button").click();
      element.dispatchEvent(
        new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, bubbles: true, cancelable: true }),
      );
    });
    assert.deepEqual(await sent(page), ["script", "keys"]);
    await unasked();
  });

  test("for other buttons and other keys", async () => {
    await write("lexical", { keys: "Enter" });
    await page.evaluate(() => {
      const more = document.createElement("button");
      more.textContent = "Post settings";
      document.querySelector(".bar")?.prepend(more);
      more.addEventListener("click", () => /** @type {any} */ (window).sent.push("settings"));
    });
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Post settings" }).click();
    assert.deepEqual(await sent(page), ["keys", "settings"]);
    await unasked();
  });
});

test("a button that is none of the browser's own", async () => {
  await write("lexical", { plain: true });
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await answer(page, cdp, ANYWAY);
  await until(hasFocus);
  assert.deepEqual(await sent(page), []);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  assert.deepEqual(await sent(page), ["key on button"]);
  await (await element(page)).click();
  await expectUnderlined(page, [PHRASE]);
  await button().click();
  await asked(cdp);
});

test("the step on to the last one, in a dialog and nowhere else", async () => {
  const step = () => button().evaluate((b) => (b.ariaLabel = b.textContent = "Next"));
  await write("lexical");
  await step();
  await button().click();
  await answer(page, cdp, ANYWAY);
  await until(hasFocus);
  await button().click();
  assert.deepEqual(await sent(page), ["click"]);
  await page.close();

  await write("tiptap", { kind: "comment" });
  await step();
  await button().click();
  assert.deepEqual(await sent(page), ["click"]);
  await unasked();
});

test("Enter in a message, but not with Shift, nor while a list of names is open", async () => {
  await write("lexical", { kind: "message", keys: "Enter" });
  await (await element(page)).evaluate((e) => e.setAttribute("aria-activedescendant", "name-1"));
  await page.keyboard.press("Enter");
  assert.deepEqual(await sent(page), ["keys"]);
  await (await element(page)).evaluate((e) => e.removeAttribute("aria-activedescendant"));
  await page.keyboard.press("Shift+Enter");
  await unasked();
  await page.keyboard.press("Enter");
  await answer(page, cdp, ANYWAY);
  await until(hasFocus);
  await page.keyboard.press("Enter");
  assert.deepEqual(await sent(page), ["keys", "keys"]);
});

test("a line in a form: one Enter is one press, though the browser presses the button for it", async () => {
  await write("input", { kind: "message" });
  await page.evaluate(() => {
    const composer = document.querySelector(".composer");
    const form = document.createElement("form");
    composer?.replaceWith(form);
    form.append(...(composer?.childNodes ?? []));
    form.querySelector("button")?.setAttribute("type", "submit");
    form.addEventListener("submit", (e) => e.preventDefault());
  });
  await (await element(page)).click();
  await expectUnderlined(page, [PHRASE]);
  await page.keyboard.press("Enter");
  await answer(page, cdp, ANYWAY);
  await until(hasFocus);
  await page.keyboard.press("Enter");
  assert.deepEqual(await sent(page), ["click"]);
  await unasked();
});

test("what was let through is this text and no other", async () => {
  await write("lexical");
  await button().click();
  await answer(page, cdp, ANYWAY);
  await until(() => notice(cdp));
  await page.keyboard.type(" today");
  await until(async () => (await notice(cdp)) === "");
  await button().click();
  await asked(cdp);
  assert.deepEqual(await sent(page), []);
});

test("keys that are held down answer nothing", async () => {
  await write("draft", { keys: "Control+Enter" });
  await page.keyboard.down("Control");
  await page.keyboard.down("Enter");
  await asked(cdp);
  await page.keyboard.down("Enter");
  await page.keyboard.down("Enter");
  await asked(cdp);
  await page.keyboard.up("Enter");
  await page.keyboard.up("Control");
  assert.deepEqual(await sent(page), []);
});

test("the switch in it turns it off for good", async () => {
  await write("lexical");
  await button().click();
  await answer(page, cdp, "Pause before posting");
  await until(async () => (await stored(browser)).settings.pause === false);
  await answer(page, cdp, BACK);
  await until(hasFocus);
  await button().click();
  assert.deepEqual(await sent(page), ["click"]);
});

describe("cooling off", () => {
  /** @param {string} words what is replied to */
  async function reply(words, text = "Thank you for your message.") {
    await choose(browser, { cooling: true });
    await write("tiptap", { kind: "comment" }, text);
    await page.evaluate((words) => {
      const article = document.querySelector("article");
      if (article?.firstElementChild) article.firstElementChild.textContent = words;
    }, words);
    if (text === RUDE) await page.waitForFunction(() => CSS.highlights.size > 0);
    await button().click();
  }

  test("is offered once for a reply to a poor review", async () => {
    await reply("1 out of 5 stars. Nobody answered the phone.");
    const { text } = await asked(cdp);
    assert.match(text, /an hour later/);
    await answer(page, cdp, BACK);
    await until(hasFocus);
    await button().click();
    assert.deepEqual(await sent(page), ["click"]);
  });

  test("is offered for a reply that is rude itself", async () => {
    await reply("Nobody answered the phone.", RUDE);
    assert.match((await asked(cdp)).text, /an hour/i);
  });

  test("is not offered for a reply to a good review", async () => {
    await reply("5 out of 5 stars. They answered the phone.");
    assert.deepEqual(await sent(page), ["click"]);
    await unasked();
  });
});

test("names of buttons that send, and of others", () => {
  for (const name of [
    "Post",
    "Reply",
    "Send",
    "Comment",
    "Tweet",
    "Share now",
    "Publish",
    "Save",
    "Post all",
    "Press Enter to send",
  ])
    assert.ok(isSendName(name), name);
  for (const name of [
    "Post settings",
    "12 Replies. Reply",
    "Send a like",
    "Save draft",
    "Comment with a GIF",
    "Share to a page",
    "",
  ])
    assert.ok(!isSendName(name), name);
});

test("ratings that are low, and others", () => {
  for (const text of [
    "1 out of 5 stars",
    "Rated 2.0 of 5",
    "★★☆☆☆",
    "One star!",
    "Jo doesn’t recommend The Clinic",
    "2/5",
  ])
    assert.ok(isLowRating(text), text);
  for (const text of [
    "4 out of 5",
    "★★★☆☆",
    "★★★★★",
    "5 stars",
    "Room 12/50",
    "Jo recommends The Clinic",
    "21 out of 50",
  ])
    assert.ok(!isLowRating(text), text);
  assert.equal(typeof answersLowRating, "function");
});
