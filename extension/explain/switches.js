/**
 * The switches of a rule and of a pack.
 *
 * @typedef {import("../settings.js").Settings} Settings
 * @typedef {import("../settings.js").Answer} Answer
 */
import { make, makeSwitch, part } from "../pages/dom.js";
import { say } from "../pages/text.js";
import { switchOne, watchSettings } from "../settings.js";
import { announce } from "./copy.js";

/**
 * The switch of a rule; if its whole pack is off, that is said, with a button to switch the pack on.
 *
 * @param {{id: string, pack: string, packTitle: string}} rule
 * @param {Settings} settings
 */
export function ruleSwitch(rule, settings) {
  const { row, input } = makeSwitch({
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
  /** @param {Settings} now */
  const show = (now) => {
    input.checked = !now.rulesOff.includes(rule.id);
    packOff.hidden = !now.packsOff.includes(rule.pack);
  };
  show(settings);
  watchSettings(show);
  return make("div", {}, row, packOff);
}

/**
 * The switch of a pack, beside its title.
 *
 * @param {{id: string, title: string}} pack
 * @param {Settings} settings
 * @returns {HTMLInputElement}
 */
export function packSwitch(pack, settings) {
  const { input } = makeSwitch({
    id: `switch-${pack.id}`,
    label: pack.title,
    on: !settings.packsOff.includes(pack.id),
    change: async (on) => {
      const now = await saved(switchOne("packsOff", pack.id, on));
      const isOn = !now.settings.packsOff.includes(pack.id);
      announce(say(isOn ? "explain_pack_is_on" : "explain_pack_is_off"));
      return isOn;
    },
  });
  input.removeAttribute("aria-describedby");
  input.setAttribute("aria-label", say("explain_pack_switch", pack.title));
  watchSettings((now) => {
    input.checked = !now.packsOff.includes(pack.id);
  });
  return input;
}

/**
 * @param {Promise<Answer>} change
 * @returns {Promise<Answer>}
 */
async function saved(change) {
  const outcome = await change;
  const trouble = part("trouble", HTMLElement);
  trouble.hidden = !outcome.problems.some(({ what }) => what === "not-saved" || what === "not-read");
  trouble.textContent = trouble.hidden ? "" : say("trouble_storage");
  return outcome;
}
