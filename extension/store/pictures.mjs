// Makes the pictures that the stores show, of 1280 × 800 pixels, from the demonstration: in target/store.
import { mkdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { element, launch } from "../../tests/browser/browser.mjs";
import { open, openPopup, painted, serve, tell, underlined } from "../demo/demo.mjs";

const PICTURES = join(dirname(fileURLToPath(import.meta.url)), "../../target/store");
const SIZE = { width: 1280, height: 800 };
/** What each of the demonstration's boxes holds: the numbers of the samples. */
const SAMPLES = [0, 1, 6, 3, 10];

mkdirSync(PICTURES, { recursive: true });
const browser = await launch({ viewport: SIZE });
try {
  await serve(browser);
  const page = await browser.context.newPage();
  await open(page, "www.facebook.com");
  for (const [box, sample] of [...SAMPLES.entries()].reverse()) {
    await (await element(page, box)).click();
    await page.locator(".sample").nth(sample).click();
  }
  await page.evaluate(() => scrollTo(0, 0));
  await page.mouse.move(0, 0);
  const { warnings } = await underlined(browser, page);

  /** @param {string} name @param {typeof page} [of] */
  const picture = async (name, of = page) => {
    const path = join(PICTURES, `${name}.png`);
    const png = await of.screenshot({ path, animations: "disabled" });
    console.log(relative(process.cwd(), path));
    return png;
  };
  /** @param {"light" | "dark"} colorScheme */
  const inScheme = async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await painted(page);
  };
  await inScheme("light");
  const behind = await picture("1-underlined");
  await tell(browser, page, { ask: "jump", index: 0 });
  await painted(page);
  await picture("2-card");
  await inScheme("dark");
  await picture("3-card-dark");
  await inScheme("light");

  // The popup, where the browser would show it.
  const popup = await openPopup(browser, page);
  const front = await popup.screenshot({ clip: { x: 0, y: 0, width: 380, height: 720 } });
  const both = await browser.context.newPage();
  const [back, small] = [behind, front].map((png) => `data:image/png;base64,${png.toString("base64")}`);
  await both.setContent(`<body style="margin: 0"><img src="${back}"><img src="${small}" style="position: fixed; top: 8px; right: 16px;
    border: 1px solid #bbb; border-radius: 8px; box-shadow: 0 8px 28px rgb(0 0 0 / 0.3)">`);
  await picture("4-popup", both);

  const explain = await browser.context.newPage();
  await explain.goto(`chrome-extension://${browser.id}/explain/explain.html?rule=${warnings[0].rule}`);
  await explain.locator("main h1").waitFor();
  await picture("5-explained", explain);
} finally {
  await browser.close();
}
