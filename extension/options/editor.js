/** A field for the text of rules: lines are numbered, and those with a problem are marked. */
import { make } from "../pages/dom.js";
import { say } from "../pages/text.js";

/**
 * @param {() => void} typed
 * @returns {{element: HTMLElement, input: HTMLTextAreaElement, mark: (lines: Set<number>) => void,
 *   goTo: (line: number, column: number) => void}}
 */
export function makeEditor(typed) {
  const numbers = make("div", { class: "line-numbers", "aria-hidden": "true" });
  const input = make("textarea", {
    id: "own-text",
    class: "rule-text",
    rows: "16",
    wrap: "off",
    spellcheck: "false",
    autocapitalize: "off",
    autocomplete: "off",
    "aria-label": say("options_own_field"),
    "aria-describedby": "own-note own-outcome",
  });
  /** @type {Set<number>} */
  let marked = new Set();
  let shown = 0;

  const number = () => {
    const count = input.value.split("\n").length;
    if (count !== shown) {
      shown = count;
      const lines = Array.from({ length: count }, (_, i) => make("span", {}, String(i + 1)));
      numbers.replaceChildren(...lines);
    }
    Array.from(numbers.children).forEach((line, i) => line.classList.toggle("has-problem", marked.has(i + 1)));
    numbers.scrollTop = input.scrollTop;
  };
  input.addEventListener("input", () => {
    number();
    typed();
  });
  input.addEventListener("scroll", () => (numbers.scrollTop = input.scrollTop), { passive: true });

  return {
    element: make("div", { class: "editor" }, numbers, input),
    input,
    mark(lines) {
      marked = lines;
      number();
    },
    goTo(line, column) {
      const lines = input.value.split("\n");
      const before = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
      const end = before + (lines[line - 1]?.length ?? 0);
      input.focus();
      input.setSelectionRange(Math.min(before + Math.max(column - 1, 0), end), end);
      // The browser shows the caret only once something is typed.
      const height = input.scrollHeight / Math.max(lines.length, 1);
      input.scrollTop = (line - 4) * height;
    },
  };
}
