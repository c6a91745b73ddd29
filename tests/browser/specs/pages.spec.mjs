// The extension's own pages: the popup and the explanations; and the background worker.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { broken } from "../accessibility.mjs";
import { element, launch } from "../browser.mjs";
import { badge, choose, forget, ownWorld, stateOf, stored } from "../extension.mjs";
import { cardOpen } from "../card.mjs";
import { expectUnderlined } from "../underlines.mjs";
import { until } from "../until.mjs";

const PHRASE = "cure a migraine";
const RULE = "advertising/cure";

/** @type {import("../browser.mjs").Browser} */
let browser;
/** @type {string[]} */
let complaints = [];
before(async () => {
  browser = await launch();
  browser.context.on("console", (m) => void (["error", "warning"].includes(m.type()) && complaints.push(m.text())));
  browser.context.on("weberror", (e) => void complaints.push(String(e.error())));
});
after(() => browser?.close());
beforeEach(async () => {
  complaints = [];
  await forget(browser);
});
afterEach(async () => {
  const [first, ...others] = browser.context.pages();
  await Promise.all(others.map((p) => p.close()));
  await first?.bringToFront();
  assert.deepEqual(complaints, []);
});

const own = (/** @type {string} */ path) => `chrome-extension://${browser.id}/${path}`;
const packsOff = async () => (await stored(browser)).settings?.packsOff ?? [];

/** @param {string} [query] @param {"light" | "dark"} [colorScheme] */
async function explain(query = "", colorScheme = "light") {
  const page = await browser.context.newPage();
  await page.emulateMedia({ colorScheme });
  await page.goto(own(`explain/explain.html${query}`));
  await page.locator("main h1").waitFor();
  return page;
}

/** The popup, about the page that is in front. */
async function popup() {
  const opened = browser.context.waitForEvent("page");
  await browser.worker?.evaluate((url) => chrome.tabs.create({ url, active: false }), own("popup/popup.html"));
  const page = await opened;
  await page.setViewportSize({ width: 360, height: 600 });
  await page.locator("#packs li").first().waitFor();
  return page;
}

/** @param {import("../site.mjs").PageName} [name] */
async function write(name = "draft", text = `We can ${PHRASE}. We guarantee you will be pain free.`) {
  const page = await browser.open(name, { kind: "post" });
  await page.bringToFront();
  await (await element(page)).click();
  await page.keyboard.type(text);
  await page.waitForFunction(() => CSS.highlights.size > 0);
  await stateOf(browser, page);
  return page;
}

const kind = (/** @type {import("playwright-core").Page} */ page) => page.getAttribute("#state", "data-kind");

for (const scheme of /** @type {const} */ (["light", "dark"])) {
  test(`${scheme}: the pages can be used by everybody`, async () => {
    await write();
    const small = await popup();
    await small.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await small.evaluate(() => Promise.all(document.getAnimations().map((a) => a.finished)));
    assert.deepEqual(await broken(small), []);
    for (const query of [`?rule=${RULE}`, "", "?rule=advertising/nonsense"]) {
      const page = await explain(query, scheme);
      assert.deepEqual(await broken(page), [], query);
    }
  });
}

test("nothing is cut off in a narrow window, nor with large letters", async () => {
  for (const query of [`?rule=${RULE}`, ""]) {
    const page = await explain(query);
    await page.setViewportSize({ width: 320, height: 600 });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), query);
  }
});

