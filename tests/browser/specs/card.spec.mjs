// The card of a warning: how it opens and closes, what it leaves alone, what its buttons do.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { element, launch, moveCaret, state } from "../browser.mjs";
import { card, cardClosed, cardOpen, middle, near, overlap, press } from "../card.mjs";
import { choose, forget, ownWorld, stateOf, stored, tell } from "../extension.mjs";
import { expectUnderlined, underlined } from "../underlines.mjs";
import { until } from "../until.mjs";

const PHRASE = "cure a migraine";
const SECOND = "cure asthma";
const TEXT = `Hello. We can ${PHRASE}`;

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
beforeEach(() => forget(browser));
afterEach(() => page?.close());

/**
 * @param {import("../site.mjs").PageName} name
 * @param {{text?: string, phrases?: string[]}} [options]
 */
async function write(name, { text = TEXT, phrases = [PHRASE] } = {}) {
  page = await browser.open(name, { kind: "post" });
  await page.bringToFront();
  cdp = await browser.context.newCDPSession(page);
  await (await element(page)).click();
  await page.keyboard.type(text);
  await expectUnderlined(page, phrases);
}

async function phrase(index = 0) {
  const { x, y, width, height } = (await underlined(page))[index].rects[0];
  return { left: x, top: y, right: x + width, bottom: y + height };
}
const command = (/** @type {string} */ name) => tell(browser, page, { ask: "command", command: name });
const inBox = () =>
  page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active === /** @type {any} */ (window).boxes[0].element;
  });
const choice = (/** @type {RegExp} */ name) => press(page, cdp, name);
const scrolled = () => page.evaluate(() => [scrollX, scrollY, document.documentElement.scrollHeight]);

/** @type {Record<string, () => Promise<unknown>>} */
const WAYS = {
  rest: async () => page.mouse.move(...middle(await phrase())),
  click: async () => page.mouse.click(...middle(await phrase())),
  command: async () => command("next-warning"),
};

