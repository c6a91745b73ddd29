// Where the focus goes, and what follows it: within a shadow root, into a modal dialog, to the card and back, and to nothing at all.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { element, launch } from "../browser.mjs";
import { card, cardClosed, cardOpen, middle, press } from "../card.mjs";
import { badge, choose, forget, ownWorld, stateOf, tell } from "../extension.mjs";
import { hosts, nothingLeft } from "../left.mjs";
import { drawn, expectUnderlined, underlined } from "../underlines.mjs";
import { until } from "../until.mjs";

const PHRASE = "cure a migraine";
const TEXT = `Hello. We can ${PHRASE}`;
const SECOND = "guarantee you will be pain free";

/** @type {import("../browser.mjs").Browser} */
let browser;
/** @type {import("playwright-core").Page} */
let page;
/** @type {import("../extension.mjs").World} */
let own;
/** @type {string[]} */
let complaints = [];
before(async () => {
  browser = await launch();
  browser.context.on("console", (m) => void (m.type() === "error" && complaints.push(m.text())));
  browser.context.on("weberror", (e) => void complaints.push(String(e.error())));
});
after(() => browser?.close());
beforeEach(() => {
  complaints = [];
  return forget(browser);
});
afterEach(async () => {
  await page?.close();
  assert.deepEqual(complaints, []);
});

/** @param {import("../site.mjs").PageName} name */
async function open(name) {
  page = await browser.open(name, { kind: "post" });
  await page.bringToFront();
  own = await ownWorld(page, browser.id);
}
/** @param {import("../site.mjs").PageName} name */
async function write(name, text = TEXT, phrases = [PHRASE]) {
  await open(name);
  await (await element(page)).click();
  await page.keyboard.type(text);
  await expectUnderlined(page, phrases);
}
const command = (/** @type {string} */ name) => tell(browser, page, { ask: "command", command: name });
const focusInCard = () =>
  until(
    async () => (await card(own.cdp))?.focus,
    (focus) => /explain/i.test(focus ?? ""),
  );
const inBox = () => page.evaluate(() => document.activeElement === /** @type {any} */ (window).boxes[0].element);
const phrase = async () => {
  const { x, y, width, height } = (await underlined(page))[0].rects[0];
  return { left: x, top: y, right: x + width, bottom: y + height };
};

describe("from one element to another of the same shadow root", () => {
  const add = (/** @type {string} */ html) =>
    page.evaluate(
      (html) =>
        document.querySelector("#interop-outlet")?.shadowRoot?.lastElementChild?.insertAdjacentHTML("beforeend", html),
      html,
    );

  test("the next editor is watched, and the first no more", async () => {
    await write("quill");
    await add('<div id="second" contenteditable="true" aria-label="Add a comment"></div>');
    await page.locator("#second").click();
    await expectUnderlined(page, []);
    await page.keyboard.type("We can cure asthma");
    await expectUnderlined(page, ["cure asthma"]);
    await (await element(page)).click();
    await expectUnderlined(page, [PHRASE]);
    await page.getByRole("combobox", { name: "Search" }).click();
    await nothingLeft(page, own);
  });

  test("a field for something else is not", async () => {
    await write("quill");
    await add('<input id="second" type="text" aria-label="Search">');
    await page.locator("#second").click();
    await page.keyboard.type(TEXT);
    await expectUnderlined(page, []);
    assert.equal(await hosts(page), 0);
  });
});

describe("in what is above the page", () => {
  /** @type {Record<string, () => void>} */
  const ABOVE = {
    "a modal dialog": () => {
      const dialog = document.body.appendChild(document.createElement("dialog"));
      const composer = /** @type {Element} */ (document.querySelector(".composer"));
      composer.removeAttribute("role");
      dialog.append(composer);
      dialog.showModal();
    },
    "a modal dialog in a shadow root": () => {
      const root = document.body.appendChild(document.createElement("div")).attachShadow({ mode: "open" });
      root.adoptedStyleSheets = document.adoptedStyleSheets;
      const dialog = root.appendChild(document.createElement("dialog"));
      const composer = /** @type {Element} */ (document.querySelector(".composer"));
      composer.removeAttribute("role");
      dialog.append(composer);
      dialog.showModal();
    },
    "a popover": () => {
      const popover = document.body.appendChild(document.createElement("div"));
      popover.popover = "manual";
      popover.append(/** @type {Element} */ (document.querySelector(".composer")));
      popover.showPopover();
    },
  };
  for (const [title, raise] of Object.entries(ABOVE)) {
    for (const name of /** @type {const} */ (["lexical", "textarea"])) {
      // Lexical asks the document for the selection, and so cannot be written in there.
      if (name === "lexical" && title.endsWith("shadow root")) continue;
      test(`${title}, ${name}: the underline is seen, and the card can be pressed`, async () => {
        await open(name);
        await page.evaluate(raise);
        await (await element(page)).click();
        await page.keyboard.type(TEXT);
        await expectUnderlined(page, [PHRASE]);
        assert.ok((await drawn(page)) > 0.8, "the underline is hidden");
        await command("open-card");
        await focusInCard();
        await press(page, own.cdp, /ignore/i);
        await expectUnderlined(page, []);
        await cardClosed(own.cdp);
        await page.keyboard.type(". We can cure asthma");
        await expectUnderlined(page, ["cure asthma"]);
      });
    }
  }
});

