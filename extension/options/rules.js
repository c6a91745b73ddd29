/**
 * Packs and rules, each with its switch; a rule's severity can be changed as well.
 *
 * @typedef {import("../pages/rules.js").Pack} Pack
 * @typedef {import("../settings.js").Answer} Answer
 */
import { announce, saved } from "../pages/announce.js";
import { make, makeSwitch, part } from "../pages/dom.js";
import { lockable } from "../pages/managed.js";
import { counted, say } from "../pages/text.js";
import { switchOne } from "../settings.js";
import { ruleRow } from "./rule-row.js";

/** @param {Pack[]} packs   those that are built in */
export function rulesPart(packs) {
  const place = part("packs", HTMLElement);
  const builtIn = packs.map((pack) => packPart(pack));
  place.replaceChildren(...builtIn.map(({ element }) => element));
  /** @type {ReturnType<typeof packPart> & { pack: string } | null} */
  let own = null;
  return {
    /** @param {Pack | null} pack   the practice's own rules that the engine understood */
    setOwn(pack) {
      // A save is told of more than once (by this page and by the storage): what is open and in use stays as it is.
      const written = pack ? JSON.stringify(pack) : "";
      if (own?.pack === written) return;
      const next = pack && pack.rules.length > 0 ? { ...packPart(pack, own?.isOpen()), pack: written } : null;
      if (own) own.element.remove();
      if (next) place.append(next.element);
      own = next;
    },
    /** @param {Answer} answer */
    show(answer) {
      for (const { show } of own ? [...builtIn, own] : builtIn) show(answer);
    },
  };
}

/**
 * @param {Pack} pack
 * @param {boolean} [isOpen]   whether its rules are to be seen at once
 */
function packPart(pack, isOpen = false) {
  const { row, input, note, text } = makeSwitch({
    id: `pack-${pack.id}`,
    label: pack.title,
    on: true,
    change: async (on) => {
      const { settings } = await saved(switchOne("packsOff", pack.id, on));
      const isOn = !settings.packsOff.includes(pack.id);
      announce(say(isOn ? "explain_pack_is_on" : "explain_pack_is_off"));
      return isOn;
    },
  });
  const lock = lockable(input, text);
  /** @type {ReturnType<typeof ruleRow>[]} */
  let rules = [];
  const list = make("ul", { class: "rule-list" });
  const more = make(
    "details",
    { class: "rules-of-pack", open: isOpen },
    make("summary", {}, say("options_show_rules", pack.title)),
    list,
  );
  const element = make("div", { class: "pack", "data-pack": pack.id }, row, more);
  /** @type {Answer | null} */
  let last = null;
  // Most packs are never opened: their rules are made when they are.
  more.addEventListener("toggle", () => {
    if (!more.open || rules.length > 0) return;
    rules = pack.rules.map((rule) => ruleRow(rule));
    list.replaceChildren(...rules.map(({ element }) => element));
    if (last) show(last);
  });

  /** @param {Answer} answer */
  function show(answer) {
    last = answer;
    const { settings, locked } = answer;
    input.checked = !settings.packsOff.includes(pack.id);
    lock(locked.includes("packsOff"));
    element.classList.toggle("is-off", !input.checked);
    note.textContent = `${pack.about} ${howMany(pack, answer)}`.trim();
    for (const { show } of rules) show(answer);
  }
  return { element, show, isOpen: () => more.open };
}

/**
 * @param {Pack} pack
 * @param {Answer} answer
 */
function howMany(pack, { settings }) {
  const off = pack.rules.filter(({ id }) => settings.rulesOff.includes(id)).length;
  const changed = pack.rules.filter(({ id }) => settings.severities[id]).length;
  const pieces = [
    counted("rules", pack.rules.length),
    ...(off > 0 ? [counted("rules_off", off)] : []),
    ...(changed > 0 ? [counted("rules_changed", changed)] : []),
  ];
  return `${pieces.join(", ")}.`;
}
