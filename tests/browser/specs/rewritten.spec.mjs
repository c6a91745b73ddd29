// Pages that do strange things with their boxes and with themselves: they are what they would be without the extension, it goes on
// working or lets go, and nothing is left behind.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { launchBoth, PLAIN, put } from "../both.mjs";
import { element } from "../browser.mjs";
import { cardOpen } from "../card.mjs";
import { badgeShows, choose, forget, ownWorld, tell } from "../extension.mjs";
import { hosts, listeners, nothingLeft } from "../left.mjs";
import { asked } from "../pause.mjs";
import { drawn, expectUnderlined, underlined } from "../underlines.mjs";
import { until } from "../until.mjs";

const PHRASE = "cure a migraine";
const TEXT = `Hello. We can ${PHRASE}`;
const BOXES = /** @type {const} */ (["lexical", "draft", "quill", "tiptap", "textarea"]);

/** @type {import("../both.mjs").Both} */
let both;
/** @type {import("playwright-core").Page | undefined} */
let page;
before(async () => {
  both = await launchBoth();
});
after(() => both?.close());
beforeEach(() => forget(both.browser));
afterEach(async () => {
  await page?.close();
  page = undefined;
  assert.deepEqual(both.uncaught(), []);
});

const leave = (/** @type {import("playwright-core").Page} */ page) =>
  page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).blur());

describe("a page that rewrites its box", () => {
  for (const name of BOXES) {
    test(`${name}: thirty times, frame after frame, while somebody writes in it`, async () => {
      const deed = async (/** @type {import("playwright-core").Page} */ page) => {
        await (await element(page)).click();
        await page.keyboard.type(TEXT);
        const text = await page.evaluate(async (text) => {
          const { boxes } = /** @type {any} */ (window);
          for (let i = 0; i < 30; i++) {
            boxes[0].set(`${i}. ${text}`);
            await new Promise((painted) => requestAnimationFrame(painted));
          }
          return boxes[0].text();
        }, TEXT);
        await page.keyboard.type("!");
        return { text, typed: await page.evaluate(() => /** @type {any} */ (window).boxes[0].text()) };
      };
      ({ page } = await both.same(deed, name));
      await expectUnderlined(page, [PHRASE]);
      const own = await ownWorld(page, both.browser.id);
      await leave(page);
      await page.mouse.click(5, 780);
      await nothingLeft(page, own);
    });
  }

  test("in answer to every change, five hundred times over", async () => {
    ({ page } = await both.same(async (page) => {
      await put(page, PLAIN);
      await page.evaluate((text) => {
        const box = /** @type {HTMLElement} */ (document.getElementById("box"));
        let left = 500;
        const observer = new MutationObserver(() => {
          if (left-- === 0) return observer.disconnect();
          box.innerHTML = `<p>${text}</p><p>${left}</p>`;
        });
        observer.observe(box, { childList: true, subtree: true, characterData: true });
      }, TEXT);
      await page.locator("#box").click();
      await page.keyboard.type("a");
      await page.waitForFunction(() => document.getElementById("box")?.lastElementChild?.textContent === "0");
      return page.evaluate(() => document.getElementById("box")?.innerHTML);
    }));
    await expectUnderlined(page, [PHRASE]);
    assert.equal(await hosts(page), 1);
  });

  test("by another one, fifty times, each with the focus", async () => {
    ({ page } = await both.same(async (page) => {
      await put(page, PLAIN);
      await page.locator("#box").click();
      await page.keyboard.type(TEXT);
      return page.evaluate(async () => {
        for (let i = 0; i < 50; i++) {
          const box = /** @type {HTMLElement} */ (document.getElementById("box"));
          const next = /** @type {HTMLElement} */ (box.cloneNode(true));
          box.replaceWith(next);
          next.focus();
          if (i % 5 === 0) await new Promise((painted) => requestAnimationFrame(painted));
        }
        return document.querySelector("main")?.innerHTML;
      });
    }));
    await expectUnderlined(page, [PHRASE]);
    const own = await ownWorld(page, both.browser.id);
    await leave(page);
    await nothingLeft(page, own);
  });

  test("and passes the focus from one to the other while it is on its way", async () => {
    ({ page } = await both.same(async (page) => {
      await put(page, PLAIN + PLAIN.replace("box", "other"));
      await page.evaluate(() => {
        let left = 10;
        document.addEventListener("focusin", ({ target }) => {
          if (left-- <= 0) return;
          const next = target instanceof Element && target.id === "box" ? "other" : "box";
          document.getElementById(next)?.focus();
        });
      });
      await page.locator("#box").click();
      await page.keyboard.type(TEXT);
      return page.evaluate(() => document.querySelector("main")?.innerHTML);
    }));
    await expectUnderlined(page, [PHRASE]);
    const own = await ownWorld(page, both.browser.id);
    await leave(page);
    await nothingLeft(page, own);
  });
});

