// The options, by the user's own actions: clicks, keys, files.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { element, launch } from "../browser.mjs";
import { press } from "../card.mjs";
import {
  clear,
  complaintsOf,
  download,
  everything,
  expectAccessible,
  expectReachable,
  openPage,
  put,
  upload,
} from "../pages.mjs";
import { expectUnderlined, underlined } from "../underlines.mjs";
import { until } from "../until.mjs";

const RULE = "advertising/cure";
const PHRASE = "cure a migraine";
const SECOND = "cure asthma";

/** @type {import("../browser.mjs").Browser} */
let browser;
/** @type {ReturnType<typeof complaintsOf>} */
let complaints;
before(async () => {
  browser = await launch();
  complaints = complaintsOf(browser);
});
after(() => browser?.close());
beforeEach(() => clear(browser));
afterEach(async () => {
  const [first, ...others] = browser.context.pages();
  await Promise.all(others.map((p) => p.close()));
  await first?.bringToFront();
  assert.deepEqual(complaints.take(), []);
});

/** @param {Parameters<typeof openPage>[2]} [how] */
const options = (how) => openPage(browser, "options/options.html", how);
const chosen = async () => (await everything(browser)).sync.settings ?? {};
/** @param {(settings: any) => unknown} good */
const untilChosen = (good) => until(chosen, good);
/** @param {import("playwright-core").Page} page @param {string} pack */
const openPack = async (page, pack) => {
  await page.click(`[data-pack="${pack}"] summary`);
  // The browser says only in its next task that a part was opened: the rules are made then.
  await page.locator(`[data-pack="${pack}"] .rule-list > *`).first().waitFor();
};
const byId = (/** @type {string} */ id) => `[id="${id}"]`;

describe("what is chosen", () => {
  test("profession and nation", async () => {
    const page = await options();
    await page.selectOption("#profession", "nurse");
    await untilChosen((s) => s.profession === "nurse");
    await page.selectOption("#nation", { label: "Scotland" });
    await untilChosen((s) => s.nation === "scotland");
    assert.deepEqual(await chosen(), { version: 2, profession: "nurse", nation: "scotland" });
    assert.match((await page.textContent("#profession-note")) ?? "", /Nursing and Midwifery/);
    await page.reload();
    await page.locator("html[data-ready]").waitFor({ state: "attached" });
    assert.equal(await page.inputValue("#profession"), "nurse");
    assert.equal(await page.inputValue("#nation"), "scotland");
  });

  test("packs and rules, by the keyboard", async () => {
    const page = await options();
    await page.focus("#pack-conduct");
    await page.keyboard.press("Space");
    await untilChosen((s) => s.packsOff?.includes("conduct"));
    await page.focus('[data-pack="advertising"] summary');
    await page.keyboard.press("Enter");
    await page.focus(byId(`rule-${RULE}`));
    await page.keyboard.press("Space");
    await untilChosen((s) => s.rulesOff?.includes(RULE));
    await page.locator('[data-pack="advertising"] .switch-note', { hasText: "1 off" }).waitFor();
    await page.keyboard.press("Space");
    await untilChosen((s) => s.rulesOff.length === 0);
  });

  test("a rule's severity, which the other pages show, and back to as delivered", async () => {
    const page = await options();
    await openPack(page, "advertising");
    const select = byId(`severity-${RULE}`);
    assert.match((await page.locator(`${select} option:checked`).textContent()) ?? "", /Stop \(as delivered\)/);
    await page.selectOption(select, "low");
    await until(
      () => everything(browser),
      ({ sync }) => sync.severities?.[RULE] === "low",
    );
    await page.locator('[data-pack="advertising"] .switch-note', { hasText: "1 with another severity" }).waitFor();
    const rule = await openPage(browser, `explain/explain.html?rule=${RULE}`);
    assert.match((await rule.textContent(".rule-severity")) ?? "", /^Consider/);
    assert.match((await rule.textContent(".rule-title")) ?? "", /As delivered: Stop/);
    await page.selectOption(select, "");
    await until(
      () => everything(browser),
      ({ sync }) => Object.keys(sync.severities).length === 0,
    );
  });

  test("sites, at once in the page", async () => {
    const post = await browser.open("lexical", { kind: "post" });
    await post.bringToFront();
    await (await element(post)).click();
    await post.keyboard.type(`We can ${PHRASE}`);
    await expectUnderlined(post, [PHRASE]);
    const page = await options();
    await page.click(byId("site-facebook.com"));
    await untilChosen((s) => s.sitesOff?.includes("facebook.com"));
    await expectUnderlined(post, []);
  });

  test("habits: off unless asked for", async () => {
    const page = await options();
    for (const id of ["habit-pause", "habit-cooling"]) assert.equal(await page.isChecked(`#${id}`), false);
    await page.click("label[for=habit-pause]");
    await page.click("#habit-cooling");
    await page.selectOption("#habit-time", { label: "20 minutes a day" });
    const { version: _, ...now } = await untilChosen((s) => s.timeMinutes);
    assert.deepEqual(now, { pause: true, cooling: true, timeMinutes: 20 });
  });

  test("what changes elsewhere is shown at once", async () => {
    const page = await options();
    await put(browser, "sync", { settings: { version: 2, packsOff: ["conduct"], timeMinutes: 25, theme: "dark" } });
    await page.waitForFunction(() => !(/** @type {any} */ (document.getElementById("pack-conduct")).checked));
    assert.equal(await page.locator("#habit-time option:checked").textContent(), "25 minutes a day");
    assert.ok(await page.isChecked("#theme-dark"));
  });
});

