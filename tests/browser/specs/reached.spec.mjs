// Pages that try to get at what the extension shows: to read it, to press it, to cover it, to take it away.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { held, launchBoth, PLAIN, put } from "../both.mjs";
import { element, state } from "../browser.mjs";
import { card, cardOpen, middle } from "../card.mjs";
import { badgeShows, choose, forget, ownWorld, stored, tell } from "../extension.mjs";
import { hosts } from "../left.mjs";
import { asked, noteSent, sent } from "../pause.mjs";
import { drawn, expectUnderlined } from "../underlines.mjs";
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

describe("a page that takes away what is the extension's", () => {
  test("its element, as often as it comes: it comes back, and the text is what was typed", async () => {
    const deed = async (/** @type {import("playwright-core").Page} */ page, /** @type {boolean} */ watched) => {
      await page.evaluate(() => {
        const observer = new MutationObserver((all) => {
          for (const node of all.flatMap((one) => [...one.addedNodes]))
            if (node instanceof HTMLElement && node.dataset.thinkTwice === "") node.remove();
        });
        observer.observe(document.documentElement, { childList: true });
        Object.assign(window, { stop: () => observer.disconnect() });
      });
      await (await element(page)).click();
      await page.keyboard.type(TEXT);
      if (watched) {
        await expectUnderlined(page, [PHRASE]);
        await badgeShows(both.browser, 1);
        await tell(both.browser, page, { ask: "command", command: "next-warning" });
      }
      await page.evaluate(() => /** @type {any} */ (window).stop());
      return held(page);
    };
    for (const name of /** @type {const} */ (["lexical", "textarea"])) {
      ({ page } = await both.same(deed, name));
      own = await ownWorld(page, both.browser.id);
      await command("open-card");
      await cardOpen(own.cdp);
      assert.equal(await hosts(page), 1);
      await page.keyboard.press("Escape");
      await page.keyboard.type("!");
      assert.ok((await drawn(page)) > 0.8, "the underline is hidden");
      if (name === "lexical") await page.close();
    }
  });

  test("its element, into the box: it goes out of there", async () => {
    await write("lexical");
    await page.evaluate(() => {
      const host = /** @type {Element} */ (document.querySelector("[data-think-twice]"));
      /** @type {any} */ (window).boxes[0].element.append(host);
    });
    await until(() =>
      page.evaluate(() => document.querySelector("[data-think-twice]")?.parentElement === document.documentElement),
    );
    await expectUnderlined(page, [PHRASE]);
    assert.equal((await state(page)).text, TEXT);
  });

  test("its underlines, frame after frame: the button counts, and they come back", async () => {
    await write("textarea");
    await page.evaluate(() => {
      /** @type {any} */ (window).frames30 = (async () => {
        for (let i = 0; i < 30; i++) {
          CSS.highlights.clear();
          await new Promise((painted) => requestAnimationFrame(painted));
        }
      })();
    });
    await badgeShows(both.browser, 1);
    await page.evaluate(() => /** @type {any} */ (window).frames30);
    await page.keyboard.type("!");
    await expectUnderlined(page, [PHRASE]);
  });
});

