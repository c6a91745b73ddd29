// When the extension is at work in a page, and that it leaves nothing behind when it is not.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { element, launch } from "../browser.mjs";
import { cardOpen } from "../card.mjs";
import { badge, choose, forget, ownWorld, stateOf, tell } from "../extension.mjs";
import { hosts, listeners, LOOKING, nothingLeft, WAITING } from "../left.mjs";
import { expectUnderlined, underlined } from "../underlines.mjs";
import { until } from "../until.mjs";

const PHRASE = "cure a migraine";
const TEXT = `Hello. We can ${PHRASE}`;
const EDITORS = /** @type {const} */ (["lexical", "draft", "quill", "tiptap", "textarea", "input"]);

/** @type {import("../browser.mjs").Browser} */
let browser;
/** @type {import("playwright-core").Page} */
let page;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());
beforeEach(() => forget(browser));
afterEach(() => page?.close());

/** @param {import("../site.mjs").PageName} name @param {{boxes?: number}} [options] */
async function open(name, options) {
  page = await browser.open(name, { kind: "post", ...options });
  await page.bringToFront();
}
async function write(index = 0) {
  await (await element(page, index)).click();
  await page.keyboard.type(TEXT);
  await expectUnderlined(page, [PHRASE]);
}
describe("leaving the box leaves nothing behind", () => {
  for (const name of EDITORS) {
    test(name, async () => {
      await open(name);
      const own = await ownWorld(page, browser.id);
      assert.deepEqual(await listeners(own), ["#document focusin"]);
      await write();
      assert.equal(await hosts(page), 1);
      assert.ok((await listeners(own)).length > WAITING.length);
      await tell(browser, page, { ask: "command", command: "next-warning" });
      await cardOpen(own.cdp);
      await page.getByRole("combobox", { name: "Search" }).click();
      await nothingLeft(page, own);
      await (await element(page)).click();
      await expectUnderlined(page, [PHRASE]);
    });
  }
});

describe("a box that is taken out of the page", () => {
  for (const name of EDITORS) {
    test(`${name}: leaves nothing behind; the next one is watched`, async () => {
      await open(name);
      const own = await ownWorld(page, browser.id);
      await write();
      await page.evaluate(() => /** @type {any} */ (window).site.remove(0));
      await nothingLeft(page, own);
      await page.evaluate(() => /** @type {any} */ (window).site.create());
      await write();
    });
  }
});

test("five boxes: only the one with the focus is underlined", async () => {
  for (const name of EDITORS) {
    await open(name, { boxes: 5 });
    for (const index of [0, 3, 4, 1, 2]) {
      await write(index);
      assert.equal(await hosts(page), 1);
    }
    await page.close();
  }
});

describe("the underline stays on its phrase", () => {
  for (const name of EDITORS) {
    test(`${name}: scroll, resize, zoom`, async () => {
      await open(name);
      await write();
      const box = await element(page);
      /** The phrase keeps its place in the box, whatever the page does. */
      const place = async () => {
        const [{ rects }] = await underlined(page);
        const own = await box.evaluate((e) => e.getBoundingClientRect().toJSON());
        return { x: Math.round(rects[0].x - own.x), y: Math.round(rects[0].y - own.y) };
      };
      const first = await place();
      await page.evaluate(() => {
        document.body.style.height = "3000px";
        scrollTo(0, 37);
      });
      await until(place, (p) => p.x === first.x && p.y === first.y);
      await page.setViewportSize({ width: 1200, height: 700 });
      await until(place, (p) => p.x === first.x && p.y === first.y);
      const cdp = await browser.context.newCDPSession(page);
      const zoomed = { width: 800, height: 466, deviceScaleFactor: 1.5, mobile: false };
      await cdp.send("Emulation.setDeviceMetricsOverride", zoomed);
      await page.waitForFunction(() => devicePixelRatio === 1.5);
      await until(place, (p) => Math.abs(p.x - first.x) <= 2 && Math.abs(p.y - first.y) <= 2);
      await expectUnderlined(page, [PHRASE]);
    });
  }

  test("a text area that scrolls inside", async () => {
    await open("textarea");
    await (await element(page)).click();
    await page.keyboard.insertText(`${"A line.\n".repeat(20)}${TEXT}${"\nA line.".repeat(20)}`);
    await expectUnderlined(page, [PHRASE]);
    const box = await element(page);
    const top = async () => (await underlined(page))[0].rects[0].y;
    const first = await top();
    await box.evaluate((e) => (e.scrollTop -= 40));
    await until(top, (y) => Math.abs(y - (first + 40)) < 1);
  });
});

