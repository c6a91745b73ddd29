/**
 * The switches of a rule and of a pack.
 *
 * @typedef {import("../settings.js").Answer} Answer
 */
import { announce, saved } from "../pages/announce.js";
import { make, makeSwitch } from "../pages/dom.js";
import { lockable } from "../pages/managed.js";
import { say } from "../pages/text.js";
import { switchOne, watchSettings } from "../settings.js";

/**
 * The switch of a rule; if its whole pack is off, that is said, with a button to switch the pack on.
 *
 * @param {{id: string, pack: string, packTitle: string}} rule
 * @param {Answer} answer
 */
export function ruleSwitch(rule, answer) {
  const { settings } = answer;
  const { row, input, text } = makeSwitch({
    id: "rule-switch",
    label: say("explain_switch"),
    note: say("explain_switch_note"),
    on: !settings.rulesOff.includes(rule.id),
    change: async (on) => {
      const now = await saved(switchOne("rulesOff", rule.id, on));
      const isOn = !now.settings.rulesOff.includes(rule.id);
      announce(say(isOn ? "explain_rule_is_on" : "explain_rule_is_off"));
      return isOn;
    },
  });
  const button = make("button", { type: "button", class: "button" }, say("explain_pack_on"));
  const packOff = make("div", { class: "pack-off" }, make("p", {}, say("explain_pack_off", rule.packTitle)), button);
  button.addEventListener("click", async () => {
    const now = await saved(switchOne("packsOff", rule.pack, true));
    if (now.settings.packsOff.includes(rule.pack)) return;
    announce(say("explain_pack_is_on"));
    // The button goes; the focus goes on to what it made possible.
    input.focus();
  });
  const lock = lockable(input, text);
  /** @param {Answer} now */
  const show = ({ settings, locked }) => {
    input.checked = !settings.rulesOff.includes(rule.id);
    lock(locked.includes("rulesOff"));
    packOff.hidden = !settings.packsOff.includes(rule.pack);
    button.hidden = locked.includes("packsOff");
  };
  show(answer);
  watchSettings((_, now) => show(now));
  return make("div", {}, row, packOff);
}

/**
 * The switch of a pack, beside its title.
 *
 * @param {{id: string, title: string}} pack
 * @param {Answer} answer
 * @returns {HTMLElement}
 */
export function packSwitch(pack, answer) {
  const { input } = makeSwitch({
    id: `switch-${pack.id}`,
    label: pack.title,
    on: !answer.settings.packsOff.includes(pack.id),
    change: async (on) => {
      const now = await saved(switchOne("packsOff", pack.id, on));
      const isOn = !now.settings.packsOff.includes(pack.id);
      announce(say(isOn ? "explain_pack_is_on" : "explain_pack_is_off"));
      return isOn;
    },
  });
  input.removeAttribute("aria-describedby");
  input.setAttribute("aria-label", say("explain_pack_switch", pack.title));
  const side = make("div", { class: "pack-switch" });
  const lock = lockable(input, side);
  side.append(input);
  /** @param {Answer} now */
  const show = ({ settings, locked }) => {
    input.checked = !settings.packsOff.includes(pack.id);
    lock(locked.includes("packsOff"));
  };
  show(answer);
  watchSettings((_, now) => show(now));
  return side;
}