test("three thousand boxes: what the extension does has the size of one", async (t) => {
  /** What it adds to a page with so many boxes. @param {number} count */
  const added = async (count) => {
    let of = { nodes: 0, listeners: 0 };
    ({ page } = await both.same(async (page, watched) => {
      await page.evaluate((count) => {
        const boxes = Array.from(
          { length: count },
          (_, i) => `<div contenteditable="true" id="box${i}" aria-label="Write a comment"></div>`,
        );
        /** @type {HTMLElement} */ (document.querySelector("main")).innerHTML = boxes.join("");
      }, count);
      const cdp = await page.context().newCDPSession(page);
      const counts = async () => {
        await cdp.send("HeapProfiler.collectGarbage");
        return cdp.send("Memory.getDOMCounters");
      };
      const first = await counts();
      const start = Date.now();
      for (const index of [0, Math.floor(count / 2), count - 1]) {
        await page.locator(`#box${index}`).click();
        await page.keyboard.type(TEXT);
        if (watched) await expectUnderlined(page, [PHRASE]);
      }
      t.diagnostic(`${count} boxes, ${watched ? "with" : "without"} the extension: ${Date.now() - start} ms`);
      const last = await counts();
      if (watched) of = { nodes: last.nodes - first.nodes, listeners: last.jsEventListeners - first.jsEventListeners };
      return page.evaluate(() => document.querySelector("main")?.textContent);
    }));
    await page.close();
    return of;
  };
  const [few, many] = [await added(3), await added(3000)];
  t.diagnostic(JSON.stringify({ few, many }));
  assert.ok(Math.abs(many.nodes - few.nodes) < 30, `${many.nodes} nodes, not ${few.nodes}`);
  assert.ok(Math.abs(many.listeners - few.listeners) < 10, `${many.listeners} listeners, not ${few.listeners}`);
});

test("a text that lies two thousand elements deep is read", async () => {
  ({ page } = await both.same(async (page) => {
    await put(page, PLAIN);
    await page.evaluate((text) => {
      let at = /** @type {HTMLElement} */ (document.getElementById("box"));
      for (let i = 0; i < 2000; i++) at = at.appendChild(document.createElement("span"));
      at.textContent = text;
      document.getElementById("box")?.focus();
    }, TEXT);
    return page.evaluate(() => document.getElementById("box")?.textContent);
  }));
  await expectUnderlined(page, [PHRASE]);
});