test("a box that becomes modal while it is written in", async () => {
  await write("textarea");
  await page.evaluate(() => {
    const dialog = document.createElement("dialog");
    const composer = /** @type {Element} */ (document.querySelector(".composer"));
    composer.before(dialog);
    composer.removeAttribute("role");
    dialog.append(composer);
    dialog.showModal();
    /** @type {any} */ (window).boxes[0].element.focus();
  });
  await page.keyboard.type("!");
  await expectUnderlined(page, [PHRASE]);
  assert.ok((await drawn(page)) > 0.8, "the underline is hidden");
});

describe("a page whose own script meddles", () => {
  test("takes the focus out of the card: the box is left, and the next one is watched", async () => {
    await write("lexical");
    await page.evaluate(() => {
      document.addEventListener(
        "focusin",
        (e) => e.target instanceof HTMLElement && e.target.dataset.thinkTwice === "" && e.target.blur(),
        { capture: true },
      );
    });
    await command("open-card");
    await nothingLeft(page, own);
    await (await element(page)).click();
    await expectUnderlined(page, [PHRASE]);
  });

  test("takes the focus elsewhere while the card gets it", async () => {
    await write("lexical");
    await page.evaluate(() => {
      const search = /** @type {HTMLElement} */ (document.querySelector("header input"));
      /** @type {any} */ (window).boxes[0].element.addEventListener("focusout", () => search.focus());
    });
    await command("open-card");
    await nothingLeft(page, own);
    await (await element(page)).click();
    await expectUnderlined(page, [PHRASE]);
  });

  test("knows an element by our name, and does not get at the card", async () => {
    await open("lexical");
    await page.evaluate(() => {
      /** @type {unknown[]} */
      const got = [];
      Object.assign(window, { got });
      class Trap extends HTMLElement {
        constructor() {
          super();
          got.push(this.attachShadow({ mode: "open" }));
        }
      }
      customElements.define("think-twice", Trap);
    });
    await (await element(page)).click();
    await page.keyboard.type(TEXT);
    await expectUnderlined(page, [PHRASE]);
    await command("next-warning");
    await cardOpen(own.cdp);
    assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).got), []);
  });

  test("makes up events: they open nothing and close nothing", async () => {
    await write("textarea");
    const [x, y] = middle(await phrase());
    await page.evaluate(
      ([clientX, clientY]) => {
        const { element } = /** @type {any} */ (window).boxes[0];
        element.dispatchEvent(new MouseEvent("click", { clientX, clientY, bubbles: true, composed: true }));
      },
      [x, y],
    );
    assert.equal(await card(own.cdp), null);
    await page.mouse.click(x, y);
    await cardOpen(own.cdp);
    await page.evaluate(() => {
      const { element } = /** @type {any} */ (window).boxes[0];
      element.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true, composed: true }));
      element.dispatchEvent(new PointerEvent("pointermove", { bubbles: true, composed: true }));
      element.dispatchEvent(new FocusEvent("focusout", { bubbles: true, composed: true }));
    });
    assert.ok(await card(own.cdp));
    await expectUnderlined(page, [PHRASE]);
  });

  test("makes up a focus: it wakes nothing", async () => {
    await open("lexical");
    await page.evaluate(() => {
      const { element } = /** @type {any} */ (window).boxes[0];
      element.dispatchEvent(new FocusEvent("focusin", { bubbles: true, composed: true }));
    });
    assert.equal(await tell(browser, page, { ask: "state" }), null);
  });

  test("hears nothing of what is done in the card", async () => {
    await write("draft");
    await page.evaluate(() => {
      /** @type {string[]} */
      const heard = [];
      Object.assign(window, { heard });
      const events =
        "keydown keyup keypress click mousedown mouseup mousemove pointerdown pointerup pointermove wheel beforeinput input focusin";
      for (const event of events.split(" "))
        document.addEventListener(
          event,
          (e) => e.target instanceof HTMLElement && e.target.dataset.thinkTwice === "" && heard.push(event),
        );
    });
    await command("open-card");
    await focusInCard();
    await page.keyboard.press("Tab");
    await page.keyboard.type("jk");
    const { rect } = await cardOpen(own.cdp);
    await page.mouse.click(rect.left + 20, rect.top + 60);
    await page.mouse.wheel(0, 10);
    const { buttons } = await cardOpen(own.cdp);
    await page.mouse.click(
      ...middle(buttons[/** @type {string} */ (Object.keys(buttons).find((b) => /ignore/i.test(b)))]),
    );
    await expectUnderlined(page, []);
    assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).heard), []);
  });
});

