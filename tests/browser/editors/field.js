// The browser's own fields, as the sites use them here and there: a textarea, or (page=input) a line of text.
import { el, page } from "./page.js";

page((place, { label }) => {
  const line = new URLSearchParams(location.search).get("page") === "input";
  const element = /** @type {HTMLTextAreaElement} */ (
    el(line ? "input" : "textarea", { "aria-label": label, placeholder: label, ...(line ? { type: "text" } : {}) })
  );
  place.append(element);
  return {
    element,
    text: () => element.value,
    model: () => ({ value: element.value, scroll: element.scrollTop }),
    selection: () => ({
      anchor: element.selectionStart,
      focus: element.selectionEnd,
      direction: element.selectionDirection,
    }),
    // The browser does not show its history: a test undoes and looks at the text.
    history: () => ({ undo: null, redo: null }),
    set: (text) => {
      element.value = text;
      element.setSelectionRange(text.length, text.length);
    },
    close: () => element.remove(),
  };
});
