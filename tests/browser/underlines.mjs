// What is underlined on a page. It is read from the page's own world: the registry of highlights is shared with the extension.
import assert from "node:assert/strict";

/**
 * A page in Chromium or in Firefox: what the two have in common.
 * @typedef {{evaluate: (f: any, given?: any) => Promise<any>, screenshot: () => Promise<Uint8Array>}} Page
 */

const picture = async (/** @type {Page} */ page) => Buffer.from(await page.screenshot()).toString("base64");

/**
 * The underlined phrases, in the order of the text.
 * @param {Page} page
 * @returns {Promise<{severity: string, phrase: string, rects: {x: number, y: number, width: number, height: number}[]}[]>}
 */
export function underlined(page) {
  return page.evaluate(() =>
    [...CSS.highlights]
      .filter(([name]) => name.startsWith("thinktwice-"))
      .flatMap(([name, highlight]) =>
        [.../** @type {any} */ (highlight)].map((range) => ({
          severity: name.slice("thinktwice-".length),
          phrase: range.toString(),
          rects: [...range.getClientRects()].map((/** @type {DOMRect} */ r) => r.toJSON()),
        })),
      )
      .sort((a, b) => (a.rects[0]?.y ?? 0) - (b.rects[0]?.y ?? 0) || (a.rects[0]?.x ?? 0) - (b.rects[0]?.x ?? 0)),
  );
}

/**
 * Waits until exactly these phrases are underlined in what is painted, frame after frame. (Between an editor's change and the frame
 * that paints it, ranges may be anything.)
 * @param {Page} page
 * @param {string[]} phrases
 */
export async function expectUnderlined(page, phrases) {
  const found = await page.evaluate(
    async (/** @type {string} */ wanted) => {
      /** @type {string[]} */
      let found = [];
      for (let frames = 0, good = 0; good < 3 && frames < 300; frames++) {
        await new Promise((painted) =>
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = painted;
            port2.postMessage("");
          }),
        );
        found = [...CSS.highlights]
          .filter(([name]) => name.startsWith("thinktwice-"))
          .flatMap(([, highlight]) => [.../** @type {any} */ (highlight)].map(String))
          .sort();
        good = JSON.stringify(found) === wanted ? good + 1 : 0;
      }
      return found;
    },
    JSON.stringify([...phrases].sort()),
  );
  assert.deepEqual(found, [...phrases].sort());
}

/**
 * How much of the underlines of severe warnings is painted, from 0 to 1. (Red is in nothing else on the pages.)
 * @param {Page} page
 */
export async function drawn(page) {
  const rects = (await underlined(page)).flatMap((u) => u.rects);
  const image = await picture(page);
  return page.evaluate(
    async (/** @type {[string, DOMRect[]]} */ [base64, rects]) => {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
      const context = /** @type {OffscreenCanvasRenderingContext2D} */ (
        new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d")
      );
      context.drawImage(bitmap, 0, 0);
      let [painted, all] = [0, 0];
      for (const { x, y, width, height } of rects) {
        const [left, top, w, h] = [x, y + height / 2, width, height].map(Math.round);
        const { data } = context.getImageData(left, top, w, h);
        const columns = new Set();
        for (let i = 0; i < data.length; i += 4)
          if (data[i] - Math.max(data[i + 1], data[i + 2]) > 60) columns.add((i / 4) % w);
        painted += columns.size;
        all += w;
      }
      return painted / all;
    },
    [image, rects],
  );
}

/**
 * Compares what two pages paint: they differ in nothing but the lines under these rectangles.
 * @param {Page} page with the extension
 * @param {Page} control without it
 */
export async function expectPaintedOnly(page, control) {
  const rects = (await underlined(page)).flatMap((u) => u.rects);
  const [a, b] = await Promise.all([page, control].map(picture));
  const { inside, outside } = await control.evaluate(
    async (/** @type {[string, string, DOMRect[]]} */ [a, b, rects]) => {
      const pixels = async (/** @type {string} */ base64) => {
        const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
        const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
        const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
        context?.drawImage(bitmap, 0, 0);
        return /** @type {ImageData} */ (context?.getImageData(0, 0, bitmap.width, bitmap.height));
      };
      const [one, two] = [await pixels(a), await pixels(b)];
      // Round corners come out a shade different from one run to the next; a line is more than a shade.
      const differ = (/** @type {number} */ i) =>
        [0, 1, 2].some((c) => Math.abs(one.data[4 * i + c] - two.data[4 * i + c]) > 40);
      // A wave is drawn a little below and beside its letters.
      const near = 4;
      const covers = (/** @type {DOMRect} */ r, /** @type {number} */ x, /** @type {number} */ y) =>
        x >= r.x - near && x < r.x + r.width + near && y >= r.y && y < r.y + r.height + near;
      const columns = rects.map(() => new Set());
      const outside = [];
      for (let i = 0; i < one.width * one.height; i++) {
        if (!differ(i)) continue;
        const [x, y] = [i % one.width, Math.floor(i / one.width)];
        const over = columns.filter((_, n) => covers(rects[n], x, y));
        for (const column of over) column.add(x);
        if (over.length === 0) outside.push([x, y]);
      }
      return { inside: columns.map((c) => c.size), outside };
    },
    [a, b, rects],
  );
  const strays = 10;
  assert.ok(outside.length < strays, `painted outside of the underlined phrases, at ${outside.slice(0, 5).join(" ")}`);
  return rects.map((rect, i) => ({ rect, share: inside[i] / Math.max(1, rect.width) }));
}
