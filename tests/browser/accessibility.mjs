// What axe-core has to say about a page. It is put in by the browser's own tools, past the page's policy.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/**
 * The rules of accessibility that the page breaks, each with where it does.
 * @param {import("playwright-core").Page} page
 * @returns {Promise<string[]>}
 */
export async function broken(page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Runtime.evaluate", { expression: AXE });
  const { result } = await cdp.send("Runtime.evaluate", {
    expression: `axe.run(document, ${JSON.stringify({ runOnly: { type: "tag", values: TAGS } })}).then(({ violations, passes }) =>
      passes.length === 0 ? ["nothing was looked at"] : violations.flatMap((v) => v.nodes.map((n) => v.id + ": " + n.html)))`,
    awaitPromise: true,
    returnByValue: true,
  });
  return result.value;
}