describe("is never watched", () => {
  /** @type {Record<string, string>} */
  const FIELDS = {
    "a search field": '<input type="search" aria-label="Search posts">',
    "a search text": '<input type="text" aria-label="Search messages" role="combobox">',
    "a search for messages": '<input type="text" aria-label="Search messages">',
    "a search for posts": '<input type="text" placeholder="Search posts">',
    "a search for comments": '<div contenteditable="true" aria-label="Find comments"></div>',
    "a text in a search form": '<div role="search"><input type="text" aria-label="Find a post or comment"></div>',
    "a search editor": '<div contenteditable="true" role="searchbox" aria-label="Search"></div>',
    "a password": '<input type="password" aria-label="Password">',
    "a password that is shown": '<input type="text" aria-label="Password" autocomplete="current-password">',
    "a name to log in by": '<input type="text" aria-label="Email or phone number" autocomplete="username">',
    "an address": '<input type="email" aria-label="Write your email">',
    "a number": '<input type="tel" aria-label="Phone number to message">',
    "a code": '<input type="text" aria-label="Write the code we sent you" autocomplete="one-time-code">',
    "a text without a name": '<input type="text">',
    "what cannot be written in": '<textarea aria-label="Write a comment" readonly></textarea>',
  };
  for (const [title, html] of Object.entries(FIELDS)) {
    test(title, async () => {
      await open("lexical");
      await write(); // the layer is at work
      await page.evaluate((html) => document.querySelector("main")?.insertAdjacentHTML("beforeend", html), html);
      const field = page
        .locator("main > :last-child")
        .locator("xpath=descendant-or-self::*[self::input or self::textarea or @contenteditable][1]");
      await field.click();
      await page.keyboard.type(TEXT);
      await expectUnderlined(page, []);
      assert.equal(await hosts(page), 0);
      const state = await tell(browser, page, { ask: "state" });
      assert.deepEqual([state.watched, state.why, state.warnings], [false, "no-box", []]);
    });
  }

  test("and wakes nothing: on a page where only these are used, no engine is loaded", async () => {
    await open("lexical");
    const search = page.getByRole("combobox", { name: "Search" });
    await search.click();
    await search.pressSequentially(TEXT);
    assert.equal(await tell(browser, page, { ask: "state" }), null);
  });
});

describe("an idle page", () => {
  for (const used of [false, true]) {
    test(used ? "after the box was left" : "before a box was used", async () => {
      await open("lexical");
      const own = await ownWorld(page, browser.id);
      // Whatever the extension's world asks the browser to call, is noted.
      await own.evaluate(`{
        globalThis.called = [];
        for (const name of ["setTimeout", "setInterval", "requestAnimationFrame", "requestIdleCallback", "queueMicrotask"]) {
          const real = globalThis[name];
          globalThis[name] = (f, ...rest) => (called.push(name), real.call(globalThis, f, ...rest));
        }
        for (const name of ["MutationObserver", "ResizeObserver", "IntersectionObserver"]) {
          const Real = globalThis[name];
          globalThis[name] = class extends Real {
            constructor(f) { super((...given) => { called.push(name); return f(...given); }); }
          };
        }
      }`);
      if (used) {
        await write();
        assert.notDeepEqual(await own.evaluate("called"), [], "what is called is noted");
        await page.getByRole("combobox", { name: "Search" }).click();
        await expectUnderlined(page, []);
      }
      await own.evaluate("called.length = 0, undefined");
      // The page is anything but idle; the extension is.
      await page.mouse.move(400, 100);
      await page.mouse.move(500, 200);
      await page.keyboard.type("a search");
      await page.setViewportSize({ width: 900, height: 700 });
      await page.evaluate(async () => {
        document.body.style.height = "4000px";
        for (let i = 0; i < 60; i++) {
          document.querySelector("main")?.append(Object.assign(document.createElement("p"), { textContent: "News" }));
          scrollTo(0, i * 10);
          await new Promise((done) => requestAnimationFrame(done));
        }
      });
      assert.deepEqual(await own.evaluate("called"), []);
    });
  }
});