describe("the badge", () => {
  test("counts the warnings of the box in focus", async () => {
    const page = await write();
    await until(
      () => badge(browser),
      (b) => b === "2|Think Twice: 2 warnings",
    );
    await page.keyboard.press("Control+a");
    await page.keyboard.type(`We can ${PHRASE}`);
    await until(
      () => badge(browser),
      (b) => b === "1|Think Twice: 1 warning",
    );
    await page.keyboard.press("Control+a");
    await page.keyboard.type(`We can ${PHRASE}. `.repeat(10));
    await until(
      () => badge(browser),
      (b) => b === "9+|Think Twice: 10 warnings",
    );
    await page.getByRole("combobox", { name: "Search" }).click();
    await until(
      () => badge(browser),
      (b) => b === "|Think Twice",
    );
  });

  test("takes no other message than its own", async () => {
    const page = await write();
    await until(
      () => badge(browser),
      (b) => b === "2|Think Twice: 2 warnings",
    );
    const { evaluate } = await ownWorld(page, browser.id);
    const tabs = browser.context.pages().length;
    for (const message of [
      { to: "background", tell: "count", count: -1 },
      { to: "background", tell: "count", count: "5" },
      { to: "background", tell: "explain", rule: "https://example.com" },
      { to: "popup", tell: "count", count: 3 },
      null,
      7,
    ])
      await evaluate(`chrome.runtime.sendMessage(${JSON.stringify(message)}).then(() => {}, () => {})`);
    assert.equal(await badge(browser), "2|Think Twice: 2 warnings");
    assert.equal(browser.context.pages().length, tabs);
  });
});

describe("an explanation", () => {
  test("says what, why, by which standard, and what to write instead", async () => {
    const page = await explain(`?rule=${RULE}`);
    for (const part of [".why", ".better li", ".risky li mark", ".standards a[href^='http']"])
      assert.ok((await page.locator(part).count()) > 0, part);
  });

  test("is there for every rule", async (t) => {
    const index = await explain();
    const links = await index.$$eval(".rules a", (all) => all.map((a) => /** @type {HTMLAnchorElement} */ (a).href));
    assert.ok(links.length > 50, `${links.length} rules`);
    let [examples, unmarked] = [0, 0];
    for (const link of links) {
      await index.goto(link);
      await index.locator("main h1").waitFor();
      const found = await index.evaluate(() => ({
        examples: document.querySelectorAll(".risky li").length,
        better: document.querySelectorAll(".better li").length,
        unmarked: [...document.querySelectorAll(".risky li")].filter((e) => !e.querySelector("mark")).length,
        standards: document.querySelectorAll(".standards li").length,
        unlinked: [...document.querySelectorAll(".standards li")].filter((e) => !e.querySelector("a[href^='http']"))
          .length,
      }));
      assert.ok(found.examples > 0 && found.better > 0 && found.standards > 0, `${link} ${JSON.stringify(found)}`);
      assert.equal(found.unlinked, 0, link);
      examples += found.examples;
      unmarked += found.unmarked;
    }
    t.diagnostic(`${links.length} rules, ${examples} examples, ${unmarked} of them without a mark`);
    // In some, another rule has the last word.
    assert.ok(unmarked < 0.15 * examples, `${unmarked} of ${examples} examples have no mark`);
  });

  test("by the keyboard: the rule off and on again, its wording copied", async () => {
    const page = await explain(`?rule=${RULE}`);
    await page.focus("#rule-switch");
    await page.keyboard.press("Space");
    await until(async () => (await stored(browser)).settings?.rulesOff?.includes(RULE));
    await page.keyboard.press("Space");
    await until(async () => (await stored(browser)).settings.rulesOff.length === 0);
    await browser.context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const better = (await page.textContent(".better li p")) ?? "";
    await page.focus(".better button");
    await page.keyboard.press("Enter");
    await until(
      () => page.evaluate(() => navigator.clipboard.readText()),
      (text) => text === better,
    );
  });

  test("follows a pack that is switched off elsewhere, and can switch it on", async () => {
    const page = await explain(`?rule=${RULE}`);
    await choose(browser, { packsOff: ["advertising"], futureKey: 5 });
    await page.locator(".pack-off button").click();
    await until(packsOff, (off) => off.length === 0);
    assert.equal((await stored(browser)).settings.futureKey, 5);
    await page.waitForFunction(() => document.activeElement?.id === "rule-switch");
  });

  test("of what is no rule is text and a way on", async () => {
    const odd = `<img src=x onerror=alert(1)>${"y".repeat(300)}`;
    const page = await explain(`?rule=${encodeURIComponent(odd)}`);
    assert.match((await page.textContent(".lead")) ?? "", /<img src=x/);
    assert.equal(await page.locator("main img").count(), 0);
    assert.equal(await page.locator(".pack-links a").count(), 7);
  });

  test("is found by its words", async () => {
    const page = await explain();
    await page.fill("#find", "promise cure");
    await page.waitForFunction(() => document.querySelectorAll(".rules li[hidden]").length > 0);
    const shown = await page.$$eval(".rules li:not([hidden]) a", (all) => all.map((a) => /** @type {any} */ (a).href));
    assert.ok(
      shown.some((href) => href.endsWith(`?rule=${RULE}`)),
      shown.join(" "),
    );
    await page.keyboard.press("Enter");
    assert.equal(page.url(), own("explain/explain.html"));
  });
});

