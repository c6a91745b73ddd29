/**
 * The active rule packs: each with its switch and its number of rules.
 *
 * @typedef {import("../settings/validate.js").Settings} Settings
 * @typedef {import("../pages/rules.js").Pack} Pack
 */
import { make, makeSwitch } from "../pages/dom.js";
import { counted } from "../pages/text.js";

/**
 * @param {Pack} pack
 * @param {Settings} settings
 */
function howMany(pack, settings) {
  const off = pack.rules.filter((rule) => settings.rulesOff.includes(rule.id)).length;
  return counted("rules", pack.rules.length) + (off > 0 ? `, ${counted("rules_off", off)}` : "");
}

/**
 * @param {HTMLElement} list
 * @param {Pack[]} packs
 * @param {Settings} settings
 * @param {(pack: string, on: boolean) => Promise<boolean>} change
 * @returns {(settings: Settings) => void} shows other settings, in place, so that the keyboard's focus stays
 */
export function showPacks(list, packs, settings, change) {
  const rows = packs.map((pack) => {
    const on = !settings.packsOff.includes(pack.id);
    const note = howMany(pack, settings);
    const row = makeSwitch({ id: `pack-${pack.id}`, label: pack.title, note, on, change: (on) => change(pack.id, on) });
    return { pack, ...row };
  });
  list.replaceChildren(...rows.map(({ row }) => make("li", {}, row)));
  return (settings) => {
    for (const { pack, input, note } of rows) {
      input.checked = !settings.packsOff.includes(pack.id);
      note.textContent = howMany(pack, settings);
    }
  };
}
