/**
 * All packs and their rules, and what is shown for a rule that does not exist.
 *
 * @typedef {import("../settings.js").Settings} Settings
 * @typedef {import("../settings.js").Answer} Answer
 * @typedef {import("../pages/rules.js").Pack} Pack
 * @typedef {import("../pages/rules.js").RuleLine} RuleLine
 */
import { announce } from "../pages/announce.js";
import { make } from "../pages/dom.js";
import { severityWord } from "../pages/severity.js";
import { counted, say } from "../pages/text.js";
import { watchSettings } from "../settings.js";
import { packSwitch } from "./switches.js";

/**
 * @param {HTMLElement} main
 * @param {Pack[]} packs
 * @param {Answer} answer
 */
export function showIndex(main, packs, answer) {
  document.title = say("explain_page_title", say("explain_all_rules"));
  const rules = packs.reduce((sum, pack) => sum + pack.rules.length, 0);
  const sections = packs.map((pack) => packSection(pack, answer));
  main.replaceChildren(
    make("h1", {}, say("explain_index")),
    make("p", { class: "lead" }, say("explain_index_note", rules, packs.length)),
    finder(sections),
    ...sections.map(({ section }) => section),
  );
  watchSettings((now) => sections.forEach(({ show }) => show(now)));
}

/**
 * @param {HTMLElement} main
 * @param {Pack[]} packs
 * @param {string} rule   what was asked for, as it stands in the address
 */
export function showUnknown(main, packs, rule) {
  document.title = say("explain_page_title", say("explain_unknown"));
  const line = (/** @type {Pack} */ pack) =>
    make(
      "li",
      {},
      make("a", { href: `explain.html#${pack.id}` }, pack.title),
      make("span", { class: "soft" }, counted("rules", pack.rules.length)),
    );
  main.replaceChildren(
    make("h1", {}, say("explain_unknown")),
    make("p", { class: "lead" }, say("explain_unknown_note", rule.length > 80 ? `${rule.slice(0, 80)}…` : rule)),
    make("h2", { class: "packs-title" }, say("explain_unknown_packs")),
    make("ul", { class: "pack-links" }, ...packs.map(line)),
  );
}

/**
 * @param {Pack} pack
 * @param {Answer} answer
 */
function packSection(pack, answer) {
  const lines = pack.rules.map((rule) => ruleLine(rule, pack.title));
  const title = `title-${pack.id}`;
  const section = make(
    "section",
    { class: "pack", id: pack.id, "aria-labelledby": title },
    make("div", { class: "pack-head" }, make("h2", { id: title }, pack.title), packSwitch(pack, answer)),
    make("p", { class: "soft" }, `${pack.about} ${counted("rules", pack.rules.length)}.`),
    make("ul", { class: "rules" }, ...lines.map(({ item }) => item)),
  );
  /** @param {Settings} now */
  const show = (now) => {
    section.classList.toggle("is-off", now.packsOff.includes(pack.id));
    for (const { show } of lines) show(now);
  };
  show(answer.settings);
  return { section, lines, show };
}

/**
 * @param {RuleLine} rule
 * @param {string} packTitle
 */
function ruleLine(rule, packTitle) {
  const off = make("span", { class: "off" }, say("explain_off"));
  const severity = make("span");
  const item = make(
    "li",
    {},
    severity,
    make("span", {}, make("a", { href: `explain.html?rule=${rule.id}` }, rule.title), " ", off),
  );
  const words = { text: "" };
  /** @param {Settings} now */
  const show = (now) => {
    const its = now.severities[rule.id] ?? rule.severity;
    severity.replaceChildren(severityWord(its));
    off.hidden = !now.rulesOff.includes(rule.id);
    words.text = `${rule.id} ${rule.title} ${packTitle} ${say(`severity_${its}`)}`.toLowerCase();
  };
  return { item, show, words };
}

/**
 * The field that leaves the rules with all the words typed.
 *
 * @param {{section: HTMLElement, lines: {item: HTMLElement, words: {text: string}}[]}[]} sections
 */
function finder(sections) {
  const count = make("span", { class: "soft" });
  const input = make("input", { type: "search", id: "find", autocomplete: "off", spellcheck: "false" });
  input.addEventListener("input", () => {
    const wanted = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const { section, lines } of sections) {
      for (const { item, words } of lines) item.hidden = !wanted.every((word) => words.text.includes(word));
      const shown = lines.filter(({ item }) => !item.hidden).length;
      section.hidden = shown === 0;
      found += shown;
    }
    count.textContent = wanted.length > 0 ? counted("explain_found", found) : "";
    announce(count.textContent);
  });
  const form = make(
    "form",
    { class: "finder", role: "search" },
    make("label", { for: "find" }, say("explain_find")),
    input,
    count,
  );
  // The list is there already: Enter has nothing to send.
  form.addEventListener("submit", (event) => event.preventDefault());
  return form;
}
