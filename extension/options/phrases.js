/** The phrases that are always allowed: under which rule, and since when. Their words are not known to anybody. */
import { announce, saved } from "../pages/announce.js";
import { confirmed } from "../pages/confirm.js";
import { make, part } from "../pages/dom.js";
import { counted, dayInWords, say } from "../pages/text.js";
import { forget, readAllowed, watchAllowed } from "../settings.js";

/**
 * @typedef {import("../settings/validate.js").Allowed} Allowed
 *
 * @param {import("../pages/rules.js").Engine} engine
 * @returns {Promise<import("../settings.js").Problem[]>}
 */
export async function phrasesPart(engine) {
  const titles = new Map(engine.packs().flatMap((pack) => pack.rules.map(({ id, title }) => [id, title])));
  const place = part("phrase-list", HTMLElement);

  /** @param {Allowed[]} allowed */
  const show = (allowed) => {
    if (allowed.length === 0) {
      place.replaceChildren(make("p", { class: "empty" }, say("options_no_phrases")));
      return;
    }
    const newestFirst = [...allowed].reverse();
    place.replaceChildren(make("ul", { class: "rows" }, ...newestFirst.map(row)), forgetAll(allowed.length));
  };

  /** @param {Allowed} entry */
  const row = ({ rule, date, hash }) => {
    const title = titles.get(rule) ?? rule;
    const day = dayInWords(date);
    const button = make(
      "button",
      { type: "button", class: "button", "aria-label": say("options_forget_this", title, day) },
      say("options_forget"),
    );
    button.addEventListener("click", async () => {
      show((await saved(forget(hash, rule))).allowed);
      announce(say("options_forgotten"));
      focusNext();
    });
    const name = titles.has(rule) ? make("a", { href: `../explain/explain.html?rule=${rule}` }, title) : title;
    const words = make("div", {}, name, make("span", { class: "switch-note" }, say("options_allowed_on", day)));
    return make("li", { class: "phrase-row" }, words, button);
  };

  /** @param {number} count */
  const forgetAll = (count) => {
    const button = make(
      "button",
      { type: "button", class: "button button-danger", id: "forget-all" },
      say("options_forget_all"),
    );
    button.addEventListener("click", async () => {
      const words = { title: say("options_forget_all_title"), text: counted("options_forget_all_text", count) };
      if (!(await confirmed({ ...words, yes: say("options_forget_all") }))) return;
      show((await saved(forget())).allowed);
      announce(say("options_forgotten"));
      focusNext();
    });
    return make("div", { class: "buttons" }, button);
  };

  /** The button that was pressed is gone: the focus goes on to what is there. */
  const focusNext = () => {
    const heading = part("phrases-title", HTMLElement);
    heading.tabIndex = -1;
    (place.querySelector("button") ?? heading).focus();
  };

  const { allowed, problems } = await readAllowed();
  show(allowed);
  watchAllowed(show);
  return problems;
}
