// The card, seen and worked from outside. Its shadow root is closed, and in another closed one: the browser's own tools reach in,
// and the pointer and the keyboard are real.
import assert from "node:assert/strict";
import { until } from "./until.mjs";

/** @typedef {{left: number, top: number, right: number, bottom: number}} Rect */
/** @typedef {{text: string, rect: Rect, buttons: Record<string, Rect>, links: string[], focus: string}} Card */

/**
 * The host element, wherever it hangs.
 * @param {Document | ShadowRoot} root
 * @returns {Element | null}
 */
export function findHost(root) {
  // A form answers to the names of its fields first.
  for (const e of root.querySelectorAll(":not(form)")) {
    const found = e.matches("[data-think-twice]") ? e : e.shadowRoot && findHost(e.shadowRoot);
    if (found) return found;
  }
  return null;
}

/**
 * What the card shows, told inside of the page.
 * @this {ShadowRoot}
 * @returns {Card | null}
 */
export function describeCard() {
  const card = this.querySelector(".card");
  if (!card || !card.matches(":popover-open")) return null;
  const rect = (/** @type {Element} */ e) => {
    const { left, top, right, bottom } = e.getBoundingClientRect();
    return { left, top, right, bottom };
  };
  const name = (/** @type {Element | null} */ e) => e?.getAttribute("aria-label") ?? e?.textContent ?? "";
  return {
    text: card.textContent,
    rect: rect(card),
    buttons: Object.fromEntries([...card.querySelectorAll("button")].map((b) => [name(b), rect(b)])),
    links: [...card.querySelectorAll("a")].map((a) => a.href),
    focus: name(this.activeElement),
  };
}

/**
 * Asks something of the inner closed shadow root, which is `this` of the function; null if there is none.
 * @param {import("playwright-core").CDPSession} cdp
 * @param {(this: ShadowRoot) => unknown} ask
 * @returns {Promise<any>}
 */
export async function inRoot(cdp, ask) {
  const { result } = await cdp.send("Runtime.evaluate", { expression: `(${findHost})(document)` });
  if (!result.objectId) return null;
  const { node } = await cdp.send("DOM.describeNode", { objectId: result.objectId, depth: -1, pierce: true });
  const root = node.shadowRoots?.[0]?.children?.find((child) => child.shadowRoots)?.shadowRoots?.[0];
  if (!root) return null;
  const { object } = await cdp.send("DOM.resolveNode", { backendNodeId: root.backendNodeId });
  const { result: found } = await cdp.send("Runtime.callFunctionOn", {
    objectId: object.objectId,
    returnByValue: true,
    functionDeclaration: String(ask),
  });
  return found.value;
}

/**
 * The open card of a page, or null.
 * @param {import("playwright-core").CDPSession} cdp
 * @returns {Promise<Card | null>}
 */
export const card = (cdp) => inRoot(cdp, describeCard);

/** @param {import("playwright-core").CDPSession} cdp @returns {Promise<Card>} */
export const cardOpen = (cdp) => /** @type {Promise<Card>} */ (until(() => card(cdp)));

/** @param {import("playwright-core").CDPSession} cdp */
export const cardClosed = (cdp) =>
  until(
    () => card(cdp),
    (c) => c === null,
  );

/** @param {Rect} r */
export const middle = (r) => /** @type {const} */ ([(r.left + r.right) / 2, (r.top + r.bottom) / 2]);

/** @param {Rect} a @param {Rect} b */
export const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/**
 * Presses the button of the open card that has this name.
 * @param {import("playwright-core").Page} page
 * @param {import("playwright-core").CDPSession} cdp
 * @param {RegExp} name
 */
export async function press(page, cdp, name) {
  const { buttons } = await cardOpen(cdp);
  const found = Object.entries(buttons).find(([label]) => name.test(label));
  assert.ok(found, `no button ${name} among ${Object.keys(buttons)}`);
  await page.mouse.click(...middle(found[1]));
}

/** True if nothing but a small gap is between the two. @param {Rect} a @param {Rect} b @param {number} [gap] */
export const near = (a, b, gap = 10) =>
  overlap({ left: a.left - gap, top: a.top - gap, right: a.right + gap, bottom: a.bottom + gap }, b);