describe("a page that wants to get at the card", () => {
  /** Runs in the page: everything of the extension that its script can reach. @returns {{text: string, buttons: number}} */
  function reach() {
    /** @type {Set<Node>} */
    const roots = new Set(/** @type {any} */ (window).roots ?? []);
    const host = document.querySelector("[data-think-twice]");
    if (host?.shadowRoot) roots.add(host.shadowRoot);
    for (const [, highlight] of CSS.highlights)
      for (const range of /** @type {Iterable<Range>} */ (/** @type {any} */ (highlight)))
        for (const node of [range.startContainer, range.endContainer, range.commonAncestorContainer])
          roots.add(node.getRootNode());
    for (const entry of performance.getEntries()) {
      const { target, element, sources = [] } = /** @type {any} */ (entry);
      for (const node of [target, element, ...sources.map((/** @type {any} */ s) => s.node)])
        if (node) roots.add(node.getRootNode());
    }
    for (const node of /** @type {any} */ (window).heard ?? []) roots.add(node.getRootNode?.() ?? document);
    for (const root of roots) if (!(root instanceof ShadowRoot)) roots.delete(root);
    let [text, buttons] = ["", 0];
    for (const root of roots) {
      text += root.textContent;
      for (const sheet of /** @type {ShadowRoot} */ (root).adoptedStyleSheets)
        sheet.replaceSync("* { display: none !important }");
      for (const e of /** @type {ShadowRoot} */ (root).querySelectorAll("*")) {
        if (e.shadowRoot) text += e.shadowRoot.textContent;
        if (e.matches("button, input, a, dialog")) buttons++;
        if (e instanceof HTMLElement) e.click();
      }
    }
    const copy = /** @type {HTMLElement | undefined} */ (host?.cloneNode(true));
    text += copy?.shadowRoot?.textContent ?? "";
    text += /** @type {any} */ (document.documentElement).getHTML({
      serializableShadowRoots: true,
      shadowRoots: [...roots].filter((r) => r instanceof ShadowRoot),
    });
    text += document.documentElement.innerText;
    getSelection()?.selectAllChildren(document.documentElement);
    text += getSelection()?.toString();
    return { text, buttons };
  }

  /** Runs in the page before all else: keeps what passes. */
  function listen() {
    /** @type {any[]} */
    const [roots, heard] = [[], []];
    Object.assign(window, { roots, heard });
    const { attachShadow } = Element.prototype;
    Element.prototype.attachShadow = function (init) {
      const root = attachShadow.call(this, { ...init, mode: "open" });
      if (!this.closest("main")) roots.push(root);
      return root;
    };
    const events =
      "toggle beforetoggle close cancel focus blur focusin focusout click pointerover pointermove mouseover keydown keyup selectionchange slotchange animationstart transitionrun scroll load error copy";
    for (const event of events.split(" "))
      for (const target of [window, document])
        target.addEventListener(
          event,
          (e) => heard.push(...e.composedPath(), /** @type {any} */ (e).relatedTarget ?? document),
          { capture: true },
        );
    for (const type of ["event", "layout-shift", "largest-contentful-paint", "element"])
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          const { target, element, sources = [] } = /** @type {any} */ (entry);
          heard.push(...[target, element, ...sources.map((/** @type {any} */ s) => s.node)].filter(Boolean));
        }
      }).observe(/** @type {any} */ ({ type, buffered: true, durationThreshold: 16 }));
  }

  for (const name of /** @type {const} */ (["lexical", "textarea"])) {
    test(`${name}: it finds no word and no button of it, by ranges, events, patches or measurements`, async () => {
      page = await both.browser.open(name);
      await page.addInitScript(listen);
      await page.reload();
      await page.waitForSelector("html[data-ready]", { state: "attached" });
      await page.bringToFront();
      own = await ownWorld(page, both.browser.id);
      await (await element(page)).click();
      await page.keyboard.type(TEXT);
      await expectUnderlined(page, [PHRASE]);
      await command("open-card");
      const { rect } = await cardOpen(own.cdp);
      await page.mouse.move(rect.left + 20, rect.top + 20);
      await page.mouse.move(rect.left + 40, rect.top + 40);
      await page.keyboard.press("Tab");
      const before = await stored(both.browser);
      const { text, buttons } = await page.evaluate(reach);
      assert.doesNotMatch(text, new RegExp(TITLE));
      assert.equal(buttons, 0);
      assert.deepEqual((await card(own.cdp))?.rect, rect, "the card is where it was");
      assert.deepEqual(await stored(both.browser), before);
    });
  }

  test("textarea: nor the question before a post is sent, which stays open", async () => {
    await choose(both.browser, { pause: true });
    await write("textarea");
    await noteSent(page);
    await page.locator(".bar button").click();
    const { text } = await asked(own.cdp);
    const got = await page.evaluate(reach);
    assert.equal(got.buttons, 0);
    assert.ok(!got.text.includes(text.slice(0, 20)), "it reads the question");
    assert.equal((await asked(own.cdp)).text, text);
    assert.deepEqual(await sent(page), []);
    assert.equal((await stored(both.browser)).settings.pause, true);
  });

  test("it makes one that looks alike, by our name: nothing that is pressed there is obeyed", async () => {
    await write("lexical");
    const before = await stored(both.browser);
    const tabs = both.browser.context.pages().length;
    await page.evaluate(() => {
      const fake = document.createElement("div");
      fake.id = "fake";
      fake.dataset.thinkTwice = "";
      fake.popover = "manual";
      fake.attachShadow({ mode: "open" }).innerHTML =
        '<div class="body"><div class="card high"><button>Turn this rule off</button><button>Always allow this phrase</button><button>Explain</button></div></div>';
      document.documentElement.append(fake);
      fake.showPopover();
    });
    for (const name of ["Turn this rule off", "Always allow this phrase", "Explain"]) {
      // Real presses, at the page's own buttons: the box is left, as it would be for any.
      await page.getByRole("button", { name }).click();
    }
    await (await element(page)).click();
    await expectUnderlined(page, [PHRASE]);
    assert.deepEqual(await stored(both.browser), before);
    assert.equal(both.browser.context.pages().length, tabs);
    await page.evaluate(() => document.getElementById("fake")?.remove());
    await command("open-card");
    assert.match((await cardOpen(own.cdp)).text, new RegExp(TITLE));
  });

  test("it covers the card: what is pressed on the cover is the page's, and the keyboard still works the card", async () => {
    await write("lexical");
    await command("open-card");
    const { rect, buttons } = await cardOpen(own.cdp);
    const before = await stored(both.browser);
    await page.evaluate(({ left, top, right, bottom }) => {
      const cover = document.body.appendChild(document.createElement("div"));
      cover.id = "cover";
      cover.popover = "manual";
      cover.style.cssText = `position:fixed;inset:auto;margin:0;left:${left}px;top:${top}px;width:${right - left}px;height:${bottom - top}px`;
      cover.addEventListener("mousedown", (e) => e.preventDefault());
      cover.addEventListener("click", () => (document.title += "!"));
      cover.showPopover();
      document.title = "";
    }, rect);
    for (const at of Object.values(buttons)) await page.mouse.click(...middle(at));
    assert.equal(await page.title(), "!".repeat(Object.keys(buttons).length));
    assert.deepEqual(await stored(both.browser), before);
    const ignore = Object.keys(buttons).find((name) => /ignore/i.test(name));
    await until(async () => {
      await page.keyboard.press("Tab");
      return (await card(own.cdp))?.focus === ignore;
    });
    await page.keyboard.press("Enter");
    await expectUnderlined(page, []);
  });

  test("it swallows every event: the text is what was typed", async () => {
    const deed = async (/** @type {import("playwright-core").Page} */ page, /** @type {boolean} */ watched) => {
      await page.evaluate(() => {
        for (const event of ["focusin", "focusout", "click", "keydown", "pointermove", "input", "mousedown"])
          window.addEventListener(event, (e) => e.stopImmediatePropagation(), { capture: true });
      });
      await put(page, PLAIN);
      await page.locator("#box").click();
      await page.keyboard.type(TEXT);
      if (watched) assert.equal(await tell(both.browser, page, { ask: "state" }), null);
      return page.evaluate(() => document.querySelector("main")?.innerHTML);
    };
    ({ page } = await both.same(deed));
  });
});