test("the look: every page follows it, whatever the system's", async () => {
  const page = await options({ colorScheme: "light" });
  const other = await openPage(browser, `explain/explain.html?rule=${RULE}`);
  const popup = await openPage(browser, "welcome/welcome.html");
  const paper = () =>
    Promise.all(
      [page, other, popup].map((p) => p.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)),
    );
  const isLight = (/** @type {string} */ c) => Number(/\d+/.exec(c)?.[0]) > 200;
  assert.ok((await paper()).every(isLight));
  await page.click("label:has(#theme-dark)");
  await until(paper, (all) => all.every((/** @type {string} */ c) => !isLight(c)));
  await page.focus("#theme-dark");
  await page.keyboard.press("ArrowUp");
  await untilChosen((s) => s.theme === "light");
  await page.emulateMedia({ colorScheme: "dark" });
  await until(paper, (all) => all.every(isLight));
  // From the first moment on: what the page starts with is not the system's.
  await page.reload();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "light");

  const tone = () =>
    other.evaluate(() => getComputedStyle(/** @type {Element} */ (document.querySelector(".severity"))).color);
  const before = await tone();
  await page.click("label:has(#underlines-contrast)");
  await untilChosen((s) => s.underlines === "contrast");
  await until(tone, (now) => now !== before);
});

describe("allowed phrases", () => {
  /** Allows the phrases in a page, by the card's button. */
  async function allowAll() {
    const page = await browser.open("lexical", { kind: "post" });
    await page.bringToFront();
    const cdp = await browser.context.newCDPSession(page);
    await (await element(page)).click();
    await page.keyboard.type(`Hello. We can ${PHRASE}. We can ${SECOND}.`);
    for (const left of [[PHRASE, SECOND], [SECOND]]) {
      await expectUnderlined(page, left);
      const { x, y, width, height } = (await underlined(page))[0].rects[0];
      await page.mouse.click(x + width / 2, y + height / 2);
      await press(page, cdp, /always allow/i);
    }
    await expectUnderlined(page, []);
    return page;
  }

  test("are nowhere as text, and can be forgotten one by one and all at once", async () => {
    const post = await allowAll();
    const page = await options();
    assert.equal(await page.locator(".phrase-row").count(), 2);
    assert.match((await page.textContent(".phrase-row")) ?? "", /Promise of a cure.*Allowed on \d+ \w+ \d{4}/);
    const kept = JSON.stringify([
      await everything(browser),
      await page.evaluate(() => ({ ...localStorage })),
      await page.content(),
    ]);
    assert.doesNotMatch(kept, /migraine|asthma|Hello/i);
    const { text } = await download(page, "#export");
    assert.doesNotMatch(text, /migraine|asthma|Hello/i);

    await page.focus(".phrase-row:last-child button");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelectorAll(".phrase-row").length === 1);
    await expectUnderlined(post, [PHRASE]);
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), "BUTTON");
    await page.click("#forget-all");
    await page.keyboard.press("Escape");
    assert.equal((await everything(browser)).local.allowed.length, 1);
    await page.click("#forget-all");
    await page.locator("dialog").getByRole("button", { name: "Forget all" }).click();
    await page.locator(".empty").waitFor();
    assert.deepEqual((await everything(browser)).local.allowed, []);
    await expectUnderlined(post, [PHRASE, SECOND]);
  });
});

