/**
 * One rule: what it stops at, why, by which standard, and what to write instead.
 *
 * @typedef {import("../settings.js").Answer} Answer
 * @typedef {import("../pages/rules.js").Engine} Engine
 * @typedef {import("../pages/rules.js").Explanation} Explanation
 * @typedef {import("../pages/rules.js").Source} Source
 */
import { make, outwardLink } from "../pages/dom.js";
import { severityWord } from "../pages/severity.js";
import { dayInWords, say } from "../pages/text.js";
import { copyButton } from "./copy.js";
import { markRisky } from "./examples.js";
import { ruleSwitch } from "./switches.js";

/**
 * @param {HTMLElement} main
 * @param {Engine} engine
 * @param {Explanation} rule
 * @param {Answer} answer
 */
export function showRule(main, engine, rule, answer) {
  const { settings } = answer;
  const severity = settings.severities[rule.id] ?? rule.severity;
  document.title = say("explain_page_title", rule.title);
  const professions = engine.professions();
  const profession = professions.find(({ id }) => id === settings.profession) ?? professions[0];
  main.replaceChildren(
    make(
      "article",
      { class: `rule severity-${severity}` },
      make(
        "header",
        { class: "rule-head" },
        make("span", { class: "rule-sign", "aria-hidden": "true" }),
        make(
          "div",
          { class: "rule-title" },
          make("p", { class: "rule-pack" }, make("a", { href: `explain.html#${rule.pack}` }, rule.packTitle)),
          make("h1", {}, rule.title),
          make(
            "p",
            { class: "rule-severity" },
            severityWord(severity),
            make("span", {}, say(`severity_${severity}_meaning`)),
          ),
          severity === rule.severity
            ? null
            : make("p", { class: "soft" }, say("explain_severity_set", say(`severity_${rule.severity}`))),
        ),
      ),
      section("why", say("explain_why"), make("p", { class: "why" }, rule.why)),
      section("instead", say("explain_instead"), make("ul", { class: "better" }, ...rule.instead.map(better))),
      section(
        "risky",
        say("explain_risky"),
        make("ul", { class: "risky" }, ...riskyOnes(engine, rule, settings.profession)),
        make("p", { class: "soft risky-note" }, say("explain_risky_note")),
      ),
      section(
        "standards",
        say("explain_standards"),
        make("ol", { class: "standards" }, ...rule.sources.map(standard)),
        profession && make("p", { class: "soft" }, say("explain_standards_for", profession.title)),
      ),
      section("switch", say("explain_switch_title"), ruleSwitch(rule, answer)),
    ),
  );
}

/**
 * A part with its heading in the margin.
 *
 * @param {string} id
 * @param {string} title
 * @param {...(Node | undefined)} children
 */
const section = (id, title, ...children) =>
  make(
    "section",
    { class: "part", "aria-labelledby": id },
    make("h2", { id }, title),
    make("div", { class: "part-body" }, ...children),
  );

/** @param {string} words */
const better = (words) => make("li", {}, make("p", {}, words), copyButton(words));

/**
 * The examples in which this rule is the one that speaks; where it is in none (another of its pack is graver), all of them.
 *
 * @param {Engine} engine
 * @param {Explanation} rule
 * @param {string} profession
 */
function riskyOnes(engine, rule, profession) {
  const all = rule.examples.map((text) => markRisky(engine, rule, text, profession));
  const marked = all.filter((pieces) => pieces.length > 1);
  return (marked.length > 0 ? marked : all).map((pieces) => make("li", {}, ...pieces));
}

/** @param {Source} source */
function standard({ body, clause, title, link, checked }) {
  // "CAP Code, rule 12.9" says already whose it is.
  // A rule of the practice's own has the practice as its standard, without a clause.
  const name = clause.startsWith(body) ? clause : [body, clause].filter(Boolean).join(", ");
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(checked);
  return make(
    "li",
    {},
    make("p", { class: "standard-title" }, title),
    make("p", {}, outwardLink(link, name, make("span", { class: "only-heard" }, ` ${say("explain_new_tab")}`))),
    clause
      ? make(
          "p",
          { class: isDay ? "soft" : "unchecked" },
          isDay ? say("explain_checked", dayInWords(checked)) : say("explain_not_checked"),
        )
      : null,
  );
}