test("a site that is switched off stops it at once; switched on again it goes on", async () => {
  await open("draft");
  const own = await ownWorld(page, browser.id);
  await write();
  await choose(browser, { sitesOff: ["x.com"] });
  await expectUnderlined(page, []);
  await until(
    () => hosts(page),
    (n) => n === 0,
  );
  await until(
    () => badge(browser),
    (b) => b === "|Think Twice",
  );
  assert.deepEqual(await listeners(own), LOOKING);
  assert.equal((await tell(browser, page, { ask: "state" })).why, "site-off");
  await choose(browser, { sitesOff: [] });
  await expectUnderlined(page, [PHRASE]);
  await page.keyboard.type(`. We can cure asthma`);
  await expectUnderlined(page, [PHRASE, "cure asthma"]);
  await choose(browser, { sitesOff: ["x.com"] });
  await expectUnderlined(page, []);
  await page.close();
  // A page that is opened while the site is off.
  await open("draft");
  await (await element(page)).click();
  await page.keyboard.type(TEXT);
  await until(
    () => tell(browser, page, { ask: "state" }),
    (s) => s?.why === "site-off",
  );
  await expectUnderlined(page, []);
  await choose(browser, { sitesOff: [] });
  await expectUnderlined(page, [PHRASE]);
});

test("the extension that is taken away or updated takes everything with it", async () => {
  const other = await launch();
  try {
    const page = await other.open("lexical", { kind: "post" });
    await (await element(page)).click();
    await page.keyboard.type(TEXT);
    await expectUnderlined(page, [PHRASE]);
    // The worker goes while it answers.
    await other.worker?.evaluate(() => void chrome.runtime.reload()).catch(() => {});
    await until(async () => {
      await page.keyboard.type(".");
      return page.evaluate(() => CSS.highlights.size === 0 && !document.querySelector("[data-think-twice]"));
    });
  } finally {
    await other.close();
  }
});

test("packs and rules that are switched off and on are followed at once", async () => {
  await open("tiptap");
  await write();
  await choose(browser, { packsOff: ["advertising"] });
  await expectUnderlined(page, []);
  await choose(browser, { rulesOff: ["advertising/cure"] });
  await expectUnderlined(page, []);
  await choose(browser, {});
  await expectUnderlined(page, [PHRASE]);
});

describe("200 navigations in one tab", () => {
  for (const name of /** @type {const} */ (["lexical", "quill", "textarea"])) {
    test(name, async (t) => {
      const control = await launch({ extension: false });
      try {
        const grown = await Promise.all(
          [browser, control].map(async (b) => {
            const page = await b.open(name, { kind: "post" });
            const cdp = await b.context.newCDPSession(page);
            await cdp.send("Performance.enable");
            const navigate = (/** @type {number} */ times) =>
              page.evaluate(
                async ([times, text, watched]) => {
                  const w = /** @type {any} */ (window);
                  const frame = () => new Promise((done) => requestAnimationFrame(done));
                  for (let i = 0; i < /** @type {number} */ (times); i++) {
                    w.site.navigate(`/feed/${i}?${location.search.slice(1)}`);
                    w.boxes[0].set(text);
                    w.boxes[0].element.focus();
                    for (let n = 0; watched ? CSS.highlights.size === 0 : n < 2; n++) {
                      if (n > 300) throw new Error(`not underlined after navigation ${i}`);
                      await frame();
                    }
                  }
                },
                /** @type {const} */ ([times, TEXT, b === browser]),
              );
            const measure = async () => {
              for (let i = 0; i < 3; i++) await cdp.send("HeapProfiler.collectGarbage");
              const { metrics } = await cdp.send("Performance.getMetrics");
              return Object.fromEntries(metrics.map((m) => [m.name, m.value]));
            };
            await page.bringToFront();
            await navigate(200); // the engine and the editor are warm
            const first = await measure();
            await navigate(200);
            const last = await measure();
            if (b === browser) assert.equal(await page.locator("[data-think-twice]").count(), 1);
            await page.close();
            const by = (/** @type {string} */ n) => last[n] - first[n];
            return { nodes: by("Nodes"), listeners: by("JSEventListeners"), heap: by("JSHeapUsedSize") / 1024 };
          }),
        );
        t.diagnostic(`${name}: with the extension ${JSON.stringify(grown[0])}, without ${JSON.stringify(grown[1])}`);
        assert.ok(grown[0].nodes - grown[1].nodes < 100, `${grown[0].nodes} nodes more, ${grown[1].nodes} without`);
        assert.ok(grown[0].listeners - grown[1].listeners < 20, `${grown[0].listeners} listeners more`);
        assert.ok(grown[0].heap - grown[1].heap < 500, `${grown[0].heap} KB more, ${grown[1].heap} without`);
      } finally {
        await control.close();
      }
    });
  }
});