test("the keyboard shortcuts, and the way to change them", async () => {
  const page = await options();
  assert.equal(await page.locator(".key-row").count(), 4);
  await page.locator(".key-row", { hasText: "Go to the next warning" }).waitFor();
  // The browser leaves out a key that is its own.
  const keys = await page.locator(".key-row .keys").allTextContents();
  assert.deepEqual(keys.sort(), ["Alt+Shift+E", "Alt+Shift+J", "Alt+Shift+K", "Alt+Shift+O"]);
  const [opened] = await Promise.all([browser.context.waitForEvent("page"), page.click("#change-keys")]);
  await opened.waitForURL("chrome://extensions/shortcuts");
});

describe("the file with all settings", () => {
  const hash = "0123456789abcdef".repeat(4);
  const settings = {
    version: 2,
    profession: "dentist",
    nation: "wales",
    packsOff: ["conduct"],
    rulesOff: [RULE],
    sitesOff: ["x.com"],
    otherSites: ["example.org"],
    theme: "dark",
    underlines: "contrast",
    pause: true,
    cooling: true,
    timeMinutes: 30,
  };
  const whole = {
    sync: { settings, severities: { "conduct/swearing": "high" } },
    local: { salt: "5".repeat(32), allowed: [{ hash, rule: RULE, date: "2026-11-20" }] },
  };

  test("goes out, comes back on another computer, and is the same", async () => {
    await put(browser, "sync", whole.sync);
    await put(browser, "local", {
      ...whole.local,
      ownPack: { text: "# one\n# two", date: "2026-11-20T10:00:00.000Z" },
    });
    const page = await options();
    const file = await download(page, "#export");
    assert.match(file.name, /^think-twice-settings-\d{4}-\d{2}-\d{2}\.json$/);
    assert.ok(file.text.split("\n").length > 30, "a person can read it");
    await page.click("#reset");
    await page.locator("dialog").getByRole("button", { name: "Cancel" }).click();
    assert.equal((await chosen()).profession, "dentist");
    await page.click("#reset");
    await page.locator("dialog").getByRole("button", { name: "Reset everything" }).click();
    await page.getByText("Everything is as on the first day.").waitFor();
    const after = await everything(browser);
    assert.deepEqual([after.sync, after.local.allowed, after.local.ownPack], [{}, undefined, undefined]);

    await clear(browser);
    await upload(page, "#import", file.text);
    await page.locator("dialog", { hasText: "replaced by 1 from the file" }).waitFor();
    await page.locator("dialog").getByRole("button", { name: "Use them" }).click();
    await page.getByText("The settings of the file are in use now.").waitFor();
    const { sync, local } = await everything(browser);
    assert.deepEqual({ settings: sync.settings, severities: sync.severities }, whole.sync);
    assert.deepEqual({ salt: local.salt, allowed: local.allowed }, whole.local);
    assert.equal(local.ownPack.text, "# one\n# two");
    assert.equal((await download(page, "#export")).text, file.text);
    assert.equal(await page.inputValue("#profession"), "dentist");
    assert.equal(await page.inputValue("#own-text"), "# one\n# two");
  });

  test("of a newer version keeps its number and what is not known here", async () => {
    const page = await options();
    const newer = { product: "Think Twice", settings: { version: 7, theme: "dark", shiny: { new: ["thing"] } } };
    await upload(page, "#import", JSON.stringify(newer));
    await page.getByRole("button", { name: "Use them" }).click();
    await untilChosen((s) => s.theme === "dark");
    await page.click("#habit-pause");
    assert.deepEqual(await untilChosen((s) => s.pause), { ...newer.settings, pause: true });
  });

  test("can be refused", async () => {
    await put(browser, "sync", whole.sync);
    await put(browser, "local", whole.local);
    const page = await options();
    await upload(page, "#import", JSON.stringify({ product: "Think Twice", settings: { version: 2 } }));
    await page.locator("dialog").getByRole("button", { name: "Cancel" }).click();
    const { sync, local } = await everything(browser);
    assert.deepEqual([sync, local], [whole.sync, whole.local]);
  });

  const good = '{\n  "product": "Think Twice",\n  "settings": {\n    "version": 2,\n';
  /** @type {[string, string | Buffer, RegExp[]][]} */
  const bad = [
    ["cut off", `${good}    "packsOff": ["conduct"`, [/Line 5: the file ends too early/]],
    ["without a comma", `${good}    "pause": true\n    "cooling": true\n  }\n}`, [/Line 6: a comma/]],
    ["with a text that is not closed", `${good}    "theme": "dark\n  }\n}`, [/Line 5: the text in quotes/]],
    ["with a word that is none", `${good}    "pause": yes\n  }\n}`, [/Line 5: a value is missing/]],
    ["with more after its end", `${good}    "pause": true\n  }\n}\n{}`, [/Line 8: there is something after/]],
    [
      "of wrong types",
      `${good}    "packsOff": "conduct",\n    "rulesOff": [\n      "advertising/cure",\n      5\n    ],\n    "severities": {\n      "conduct/swearing": "huge"\n    },\n    "pause": "yes",\n    "timeMinutes": -3\n  },\n  "allowed": {\n    "salt": "no",\n    "phrases": [{}]\n  },\n  "ownPack": 7\n}`,
      [
        /Line 5, settings\.packsOff: this must be a list/,
        /Line 8, settings\.rulesOff\[1\]: this value/,
        /Line 11, settings\.severities\.conduct\/swearing: this value/,
        /Line 13, settings\.pause/,
        /Line 14, settings\.timeMinutes/,
        /Line 17, allowed\.salt/,
        /Line 18, allowed\.phrases\[0\]/,
        /Line 20, ownPack: this must be a list/,
      ],
    ],
    ["of another product", '{\n  "name": "think-twice"\n}', [/Line 1: this is not a file of Think Twice/]],
    ["that is only a list", "[]", [/not a file of Think Twice/]],
    ["that is empty", "", [/Line 1: the file ends too early/]],
    ["of brackets", "[".repeat(100_000), [/Line 1: there are too many brackets/]],
    ["of 3 MB", `${good}    "rulesOff": ["${"x".repeat(3 << 20)}"]\n  }\n}`, [/this is too large/]],
    ["of 5 MB", Buffer.alloc(5 << 20, "x"), [/file\.json” is too large/]],
    ["that is no text", Buffer.from([0x7b, 0xff, 0xfe, 0x00]), [/could not be read as text/]],
  ];
  for (const [name, contents, messages] of bad) {
    test(`${name}: says the line and the reason, and changes nothing`, async () => {
      await put(browser, "sync", whole.sync);
      await put(browser, "local", whole.local);
      const page = await options();
      await upload(page, "#import", contents);
      const box = page.locator("#file-outcome .trouble-box");
      await box.waitFor();
      for (const message of messages) assert.match((await box.textContent()) ?? "", message);
      assert.match((await box.textContent()) ?? "", /Nothing was changed/);
      const { sync, local } = await everything(browser);
      assert.deepEqual([sync, local], [whole.sync, whole.local]);
    });
  }
});