for (const name of /** @type {const} */ (["lexical", "draft", "quill", "tiptap", "textarea", "input"])) {
  for (const [way, open] of Object.entries(WAYS)) {
    test(`${name}: opens by ${way}, and leaves the focus, the page and the Post button alone`, async () => {
      await write(name);
      const [before, scroll] = [await state(page), await scrolled()];
      await open();
      const { text, rect, links } = await cardOpen(cdp);
      const { warnings } = await stateOf(browser, page);
      assert.deepEqual(
        warnings.map((/** @type {any} */ w) => [w.rule, w.phrase]),
        [["advertising/cure", PHRASE]],
      );
      assert.ok(text.includes(warnings[0].title), text);
      assert.ok(near(rect, await phrase()), "is not by its phrase");
      assert.ok(links.length > 0 && links.every((l) => /^https?:\/\//.test(l)), "cites a standard with its link");
      assert.ok(await inBox());
      assert.deepEqual(await scrolled(), scroll);
      const post = await page.getByRole("button", { name: "Post", exact: true }).boundingBox();
      assert.ok(post);
      const button = { left: post.x, top: post.y, right: post.x + post.width, bottom: post.y + post.height };
      assert.ok(!overlap(rect, button), "covers the Post button");
      assert.ok(!overlap(rect, await phrase()), "covers its own phrase");
      const size = page.viewportSize();
      assert.ok(rect.left >= 0 && rect.top >= 0 && size && rect.right <= size.width && rect.bottom <= size.height);
      if (way !== "click") assert.deepEqual(await state(page), before);
    });
  }
}

describe("Escape", () => {
  test("closes the card and nothing else; the next one is the page's", async () => {
    await write("lexical");
    await page.evaluate(() => {
      /** @type {any} */ (window).escapes = 0;
      document.addEventListener("keydown", (e) => e.key === "Escape" && /** @type {any} */ (window).escapes++);
    });
    await WAYS.command();
    await cardOpen(cdp);
    await page.keyboard.press("Escape");
    await cardClosed(cdp);
    assert.equal(await page.evaluate(() => /** @type {any} */ (window).escapes), 0);
    assert.ok(await inBox());
    await expectUnderlined(page, [PHRASE]);
    await page.keyboard.press("Escape");
    assert.equal(await page.evaluate(() => /** @type {any} */ (window).escapes), 1);
  });
});

describe("by the keyboard", () => {
  test("the next and the previous warning, round and round", async () => {
    const second = "guarantee you will be pain free";
    await write("draft", { text: `We can ${PHRASE}. We ${second}.`, phrases: [PHRASE, second] });
    const { warnings } = await stateOf(browser, page);
    assert.equal(warnings.length, 2);
    for (const [name, index] of /** @type {const} */ ([
      ["next-warning", 0],
      ["next-warning", 1],
      ["next-warning", 0],
      ["previous-warning", 1],
      ["previous-warning", 0],
    ])) {
      await command(name);
      const { rect } = await until(
        () => cardOpen(cdp),
        ({ text }) => text.includes(warnings[index].title),
      );
      assert.ok(near(rect, await phrase(index)), `card ${index} is not by its phrase`);
    }
  });

  test("the card's buttons are reached, and the focus comes back to the box", async () => {
    await write("quill");
    await command("open-card");
    await until(
      async () => (await card(cdp))?.focus,
      (focus) => /explain/i.test(focus ?? ""),
    );
    await page.keyboard.press("Tab");
    await until(
      async () => (await card(cdp))?.focus,
      (focus) => /ignore/i.test(focus ?? ""),
    );
    await page.keyboard.press("Escape");
    await cardClosed(cdp);
    assert.ok(await inBox());
    await page.keyboard.type("!");
    assert.equal((await state(page)).text, `${TEXT}!`);
  });

  test("the explanation opens", async () => {
    await write("tiptap");
    const opened = browser.context.waitForEvent("page");
    await command("open-explanation");
    const explained = await opened;
    await explained.waitForURL(`chrome-extension://${browser.id}/explain/explain.html?rule=advertising/cure`);
    await explained.close();
  });
});

describe("what is chosen on a card", () => {
  for (const name of /** @type {const} */ (["lexical", "textarea"])) {
    test(`${name}: explain, in a new tab`, async () => {
      await write(name);
      await WAYS.click();
      const opened = browser.context.waitForEvent("page");
      await choice(/explain/i);
      const explained = await opened;
      await explained.waitForURL(`chrome-extension://${browser.id}/explain/explain.html?rule=advertising/cure`);
      await explained.getByRole("heading", { level: 1 }).waitFor();
      await explained.close();
    });

    test(`${name}: ignored here, and nowhere else`, async () => {
      await write(name);
      await WAYS.click();
      await choice(/ignore/i);
      await expectUnderlined(page, []);
      await cardClosed(cdp);
      assert.ok(await inBox());
      assert.equal((await stored(browser)).local.allowed, undefined);
      await page.close();
      await write(name);
    });

    test(`${name}: always allowed, and only a hash is kept`, async () => {
      await write(name);
      await WAYS.click();
      await choice(/allow/i);
      await expectUnderlined(page, []);
      const all = await stored(browser);
      assert.equal(all.local.allowed.length, 1);
      assert.deepEqual(Object.keys(all.local.allowed[0]).sort(), ["date", "hash", "rule"]);
      assert.match(all.local.allowed[0].hash, /^[0-9a-f]{64}$/);
      assert.equal(all.local.allowed[0].rule, "advertising/cure");
      assert.doesNotMatch(JSON.stringify(all), /migraine|Hello/i);
      await page.close();
      await write(name, { text: `Hello. We can Cure  a migraine. We can ${SECOND}`, phrases: [SECOND] });
    });

    test(`${name}: the rule off, everywhere`, async () => {
      await write(name);
      await WAYS.click();
      await choice(/turn.*off|rule off/i);
      await expectUnderlined(page, []);
      await until(async () => (await stored(browser)).settings?.rulesOff?.includes("advertising/cure"));
      await choose(browser, { rulesOff: [] });
      await expectUnderlined(page, [PHRASE]);
    });

    test(`${name}: closed by its cross`, async () => {
      await write(name);
      await WAYS.click();
      await choice(/close/i);
      await cardClosed(cdp);
      await expectUnderlined(page, [PHRASE]);
      assert.ok(await inBox());
    });
  }
});

test("the card stays with its warning when an earlier one appears", async () => {
  const first = "guarantee you will be pain free";
  await write("lexical", { text: `We can ${PHRASE}. We can ${SECOND}.`, phrases: [PHRASE, SECOND] });
  await command("previous-warning");
  await cardOpen(cdp);
  await moveCaret(page, "Control+Home");
  await page.keyboard.type(`We ${first}. `);
  await expectUnderlined(page, [first, PHRASE, SECOND]);
  assert.ok(near((await cardOpen(cdp)).rect, await phrase(2), 40), "is not by its phrase");
  await choice(/ignore/i);
  await expectUnderlined(page, [first, PHRASE]);
});

test("the card goes with its warning", async () => {
  await write("lexical", { text: `We can ${PHRASE}. We can ${SECOND}.`, phrases: [PHRASE, SECOND] });
  await command("next-warning");
  await cardOpen(cdp);
  await moveCaret(page, "Control+Home");
  await page.keyboard.press("Control+Delete");
  await page.keyboard.press("Control+Delete");
  await page.keyboard.press("Control+Delete");
  await expectUnderlined(page, [SECOND]);
  await cardClosed(cdp);
});

test("a pointer that has left the phrase opens nothing", async () => {
  await write("lexical");
  const own = await ownWorld(page, browser.id);
  await own.evaluate(`{
    globalThis.waited = new Set();
    const { setTimeout, clearTimeout } = globalThis;
    globalThis.setTimeout = (f, ms, ...rest) => {
      const id = setTimeout(() => (waited.delete(id), f()), ms, ...rest);
      waited.add(id);
      return id;
    };
    globalThis.clearTimeout = (id) => (waited.delete(id), clearTimeout(id));
  }`);
  const [x, y] = middle(await phrase());
  await page.mouse.move(x, y);
  await until(() => own.evaluate("waited.size > 0"));
  await page.mouse.move(x, 700);
  await until(() => own.evaluate("waited.size === 0"));
  assert.equal(await card(cdp), null);
});

test("Copied is said when it is copied, and not before", async () => {
  await write("lexical");
  const own = await ownWorld(page, browser.id);
  await own.evaluate(
    "navigator.clipboard.writeText = () => new Promise((...ends) => (globalThis.ends = ends)), undefined",
  );
  const copied = async () => Object.keys((await cardOpen(cdp)).buttons).includes("Copied");
  await WAYS.click();
  for (const end of ["ends[1](new Error('refused'))", "ends[0]()"]) {
    await choice(/^copy$/i);
    await until(() => own.evaluate("Boolean(globalThis.ends)"));
    assert.equal(await copied(), false);
    await own.evaluate(`${end}, globalThis.ends = undefined`);
    await until(copied, (said) => said === (end === "ends[0]()"));
  }
});

for (const name of /** @type {const} */ (["lexical", "textarea"])) {
  test(`${name}: the line under the phrase can be read`, async () => {
    await write(name, { text: `We can ${PHRASE}` });
    await page.keyboard.press("Enter");
    await page.keyboard.type(`We can ${SECOND}`);
    await expectUnderlined(page, [PHRASE, SECOND]);
    // Where there is room below the phrase, on both sides of it, and above it.
    await page.setViewportSize({ width: 1000, height: 1400 });
    for (const padding of ["0", "400px", "1000px"]) {
      await page.evaluate((padding) => (document.body.style.paddingTop = padding), padding);
      await command("next-warning");
      const { rect } = await cardOpen(cdp);
      assert.ok(!overlap(rect, await phrase(1)), `covers the next line, ${padding} from the top`);
      assert.ok(near(rect, await phrase(0), 40));
      await page.keyboard.press("Escape");
      await cardClosed(cdp);
    }
  });
}

describe("the card moves with its phrase", () => {
  /** How far below its phrase the card is, once that no longer changes. */
  const settled = () => {
    let last = NaN;
    return until(
      async () => (await cardOpen(cdp)).rect.top - (await phrase()).top,
      (gap) => {
        const same = gap === last;
        last = gap;
        return same;
      },
    );
  };
  /** @param {() => Promise<unknown>} scroll scrolls by 90 */
  const follows = async (scroll) => {
    await WAYS.command();
    const gap = await settled();
    const { top } = await phrase();
    await scroll();
    await until(
      async () => [(await phrase()).top, (await card(cdp))?.rect.top],
      ([phraseTop, cardTop]) => phraseTop === top - 90 && cardTop === phraseTop + gap,
    );
  };

  for (const name of /** @type {const} */ (["lexical", "draft", "quill", "tiptap", "textarea", "input"])) {
    test(`${name}: when the page scrolls`, async () => {
      await write(name);
      // So much room that the card can stay on the same side of its phrase.
      await page.setViewportSize({ width: 1000, height: 1600 });
      await page.evaluate(() => {
        document.body.style.paddingTop = "700px";
        document.body.style.height = "5000px";
      });
      await follows(() => page.evaluate(() => scrollBy(0, 90)));
    });
  }

  /** Moves the caret, and waits until the editor knows of it: keys that come sooner go where the caret was. @param {string} key */
  const go = async (key) => {
    const selection = async () => JSON.stringify((await state(page)).selection);
    const before = await selection();
    await page.keyboard.press(key);
    await until(selection, (now) => now !== before);
  };

  for (const name of /** @type {const} */ (["lexical", "draft", "quill", "tiptap", "textarea"])) {
    test(`${name}: when the box scrolls`, async () => {
      await write(name);
      await page.setViewportSize({ width: 1000, height: 1600 });
      // Below its phrase there is room for the card, but for the button's sake it would go above, where is room as well.
      await page.evaluate(() => (document.body.style.paddingTop = "700px"));
      await go("Control+Home");
      for (let i = 0; i < 10; i++) await page.keyboard.press("Enter");
      await go("Control+End");
      for (let i = 0; i < 30; i++) await page.keyboard.press("Enter");
      await expectUnderlined(page, [PHRASE]);
      const box = await element(page);
      /** @param {number} by */
      const scroll = (by) =>
        box.evaluate((e, by) => {
          const scroller = e.scrollHeight > e.clientHeight ? e : /** @type {HTMLElement} */ (e.closest(".box"));
          if (by) scroller.scrollTop += by;
          else scroller.scrollTop = 0;
        }, by);
      await scroll(0);
      await until(
        async () => (await phrase()).top,
        (top) => top > 700,
      );
      await follows(() => scroll(90));
    });
  }
});

test("a card by the edge of a small window stays in it, and off the Post button", async () => {
  await write("lexical");
  await page.setViewportSize({ width: 640, height: 420 });
  await WAYS.command();
  const { rect } = await cardOpen(cdp);
  const post = await page.getByRole("button", { name: "Post", exact: true }).boundingBox();
  assert.ok(post);
  const button = { left: post.x, top: post.y, right: post.x + post.width, bottom: post.y + post.height };
  assert.ok(!overlap(rect, button), "covers the Post button");
  assert.ok(rect.left >= 0 && rect.right <= 640 && rect.top >= 0, JSON.stringify(rect));
});
