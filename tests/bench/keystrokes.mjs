// From a keystroke to the frame that shows its letter and the right marks.
import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { element } from "../browser/browser.mjs";
import { stateOf } from "../browser/extension.mjs";
import { until } from "../browser/until.mjs";
import { open, OURS, underlined } from "./measure.mjs";
import { TYPED } from "./posts.mjs";

/** @typedef {import("./measure.mjs").Browser} Browser */
/** @typedef {import("./measure.mjs").Editor} Editor */
/** @typedef {import("./measure.mjs").EngineName} EngineName */
/**
 * @typedef {object} Who the browser that is typed in
 * @property {Browser} browser
 * @property {EngineName} [engine] which one runs there: the page is that of a site where it does
 * @property {typeof OURS} [marks] of another extension than ours
 */

/**
 * Makes a page ready to be typed in, by a person who then types and deletes the post's last letter.
 * @param {Who} who
 * @param {Editor} editor
 */
export async function typist({ browser, engine = "wasm", marks = OURS }, editor) {
  const page = await open(browser, editor, engine);
  await page.bringToFront();
  const box = await element(page);
  await box.focus();
  await page.keyboard.press("Control+End");
  const phrases = { before: await marks.expected(TYPED.before), after: await marks.expected(TYPED.after) };
  // Else the marks could be right before they are looked for.
  assert.notDeepEqual(phrases.before, phrases.after);
  if (browser.id) {
    if (marks === OURS) assert.equal((await stateOf(browser, page)).engine, engine);
    await until(
      () => underlined(page, marks),
      (found) => `${found}` === `${phrases.before}`,
      { timeout: 20_000 },
    );
  }

  await page.evaluate((prefix) => {
    const bench = {
      /**
       * Waits for the next key, and then for the first frame that is painted with this text and these underlines.
       * @param {string} end how the text ends
       * @param {string[] | null} phrases null without the extension
       */
      arm: (end, phrases) => {
        const wanted = JSON.stringify(phrases);
        const box = /** @type {HTMLElement} */ (/** @type {any} */ (window).boxes[0].element);
        const isPainted = () =>
          box.textContent.endsWith(end) &&
          (!phrases ||
            wanted ===
              JSON.stringify(
                [...CSS.highlights]
                  .filter(([name]) => name.startsWith(prefix))
                  .flatMap(([, highlight]) => [.../** @type {any} */ (highlight)].map(String))
                  .sort(),
              ));
        const { port1, port2 } = new MessageChannel();
        bench.result = new Promise((resolve) => {
          const pressed = (/** @type {KeyboardEvent} */ event) => {
            let frames = 0;
            const next = () =>
              requestAnimationFrame(() => {
                const begun = performance.now();
                frames++;
                // The message comes when the frame is made: after all its callbacks, style, layout and paint.
                port1.onmessage = () => {
                  const now = performance.now();
                  if (isPainted()) resolve({ latency: now - event.timeStamp, frame: now - begun, frames });
                  else if (frames < 600) next();
                  else resolve(null);
                };
                port2.postMessage("");
              });
            next();
          };
          addEventListener("keydown", pressed, { capture: true, once: true });
        });
      },
      /** @type {Promise<{latency: number, frame: number, frames: number} | null> | undefined} */
      result: undefined,
    };
    Object.assign(window, { bench });
  }, marks.prefix);

  let isWhole = false;
  return {
    page,
    close: () => page.close(),
    /** One keystroke: how long it took until it was painted, and how long that frame took, in ms. */
    stroke: async () => {
      isWhole = !isWhole;
      const end = (isWhole ? TYPED.after : TYPED.before).split("\n").at(-1) ?? "";
      const wanted = browser.id ? phrases[isWhole ? "after" : "before"] : null;
      await page.evaluate(
        ([end, wanted]) => /** @type {any} */ (window).bench.arm(end, wanted),
        /** @type {const} */ ([end, wanted]),
      );
      await pause(10 + 30 * Math.random()); // people do not type in step with the screen
      await page.keyboard.press(isWhole ? TYPED.letter : "Backspace");
      /** @type {{latency: number, frame: number, frames: number} | null} */
      const result = await page.evaluate(() => /** @type {any} */ (window).bench.result);
      assert.ok(result, `${editor}: not painted as it should be: ${await underlined(page, marks)}, not ${wanted}`);
      return result;
    },
  };
}

/**
 * Keystrokes in one editor in several browsers, in turns, so that all meet the same machine.
 * @template {string} Name
 * @param {Record<Name, Who>} all
 * @param {Editor} editor
 * @param {number} strokes
 */
export async function typing(all, editor, strokes) {
  const ROUND = 20;
  const times = [];
  for (const [name, who] of /** @type {[Name, Who][]} */ (Object.entries(all))) {
    const [latency, frame] = [/** @type {number[]} */ ([]), /** @type {number[]} */ ([])];
    times.push({ name, typist: await typist(who, editor), latency, frame });
  }
  for (let done = -ROUND; done < strokes; done += ROUND) {
    for (const { typist, latency, frame } of times) {
      await typist.page.bringToFront();
      for (let i = 0; i < ROUND; i++) {
        const result = await typist.stroke();
        if (done < 0) continue; // the first round warms up
        latency.push(result.latency);
        frame.push(result.frame);
      }
    }
  }
  for (const { typist } of times) await typist.close();
  return times;
}
