/**
 * What sends a post: the button of its box, or a key. Told by roles, names and what stands round the box, never by class
 * names, which change.
 */

import { allIn, closestTo, isOne, parentOf } from "./tree.js";

/** Names of buttons that send, and what may stand behind them: "Post", "Send message", "Reply now". */
const SENDS =
  /^(press enter to send|(post|reply|send|comment|tweet|share|publish|save|submit)( (now|all|it|message|comment|reply|post|tweet|update|changes|review|response))?)$/;
const BUTTONS = "button, input[type='submit'], input[type='button'], [role='button']:not(form)";
const DIALOGS = "dialog, [role='dialog']";
/** A box has its button within these. */
const FRAMES = `form, [role='form'], ${DIALOGS}`;
/** These hold other things as well, with buttons of their own. */
const LIMITS = "article, [role='article'], main, [role='main'], body";
const BOXES = "textarea, [contenteditable='true'], [contenteditable='']";

/** The kinds of box in which a single Enter sends, by site. */
const ENTER_SENDS = /** @type {Record<string, string[]>} */ ({
  "facebook.com": ["comment", "reply", "message"],
  "x.com": ["message"],
});

/** @param {string} name */
const words = (name) =>
  name
    .toLowerCase()
    .replace(/[^a-z]+/g, " ")
    .trim();

/** @param {string} name */
export const isSendName = (name) => SENDS.test(words(name));

/** The name that assistive technology knows an element by, near enough. @param {Element} element */
export function nameOf(element) {
  const root = element.getRootNode();
  const by = element.getAttribute("aria-labelledby")?.split(/\s+/) ?? [];
  const labels =
    root instanceof Document || root instanceof ShadowRoot ? by.map((id) => root.getElementById(id)?.textContent) : [];
  const value = element instanceof HTMLInputElement ? element.value : element.textContent;
  return (
    labels.join(" ").trim() ||
    element.getAttribute("aria-label") ||
    value?.trim() ||
    element.getAttribute("title") ||
    ""
  );
}

/**
 * Facebook's pages and Instagram ask for more before a post is sent: the step on, in the dialog, is the last at which its words
 * can be changed.
 *
 * @param {Element} element
 */
const isStepOn = (element) => words(nameOf(element)) === "next" && closestTo(element, DIALOGS) !== null;

/** @param {Element} element */
const isSendButton = (element) =>
  isOne(element, BUTTONS) &&
  !element.hasAttribute("aria-haspopup") &&
  (isSendName(nameOf(element)) || isStepOn(element));

/**
 * The part of the page that belongs to a box: the nearest element round it that has a button that sends, behind the box. Where
 * there is another box as well it is theirs together, if there is one button only: the posts of a thread are sent by one.
 *
 * @param {HTMLElement} box
 * @returns {{composer: Element, buttons: Element[]} | null}
 */
export function composerOf(box) {
  for (let around = parentOf(box); around && !isOne(around, LIMITS); around = parentOf(around)) {
    const others = allIn(around, BOXES).filter((other) => !box.contains(other) && isShown(other));
    if (others.length > 0 && !closestTo(around, FRAMES)) return null;
    const buttons = allIn(around, BUTTONS).filter(
      (button) =>
        !box.contains(button) &&
        box.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING &&
        isSendButton(button) &&
        isShown(button),
    );
    if (buttons.length > 0 && (others.length === 0 || buttons.length === 1)) return { composer: around, buttons };
    if (isOne(around, FRAMES)) return null;
  }
  return null;
}

/** Editors keep fields out of sight for what is pasted. @param {Element} element */
function isShown(element) {
  const { width, height, right } = element.getBoundingClientRect();
  return width > 1 && height > 1 && right > 0;
}

/**
 * The button of the box that an event came from, if it is one that sends.
 *
 * @param {Event} event
 * @param {HTMLElement} box
 * @returns {Element | null}
 */
export function pressedButton(event, box) {
  const button = event.composedPath().find((node) => node instanceof Element && isOne(node, BUTTONS));
  if (!(button instanceof Element) || !isSendButton(button)) return null;
  return composerOf(box)?.buttons.includes(button) ? button : null;
}

/**
 * True for a key that sends what is in the box it is pressed in.
 *
 * @param {KeyboardEvent} event
 * @param {HTMLElement} box
 * @param {string} kind   of what is written: `post`, `comment`, `reply`, `message`
 * @param {string} site   its id
 */
export function isSendKey(event, box, kind, site) {
  if (event.key !== "Enter" || event.isComposing || event.altKey || event.shiftKey) return false;
  if (event.composedPath()[0] !== box && !box.contains(/** @type {Node} */ (event.composedPath()[0]))) return false;
  if (event.ctrlKey || event.metaKey) return true;
  // Enter takes what a list offers: a name, a tag.
  if (box.hasAttribute("aria-activedescendant") || box.getAttribute("aria-expanded") === "true") return false;
  if (box instanceof HTMLInputElement) return box.form !== null || ENTER_SENDS[site]?.includes(kind) === true;
  // LinkedIn has a button unless the user chose to send by Enter.
  if (site === "linkedin.com") return kind === "message" && composerOf(box) === null;
  return ENTER_SENDS[site]?.includes(kind) === true || box.enterKeyHint === "send";
}

/**
 * True where a button is not one of the browser's own: then the page itself answers Enter and the space bar.
 *
 * @param {Element} button
 */
export const answersKeysItself = (button) =>
  !(button instanceof HTMLButtonElement || button instanceof HTMLInputElement);
