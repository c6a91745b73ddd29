// Pages that patch or style everything there is: they work as they did, and the extension works in them.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { held, launchBoth, PLAIN, put } from "../both.mjs";
import { element } from "../browser.mjs";
import { card, cardClosed, cardOpen, press } from "../card.mjs";
import { badgeShows, forget, ownWorld, stateOf, tell } from "../extension.mjs";
import { expectUnderlined } from "../underlines.mjs";
import { until } from "../until.mjs";
import { writeIn } from "../writing.mjs";

const PHRASE = "cure a migraine";
const TEXT = `Hello. We can ${PHRASE}`;
const TITLE = "Promise of a cure";

/** @type {import("../both.mjs").Both} */
let both;
/** @type {import("playwright-core").Page} */
let page;
/** @type {import("../extension.mjs").World} */
let own;
before(async () => {
  both = await launchBoth();
});
after(() => both?.close());
beforeEach(() => forget(both.browser));
afterEach(async () => {
  await page?.close();
  assert.deepEqual(both.uncaught(), []);
});

const command = (/** @type {string} */ name) => tell(both.browser, page, { ask: "command", command: name });
/** @param {import("../site.mjs").PageName} name */
async function write(name) {
  ({ page, own } = await writeIn(both.browser, name, TEXT, [PHRASE]));
}

/** Runs in the page. Every method and accessor of these is the page's own from now on. @param {boolean} isRude it throws */
function patch(isRude) {
  const names =
    "EventTarget Node Element HTMLElement HTMLTextAreaElement Document ShadowRoot CharacterData Text Range StaticRange Selection DOMTokenList CSSStyleDeclaration CSSStyleSheet Highlight HighlightRegistry MutationObserver ResizeObserver IntersectionObserver AbortController AbortSignal NodeList Event UIEvent MouseEvent KeyboardEvent FocusEvent Array Map Set WeakMap Promise Object Function String Number RegExp Error Uint8Array TextDecoder TextEncoder ArrayBuffer DataView";
  const calls = { patched: 0, made: 0 };
  const { defineProperty, getOwnPropertyDescriptor, getOwnPropertyNames } = Object;
  const apply = Reflect.apply;
  /** @param {any} from @param {string} key */
  const replace = (from, key) => {
    const has = getOwnPropertyDescriptor(from, key);
    if (!has?.configurable || key === "constructor") return;
    /** @param {Function | undefined} real */
    const own = (real) =>
      real &&
      function (/** @type {any[]} */ ...given) {
        calls.made++;
        if (isRude) throw new Error(`${key} is the page's`);
        // @ts-ignore: whatever it is called on
        return apply(real, this, given);
      };
    if (typeof has.value === "function") defineProperty(from, key, { ...has, value: own(has.value) });
    else if (has.get) defineProperty(from, key, { ...has, get: own(has.get), set: own(has.set) });
    else return;
    calls.patched++;
  };
  for (const name of names.split(" ")) {
    const { prototype } = /** @type {any} */ (globalThis)[name];
    for (const key of getOwnPropertyNames(prototype)) replace(prototype, key);
  }
  for (const key of ["parse", "stringify"]) replace(JSON, key);
  for (const key of ["getOwnPropertyDescriptor", "defineProperty", "entries", "keys", "assign"]) replace(Object, key);
  for (const key of ["requestAnimationFrame", "setTimeout", "getComputedStyle", "queueMicrotask", "fetch"])
    replace(globalThis, key);
  replace(CSS, "supports");
  return calls.patched;
}

