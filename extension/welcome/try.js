/**
 * A box to try it in. What is found is underlined on a copy of the text that lies beneath the box, letter under letter.
 *
 * @typedef {import("../settings.js").Settings} Settings
 * @typedef {import("../pages/rules.js").Finding} Finding
 */
import { make, part } from "../pages/dom.js";
import { severityWord } from "../pages/severity.js";
import { counted, say } from "../pages/text.js";
import { DEFAULTS, isRuleOn } from "../settings.js";

/**
 * @param {import("../pages/rules.js").Engine} engine
 * @param {string} example
 * @returns {(settings: Settings) => void}   shows what is found with other settings
 */
export function tryOut(engine, example) {
  const titles = new Map(engine.packs().flatMap((pack) => pack.rules.map(({ id, title }) => [id, title])));
  const post = part("post", HTMLTextAreaElement);
  const under = part("under", HTMLElement);
  /** @type {Settings} */
  let settings = DEFAULTS;
  post.value = example;

  function show() {
    const text = post.value;
    const found = engine
      .check(text, "post", false, settings.profession)
      .filter(({ rule }) => isRuleOn(settings, rule))
      .map((finding) => ({ ...finding, severity: settings.severities[finding.rule] ?? finding.severity }))
      .sort((a, b) => a.start - b.start);
    // The line that a last line break begins would have no height.
    under.replaceChildren(...pieces(text, found), "\u200b");
    under.scrollTop = post.scrollTop;
    // Some rules stop at several things that add up: a line is for a rule.
    const rules = [...Map.groupBy(found, ({ rule }) => rule).values()];
    part("found", HTMLElement).textContent =
      rules.length > 0 ? counted("welcome_found", rules.length) : say("welcome_none");
    part("warnings", HTMLElement).replaceChildren(...rules.map((findings) => line(findings, text)));
  }

  /**
   * @param {Finding[]} findings   of one rule
   * @param {string} text
   */
  const line = (findings, text) => {
    const { rule, severity } = /** @type {Finding} */ (findings[0]);
    const phrases = findings.map(({ start, end }) => say("quoted", text.slice(start, end).replace(/\s+/g, " ")));
    return make(
      "li",
      {},
      severityWord(severity),
      make(
        "span",
        {},
        make("span", { class: "phrase" }, phrases.join(" ")),
        make("a", { href: `../explain/explain.html?rule=${rule}` }, titles.get(rule) ?? rule),
      ),
    );
  };

  post.addEventListener("input", show);
  post.addEventListener("scroll", () => (under.scrollTop = post.scrollTop), { passive: true });
  return (now) => {
    settings = now;
    show();
  };
}

/**
 * @param {string} text
 * @param {Finding[]} found   by their places
 * @returns {(Node | string)[]}
 */
function pieces(text, found) {
  const all = [];
  let at = 0;
  for (const { start, end, severity } of found) {
    if (start < at) continue;
    all.push(text.slice(at, start), make("mark", { class: `severity-${severity}` }, text.slice(start, end)));
    at = end;
  }
  return [...all, text.slice(at)];
}
