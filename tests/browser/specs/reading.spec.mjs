// What is read and when, and what of it is underlined.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { element, launch } from "../browser.mjs";
import { card, cardOpen, middle } from "../card.mjs";
import { forget, stateOf } from "../extension.mjs";
import { hosts } from "../left.mjs";
import { expectUnderlined, underlined } from "../underlines.mjs";
import { until } from "../until.mjs";

const PHRASE = "cure a migraine";
const TEXT = `Hello. We can ${PHRASE}`;

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

/** @param {import("../site.mjs").PageName} name */
async function open(name) {
  page = await browser.open(name, { kind: "post" });
  await page.bringToFront();
}
/** @param {import("../site.mjs").PageName} name */
async function write(name, text = TEXT, phrases = [PHRASE]) {
  await open(name);
  await (await element(page)).click();
  await page.keyboard.type(text);
  await expectUnderlined(page, phrases);
}
/** An editor that no library looks after: what is put into it stays as it is. */
async function put(/** @type {string} */ html) {
  await open("lexical");
  await page.evaluate((html) => {
    const box = document.createElement("div");
    box.contentEditable = "true";
    box.setAttribute("aria-label", "Write a comment");
    box.innerHTML = html;
    document.querySelector("main")?.append(box);
    box.focus();
  }, html);
  await stateOf(browser, page);
  await until(() => hosts(page));
}

describe("watched", () => {
  /** @type {Record<string, string>} */
  const BOXES = {
    "a comment as a person whose name has a word in it": '<input type="text" aria-label="Comment as Jo Linkman">',
    "an answer": '<input type="text" aria-label="Answer as Jo Linkman">',
    "a talk": '<input type="text" placeholder="What do you want to talk about?">',
    "something said": '<input type="text" placeholder="Say something to Emailia…">',
    "a comment, with what else can be done":
      '<textarea aria-label="Write a comment, or search for a picture"></textarea>',
    "a message to a person of that name": '<div contenteditable="true" aria-label="Message to Jo Searchfield"></div>',
    "a name in a comment": '<div contenteditable="true" aria-label="Name what you liked"></div>',
  };
  for (const [title, html] of Object.entries(BOXES)) {
    test(title, async () => {
      await open("lexical");
      await page.evaluate((html) => document.querySelector("main")?.insertAdjacentHTML("beforeend", html), html);
      await page.locator("main > :last-child").click();
      await page.keyboard.type(TEXT);
      await expectUnderlined(page, [PHRASE]);
    });
  }
});

describe("a line ends", () => {
  /** @type {Record<string, string>} */
  const PARTED = {
    "with a cell": "<table><tr><td>A cure for </td><td>a migraine</td></tr></table>",
    "with the head of a column": "<table><tr><th>A cure for </th><th>a migraine</th></tr></table>",
    "with a term": "<dl><dt>A cure for </dt><dd>a migraine</dd></dl>",
    "with a caption": "<figure><figcaption>A cure for </figcaption>a migraine</figure>",
    "with an address": "<address>A cure for </address>a migraine",
    "with the summary of details": "<details open><summary>A cure for </summary>a migraine</details>",
    "with a header": "<header>A cure for </header><main>a migraine</main>",
  };
  for (const [title, html] of Object.entries(PARTED)) {
    test(title, async () => {
      await put(`${html}<p>We can cure asthma</p>`);
      await expectUnderlined(page, ["cure asthma"]);
    });
  }
});

test("a picture whose name is a word is no emoji", async () => {
  await put('<p>We can <img alt="cure" width="16" height="16"> a migraine</p><p>We can cure asthma</p>');
  await expectUnderlined(page, ["cure asthma"]);
});

describe("a text of a million letters: the first hundred thousand are read", () => {
  const filler = "The clinic opens at nine, and the kettle is on. ";
  const long = `We can cure asthma. ${filler.repeat(22_000)} ${TEXT}`;
  const inTime = async () => {
    // The browser's own work is in it: laying out the text, again at each key.
    const took = await page.evaluate(async () => {
      const start = performance.now();
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      return performance.now() - start;
    });
    assert.ok(took < 1000, `${took} ms until the next frame`);
  };

  test("in a field", async () => {
    await open("textarea");
    const box = await element(page);
    await box.click();
    await box.evaluate((e, text) => {
      Object.assign(e, { value: text });
      e.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }, long);
    await inTime();
    await expectUnderlined(page, ["cure asthma"]);
  });

  test("in a single node", async () => {
    await put(`<p>${long}</p>`);
    await inTime();
    await expectUnderlined(page, ["cure asthma"]);
  });
});

