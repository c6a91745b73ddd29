/** The keyboard shortcuts as they are set in the browser, which is also where they are changed. */
import { make, part } from "../pages/dom.js";
import { say } from "../pages/text.js";

const ADDRESS = "chrome://extensions/shortcuts";

export function keysPart() {
  const place = part("key-list", HTMLElement);
  show(place);
  // They are changed in another tab: they are read again when the user comes back.
  window.addEventListener("focus", () => show(place));
}

/** @param {HTMLElement} place */
async function show(place) {
  const commands = await chrome.commands.getAll().catch(() => []);
  const rows = commands
    .filter(({ name }) => name && !name.startsWith("_execute"))
    .map(({ description, shortcut }) =>
      make("li", { class: "key-row" }, make("span", {}, description ?? ""), keys(shortcut ?? "")),
    );
  place.replaceChildren(make("ul", { class: "rows" }, ...rows), whereToChange());
}

/** @param {string} shortcut   `Alt+Shift+J` */
function keys(shortcut) {
  if (!shortcut) return make("span", { class: "soft" }, say("options_no_key"));
  const pieces = shortcut.split("+").flatMap((key, i) => [...(i > 0 ? ["+"] : []), make("kbd", {}, key)]);
  return make("span", { class: "keys" }, ...pieces);
}

function whereToChange() {
  // Firefox has no address for it.
  if (navigator.userAgent.includes("Firefox/")) return make("p", { class: "soft" }, say("options_keys_firefox"));
  const button = make("button", { type: "button", class: "button", id: "change-keys" }, say("options_keys_change"));
  button.addEventListener("click", () => chrome.tabs.create({ url: ADDRESS }));
  return make("div", { class: "buttons" }, button, make("span", { class: "soft" }, say("options_keys_where", ADDRESS)));
}
