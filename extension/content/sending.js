/**
 * A pause before a post is sent: when the user presses the button that sends, or the key, and a severe warning is open, they
 * are asked first. Nothing is ever sent from here, and nothing is kept from being sent for good: who chooses to post anyway
 * presses once more, and that press is let through untouched. (The press that was stopped cannot be made good: the page would
 * be told that a script made it, and many pages take no such press.)
 *
 * @typedef {object} State   what the layer says of the box
 * @property {boolean} watched
 * @property {string} kind
 * @property {import("../popup/state.js").Warning[]} warnings
 *
 * @typedef {{warnings: import("../popup/state.js").Warning[], cools: boolean, pauses: boolean}} Reasons
 *
 * @typedef {object} Visit   of a box, from its focus until it and its buttons are left
 * @property {HTMLElement} box
 * @property {HTMLElement} place   where something can be shown while the box is watched
 * @property {AbortController} listening
 * @property {State | null} last   what was known of the box when the focus went to one of its buttons
 * @property {boolean} isPressed   the pointer is down on the button that sends
 * @property {string | null} through   the text whose next press is let through
 * @property {string | null} told   the text at which something was said by the box
 * @property {boolean} isPassing   a key was let through: the browser may press the form's button for it
 * @property {boolean} hasCooled   the reply was offered to wait
 * @property {(() => void) | null} caret   puts the caret back where it was
 * @property {import("./pause.js").Shown | null} shown
 */
import { caretOf } from "./caret.js";
import { showNotice, showPause } from "./pause.js";
import { answersLowRating } from "./ratings.js";
import { answersKeysItself, composerOf, isSendKey, pressedButton } from "./send-button.js";
import { isIn } from "./tree.js";

/**
 * @param {object} around
 * @param {() => State | undefined} around.state   of the box that is watched
 * @param {(key: string, parts?: string[]) => string} around.say
 * @param {(name: "pause" | "cooling", on: boolean) => void} around.change   changes the setting
 * @param {string} around.site   its id
 */