describe("everybody can use them", () => {
  for (const [colorScheme, zoom] of /** @type {const} */ ([
    ["light", 1],
    ["dark", 1],
    ["light", 2],
  ])) {
    test(`${colorScheme}, at ${zoom * 100} %`, async () => {
      await put(browser, "sync", {
        settings: { version: 2, packsOff: ["conduct"], rulesOff: [RULE], timeMinutes: "x" },
      });
      await put(browser, "local", { allowed: [{ hash: "0".repeat(64), rule: RULE, date: "2026-11-20" }] });
      const page = await options({ colorScheme, zoom });
      await openPack(page, "advertising");
      await openPack(page, "conduct");
      await page.click("#own-example");
      await upload(page, "#import", "{");
      await page.locator("#file-outcome .trouble-box").waitFor();
      await expectAccessible(page, "options");
      await page.click("label:has(#underlines-contrast)");
      await untilChosen((s) => s.underlines === "contrast");
      await expectAccessible(page, "options with strong contrast");
      await page.click("#reset");
      await page.locator("dialog").waitFor();
      await expectAccessible(page, "the question");
    });
  }

  test("by the keyboard alone", async () => {
    await put(browser, "local", {
      allowed: [{ hash: "0".repeat(64), rule: RULE, date: "2026-11-20" }],
      setAside: [{ date: "2026-11-20", where: "sync.settings.theme", value: "pink" }],
    });
    const page = await options();
    await openPack(page, "boundaries");
    await expectReachable(page);
  });
});
