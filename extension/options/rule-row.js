/**
 * A rule in the options: its switch and its severity.
 *
 * @typedef {import("../settings/validate.js").Severity} Severity
 */
import { saved } from "../pages/announce.js";
import { make } from "../pages/dom.js";
import { managedNote } from "../pages/managed.js";
import { say } from "../pages/text.js";
import { setSeverity, switchOne } from "../settings.js";
import { SEVERITIES } from "../settings/validate.js";

/** @param {import("../pages/rules.js").RuleLine} rule */
export function ruleRow(rule) {
  const id = `rule-${rule.id}`;
  const input = make("input", {
    type: "checkbox",
    role: "switch",
    class: "switch",
    id,
    "aria-label": say("options_rule_on", rule.title),
  });
  const delivered = say("options_as_delivered", say(`severity_${rule.severity}`));
  const select = make(
    "select",
    { class: "select", id: `severity-${rule.id}`, "aria-label": say("options_severity_of", rule.title) },
    make("option", { value: "" }, delivered),
    ...SEVERITIES.map((severity) => make("option", { value: severity }, say(`severity_${severity}`))),
  );
  const name = make("a", { href: `../explain/explain.html?rule=${rule.id}` }, rule.title);
  const note = managedNote();
  const words = make("div", { class: "rule-words" }, name, note);

  /** @type {import("./options.js").Show} */
  const show = ({ settings, locked }) => {
    input.checked = !settings.rulesOff.includes(rule.id);
    const severity = settings.severities[rule.id];
    select.value = severity ?? "";
    select.className = `select severity-${severity ?? rule.severity}`;
    input.disabled = locked.includes("rulesOff");
    select.disabled = locked.includes("severities");
    note.hidden = !input.disabled && !select.disabled;
    element.classList.toggle("is-off", !input.checked);
  };
  input.addEventListener("change", async () => show(await saved(switchOne("rulesOff", rule.id, input.checked))));
  select.addEventListener("change", async () => {
    show(await saved(setSeverity(rule.id, /** @type {Severity} */ (select.value) || null)));
  });
  const element = make("li", { class: "rule-row" }, words, select, input);
  return { element, show };
}