export function makeSending({ state, say, change, site }) {
  const wanted = { pause: false, cooling: false };
  /** @type {Visit | null} */
  let visit = null;

  /** @param {HTMLElement} box */
  const textOf = (box) =>
    box instanceof HTMLTextAreaElement || box instanceof HTMLInputElement ? box.value : (box.textContent ?? "");

  /**
   * Why the user would be asked, if at all.
   *
   * @param {Visit} its
   * @param {State | undefined} state
   * @returns {Reasons | null}
   */
  function reasons({ box, hasCooled }, state) {
    if (!state?.watched) return null;
    const { kind, warnings } = state;
    const pauses = wanted.pause && warnings.some(({ severity }) => severity === "high");
    const isAnswer = kind === "reply" || kind === "comment";
    const isHard = () => warnings.some(({ rule }) => rule.startsWith("conduct/")) || answersLowRating(box);
    const cools = wanted.cooling && !hasCooled && isAnswer && isHard();
    return pauses || cools ? { warnings, pauses, cools } : null;
  }

  /** @param {Visit} its */
  function listen(its) {
    if (its.listening.signal.aborted) its.listening = new AbortController();
    const options = { capture: true, signal: its.listening.signal };
    /** What a page's script makes up is no deed of the user's. @param {(event: any) => void} heard */
    const real = (heard) => (/** @type {Event} */ event) => void (event.isTrusted && visit === its && heard(event));
    window.addEventListener("pointerdown", real(pointerDown), { ...options, passive: true });
    window.addEventListener("click", real(clicked), options);
    window.addEventListener("keydown", real(keyDown), options);
    for (const root of new Set([document, its.box.getRootNode()])) {
      root.addEventListener("focusin", real(focused), { ...options, passive: true });
      root.addEventListener("focusout", real(unfocused), { ...options, passive: true });
    }
  }

  function end() {
    visit?.listening.abort();
    visit?.shown?.remove();
    visit = null;
  }

  /** @param {PointerEvent} event */
  function pointerDown(event) {
    if (!visit) return;
    visit.isPassing = false;
    visit.isPressed = pressedButton(event, visit.box) !== null;
    const on = event.composedPath()[0];
    if (visit.last && !visit.isPressed && !(on instanceof Element && isOfComposer(on))) end();
  }

  /** @param {MouseEvent} event */
  function clicked(event) {
    if (!visit) return;
    const its = visit;
    if (pressedButton(event, its.box) && !(its.isPassing && event.detail === 0)) pressed(event);
    its.isPressed = false;
  }

  /** @param {KeyboardEvent} event */
  function keyDown(event) {
    if (!visit) return;
    if (visit.shown?.isModal) {
      // The page has its own use for Escape, and for keys that are held down.
      event.stopImmediatePropagation();
      if (event.repeat && event.key !== "Tab") event.preventDefault();
      return;
    }
    visit.isPassing = false;
    const button = ["Enter", " "].includes(event.key) ? pressedButton(event, visit.box) : null;
    const isKey = button
      ? answersKeysItself(button)
      : isSendKey(event, visit.box, (visit.last ?? state())?.kind ?? "", site);
    if (isKey && pressed(event) && visit) visit.isPassing = true;
  }

  /**
   * Something is about to be sent.
   *
   * @param {Event} event
   * @returns {boolean} true if it goes through
   */
  function pressed(event) {
    if (!visit) return true;
    const its = visit;
    const why = reasons(its, its.last ?? state());
    const isLet = its.through !== null && its.through === textOf(its.box);
    its.through = null;
    its.shown?.remove();
    its.shown = null;
    // Where nothing can be shown, nobody is stopped.
    if (isLet || !why || !isBack(its)) {
      if (its.last) end();
      return true;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(its, why);
    return false;
  }

  /** Gives the focus back to the box, if it went to its button: then the box is watched again. @param {Visit} its */
  function isBack(its) {
    if (its.last) its.box.focus({ preventScroll: true });
    else its.caret = caretOf(its.box);
    return visit === its && its.last === null && its.place.isConnected;
  }

  /**
   * @param {Visit} its
   * @param {Reasons} why
   */
  function ask(its, why) {
    its.hasCooled ||= why.cools;
    const back = () => {
      its.shown?.remove();
      its.shown = null;
      if (visit !== its) return;
      its.box.focus({ preventScroll: true });
      its.caret?.();
      follow();
    };
    its.shown = showPause(its.place, why, say, {
      back,
      anyway: () => {
        its.through = textOf(its.box);
        back();
        if (visit === its && isWanted()) its.shown = showNotice(its.place, say("pause_through"));
      },
      change,
    });
  }

  /** @param {Element} element */
  function isOfComposer(element) {
    const composer = visit && composerOf(visit.box)?.composer;
    return composer ? isIn(composer, element) : false;
  }

  /** The focus goes on from the buttons of the box. @param {FocusEvent} event */
  function focused(event) {
    const to = event.composedPath()[0];
    if (visit?.last && to !== visit.box && !(to instanceof Element && isOfComposer(to))) end();
  }

  /** @param {FocusEvent} event */
  function unfocused({ relatedTarget }) {
    if (visit?.last && relatedTarget === null && !visit.isPressed && document.hasFocus()) end();
  }

  const isWanted = () => wanted.pause || wanted.cooling;

  /** Listens while somebody wants it. */
  function follow() {
    if (!visit || visit.shown?.isModal) return;
    if (!isWanted()) {
      visit.listening.abort();
      if (visit.last) end();
    } else if (visit.listening.signal.aborted) listen(visit);
  }

  return {
    /**
     * A box is watched from now on.
     *
     * @param {HTMLElement} box
     * @param {HTMLElement} place
     */
    entered(box, place) {
      if (visit?.box === box) Object.assign(visit, { place, last: null });
      else {
        end();
        const listening = new AbortController();
        listening.abort();
        const first = {
          last: null,
          isPressed: false,
          through: null,
          told: null,
          isPassing: false,
          hasCooled: false,
          caret: null,
          shown: null,
        };
        visit = { box, place, listening, ...first };
      }
      follow();
    },

    /**
     * The box is watched no more: the focus went to `to`, if to anything. While it is on the buttons of the box, the box is not
     * left.
     *
     * @param {Element | undefined} to
     */
    left(to) {
      if (!visit) return;
      const its = visit;
      const last = its.last ?? state() ?? null;
      its.shown?.remove();
      its.shown = null;
      const isOpen = last !== null && (its.through !== null || reasons(its, last) !== null);
      const isOn = its.isPressed || (to !== undefined && isOfComposer(to));
      // Back from the question into a shadow root, the focus seems to go to that root's host.
      const isBack = to?.shadowRoot?.contains(its.box) === true;
      if (isWanted() && (isBack || (isOpen && isOn))) {
        // The editor has not yet heard that it lost the focus.
        if (!isBack) its.caret = caretOf(its.box);
        its.last = last;
      } else end();
    },

    /** The text is another one. */
    changed() {
      const of = visit?.through ?? visit?.told ?? null;
      if (!visit || of === null || of === textOf(visit.box)) return;
      visit.through = visit.told = null;
      visit.shown?.remove();
      visit.shown = null;
    },

    /** Says something by the box, until its text is another one or it is left. @param {string} text */
    tell(text) {
      if (!visit || visit.shown?.isModal) return;
      visit.shown?.remove();
      visit.shown = showNotice(visit.place, text);
      visit.told = textOf(visit.box);
    },

    /** @param {{pause: boolean, cooling: boolean}} settings */
    choose({ pause, cooling }) {
      Object.assign(wanted, { pause, cooling });
      follow();
    },

    end,
  };
}
