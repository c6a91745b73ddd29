// The time on the sites: counted only while the user is there, kept through whatever happens to the worker, and only a reminder.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { dayOf, hear, isUsedUp, minutesOf, nothing, onDay, STILL } from "../../../extension/time/count.js";
import { broken } from "../accessibility.mjs";
import { launch } from "../browser.mjs";
import { badge, choose, forget } from "../extension.mjs";
import { until } from "../until.mjs";

const MINUTE = 60_000;
const NOON = new Date(2026, 10, 25, 12).getTime();

describe("the count", () => {
  /** @param {...[number, number, "here" | "away"]} signs   minutes after noon, tab, what it told */
  const after = (...signs) =>
    signs.reduce((count, [at, tab, is]) => hear(count, { tab, is, now: NOON + at * MINUTE }), nothing(NOON));

  test("adds up what lies between the signs of one tab", () => {
    assert.equal(minutesOf(after([0, 1, "here"])), 0);
    assert.equal(minutesOf(after([0, 1, "here"], [1, 1, "here"], [2.5, 1, "away"])), 2);
    assert.equal(after([0, 1, "here"], [0.5, 1, "here"]).ms, MINUTE / 2);
  });

  test("leaves out the time in which nothing was done, or the tab was left", () => {
    assert.equal(after([0, 1, "here"], [30, 1, "here"]).ms, 0);
    assert.equal(after([0, 1, "here"], [STILL / MINUTE, 1, "here"]).ms, STILL);
    assert.equal(after([0, 1, "here"], [1, 1, "away"], [2, 1, "here"], [3, 1, "away"]).ms, 2 * MINUTE);
    assert.equal(after([0, 1, "away"], [1, 1, "away"]).ms, 0);
  });

  test("counts one tab at a time, whatever comes late", () => {
    assert.equal(after([0, 1, "here"], [1, 2, "here"], [1, 1, "away"], [2, 2, "away"]).ms, MINUTE);
    assert.equal(after([0, 1, "here"], [1, 2, "here"], [2, 1, "here"]).ms, 0);
  });

  test("does not go back when the clock does", () => {
    const count = after([5, 1, "here"], [6, 1, "here"], [1, 1, "here"], [2, 1, "here"]);
    assert.equal(count.ms, 2 * MINUTE);
  });

  test("begins anew at midnight, of the user's own clock", () => {
    const late = new Date(2026, 10, 25, 23, 59).getTime();
    const before = hear(hear(nothing(late), { tab: 1, is: "here", now: late - MINUTE }), {
      tab: 1,
      is: "here",
      now: late,
    });
    assert.equal(before.ms, MINUTE);
    const next = hear(before, { tab: 1, is: "here", now: late + 1.5 * MINUTE });
    assert.deepEqual([next.date, next.ms], ["2026-11-26", MINUTE / 2]);
    assert.equal(onDay(before, late + 5 * MINUTE).ms, 0);
    assert.equal(dayOf(late), "2026-11-25");
  });

  test("is used up at the limit, and never without one", () => {
    const count = { ...nothing(NOON), ms: 20 * MINUTE };
    assert.deepEqual(
      [21, 20, 0].map((limit) => isUsedUp(count, limit)),
      [false, true, false],
    );
  });
});