describe("the popup", () => {
  test("says what the page's box has, and jumps to it", async () => {
    const page = await write();
    const small = await popup();
    assert.equal(await kind(small), "watched");
    assert.match((await small.textContent("#state-engine")) ?? "", /WebAssembly/);
    assert.equal(await small.locator(".warning").count(), 2);
    const closed = small.waitForEvent("close");
    await small.locator(".warning").nth(1).click();
    await closed;
    const { text } = await cardOpen(await browser.context.newCDPSession(page));
    const { warnings } = await stateOf(browser, page);
    assert.ok(text.includes(warnings[1].title));
  });

  test("names the engine that the page lets run", async () => {
    await write("quill", `We can ${PHRASE}`);
    assert.match((await (await popup()).textContent("#state-engine")) ?? "", /JavaScript/);
  });

  test("switches packs and the site by the keyboard, at once in the page", async () => {
    const page = await write();
    const small = await popup();
    await small.focus("#pack-advertising");
    await small.keyboard.press("Space");
    await until(packsOff, (off) => off.includes("advertising"));
    await expectUnderlined(page, []);
    assert.equal(await small.evaluate(() => document.activeElement?.id), "pack-advertising");
    await small.keyboard.press("Space");
    await expectUnderlined(page, [PHRASE, "guarantee you will be pain free"]);
    await small.focus("#site-switch");
    await small.keyboard.press("Space");
    await until(
      () => kind(small),
      (k) => k === "site-off",
    );
    assert.ok(await small.isHidden("#warnings"));
    await expectUnderlined(page, []);
    await small.keyboard.press("Space");
    await expectUnderlined(page, [PHRASE, "guarantee you will be pain free"]);
    await until(
      () => kind(small),
      (k) => k === "watched",
    );
  });

  test("keeps both of two quick switches", async () => {
    await write();
    const small = await popup();
    await small.evaluate(() => {
      document.getElementById("pack-boundaries")?.click();
      document.getElementById("pack-endorsement")?.click();
    });
    await until(packsOff, (off) => off.length === 2 && off.includes("boundaries") && off.includes("endorsement"));
  });

  test("says why a page is not watched", async () => {
    const page = await browser.open("lexical");
    await page.bringToFront();
    assert.equal(await kind(await popup()), "no-box");
    await page.goto("about:blank");
    await page.bringToFront();
    assert.equal(await kind(await popup()), "not-supported");
  });

  test("uses the good part of spoilt settings, and loses nothing", async () => {
    await browser.worker?.evaluate(() =>
      chrome.storage.sync.set({
        settings: {
          version: "x",
          profession: 7,
          packsOff: ["conduct", 5, "NO WAY", "conduct"],
          rulesOff: "all",
          sitesOff: ["x.com"],
        },
      }),
    );
    await write("lexical", `We can ${PHRASE}`);
    const small = await popup();
    await small.locator("#trouble").waitFor();
    await (await popup()).close();
    const { setAside } = (await stored(browser)).local;
    assert.deepEqual(
      setAside.map((/** @type {any} */ e) => [e.where, e.value]),
      [
        ["sync.settings.version", "x"],
        ["sync.settings.profession", 7],
        ["sync.settings.packsOff[1]", 5],
        ["sync.settings.packsOff[2]", "NO WAY"],
        ["sync.settings.rulesOff", "all"],
      ],
    );
    await small.locator("#pack-conduct").click();
    await until(packsOff, (off) => off.length === 0);
    assert.deepEqual((await stored(browser)).settings.sitesOff, ["x.com"]);
  });
});

test("a salt is made at installation", async () => {
  await until(async () => /^[0-9a-f]{32}$/.test((await stored(browser)).local.salt ?? ""));
});
