/**
 * The active rule packs: each with its switch and its number of rules.
 *
 * @typedef {import("../settings/validate.js").Settings} Settings
 * @typedef {import("../settings.js").Answer} Answer
 * @typedef {import("../pages/rules.js").Pack} Pack
 */
import { make, makeSwitch, part } from "../pages/dom.js";
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
 * @param {Answer} answer
 * @param {(pack: string, on: boolean) => Promise<boolean>} change
 * @returns {(answer: Answer) => void} shows other settings, in place, so that the keyboard's focus stays
 */
export function showPacks(list, packs, answer, change) {
  const rows = packs.map((pack) => {
    const row = makeSwitch({
      id: `pack-${pack.id}`,
      label: pack.title,
      on: !answer.settings.packsOff.includes(pack.id),
      change: (on) => change(pack.id, on),
    });
    return { pack, ...row };
  });
  list.replaceChildren(...rows.map(({ row }) => make("li", {}, row)));
  /** @param {Answer} now */
  const show = ({ settings, locked }) => {
    const isLocked = locked.includes("packsOff");
    // One line says it for all of them.
    part("packs-managed", HTMLElement).hidden = !isLocked;
    for (const { pack, input, note } of rows) {
      input.checked = !settings.packsOff.includes(pack.id);
      input.disabled = isLocked;
      input.setAttribute("aria-describedby", isLocked ? `${note.id} packs-managed` : note.id);
      note.textContent = howMany(pack, settings);
    }
  };
  show(answer);
  return show;
}