describe("a page that writes itself anew", () => {
  const write = (/** @type {import("playwright-core").Page} */ page) =>
    page.evaluate((box) => {
      document.open();
      document.write(`<!doctype html><title>new</title><body><main>${box}</main>`);
      document.close();
    }, PLAIN);

  test("while a card is open: the old box is left, and the new one is watched", async () => {
    ({ page } = await both.same(async (page, watched) => {
      await (await element(page)).click();
      await page.keyboard.type(TEXT);
      if (watched) {
        const own = await ownWorld(page, both.browser.id);
        await expectUnderlined(page, [PHRASE]);
        await tell(both.browser, page, { ask: "command", command: "next-warning" });
        await cardOpen(own.cdp);
      }
      for (let i = 0; i < 3; i++) await write(page);
      await page.locator("#box").click();
      await page.keyboard.type(TEXT);
      return page.evaluate(() => document.querySelector("main")?.innerHTML);
    }));
    await expectUnderlined(page, [PHRASE]);
    assert.ok((await drawn(page)) > 0.8, "the underline is not drawn");
    await badgeShows(both.browser, 1);
    const own = await ownWorld(page, both.browser.id);
    await leave(page);
    await nothingLeft(page, own);
  });

  test("before any box was used", async () => {
    page = await both.browser.open("lexical");
    await page.bringToFront();
    await write(page);
    await page.locator("#box").click();
    await page.keyboard.type(TEXT);
    await expectUnderlined(page, [PHRASE]);
  });

  test("with the time counted: it goes on being counted", async () => {
    await choose(both.browser, { timeMinutes: 60 });
    const open = (page = await both.browser.open("lexical"));
    await open.bringToFront();
    const own = await ownWorld(open, both.browser.id);
    const listening = async () => (await listeners(own)).includes("window wheel");
    await until(listening);
    await write(open);
    assert.ok(await listening());
  });

  test("in a frame, from outside", async () => {
    page = await both.browser.open("lexical");
    await page.bringToFront();
    await page.evaluate(() => document.body.append(document.createElement("iframe")));
    for (let i = 0; i < 2; i++) {
      await page.evaluate((box) => {
        const { contentDocument } = /** @type {HTMLIFrameElement} */ (document.querySelector("iframe"));
        contentDocument?.open();
        contentDocument?.write(box);
        contentDocument?.close();
      }, PLAIN);
      await page.frameLocator("iframe").locator("#box").click();
      await page.keyboard.type(TEXT);
      await badgeShows(both.browser, 1);
    }
  });

  test("by another root element", async () => {
    page = await both.browser.open("lexical");
    await page.bringToFront();
    await (await element(page)).click();
    await page.keyboard.type(TEXT);
    await expectUnderlined(page, [PHRASE]);
    await page.evaluate((box) => {
      const root = document.createElement("html");
      root.innerHTML = `<body><main>${box}</main></body>`;
      document.documentElement.replaceWith(root);
    }, PLAIN);
    await page.locator("#box").click();
    await page.keyboard.type(TEXT);
    await expectUnderlined(page, [PHRASE]);
  });
});

describe("a frame", () => {
  /** A frame with a box in it, which is written in. */
  async function frame() {
    const open = (page = await both.browser.open("lexical"));
    await open.bringToFront();
    await open.evaluate((box) => {
      const frame = document.createElement("iframe");
      frame.srcdoc = `<body>${box}`;
      document.body.append(frame);
    }, PLAIN);
    await open.frameLocator("iframe").locator("#box").click();
    await open.keyboard.type(TEXT);
    await badgeShows(both.browser, 1);
    return open;
  }

  test("that is taken out takes its number with it; the page's own box is watched", async () => {
    const page = await frame();
    await page.evaluate(() => document.querySelector("iframe")?.remove());
    await badgeShows(both.browser, 0);
    await (await element(page)).click();
    await page.keyboard.type(TEXT);
    await expectUnderlined(page, [PHRASE]);
    await badgeShows(both.browser, 1);
  });

  test("that is taken out while its box gets the focus", async () => {
    const page = await frame();
    await page.evaluate(() => {
      const frame = /** @type {HTMLIFrameElement} */ (document.querySelector("iframe"));
      frame.contentDocument?.addEventListener("focusout", () => frame.remove());
    });
    await (await element(page)).click();
    await page.keyboard.type(TEXT);
    assert.equal(await page.locator("iframe").count(), 0);
    await expectUnderlined(page, [PHRASE]);
  });

  test("whose box goes into the page: it can be written in, and nothing of the frame is left", async () => {
    const page = await frame();
    await page.evaluate(() => {
      const frame = /** @type {HTMLIFrameElement} */ (document.querySelector("iframe"));
      const box = /** @type {HTMLElement} */ (frame.contentDocument?.getElementById("box"));
      document.querySelector("main")?.replaceChildren(box);
      box.focus();
    });
    await page.keyboard.press("End");
    await page.keyboard.type("?");
    assert.equal(await page.evaluate(() => document.getElementById("box")?.textContent), `${TEXT}?`);
    const left = () =>
      page.evaluate(() => {
        const inner = document.querySelector("iframe")?.contentDocument;
        return inner?.querySelectorAll("[data-think-twice]").length;
      });
    await until(left, (count) => count === 0);
    await badgeShows(both.browser, 0);
  });

  test("that gets a box from the page", async () => {
    const open = (page = await both.browser.open("lexical"));
    await open.bringToFront();
    await put(open, PLAIN);
    await open.locator("#box").click();
    await open.keyboard.type(TEXT);
    await expectUnderlined(open, [PHRASE]);
    const own = await ownWorld(open, both.browser.id);
    await open.evaluate(() => {
      const frame = document.body.appendChild(document.createElement("iframe"));
      frame.contentDocument?.body.append(/** @type {HTMLElement} */ (document.getElementById("box")));
    });
    await until(
      () => hosts(open),
      (count) => count === 0,
    );
    assert.deepEqual(await underlined(open), []);
    assert.ok((await listeners(own)).includes("#document focusin"));
    await badgeShows(both.browser, 0);
  });
});

