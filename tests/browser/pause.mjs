// The question before a post is sent, seen and worked from outside; and a page that says what it was made to send.
import assert from "node:assert/strict";
import { inRoot, middle } from "./card.mjs";
import { until } from "./until.mjs";

/** @typedef {import("./card.mjs").Rect} Rect */
/** @typedef {{text: string, role: string, rect: Rect, buttons: Record<string, Rect>, focus: string}} Question */

/**
 * The open question, or null.
 * @param {import("playwright-core").CDPSession} cdp
 * @returns {Promise<Question | null>}
 */
export const question = (cdp) =>
  inRoot(cdp, function () {
    const dialog = this.querySelector("dialog:modal");
    if (!dialog) return null;
    const rect = (/** @type {Element} */ e) => {
      const { left, top, right, bottom } = e.getBoundingClientRect();
      return { left, top, right, bottom };
    };
    const name = (/** @type {Element | null} */ e) => e?.closest("label")?.textContent ?? e?.textContent ?? "";
    return {
      text: dialog.textContent,
      role: dialog.getAttribute("role"),
      rect: rect(dialog),
      buttons: Object.fromEntries([...dialog.querySelectorAll("button, input")].map((b) => [name(b), rect(b)])),
      focus: name(this.activeElement),
    };
  });

/** @param {import("playwright-core").CDPSession} cdp @returns {Promise<Question>} */
export const asked = (cdp) => /** @type {Promise<Question>} */ (until(() => question(cdp)));

/** The line that says what was let through, or "". @param {import("playwright-core").CDPSession} cdp */
export const notice = async (cdp) =>
  (await inRoot(cdp, function () {
    return this.querySelector(".notice:popover-open")?.textContent ?? "";
  })) ?? "";

/**
 * Presses a button of the question with the pointer.
 * @param {import("playwright-core").Page} page
 * @param {import("playwright-core").CDPSession} cdp
 * @param {string} name
 */
export async function answer(page, cdp, name) {
  const { buttons } = await asked(cdp);
  assert.ok(buttons[name], `${name} of ${Object.keys(buttons)}`);
  await page.mouse.click(...middle(buttons[name]));
}

/**
 * Lets the page note what it sends: by its button, and by the keys that its site sends with.
 * @param {import("playwright-core").Page} page
 * @param {{keys?: "Control+Enter" | "Enter", plain?: boolean}} [how] plain: the button is an element with a role, which answers
 *   keys itself
 */
export const noteSent = (page, how = {}) =>
  page.evaluate(({ keys, plain }) => {
    /** @type {string[]} */
    const sent = [];
    Object.assign(window, { sent });
    const box = /** @type {any} */ (window).boxes[0].element;
    let button = box.getRootNode().querySelector(".bar button");
    if (plain) {
      const own = document.createElement("div");
      own.setAttribute("role", "button");
      own.tabIndex = 0;
      own.append(...button.childNodes);
      button.replaceWith(own);
      button = own;
      own.addEventListener("keydown", (e) => void (["Enter", " "].includes(e.key) && sent.push("key on button")));
    }
    button.addEventListener("click", (/** @type {Event} */ e) => sent.push(e.isTrusted ? "click" : "script"));
    const isKey = (/** @type {KeyboardEvent} */ e) =>
      e.key === "Enter" && !e.shiftKey && (keys === "Enter" || (keys === "Control+Enter" && e.ctrlKey));
    box.addEventListener(
      "keydown",
      (/** @type {KeyboardEvent} */ e) => {
        if (!isKey(e)) return;
        e.preventDefault();
        e.stopImmediatePropagation();
        sent.push("keys");
      },
      { capture: true },
    );
  }, how);

/** @param {import("playwright-core").Page} page @returns {Promise<string[]>} */
export const sent = (page) => page.evaluate(() => /** @type {any} */ (window).sent);
