// Settings that an organisation makes, by a real policy file of Chromium. It is taken away again when the tests are done.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import { element, EXTENSION, launch } from "../browser.mjs";
import { cardOpen } from "../card.mjs";
import { tell } from "../extension.mjs";
import {
  clear,
  complaintsOf,
  download,
  everything,
  expectAccessible,
  expectReachable,
  openPage,
  put,
} from "../pages.mjs";
import { expectUnderlined } from "../underlines.mjs";
import { until } from "../until.mjs";

const FOLDER = "/etc/chromium/policies/managed";
const FILE = join(FOLDER, `think-twice-test-${process.pid}.json`);
const RULE = "advertising/cure";
const PHRASE = "cure a migraine";
const OWN = '# Ours\n[[rule]]\nid = "old-name"\n';

/** What was not there before. @type {string | undefined} */
let made;
/** The extension's id: that of its folder. */
let id = "";
before(async () => {
  const browser = await launch();
  ({ id } = browser);
  await browser.close();
  made = mkdirSync(FOLDER, { recursive: true });
});
after(() => {
  rmSync(FILE, { force: true });
  if (made) rmSync(made, { recursive: true });
});

/**
 * Chromium under a policy for the extension.
 * @param {object} policy
 */
function under(policy) {
  /** @type {{browser: import("../browser.mjs").Browser}} */
  const its = { browser: /** @type {any} */ (null) };
  /** @type {ReturnType<typeof complaintsOf>} */
  let complaints;
  before(async () => {
    writeFileSync(FILE, JSON.stringify({ "3rdparty": { extensions: { [id]: policy } } }));
    its.browser = await launch();
    complaints = complaintsOf(its.browser);
  });
  after(async () => {
    await its.browser?.close();
    rmSync(FILE, { force: true });
  });
  afterEach(async () => {
    const [first, ...others] = its.browser.context.pages();
    await Promise.all(others.map((p) => p.close()));
    await first?.bringToFront();
    await clear(its.browser);
    assert.deepEqual(complaints.take(), []);
  });
  return its;
}

const ALLOW = "Always allow this phrase";
/** @param {import("../browser.mjs").Browser} browser @param {import("playwright-core").Page} page */
async function openCard(browser, page) {
  const cdp = await page.context().newCDPSession(page);
  await tell(browser, page, { ask: "command", command: "next-warning" });
  return cardOpen(cdp);
}

/** @param {import("../browser.mjs").Browser} browser */
const options = (browser) => openPage(browser, "options/options.html");

test("the schema names every setting that can be made, and the manifest names the schema", () => {
  const manifest = JSON.parse(readFileSync(join(EXTENSION, "manifest.json"), "utf8"));
  const schema = JSON.parse(readFileSync(join(EXTENSION, manifest.storage.managed_schema), "utf8"));
  const names = ["profession", "nation", "packsOff", "rulesOff", "severities", "ownPack"];
  assert.deepEqual(Object.keys(schema.properties), [...names, "locked"]);
  assert.deepEqual(schema.properties.locked.items.enum, names);
});

