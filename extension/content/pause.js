/**
 * What is shown before a post is sent, in the tool's own closed shadow root: a question, and afterwards a line that says what
 * was let through.
 *
 * Only the user answers: what the page's script makes up is no press.
 *
 * @typedef {import("./sending.js").Reasons} Reasons
 * @typedef {{remove: () => void, isModal: boolean}} Shown
 */
import { make } from "../pages/dom.js";

/** More than this is not read in such a moment. */
const MOST = 4;
const ORDER = ["high", "medium", "low"];
/** The switches in the question, by the setting that each is of. */
const SETTINGS = /** @type {const} */ (["pause", "cooling"]);

/**
 * Asks, and gives the focus to the answer that changes nothing.
 *
 * @param {HTMLElement} place
 * @param {Reasons} why
 * @param {(key: string, parts?: string[]) => string} say
 * @param {object} deeds
 * @param {() => void} deeds.back
 * @param {() => void} deeds.anyway
 * @param {(name: "pause" | "cooling", on: boolean) => void} deeds.change
 * @returns {Shown}
 */
export function showPause(place, why, say, { back, anyway, change }) {
  const title = make("h2", { id: "pause-title" }, say(why.pauses ? "pause_title" : "cooling_title"));
  const about = make(
    "div",
    { id: "pause-about" },
    why.pauses ? openWarnings(why.warnings, say) : null,
    why.cools ? make("p", { class: why.pauses ? "cooling" : "" }, say("cooling_offer")) : null,
  );
  const goBack = button("pause-back", say("pause_back"), back);
  const actions = make("div", { class: "pause-actions" }, goBack, button("", say("pause_anyway"), anyway));
  const shown = SETTINGS.filter((name) => why[name === "pause" ? "pauses" : "cools"]);
  const dialog = make(
    "dialog",
    { class: "pause", role: "alertdialog", "aria-labelledby": title.id, "aria-describedby": about.id },
    title,
    about,
    make("p", { class: "pause-note" }, say("pause_anyway_note")),
    actions,
    ...shown.map((name) => switchOf(name, say(`options_${name}`), change)),
  );
  // Escape, or the browser's own way to close it.
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    back();
  });
  dialog.addEventListener("close", () => dialog.isConnected && back());
  // Pressing something here must not take the caret out of the box.
  dialog.addEventListener("mousedown", (event) => event.preventDefault());
  place.append(dialog);
  // Modal: a page that holds the focus in a dialog of its own would take it away again.
  dialog.showModal();
  goBack.focus({ preventScroll: true });
  return {
    isModal: true,
    remove() {
      // The browser gives the focus back to where it was, but not the caret.
      dialog.close();
      dialog.remove();
    },
  };
}

/**
 * A line of text over the page, which takes no clicks.
 *
 * @param {HTMLElement} place
 * @param {string} text
 * @returns {Shown}
 */
export function showNotice(place, text) {
  const notice = make("div", { class: "notice", role: "status", popover: "manual" });
  place.append(notice);
  notice.showPopover();
  // Said by screen readers because it changes.
  notice.textContent = text;
  return { isModal: false, remove: () => notice.remove() };
}

/**
 * @param {Reasons["warnings"]} warnings
 * @param {(key: string, parts?: string[]) => string} say
 */
function openWarnings(warnings, say) {
  const sorted = [...warnings].sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
  const rows = sorted
    .slice(0, MOST)
    .map(({ severity, title, phrase }) =>
      make(
        "li",
        { class: severity },
        make("span", { class: "severity" }, say(`severity_${severity}`)),
        make("span", { class: "phrase" }, say("quoted", [phrase.replace(/\s+/g, " ")])),
        make("span", { class: "rule" }, title),
      ),
    );
  const more = warnings.length - rows.length;
  return make(
    "div",
    {},
    make("p", {}, say("pause_open")),
    make("ul", { class: "open" }, ...rows),
    more > 0 ? make("p", {}, say(more === 1 ? "pause_more_one" : "pause_more_other", [String(more)])) : null,
  );
}

/**
 * @param {string} kind
 * @param {string} text
 * @param {() => void} press
 */
function button(kind, text, press) {
  const element = make("button", { type: "button", class: kind }, text);
  element.addEventListener("click", (event) => event.isTrusted && press());
  return element;
}

/**
 * @param {"pause" | "cooling"} name
 * @param {string} text
 * @param {(name: "pause" | "cooling", on: boolean) => void} change
 */
function switchOf(name, text, change) {
  const input = make("input", { type: "checkbox", role: "switch" });
  input.checked = true;
  input.addEventListener("change", (event) => event.isTrusted && change(name, input.checked));
  return make("label", { class: "pause-switch" }, input, text);
}