describe("in the browser", () => {
  /** @type {import("../browser.mjs").Browser} */
  let browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());
  beforeEach(async () => {
    await forget(browser);
    await setClock(0);
  });
  afterEach(async () => {
    const [first, ...others] = browser.context.pages();
    await Promise.all(others.map((p) => p.close()));
    await first?.goto("about:blank");
  });

  /** Sets the worker's clock, in minutes after noon. @param {number} minutes */
  const setClock = (minutes) => browser.worker?.evaluate((now) => void (Date.now = () => now), NOON + minutes * MINUTE);
  const scripts = () =>
    /** @type {any} */ (browser.worker).evaluate(
      async () => (await chrome.scripting.getRegisteredContentScripts()).length,
    );
  const kept = () =>
    /** @type {any} */ (browser.worker).evaluate(async () => ({
      session: (await chrome.storage.session.get("time"))["time"],
      local: (await chrome.storage.local.get("time"))["time"],
    }));
  /** @param {number} minutes */
  async function limit(minutes) {
    await choose(browser, { timeMinutes: minutes });
    await until(scripts, (n) => n === (minutes > 0 ? 1 : 0));
  }
  /** On a page of a site from one minute to another. @param {number} from @param {number} to */
  async function visit(from, to) {
    await setClock(from);
    const page = await browser.open("draft");
    await page.bringToFront();
    await until(kept, ({ session }) => session?.last === NOON + from * MINUTE);
    await setClock(to);
    await page.goto("about:blank");
    await until(kept, ({ session }) => session?.last === 0);
    return page;
  }
  async function popup() {
    const opened = browser.context.waitForEvent("page");
    const url = `chrome-extension://${browser.id}/popup/popup.html`;
    await browser.worker?.evaluate((url) => chrome.tabs.create({ url, active: false }), url);
    const page = await opened;
    await page.clock.setFixedTime(NOON + 20 * MINUTE);
    await page.setViewportSize({ width: 360, height: 600 });
    await page.reload();
    await page.locator("#packs li").first().waitFor();
    return page;
  }

  test("nothing is counted, and no script is there, without a limit", async () => {
    const page = await browser.open("draft");
    await page.mouse.move(100, 100);
    await page.mouse.wheel(0, 100);
    assert.equal(await scripts(), 0);
    assert.deepEqual(Object.values(await kept()).filter(Boolean), []);
    assert.equal(await (await popup()).locator("#time").isVisible(), false);
  });

  test("what was spent on the sites is in the popup, and on the disk by date", async () => {
    await limit(20);
    await visit(0, 1.5);
    await visit(10, 12);
    const { session, local } = await kept();
    assert.equal(session.ms, 3.5 * MINUTE);
    assert.deepEqual(Object.keys(local), ["2026-11-25"]);
    const page = await popup();
    assert.equal(await page.textContent("#time-line"), "3 of 20 minutes today");
    assert.deepEqual(await broken(page), []);
  });

  test("another page, or one that is open already when the limit is set", async () => {
    const page = await browser.open("draft");
    await page.bringToFront();
    await limit(20);
    await until(kept, ({ session }) => session?.last === NOON);
    await setClock(1);
    await page.goto("https://forum.example/");
    await until(kept, ({ session }) => session?.last === 0);
    await setClock(2);
    await page.mouse.move(50, 50);
    await page.mouse.wheel(0, 100);
    assert.equal((await kept()).session.ms, MINUTE);
  });

  test("used up: a mark on the button, a line in the popup; the page is as it was", async () => {
    await limit(2);
    await visit(0, 1.9);
    const first = await browser.open("draft");
    await first.bringToFront();
    await until(
      () => badge(browser),
      (b) => b === "|Think Twice",
    );
    await first.close();
    await visit(5, 6);
    const page = await browser.open("draft");
    await page.bringToFront();
    await until(
      () => badge(browser),
      (b) => b === "time|Think Twice: today’s time is used up",
    );
    const small = await popup();
    assert.equal(await small.textContent("#time-line"), "2 of 2 minutes today");
    assert.ok(await small.locator(".time-over").isVisible());
    for (const scheme of /** @type {const} */ (["light", "dark"])) {
      await small.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      await small.evaluate(() => Promise.all(document.getAnimations().map((a) => a.finished)));
      assert.deepEqual(await broken(small), [], scheme);
    }
    // Warnings come first.
    await page.bringToFront();
    await page.locator("[contenteditable]").click();
    await page.keyboard.type("Hello. We can cure a migraine");
    await until(
      () => badge(browser),
      (b) => b === "1|Think Twice: 1 warning",
    );
    await page.getByRole("combobox", { name: "Search" }).click();
    await until(
      () => badge(browser),
      (b) => Boolean(b?.startsWith("time|")),
    );
  });

  test("the disk is written at most once a minute, and the count outlives the session's memory", async () => {
    await limit(20);
    await visit(0, 0.5);
    await visit(0.6, 0.9);
    assert.deepEqual((await kept()).local, { "2026-11-25": 30 });
    await visit(1, 1.6);
    assert.deepEqual((await kept()).local, { "2026-11-25": 84 });
    await browser.worker?.evaluate(() => chrome.storage.session.clear());
    await visit(2, 3);
    assert.deepEqual((await kept()).local, { "2026-11-25": 144 });
  });

  test("the limit is taken away: the scripts go", async () => {
    await limit(20);
    await visit(0, 1);
    await limit(0);
    const { session } = await kept();
    const page = await browser.open("draft");
    await page.mouse.wheel(0, 100);
    assert.deepEqual((await kept()).session, session);
  });
});
