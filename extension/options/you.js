/** Who writes: the profession, and the nation where they practise. */
import { saved } from "../pages/announce.js";
import { make, part } from "../pages/dom.js";
import { lockable } from "../pages/managed.js";
import { say } from "../pages/text.js";
import { changeSettings } from "../settings.js";
import { NATIONS } from "../settings/validate.js";

/**
 * @param {import("../pages/rules.js").Profession[]} professions
 * @returns {import("./options.js").Show}
 */
export function youPart(professions) {
  const nations = NATIONS.map((id) => ({ id, title: say(`nation_${id.replace("-", "_")}`) }));
  const profession = chooser("profession", professions);
  const nation = chooser("nation", nations);
  return (answer) => {
    profession(answer);
    const known = professions.find(({ id }) => id === answer.settings.profession) ?? professions[0];
    part("profession-note", HTMLElement).textContent = known ? say("options_regulator", known.regulator) : "";
    nation(answer);
  };
}

/**
 * @param {"profession" | "nation"} name
 * @param {readonly {id: string, title: string}[]} all   the first is what an unknown one is taken for
 * @returns {import("./options.js").Show}
 */
function chooser(name, all) {
  const select = part(name, HTMLSelectElement);
  select.replaceChildren(...all.map(({ id, title }) => make("option", { value: id }, title)));
  const lock = lockable(select, part(`${name}-place`, HTMLElement));
  /** @type {import("./options.js").Show} */
  const show = ({ settings, locked }) => {
    select.value = settings[name];
    if (select.selectedIndex < 0) select.selectedIndex = 0;
    lock(locked.includes(name));
  };
  select.addEventListener("change", async () => {
    show(await saved(changeSettings((settings) => ({ ...settings, [name]: select.value }))));
  });
  return show;
}