describe("what is locked", () => {
  const policy = {
    profession: "nurse",
    nation: "wales",
    packsOff: ["conduct"],
    rulesOff: [RULE],
    severities: { "advertising/guarantee": "low" },
    ownPack: OWN,
    locked: ["profession", "nation", "packsOff", "rulesOff", "severities", "ownPack"],
  };
  const its = under(policy);

  test("holds whatever the user chose before, is said, and cannot be worked", async () => {
    await put(its.browser, "sync", {
      settings: { version: 2, profession: "dentist", packsOff: ["advertising"], pause: true },
    });
    const page = await options(its.browser);
    assert.deepEqual((await everything(its.browser)).managed, policy);
    await page.locator("#managed", { hasText: "set by your organisation" }).waitFor();
    assert.equal(await page.inputValue("#profession"), "nurse");
    assert.equal(await page.inputValue("#nation"), "wales");
    assert.ok(await page.isChecked("#pack-advertising"));
    assert.equal(await page.isChecked("#pack-conduct"), false);
    assert.equal(await page.inputValue("#own-text"), OWN);
    await page.click('[data-pack="advertising"] summary');
    for (const control of [
      "#profession",
      "#nation",
      "#pack-conduct",
      `[id="rule-${RULE}"]`,
      `[id="severity-${RULE}"]`,
      "#own-save",
      "#own-load",
    ])
      assert.ok(await page.isDisabled(control), control);
    assert.equal(await page.locator("#own-text").getAttribute("readonly"), "");
    for (const place of ["#profession-place", "#nation-place", '[data-pack="conduct"]', ".rule-row", "#own-pack"])
      assert.ok(await page.locator(place).first().getByText("Set by your organisation").first().isVisible(), place);
    // The rest is the user's, and so is the file.
    assert.ok(await page.isChecked("#habit-pause"));
    await page.click("#habit-cooling");
    await until(
      () => everything(its.browser),
      ({ sync }) => sync.settings.cooling,
    );
    const { settings } = JSON.parse((await download(page, "#export")).text);
    assert.deepEqual(settings, {
      version: 2,
      profession: "dentist",
      packsOff: ["advertising"],
      pause: true,
      cooling: true,
    });
    await expectAccessible(page, "options under a policy");
    await page.emulateMedia({ colorScheme: "dark" });
    await expectAccessible(page, "options under a policy, dark");
    await expectReachable(page);
  });

  test("is said in the popup, the explanations and the first page", async () => {
    const popup = await its.browser.context.newPage();
    await popup.goto(`chrome-extension://${its.browser.id}/popup/popup.html`);
    await popup.locator("#packs li").first().waitFor();
    assert.ok(await popup.isVisible("#packs-managed"));
    assert.ok(await popup.isDisabled("#pack-advertising"));
    await expectAccessible(popup, "popup under a policy");
    const rule = await openPage(its.browser, `explain/explain.html?rule=${RULE}`);
    assert.ok(await rule.isDisabled("#rule-switch"));
    assert.equal(await rule.isChecked("#rule-switch"), false);
    assert.match((await rule.textContent("main .switch-row")) ?? "", /Set by your organisation/);
    await expectAccessible(rule, "rule under a policy");
    const index = await openPage(its.browser, "explain/explain.html");
    assert.ok(await index.isDisabled("#switch-conduct"));
    await expectAccessible(index, "index under a policy");
    const welcome = await openPage(its.browser, "welcome/welcome.html");
    assert.ok(await welcome.isDisabled("#profession"));
    assert.equal(await welcome.inputValue("#profession"), "nurse");
  });

  test("holds in the page", async () => {
    const page = await its.browser.open("lexical", { kind: "post" });
    await page.bringToFront();
    await (await element(page)).click();
    await page.keyboard.type(`We can ${PHRASE}. We guarantee you will be pain free.`);
    await expectUnderlined(page, ["guarantee you will be pain free"]);
    const { buttons } = await openCard(its.browser, page);
    assert.deepEqual(Object.keys(buttons).slice(-3), ["Explain this warning", "Ignore this here", ALLOW]);
  });
});

describe("what is recommended", () => {
  const its = under({ profession: "nurse", packsOff: ["conduct"], ownPack: OWN });

  test("holds until the user chooses something else", async () => {
    const page = await options(its.browser);
    assert.equal(await page.inputValue("#profession"), "nurse");
    assert.equal(await page.isChecked("#pack-conduct"), false);
    assert.equal(await page.inputValue("#own-text"), OWN);
    assert.match((await page.textContent("#own-managed")) ?? "", /until you save your own/);
    await page.click("#habit-pause");
    await until(
      () => everything(its.browser),
      ({ sync }) => sync.settings?.pause,
    );
    assert.deepEqual((await everything(its.browser)).sync.settings, { version: 2, pause: true });
    await page.selectOption("#profession", "dentist");
    await page.click("#pack-conduct");
    await page.fill("#own-text", "# mine");
    await page.click("#own-save");
    const { sync } = await until(
      () => everything(its.browser),
      ({ sync }) => sync.settings?.packsOff && sync.ownPack,
    );
    assert.deepEqual(sync.settings, { version: 2, pause: true, profession: "dentist", packsOff: [] });
    assert.equal(await page.inputValue("#own-text"), "# mine");
    assert.ok(await page.isHidden("#own-managed"));
  });

  test("leaves rules to be turned off on the card", async () => {
    const page = await its.browser.open("lexical", { kind: "post" });
    await page.bringToFront();
    await (await element(page)).click();
    await page.keyboard.type(`We can ${PHRASE}`);
    await expectUnderlined(page, [PHRASE]);
    const { buttons } = await openCard(its.browser, page);
    assert.deepEqual(Object.keys(buttons).slice(-2), [ALLOW, "Turn this rule off"]);
  });
});

describe("what is wrong in a policy", () => {
  const its = under({ packsOff: ["conduct", "No Pack"], locked: ["rulesOff", "packsOff"] });

  test("is told, and the rest holds; what is locked but not set is the user's", async () => {
    const page = await options(its.browser);
    await page.locator("#trouble", { hasText: "managed.packsOff[1]" }).waitFor();
    assert.equal(await page.isChecked("#pack-conduct"), false);
    assert.ok(await page.isDisabled("#pack-conduct"));
    await page.click('[data-pack="advertising"] summary');
    assert.ok(await page.isEnabled(`[id="rule-${RULE}"]`));
  });
});

test("the policy file is gone", () => assert.ok(!existsSync(FILE)));
