/** What a user may ask for to slow themselves down. All of it is off unless they do. */
import { saved } from "../pages/announce.js";
import { make, makeSwitch, part } from "../pages/dom.js";
import { counted, say } from "../pages/text.js";
import { changeSettings } from "../settings.js";

/** The limits that are offered, in minutes a day. */
const LIMITS = [0, 10, 15, 20, 30, 45, 60, 90, 120];

/** @returns {import("./options.js").Show} */
export function habitsPart() {
  const switches = /** @type {const} */ (["pause", "cooling"]).map((name) => ({
    name,
    ...makeSwitch({
      id: `habit-${name}`,
      label: say(`options_${name}`),
      note: say(`options_${name}_note`),
      on: false,
      change: async (on) => (await saved(changeSettings((settings) => ({ ...settings, [name]: on })))).settings[name],
    }),
  }));
  const time = timeRow();
  const rows = [...switches.map(({ row }) => row), time.row];
  part("habit-list", HTMLElement).replaceChildren(...rows.map((row) => make("li", {}, row)));
  return (answer) => {
    for (const { name, input } of switches) input.checked = answer.settings[name];
    time.show(answer);
  };
}

function timeRow() {
  const select = make("select", { class: "select", id: "habit-time", "aria-describedby": "habit-time-note" });
  const row = make(
    "div",
    { class: "switch-row" },
    make(
      "div",
      { class: "switch-text" },
      make("label", { class: "switch-label", for: select.id }, say("options_time")),
      make("span", { class: "switch-note", id: "habit-time-note" }, say("options_time_note")),
    ),
    select,
  );
  /** @type {import("./options.js").Show} */
  const show = ({ settings }) => {
    // A limit from another version or a file may be none of ours.
    const limits = [...new Set([...LIMITS, settings.timeMinutes])].sort((a, b) => a - b);
    select.replaceChildren(
      ...limits.map((n) =>
        make("option", { value: String(n) }, n === 0 ? say("options_time_off") : counted("minutes_a_day", n)),
      ),
    );
    select.value = String(settings.timeMinutes);
  };
  select.addEventListener("change", async () => {
    show(await saved(changeSettings((settings) => ({ ...settings, timeMinutes: Number(select.value) }))));
  });
  return { row, show };
}