describe("a page that patches every prototype", () => {
  for (const name of /** @type {const} */ (["lexical", "draft", "quill", "tiptap", "textarea"])) {
    test(`${name}: before its editor starts; the editor does what it does`, async () => {
      const deed = async (/** @type {import("playwright-core").Page} */ page) => {
        await page.addInitScript(patch, false);
        await page.reload();
        await page.waitForSelector("html[data-ready]", { state: "attached" });
        await (await element(page)).click();
        await page.keyboard.type(TEXT);
        await page.keyboard.press("ArrowLeft");
        await page.keyboard.type("l");
        await page.keyboard.press("Backspace");
        return held(page);
      };
      ({ page } = await both.same(deed, name));
      await badgeShows(both.browser, 1);
    });
  }

  test("with ones that throw, while a box is written in: nothing of them is ever called", async () => {
    // A page without an editor: one would fall over its own methods.
    page = await both.browser.open("textarea");
    await page.bringToFront();
    own = await ownWorld(page, both.browser.id);
    await put(
      page,
      `${PLAIN}<textarea id="area" aria-label="Write a comment"></textarea><button id="patch">Patch</button>`,
    );
    await page.evaluate((patch) => {
      const run = new Function(`return ${patch}`)();
      document.getElementById("patch")?.addEventListener("click", () => run(true), { once: true });
    }, String(patch));
    await page.locator("#patch").click();
    // From here on only the browser's own tools can be used.
    const ask = (/** @type {string} */ what) => own.evaluate(what);
    const phrases = () =>
      ask(`[...CSS.highlights].filter(([n]) => n.startsWith("thinktwice")).flatMap(([, h]) => [...h].map(String))`);
    for (const id of ["box", "area"]) {
      await ask(`document.getElementById("${id}").focus()`);
      await page.keyboard.type(TEXT);
      await until(phrases, (found) => found.length === 1 && found[0] === PHRASE);
      assert.equal(
        await ask(`document.getElementById("${id}").value ?? document.getElementById("${id}").textContent`),
        TEXT,
      );
      await command("open-card");
      await until(() => ask(`document.activeElement.dataset.thinkTwice === ""`));
      await page.keyboard.press("Escape");
      await until(async () => (await ask("document.activeElement.id")) === id);
    }
    // Explain, and then ignore.
    await command("open-card");
    await until(() => ask(`document.activeElement.dataset.thinkTwice === ""`));
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await until(phrases, (found) => found.length === 0);
  });
});

describe("a page that styles everything", () => {
  /** @type {Record<string, string>} */
  const SHEETS = {
    "all there is":
      "*, ::before, ::after { all: unset !important; transition: all 9s !important } script, style, title { display: none !important }",
    "away, by element":
      "div, dialog, [popover] { display: none !important; visibility: hidden !important; opacity: 0 !important }",
    "away, in a layer":
      "@layer late { body ~ *, [data-think-twice], [data-think-twice] * { display: none !important; position: static !important } }",
    "away, by our name":
      "[data-think-twice] { display: none !important; visibility: hidden !important; opacity: 0 !important; transform: scale(0) !important; clip-path: inset(50%) !important; content-visibility: hidden !important; font-size: 0 !important; width: 100vw !important; height: 100vh !important; pointer-events: auto !important; filter: blur(9px) !important }",
    "the root, moved and turned":
      "html { transform: translate(60px, 20px) rotate(1deg); filter: sepia(1); perspective: 100px }",
  };
  for (const [title, sheet] of Object.entries(SHEETS)) {
    test(`${title}: the card opens and can be pressed, and the page can be clicked`, async () => {
      page = await both.browser.open("lexical");
      await page.bringToFront();
      own = await ownWorld(page, both.browser.id);
      await put(
        page,
        `<p contenteditable="true" id="box" aria-label="Write a comment" style="padding:20px">.</p><button id="post">Post</button>`,
      );
      await page.evaluate((sheet) => {
        const style = document.head.appendChild(document.createElement("style"));
        style.textContent = sheet;
        document.getElementById("post")?.addEventListener("click", () => (document.title = "posted"));
        document.getElementById("box")?.focus();
      }, sheet);
      await page.keyboard.type(TEXT);
      await expectUnderlined(page, [PHRASE]);
      await command("open-card");
      const { rect } = await cardOpen(own.cdp);
      assert.ok(rect.right - rect.left > 200 && rect.bottom - rect.top > 100, JSON.stringify(rect));
      const host = await page.evaluate(() => {
        const { width, height } = /** @type {Element} */ (
          document.querySelector("[data-think-twice]")
        ).getBoundingClientRect();
        return { width, height };
      });
      assert.deepEqual(host, { width: 0, height: 0 });
      await press(page, own.cdp, /ignore/i);
      await expectUnderlined(page, []);
      await cardClosed(own.cdp);
      await page.locator("#post").click();
      assert.equal(await page.title(), "posted");
    });
  }

  test("the underlines, by their names: the button, the list and the card still say what was found", async () => {
    await write("lexical");
    await page.addStyleTag({
      content:
        "::highlight(thinktwice-high) { text-decoration: none !important } [contenteditable] *::highlight(thinktwice-high) { color: red }",
    });
    await page.keyboard.type(" at once");
    await badgeShows(both.browser, 1);
    assert.equal((await stateOf(both.browser, page)).warnings.length, 1);
    await command("open-card");
    assert.match((await cardOpen(own.cdp)).text, new RegExp(TITLE));
  });
});
