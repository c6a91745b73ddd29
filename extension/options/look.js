/** How the product looks: light or dark, and the lines under phrases. */
import { saved } from "../pages/announce.js";
import { make, part } from "../pages/dom.js";
import { severityWord } from "../pages/severity.js";
import { say } from "../pages/text.js";
import { changeSettings } from "../settings.js";
import { SEVERITIES, THEMES, UNDERLINES } from "../settings/validate.js";

/** @returns {import("./options.js").Show} */
export function lookPart() {
  const theme = choice("theme", THEMES, () => null);
  const underlines = choice("underlines", UNDERLINES, sample);
  part("looks", HTMLElement).replaceChildren(theme.group, underlines.group);
  return (answer) => {
    theme.show(answer);
    underlines.show(answer);
  };
}

/**
 * @param {"theme" | "underlines"} name
 * @param {readonly string[]} values
 * @param {(value: string) => Node | null} picture
 */
function choice(name, values, picture) {
  const inputs = values.map((value) => make("input", { type: "radio", name, value, id: `${name}-${value}` }));
  const group = make(
    "fieldset",
    { class: "choice" },
    make("legend", {}, say(`options_${name}`)),
    ...inputs.map((input) =>
      make(
        "label",
        { class: "choice-row" },
        input,
        make("span", {}, say(`options_${name}_${input.value}`), picture(input.value)),
      ),
    ),
  );
  /** @type {import("./options.js").Show} */
  const show = ({ settings }) => {
    for (const input of inputs) input.checked = input.value === settings[name];
  };
  group.addEventListener("change", async () => {
    const value = inputs.find((input) => input.checked)?.value ?? values[0];
    show(await saved(changeSettings((settings) => ({ ...settings, [name]: value }))));
  });
  return { group, show };
}

/** The three lines, in the style that is offered. @param {string} style */
const sample = (style) =>
  make("span", { class: "sample", "data-underlines": style }, ...SEVERITIES.map((severity) => severityWord(severity)));