describe("the keyboard in the card", () => {
  test("goes on to the next card, and back to the box", async () => {
    await write("lexical", `We can ${PHRASE}. We ${SECOND}.`, [PHRASE, SECOND]);
    const { warnings } = await stateOf(browser, page);
    await command("open-card");
    await focusInCard();
    await command("next-warning");
    await until(
      () => cardOpen(own.cdp),
      ({ text, focus }) => text.includes(warnings[1].title) && /explain/i.test(focus),
    );
    await page.keyboard.press("Escape");
    await cardClosed(own.cdp);
    assert.ok(await inBox());
  });

  test("comes back to the box when its warning is gone", async () => {
    await write("lexical");
    await command("open-card");
    await focusInCard();
    await choose(browser, { rulesOff: ["advertising/cure"] });
    await cardClosed(own.cdp);
    assert.ok(await inBox());
  });
});

test("Escape leaves the focus where it is, unless it was in the card", async () => {
  await open("lexical");
  await page.evaluate((text) => {
    const html = `<div contenteditable="true" aria-label="Message"><p>${text} <b tabindex="0">Jo</b></p></div>`;
    document.querySelector("main")?.insertAdjacentHTML("beforeend", html);
    /** @type {HTMLElement} */ (document.querySelector("main b")).focus();
  }, TEXT);
  await expectUnderlined(page, [PHRASE]);
  await page.mouse.move(...middle(await phrase()));
  await cardOpen(own.cdp);
  await page.keyboard.press("Escape");
  await cardClosed(own.cdp);
  assert.equal(await page.evaluate(() => document.activeElement?.nodeName), "B");
});

test("Escape while an input method is at work is the input method's", async () => {
  await write("lexical");
  await page.evaluate(() =>
    document.addEventListener(
      "keydown",
      (e) => e.key === "Escape" && (document.title = `Escape ${e.defaultPrevented}`),
    ),
  );
  await command("next-warning");
  await cardOpen(own.cdp);
  await own.cdp.send("Input.imeSetComposition", { text: "か", selectionStart: 1, selectionEnd: 1 });
  await page.keyboard.press("Escape");
  await until(
    () => page.title(),
    (title) => title === "Escape false",
  );
  assert.ok(await card(own.cdp));
});

describe("nowhere", () => {
  for (const name of /** @type {const} */ (["lexical", "draft", "quill", "tiptap", "textarea", "input"])) {
    test(`${name}: the page's background is clicked`, async () => {
      await write(name);
      await until(
        () => badge(browser),
        (b) => b?.startsWith("1|"),
      );
      await command("next-warning");
      await cardOpen(own.cdp);
      await page.mouse.click(5, 780);
      await nothingLeft(page, own);
      await until(
        () => badge(browser),
        (b) => b === "|Think Twice",
      );
      await (await element(page)).click();
      await expectUnderlined(page, [PHRASE]);
    });
  }

  test("a box that is taken away while an input method is at work", async () => {
    await write("textarea");
    await own.cdp.send("Input.imeSetComposition", { text: "か", selectionStart: 1, selectionEnd: 1 });
    await page.evaluate(() => /** @type {any} */ (window).site.remove(0));
    await nothingLeft(page, own);
    await until(
      () => badge(browser),
      (b) => b === "|Think Twice",
    );
  });

  test("another window: the box is still watched, and so is a card that is worked", async () => {
    await write("lexical");
    await command("open-card");
    await focusInCard();
    await own.cdp.send("Emulation.setFocusEmulationEnabled", { enabled: false });
    const other = await browser.context.newPage();
    await other.bringToFront();
    await until(() => page.evaluate(() => !document.hasFocus()));
    await expectUnderlined(page, [PHRASE]);
    assert.equal(await hosts(page), 1);
    assert.ok(await card(own.cdp));
    await other.close();
  });
});
