/**
 * A site that the extension does not know: it can be added, and taken back.
 *
 * @typedef {import("../settings.js").Settings} Settings
 */
import { announce, saved, showTrouble } from "../pages/announce.js";
import { make, part } from "../pages/dom.js";
import { say } from "../pages/text.js";
import { addPlace, askFor, isAllowed, removePlace } from "../places/places.js";

/**
 * @param {string} host
 * @returns {{isAdded: () => boolean, show: (settings: Settings) => Promise<void>}}
 */
export function placePart(host) {
  const add = button("place-add", say("place_check"), async () => {
    // First of all: the browser asks only in the moment of a press.
    const isGiven = await askFor(host).catch(() => false);
    showTrouble(isGiven ? "" : say("place_refused"));
    if (isGiven) await saved(addPlace(host));
  });
  const remove = button("place-remove", say("place_stop"), async () => {
    const { settings } = await saved(removePlace(host));
    if (!settings.otherSites.includes(host)) announce(say("options_place_stopped", host));
  });
  const words = make("p", { id: "place-note" });
  for (const one of [add, remove]) one.setAttribute("aria-describedby", words.id);
  part("site", HTMLElement).replaceChildren(make("div", { class: "place" }, words, add, remove));
  let isAdded = false;
  return {
    isAdded: () => isAdded,
    async show({ otherSites }) {
      const before = document.activeElement;
      isAdded = otherSites.includes(host) && (await isAllowed(host).catch(() => false));
      words.textContent = say(isAdded ? "place_here" : "place_note", host);
      add.hidden = isAdded;
      remove.hidden = !isAdded;
      // The button that was pressed is gone: the focus goes to the one in its place.
      if (before === add && isAdded) remove.focus();
      if (before === remove && !isAdded) add.focus();
    },
  };
}

/**
 * @param {string} id
 * @param {string} text
 * @param {() => void} press
 */
function button(id, text, press) {
  const element = make("button", { type: "button", class: "button", id }, text);
  element.addEventListener("click", press);
  return element;
}