describe("changes that no key makes", () => {
  for (const name of /** @type {const} */ (["textarea", "input"])) {
    test(`${name}: emptied by the site when Enter is pressed`, async () => {
      await write(name);
      await (
        await element(page)
      ).evaluate((e) =>
        e.addEventListener("keydown", (key) => {
          if (key.key !== "Enter") return;
          key.preventDefault();
          Object.assign(e, { value: "" });
        }),
      );
      await page.keyboard.press("Enter");
      await expectUnderlined(page, []);
    });

    test(`${name}: emptied by the site once it is sent`, async () => {
      await write(name);
      await (
        await element(page)
      ).evaluate((e) => {
        Object.assign(e, { value: "" });
        document.querySelector(".composer button")?.setAttribute("disabled", "");
      });
      await expectUnderlined(page, []);
    });

    test(`${name}: moved by what comes above it`, async () => {
      await write(name);
      const box = await element(page);
      const place = async () => {
        const own = await box.boundingBox();
        const [{ rects }] = await underlined(page);
        return [rects[0].x - (own?.x ?? 0), rects[0].y - (own?.y ?? 0)].map(Math.round).join();
      };
      const first = await place();
      await page.evaluate(() => {
        const news = document.createElement("p");
        news.style.height = "40px";
        document.querySelector("main")?.prepend(news);
      });
      await until(place, (now) => now === first);
      // In a page that itself is as high as the window, and scrolls inside.
      await page.evaluate(() => {
        document.documentElement.style.height = document.body.style.height = "100%";
        document.body.style.overflow = "hidden";
        const main = /** @type {HTMLElement} */ (document.querySelector("main > p"));
        main.style.height = "90px";
      });
      await until(place, (now) => now === first);
    });
  }

  test("a picture that is attached: the text is checked again", async () => {
    await write("lexical");
    await browser.worker?.evaluate(() => {
      /** @type {number[]} */
      const heard = [];
      Object.assign(globalThis, { heard });
      chrome.runtime.onMessage.addListener((m) => void (m.tell === "count" && heard.push(m.count)));
    });
    const heard = () => browser.worker?.evaluate(() => /** @type {any} */ (globalThis).heard.length);
    /** @param {number} size @param {string} where */
    const attach = (size, where) =>
      page.evaluate(async ([size, where]) => {
        const canvas = new OffscreenCanvas(/** @type {number} */ (size), /** @type {number} */ (size));
        canvas.getContext("2d");
        const image = new Image();
        image.src = URL.createObjectURL(await canvas.convertToBlob());
        document.querySelector(/** @type {string} */ (where))?.append(image);
        await image.decode();
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      }, /** @type {const} */ ([size, where]));
    // A face, and a picture of the feed: neither is attached.
    await attach(32, ".composer");
    await attach(300, "main");
    await page.keyboard.type("!");
    await until(heard, (n) => n === 1);
    await attach(300, ".composer");
    await until(heard, (n) => n === 2);
  });
});

describe("where two warnings overlap", () => {
  const text = "It is all natural, so nothing can go wrong.";

  for (const name of /** @type {const} */ (["lexical", "textarea"])) {
    test(`${name}: one line is drawn, and the card is that of the more severe`, async () => {
      await write(name, text, ["all natural", "so ", "nothing can go wrong"]);
      const cdp = await browser.context.newCDPSession(page);
      const { warnings } = await stateOf(browser, page);
      const severe = warnings.find((/** @type {any} */ w) => w.severity === "high");
      const { x, y, width, height } = (await underlined(page))[2].rects[0];
      await page.mouse.click(...middle({ left: x, top: y, right: x + width / 4, bottom: y + height }));
      assert.ok((await cardOpen(cdp)).text.includes(severe.title));
      assert.ok(await card(cdp));
    });
  }
});
