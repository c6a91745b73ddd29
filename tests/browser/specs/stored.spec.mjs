// Stored settings of every kind that another version, another computer or a fault may leave: a message is shown, nothing is
// lost, and no page is broken.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { launch } from "../browser.mjs";
import { clear, complaintsOf, download, everything, openPage, put } from "../pages.mjs";
import { until } from "../until.mjs";

const RULE = "advertising/cure";

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
  await Promise.all(
    browser.context
      .pages()
      .slice(1)
      .map((p) => p.close()),
  );
  assert.deepEqual(complaints.take(), []);
});

const options = () => openPage(browser, "options/options.html");
const trouble = async (/** @type {import("playwright-core").Page} */ page) =>
  (await page.isVisible("#trouble")) ? await page.textContent("#trouble") : "";

/** No page is broken: each shows what it is there for. */
async function expectAllPages() {
  for (const [path, sign] of [
    ["options/options.html", "#packs .pack"],
    ["popup/popup.html", "#packs li"],
    [`explain/explain.html?rule=${RULE}`, ".why"],
    ["explain/explain.html", ".rules li"],
    ["welcome/welcome.html", "#warnings li"],
  ]) {
    const page = await browser.context.newPage();
    await page.goto(`chrome-extension://${browser.id}/${path}`);
    await page.locator(String(sign)).first().waitFor();
    await page.close();
  }
}

test("of version 1: taken over, and only what was chosen is written", async () => {
  await put(browser, "sync", {
    settings: { version: 1, profession: "osteopath", packsOff: ["conduct"], rulesOff: [], sitesOff: ["x.com"], odd: 5 },
  });
  const page = await options();
  assert.equal(await trouble(page), "");
  assert.equal(await page.isChecked("#pack-conduct"), false);
  await page.click("#habit-pause");
  const { sync } = await until(
    () => everything(browser),
    ({ sync }) => sync.settings.pause,
  );
  assert.deepEqual(sync.settings, { version: 2, packsOff: ["conduct"], sitesOff: ["x.com"], odd: 5, pause: true });
  await expectAllPages();
});

test("of a newer version: its number and its own keys stay", async () => {
  const newer = { version: 9, theme: "dark", colours: ["mauve"] };
  await put(browser, "sync", { settings: newer });
  const page = await options();
  assert.equal(await trouble(page), "");
  await page.click("#habit-pause");
  const { sync } = await until(
    () => everything(browser),
    ({ sync }) => sync.settings.pause,
  );
  assert.deepEqual(sync.settings, { ...newer, pause: true });
  await expectAllPages();
});

test("cut off: told, set aside, exported, removed", async () => {
  const half = '{"version":2,"packsOff":["cond';
  await put(browser, "sync", { settings: half });
  await put(browser, "local", { allowed: half, ownPack: half });
  await expectAllPages();
  const page = await options();
  assert.match((await trouble(page)) ?? "", /could not be read/);
  assert.match((await page.textContent("#aside")) ?? "", /sync\.settings.*local\.allowed.*local\.ownPack/s);
  const values = () => everything(browser).then(({ local }) => local.setAside?.map((/** @type {any} */ e) => e.value));
  assert.deepEqual(await values(), [half, half, half]);
  await page.click("#pack-conduct");
  await until(
    () => everything(browser),
    ({ sync }) => sync.settings.packsOff?.[0] === "conduct",
  );
  const file = await download(page, "#aside-export");
  assert.deepEqual(
    JSON.parse(file.text).map((/** @type {any} */ e) => e.value),
    [half, half, half],
  );
  await page.click("#aside-remove");
  await page.locator("dialog").getByRole("button", { name: "Remove" }).click();
  await page.locator("#aside").waitFor({ state: "hidden" });
  await page.reload();
  await page.locator("html[data-ready]").waitFor({ state: "attached" });
  assert.equal(await trouble(page), "");
  assert.equal(await values(), undefined);
  assert.equal(await page.isChecked("#pack-conduct"), false);
});

