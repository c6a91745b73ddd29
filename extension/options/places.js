/** The sites that the user added: each can be taken back, with the permission that was given for it. */
import { announce, saved } from "../pages/announce.js";
import { make, part } from "../pages/dom.js";
import { say } from "../pages/text.js";
import { isAllowed, removePlace } from "../places/places.js";

/** @returns {import("./options.js").Show} */
export function placesPart() {
  const list = part("place-list", HTMLElement);
  let shown = "";

  /** @param {string} host */
  const row = async (host) => {
    const note = (await isAllowed(host).catch(() => false)) ? "options_place_note" : "options_place_no_permission";
    const stop = make("button", { type: "button", class: "button" }, say("place_stop_on", host));
    stop.addEventListener("click", async () => {
      const { settings } = await saved(removePlace(host));
      if (settings.otherSites.includes(host)) return;
      await show(settings.otherSites);
      announce(say("options_place_stopped", host));
      // The button that was pressed is gone.
      const heading = part("sites-title", HTMLElement);
      heading.tabIndex = -1;
      (list.querySelector("button") ?? heading).focus();
    });
    const words = make(
      "div",
      { class: "switch-text" },
      make("span", { class: "place-host" }, host),
      make("span", { class: "switch-note" }, say(note)),
    );
    return make("li", {}, make("div", { class: "switch-row" }, words, stop));
  };

  /** @param {string[]} hosts */
  const show = async (hosts) => {
    const now = JSON.stringify(hosts);
    if (now === shown) return;
    shown = now;
    const rows = await Promise.all(hosts.map(row));
    if (shown === now) list.replaceChildren(...rows);
  };

  return ({ settings }) => void show(settings.otherSites);
}
