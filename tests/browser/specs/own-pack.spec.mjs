// The practice's own rules in the options: written, loaded, saved, and judged by the engine.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { EXTENSION, launch } from "../browser.mjs";
import { clear, complaintsOf, download, everything, expectAccessible, openPage, upload } from "../pages.mjs";
import { until } from "../until.mjs";

const EXAMPLE = readFileSync(join(EXTENSION, "options/example.toml"), "utf8");

/**
 * The extension with an engine that judges own rules in a way that the test knows, or does not judge them at all.
 * @param {string} checkPack its JavaScript
 */
function withEngine(checkPack) {
  const folder = mkdtempSync(join(tmpdir(), "think-twice-"));
  cpSync(EXTENSION, folder, { recursive: true });
  renameSync(join(folder, "engine/wasm.js"), join(folder, "engine/wasm-itself.js"));
  writeFileSync(
    join(folder, "engine/wasm.js"),
    `export * from "./wasm-itself.js";\nexport { default } from "./wasm-itself.js";\nexport const checkPack = ${checkPack};\n`,
  );
  return folder;
}

/** A rule for each line `rule NAME`; a problem for each line with "wrong" in it. */
const JUDGE = String((/** @type {string} */ text) => {
  const lines = text.split("\n");
  const names = lines.map((line) => /^rule (\S+)/.exec(line)?.[1]).filter(Boolean);
  return {
    rules: names.map((name) => ({ id: `own/${name}`, title: `Our rule ${name}`, severity: "medium" })),
    problems: lines.flatMap((line, i) =>
      line.includes("wrong") ? [{ line: i + 1, column: line.indexOf("wrong") + 1, what: "this is <b>wrong</b>." }] : [],
    ),
  };
});

for (const [name, checkPack] of /** @type {const} */ ([
  ["an engine that does not know own rules", "undefined"],
  ["an engine that does", JUDGE],
])) {
  describe(name, () => {
    /** @type {import("../browser.mjs").Browser} */
    let browser;
    /** @type {ReturnType<typeof complaintsOf>} */
    let complaints;
    const folder = withEngine(checkPack);
    before(async () => {
      browser = await launch({ extension: folder });
      complaints = complaintsOf(browser);
    });
    after(async () => {
      await browser?.close();
      rmSync(folder, { recursive: true });
    });
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
    /** @param {Parameters<typeof openPage>[2]} [how] */
    const options = (how) => openPage(browser, "options/options.html", how);
    const state = (/** @type {import("playwright-core").Page} */ page, /** @type {string} */ text) =>
      page.locator("#own-state", { hasText: text }).waitFor();

    if (checkPack === "undefined") {
      test("says that they cannot be checked, and keeps them all the same", async () => {
        const page = await options();
        assert.equal(await page.textContent("#own-outcome"), "");
        await page.click("#own-example");
        await page.waitForFunction(
          (text) => /** @type {any} */ (document.getElementById("own-text")).value === text,
          EXAMPLE,
        );
        await page.locator("#own-outcome", { hasText: "cannot be checked" }).waitFor();
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
      });

      test("a file in, a file out: the same", async () => {
        const page = await options();
        const text = '# Ärzte & Physios\n[[rule]]\nid = "x"\n';
        await upload(page, "#own-load", text.replaceAll("\n", "\r\n"), "ours.toml");
        await page.waitForFunction(
          (text) => /** @type {any} */ (document.getElementById("own-text")).value === text,
          text,
        );
        const file = await download(page, "#own-to-file");
        assert.deepEqual(file, { name: "our-rules.toml", text });
        await page.fill("#own-text", "# typed by hand");
        await upload(page, "#own-load", text, "ours.toml");
        await page.locator("dialog").getByRole("button", { name: "Cancel" }).click();
        assert.equal(await page.inputValue("#own-text"), "# typed by hand");
        await upload(page, "#own-load", Buffer.from([0xff, 0xfe, 0x41]), "word.toml");
        await page.locator("#own-outcome", { hasText: "“word.toml” could not be read as text" }).waitFor();
        assert.equal(await page.inputValue("#own-text"), "# typed by hand");
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
        await page.waitForFunction(() => /** @type {any} */ (document.getElementById("own-text")).value === "# there");
        // What is being written is not taken away.
        await page.fill("#own-text", "# being written");
        await browser.worker?.evaluate(() =>
          chrome.storage.sync.set({ ownPack: { text: "# again", date: "2999-01-02T00:00:00.000Z" } }),
        );
        await state(page, "Not saved yet");
        assert.equal(await page.inputValue("#own-text"), "# being written");
      });
      return;
    }

    test("shows problems at their line, and what is good can be used", async () => {
      const page = await options();
      await page.focus("#own-text");
      await page.keyboard.type("rule staff\n\nthis is wrong\nrule names\n\nand wrong again");
      const problems = page.locator("#own-problems");
      await problems.locator("strong", { hasText: "2 problems" }).waitFor();
      assert.deepEqual(await problems.locator("li").allTextContents(), [
        "Line 3: this is <b>wrong</b>.",
        "Line 6: this is <b>wrong</b>.",
      ]);
      await page.locator("#own-outcome", { hasText: "2 rules can be used." }).waitFor();
      assert.deepEqual(await page.locator(".line-numbers .has-problem").allTextContents(), ["3", "6"]);
      await problems.locator("button").nth(1).focus();
      await page.keyboard.press("Enter");
      assert.deepEqual(
        await page.evaluate(() => {
          const { value, selectionStart, selectionEnd } = /** @type {any} */ (document.activeElement);
          return value.slice(selectionStart, selectionEnd);
        }),
        "wrong again",
      );
      await expectAccessible(page, "with problems");
      await page.emulateMedia({ colorScheme: "dark" });
      await expectAccessible(page, "with problems, dark");
    });

    test("the rules that are saved have their switches and severities", async () => {
      const page = await options();
      assert.equal(await page.locator('[data-pack="own"]').count(), 0);
      await page.fill("#own-text", "rule staff\nrule names");
      await page.click("#own-save");
      await page.click('[data-pack="own"] summary');
      await page.click('[id="rule-own/staff"]');
      await page.selectOption('[id="severity-own/names"]', "high");
      await until(
        () => everything(browser),
        ({ sync }) => sync.settings?.rulesOff?.includes("own/staff") && sync.severities?.["own/names"] === "high",
      );
      await page.fill("#own-text", "");
      await page.click("#own-save");
      await page.locator('[data-pack="own"]').waitFor({ state: "detached" });
    });
  });
}
