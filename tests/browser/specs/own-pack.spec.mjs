// The practice's own rules in the options: written, loaded, saved, and judged by the engine.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { EXTENSION, launch } from "../browser.mjs";
import { clear, complaintsOf, download, everything, expectAccessible, openPage, put, upload } from "../pages.mjs";
import { until } from "../until.mjs";

const EXAMPLE = readFileSync(join(EXTENSION, "options/example-pack.toml"), "utf8");
/** Two rules that are right. */
const RIGHT = `title = "Harbour Osteopaths"
about = "Agreed at the team meeting."

[[rule]]
id = "staff"
title = "A colleague's name"
match = ["Sam Okafor", "(doctor | dr) Lindqvist"]
why = "We name nobody without asking."

[[rule]]
id = "names"
title = "Our old name"
severity = "low"
match = "riverside clinic"
why = "We have another name now."
flag = "Come to the riverside clinic"
`;
/** The same with four mistakes. */
const WRONG = `${RIGHT.replace("dr)", "dr").replace("to the riverside clinic", "to the riverside")}kinds = "<b>ad</b>"

[[rule]]
id = "Old Name"
match = "x"
`;
const PROBLEMS = [
  "Line 7: ')' is missing",
  "Line 16: the rule 'own/names' does not find this",
  "Line 17: '<b>ad</b>' is no kind of post: write post, comment, reply or message",
  'Line 20: this rule has no id: write id = "…", in small letters, digits and hyphens, at most 60 of them',
];

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
/** @param {import("playwright-core").Page} page @param {string} text */
const state = (page, text) => page.locator("#own-state", { hasText: text }).waitFor();
/** @param {import("playwright-core").Page} page @param {string} text */
const good = (page, text) => page.locator("#own-outcome .outcome", { hasText: text }).waitFor();
/** @param {import("playwright-core").Page} page @param {string} text */
const inField = (page, text) =>
  page.waitForFunction((text) => /** @type {any} */ (document.getElementById("own-text")).value === text, text);

test("the example is right, and is kept as it is", async () => {
  const page = await options();
  assert.equal(await page.textContent("#own-outcome"), "");
  await page.click("#own-example");
  await inField(page, EXAMPLE);
  await good(page, "5 rules can be used.");
  assert.equal(await page.locator("#own-problems").count(), 0);
  assert.equal(await page.locator(".line-numbers .has-problem").count(), 0);
  await state(page, "Not saved yet");
  await page.focus("#own-text");
  await page.keyboard.press("Control+s");
  await state(page, "for all your computers");
  const { sync, local } = await everything(browser);
  assert.equal(local.ownPack.text, EXAMPLE);
  assert.deepEqual(sync.ownPack, local.ownPack);
  await page.reload();
  await page.locator("html[data-ready]").waitFor({ state: "attached" });
  assert.equal(await page.inputValue("#own-text"), EXAMPLE);
  await state(page, "Saved on");
  await page.locator('[data-pack="own"]', { hasText: "Old Mill Clinic" }).waitFor();
});

test("shows problems at their line, and what is good can be used", async () => {
  const page = await options();
  await page.focus("#own-text");
  await page.keyboard.insertText(WRONG.slice(0, -1));
  await page.keyboard.press("Enter");
  const problems = page.locator("#own-problems");
  await problems.locator("strong", { hasText: "4 problems" }).waitFor();
  assert.deepEqual(await problems.locator("li").allTextContents(), PROBLEMS);
  await good(page, "2 rules can be used.");
  assert.deepEqual(await page.locator(".line-numbers .has-problem").allTextContents(), ["7", "16", "17", "20"]);
  await problems.locator("button").nth(2).focus();
  await page.keyboard.press("Enter");
  assert.equal(
    await page.evaluate(() => {
      const { value, selectionStart, selectionEnd } = /** @type {any} */ (document.activeElement);
      return value.slice(selectionStart, selectionEnd);
    }),
    '"<b>ad</b>"',
  );
  await expectAccessible(page, "with problems");
  await page.emulateMedia({ colorScheme: "dark" });
  await expectAccessible(page, "with problems, dark");
  await page.fill("#own-text", RIGHT);
  await problems.waitFor({ state: "detached" });
  await good(page, "2 rules can be used.");
});

test("a text without a rule is told as such", async () => {
  const page = await options();
  await page.fill("#own-text", "Please never name our colleagues.");
  await page.locator("#own-problems li").first().waitFor();
  await good(page, "0 rules can be used.");
  await page.fill("#own-text", " ");
  await page.locator("#own-problems").waitFor({ state: "detached" });
  assert.equal(await page.textContent("#own-outcome"), "");
});