describe("a form whose fields have the names of what is asked of it", () => {
  const NAMES =
    "parentElement parentNode closest matches contains querySelectorAll querySelector getRootNode tagName nodeName firstChild nextSibling childNodes isContentEditable getAttribute hasAttribute shadowRoot ownerDocument addEventListener compareDocumentPosition isConnected";
  const fields = NAMES.split(" ")
    .map((name) => `<input type="hidden" name="${name}">`)
    .join("");

  /** Playwright itself goes up from an element, and would go round in a circle. */
  const click = async (/** @type {import("playwright-core").Page} */ page, /** @type {string} */ selector) => {
    const [x, y] = await page.evaluate((selector) => {
      const { left, top, width, height } = /** @type {Element} */ (
        document.querySelector(selector)
      ).getBoundingClientRect();
      return [left + width / 2, top + height / 2];
    }, selector);
    await page.mouse.click(Number(x), Number(y));
  };

  test("round the box: it is watched, and who presses Post is asked", async () => {
    await choose(both.browser, { pause: true });
    const submitted = async (/** @type {import("playwright-core").Page} */ page, /** @type {boolean} */ watched) => {
      await put(page, `<form tabindex="0">${fields}${PLAIN}<button>Post</button></form>`);
      await page.evaluate(() =>
        document.addEventListener("submit", (e) => {
          e.preventDefault();
          document.title = "posted";
        }),
      );
      await click(page, "#box");
      await page.keyboard.type(TEXT);
      if (watched) {
        await expectUnderlined(page, [PHRASE]);
        const { cdp } = await ownWorld(page, both.browser.id);
        await click(page, "main button");
        await asked(cdp);
        assert.notEqual(await page.title(), "posted");
        await page.keyboard.press("Tab");
        await page.keyboard.press("Enter");
      }
      await click(page, "main button");
      await page.evaluate(() => /** @type {HTMLElement} */ (document.querySelector("main form")).focus());
      await click(page, "header input");
      return { title: await page.title(), text: await page.evaluate(() => document.getElementById("box")?.innerHTML) };
    };
    // (Lexical would go round in a circle by itself.)
    ({ page } = await both.same(submitted, "textarea"));
    const own = await ownWorld(page, both.browser.id);
    await nothingLeft(page, own);
  });

  test("inside of the box, in a circle: what stands behind it is read", async () => {
    ({ page } = await both.same(async (page) => {
      await put(page, PLAIN);
      await page.evaluate(
        ([fields, text]) => {
          const box = /** @type {HTMLElement} */ (document.getElementById("box"));
          box.innerHTML = `<p>One.</p><input form="inner" name="nextSibling"><form id="inner">${fields}</form><p>${text}</p>`;
          box.focus();
        },
        [fields.replace('<input type="hidden" name="nextSibling">', ""), TEXT],
      );
      return page.evaluate(() => document.getElementById("box")?.innerHTML);
    }, "textarea"));
    await expectUnderlined(page, [PHRASE]);
  });
});
