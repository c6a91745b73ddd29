/** The first page after installation: who writes, and what it is like. */
import { saved, showProblems, showTrouble } from "../pages/announce.js";
import { make, part } from "../pages/dom.js";
import { followLook } from "../pages/look.js";
import { lockable } from "../pages/managed.js";
import { loadEngine } from "../pages/rules.js";
import { fillIn, say } from "../pages/text.js";
import { changeSettings, readSettings, watchSettings } from "../settings.js";
import { tryOut } from "./try.js";

followLook();
fillIn(document);
try {
  const engine = await loadEngine();
  const select = part("profession", HTMLSelectElement);
  select.replaceChildren(...engine.professions().map(({ id, title }) => make("option", { value: id }, title)));
  const lock = lockable(select, part("profession-place", HTMLElement));
  const showExample = tryOut(engine, say("welcome_example"));
  /** @param {import("../settings.js").Answer} answer */
  const show = ({ settings, locked }) => {
    select.value = settings.profession;
    if (select.selectedIndex < 0) select.selectedIndex = 0;
    lock(locked.includes("profession"));
    showExample(settings);
  };
  select.addEventListener("change", async () => {
    show(await saved(changeSettings((settings) => ({ ...settings, profession: select.value }))));
  });
  watchSettings((_, answer) => show(answer));
  const answer = await readSettings();
  showProblems(answer.problems);
  show(answer);
} catch (error) {
  console.error(error);
  showTrouble(say("trouble_engine"));
}