test("the rules that are saved have their switches and severities, and are explained", async () => {
  const page = await options();
  assert.equal(await page.locator('[data-pack="own"]').count(), 0);
  await page.fill("#own-text", RIGHT);
  await page.click("#own-save");
  const pack = page.locator('[data-pack="own"]');
  await pack.locator("summary").click();
  await pack.locator(".rule-row").nth(1).waitFor();
  assert.match((await pack.textContent()) ?? "", /Harbour Osteopaths.*Agreed at the team meeting/);
  assert.equal(await pack.locator(".rule-row").count(), 2);
  assert.match((await pack.locator(".rule-row").nth(1).textContent()) ?? "", /Our old name/);
  assert.match(
    (await page.locator('[id="severity-own/names"] option:checked').textContent()) ?? "",
    /Consider \(as delivered\)/,
  );
  await page.click('[id="rule-own/staff"]');
  await page.selectOption('[id="severity-own/names"]', "high");
  await until(
    () => everything(browser),
    ({ sync }) => sync.settings?.rulesOff?.includes("own/staff") && sync.severities?.["own/names"] === "high",
  );
  const rule = await openPage(browser, "explain/explain.html?rule=own/names");
  assert.equal(await rule.textContent("main h1"), "Our old name");
  assert.match((await rule.textContent("main")) ?? "", /We have another name now/);
  const index = await openPage(browser, "explain/explain.html");
  await index.getByRole("heading", { name: "Harbour Osteopaths" }).waitFor();
  await page.bringToFront();
  await page.fill("#own-text", "");
  await page.click("#own-save");
  await pack.waitFor({ state: "detached" });
});

test("the rules that are open stay open when another computer saves, and in use when it saves the same", async () => {
  const page = await options();
  await page.fill("#own-text", RIGHT);
  await page.click("#own-save");
  const pack = page.locator('[data-pack="own"]');
  await pack.locator("summary").click();
  const severity = page.locator('[id="severity-own/names"]');
  await severity.focus();
  await put(browser, "sync", { ownPack: { text: RIGHT, date: "2126-01-01T10:00:00.000Z" } });
  await state(page, "1 January 2126");
  assert.ok(await severity.evaluate((element) => element === document.activeElement));
  const text = RIGHT.replace("Our old name", "Our name of old");
  await put(browser, "sync", { ownPack: { text, date: "2126-02-01T10:00:00.000Z" } });
  await state(page, "1 February 2126");
  await pack.locator(".rule-row", { hasText: "Our name of old" }).waitFor();
  assert.equal(await page.locator('[data-pack="own"]').count(), 1);
});

test("a file in, a file out: the same", async () => {
  const page = await options();
  const text = '# Ärzte & Physios\n[[rule]]\nid = "x"\n';
  await upload(page, "#own-load", text.replaceAll("\n", "\r\n"), "ours.toml");
  await inField(page, text);
  const file = await download(page, "#own-to-file");
  assert.deepEqual(file, { name: "our-rules.toml", text });
  const typed = '[[rule]]\nid = "typed by hand"\n';
  await page.fill("#own-text", typed);
  await upload(page, "#own-load", text, "ours.toml");
  await page.locator("dialog").getByRole("button", { name: "Cancel" }).click();
  assert.equal(await page.inputValue("#own-text"), typed);
  // What is said of a file stands beside what the engine makes of the text, also of what was typed a moment before.
  const more = `${typed}[[rule]]\n`;
  await page.evaluate((text) => {
    const field = /** @type {HTMLTextAreaElement} */ (document.querySelector("#own-text"));
    const file = new File([new Uint8Array([0xff, 0xfe, 0x41])], "word.toml");
    const files = new DataTransfer();
    files.items.add(file);
    const input = /** @type {HTMLInputElement} */ (document.querySelector("#own-load + input"));
    field.value = text;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    input.files = files.files;
    input.dispatchEvent(new Event("change"));
  }, more);
  const outcome = page.locator("#own-outcome", { hasText: "“word.toml” could not be read as text" });
  await outcome.locator("#own-problems", { hasText: "Line 3" }).waitFor();
  assert.equal(await page.inputValue("#own-text"), more);
});

test("too long for the other computers: said, and an older text does not stay there", async () => {
  const page = await options();
  await page.fill("#own-text", "# short");
  await page.click("#own-save");
  await state(page, "for all your computers");
  const long = "# a note that is long\n".repeat(600);
  await page.fill("#own-text", long);
  await page.click("#own-save");
  await state(page, "on this computer only");
  const { sync, local } = await everything(browser);
  assert.equal(local.ownPack.text, long);
  assert.equal(sync.ownPack, undefined);
});

test("the later text holds, on whichever computer it was saved", async () => {
  const page = await options();
  await page.fill("#own-text", "# here");
  await page.click("#own-save");
  await state(page, "Saved on");
  await browser.worker?.evaluate(() =>
    chrome.storage.sync.set({ ownPack: { text: "# there", date: "2999-01-01T00:00:00.000Z" } }),
  );
  await inField(page, "# there");
  // What is being written is not taken away.
  await page.fill("#own-text", "# being written");
  await browser.worker?.evaluate(() =>
    chrome.storage.sync.set({ ownPack: { text: "# again", date: "2999-01-02T00:00:00.000Z" } }),
  );
  await state(page, "Not saved yet");
  assert.equal(await page.inputValue("#own-text"), "# being written");
});