test("of wrong types: the good part is used, the rest is set aside", async () => {
  const settings = {
    version: "two",
    profession: ["nurse"],
    nation: "atlantis",
    packsOff: { conduct: true },
    rulesOff: [RULE, null, 7],
    sitesOff: "x.com",
    otherSites: ["example.org", "not a host"],
    theme: "pink",
    underlines: 3,
    pause: "yes",
    cooling: true,
    timeMinutes: 1e9,
  };
  await put(browser, "sync", { settings, severities: { [RULE]: "awful", "conduct/swearing": "low" } });
  await put(browser, "local", { allowed: [{ hash: 1 }], salt: 5, setAside: "rubbish", ownPack: [1, 2] });
  await expectAllPages();
  const page = await options();
  assert.match((await trouble(page)) ?? "", /could not be read/);
  assert.ok(await page.isChecked("#habit-cooling"));
  await page.click("#habit-pause");
  const { sync, local } = await until(
    () => everything(browser),
    ({ sync }) => sync.settings.pause === true,
  );
  assert.deepEqual(sync.settings, {
    version: 2,
    rulesOff: [RULE],
    otherSites: ["example.org"],
    pause: true,
    cooling: true,
  });
  assert.deepEqual(sync.severities, { "conduct/swearing": "low" });
  const aside = Object.fromEntries(local.setAside.map((/** @type {any} */ e) => [e.where, e.value]));
  assert.deepEqual(aside, {
    "local.setAside": "rubbish",
    "sync.settings.version": "two",
    "sync.settings.profession": ["nurse"],
    "sync.settings.nation": "atlantis",
    "sync.settings.packsOff": { conduct: true },
    "sync.settings.rulesOff[1]": null,
    "sync.settings.rulesOff[2]": 7,
    "sync.settings.sitesOff": "x.com",
    "sync.settings.otherSites[1]": "not a host",
    "sync.settings.theme": "pink",
    "sync.settings.underlines": 3,
    "sync.settings.pause": "yes",
    "sync.settings.timeMinutes": 1e9,
    [`sync.settings.severities.${RULE}`]: "awful",
    "local.allowed[0]": { hash: 1 },
    "local.ownPack": [1, 2],
  });
});

test("of 5 MB: told, and nothing is lost where it cannot be copied", async () => {
  // More than half of what the browser lets be stored: it cannot lie in two places.
  const huge = "x".repeat(5.5 * 1024 * 1024);
  await browser.worker?.evaluate(
    (length) => chrome.storage.local.set({ allowed: { text: "x".repeat(length) } }),
    huge.length,
  );
  const size = () =>
    browser.worker?.evaluate(async () => {
      const { allowed, setAside } = await chrome.storage.local.get(["allowed", "setAside"]);
      return [JSON.stringify(allowed ?? null).length, JSON.stringify(setAside ?? null).length];
    });
  const page = await options();
  assert.match((await trouble(page)) ?? "", /storage/);
  await expectAllPages();
  assert.ok(Number((await size())?.[0]) > huge.length);
  // The switch of a setting does not touch it.
  await page.click("#habit-pause");
  await until(
    () => everything(browser),
    ({ sync }) => sync.settings?.pause === true,
  );
  assert.ok(Number((await size())?.[0]) > huge.length);
});

test("in a full storage: told, and all is as it was", async () => {
  await put(browser, "sync", { settings: { version: 2, packsOff: ["conduct"] } });
  const filled = await browser.worker?.evaluate(async () => {
    const items = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`fill${i}`, "x".repeat(8100)]));
    await chrome.storage.sync.set(items);
    const left = chrome.storage.sync.QUOTA_BYTES - (await chrome.storage.sync.getBytesInUse());
    await chrome.storage.sync.set({ rest: "x".repeat(left - 8) });
    return chrome.storage.sync.QUOTA_BYTES - (await chrome.storage.sync.getBytesInUse());
  });
  assert.ok(Number(filled) < 10, `${filled} bytes are left`);
  const before = await everything(browser);
  const page = await options();
  await page.click("#pack-advertising");
  await page.locator("#trouble").waitFor();
  assert.match((await trouble(page)) ?? "", /storage is full.*Nothing was lost/);
  await page.waitForFunction(() => /** @type {any} */ (document.getElementById("pack-advertising")).checked);
  await page.selectOption("#profession", "nurse");
  await page.waitForFunction(() => /** @type {any} */ (document.getElementById("profession")).value === "osteopath");
  assert.deepEqual((await everything(browser)).sync, before.sync);
  // The practice's own rules are still kept on this computer.
  await page.fill("#own-text", "# ours");
  await page.click("#own-save");
  await page.locator("#own-state", { hasText: "on this computer only" }).waitFor();
  assert.equal((await everything(browser)).local.ownPack.text, "# ours");
  await expectAllPages();
});
