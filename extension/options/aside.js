/** What was set aside because it could not be read. */
import { saved, showProblems } from "../pages/announce.js";
import { confirmed } from "../pages/confirm.js";
import { make, part } from "../pages/dom.js";
import { give } from "../pages/files.js";
import { dayInWords, say } from "../pages/text.js";
import { changeSettings, emptySetAside, readSetAside } from "../settings.js";
import { onChange, today } from "../settings/store.js";

/** @typedef {import("../settings/store.js").SetAside} SetAside */

/** How much of a value, and how many of them, are shown; the file has all. */
const LONGEST = 200;
const MOST = 50;

export async function asidePart() {
  const buttons = make(
    "div",
    { class: "buttons" },
    button("aside-export", "button", say("options_aside_export"), async () => {
      const { entries, problems } = await readSetAside();
      showProblems(problems);
      give(`think-twice-set-aside-${today()}.json`, `${JSON.stringify(entries, null, 2)}\n`, "application/json");
    }),
    button("aside-remove", "button button-danger", say("options_aside_remove"), async () => {
      const words = { title: say("options_aside_title"), text: say("options_aside_text") };
      if (!(await confirmed({ ...words, yes: say("options_aside_remove") }))) return;
      showProblems(await emptySetAside(() => saved(changeSettings((settings) => settings))));
      await show(buttons);
    }),
  );
  await show(buttons);
  onChange((changes, area) => void (area === "local" && changes.setAside && show(buttons)));
}

/** @param {HTMLElement} buttons */
async function show(buttons) {
  const { entries } = await readSetAside();
  part("aside", HTMLElement).hidden = entries.length === 0;
  part("aside-link", HTMLElement).hidden = entries.length === 0;
  const rows = entries.slice(0, MOST).map(row);
  const list = make("ul", { class: "rows aside-rows" }, ...rows);
  const more = entries.length - rows.length;
  part("aside-list", HTMLElement).replaceChildren(
    list,
    ...(more > 0 ? [make("p", { class: "soft" }, say("options_aside_more", more))] : []),
    buttons,
  );
}

/** @param {SetAside} entry */
function row({ date, where, value }) {
  const text = JSON.stringify(value) ?? "";
  return make(
    "li",
    {},
    make("code", { class: "aside-where" }, where),
    make("span", { class: "soft" }, date ? dayInWords(date) : ""),
    make("code", { class: "aside-value" }, text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text),
  );
}

/**
 * @param {string} id
 * @param {string} kind
 * @param {string} text
 * @param {() => void} work
 */
function button(id, kind, text, work) {
  const element = make("button", { type: "button", class: kind, id }, text);
  element.addEventListener("click", work);
  return element;
}
