/** All settings in one file: given, taken, and thrown away. */
import { announce, showProblems } from "../pages/announce.js";
import { confirmed } from "../pages/confirm.js";
import { make, part } from "../pages/dom.js";
import { give, takes } from "../pages/files.js";
import { counted, dayInWords, say } from "../pages/text.js";
import { everything, replaceAll, resetAll } from "../settings.js";
import { today } from "../settings/store.js";
import { fromFile, toFile } from "../settings/transfer.js";

/**
 * @typedef {import("../settings/transfer.js").Whole} Whole
 * @typedef {import("../settings/transfer.js").Fault} Fault
 */

/** More than anyone reads. */
const MOST_FAULTS = 20;

export function filePart() {
  part("export", HTMLButtonElement).addEventListener("click", async () => {
    const { whole, problems } = await everything();
    showProblems(problems);
    if (problems.length > 0) return;
    give(`think-twice-settings-${today()}.json`, toFile(whole, today()), "application/json");
    outcome(say("options_exported"));
  });
  takes(part("import", HTMLButtonElement), ".json,application/json", (read) => {
    if ("trouble" in read) bad(read.trouble, []);
    else take(read.text, read.name);
  });
  part("reset", HTMLButtonElement).addEventListener("click", async () => {
    const words = { title: say("options_reset_title"), text: say("options_reset_text"), yes: say("options_reset_yes") };
    if (!(await confirmed(words))) return;
    const problems = await resetAll();
    showProblems(problems);
    if (problems.length === 0) outcome(say("options_reset_done"));
  });
}

/**
 * @param {string} text
 * @param {string} name
 */
async function take(text, name) {
  const read = fromFile(text);
  if ("faults" in read) {
    bad(say("options_import_refused", name), read.faults);
    return;
  }
  const title = read.day ? say("options_import_title", dayInWords(read.day)) : say("options_import_title_undated");
  const words = { title, text: contents(read.whole), yes: say("options_import_yes"), isDanger: false };
  if (!(await confirmed(words))) return;
  const problems = await replaceAll(read.whole);
  showProblems(problems);
  if (problems.length === 0) outcome(say("options_imported"));
}

/** What a file would bring. @param {Whole} whole */
function contents({ allowed, ownPack }) {
  return [
    say("options_import_text"),
    ...(allowed ? [counted("options_import_phrases", allowed.phrases.length)] : []),
    ...(ownPack === null ? [] : [say(ownPack ? "options_import_own" : "options_import_no_own")]),
  ].join(" ");
}

/** @param {string} text */
function outcome(text) {
  part("file-outcome", HTMLElement).replaceChildren(make("p", { class: "outcome" }, text));
}

/**
 * @param {string} text
 * @param {Fault[]} faults
 */
function bad(text, faults) {
  const shown = faults.slice(0, MOST_FAULTS).map(({ line, where, reason }) => {
    const why = say(`fault_${reason.replaceAll("-", "_")}`);
    return make("li", {}, where ? say("options_fault_at", line, where, why) : say("options_fault", line, why));
  });
  const more = faults.length - shown.length;
  part("file-outcome", HTMLElement).replaceChildren(
    make(
      "div",
      { class: "trouble-box" },
      make("p", {}, make("strong", {}, text), " ", say("options_nothing_changed")),
      make("ul", { class: "faults" }, ...shown),
      more > 0 ? make("p", {}, counted("options_more_faults", more)) : null,
    ),
  );
  announce(text);
}
