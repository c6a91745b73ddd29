/** The popup: is this page watched, what was found in the box in focus, which packs are at work. */
import { saved, showProblems, showTrouble } from "../pages/announce.js";
import { make, makeSwitch, part } from "../pages/dom.js";
import { followLook } from "../pages/look.js";
import { loadEngine } from "../pages/rules.js";
import { severityWord } from "../pages/severity.js";
import { counted, fillIn, inDigits, say } from "../pages/text.js";
import { readSettings, switchOne, watchSettings } from "../settings.js";
import { watchToday } from "../time/keep.js";
import { showPacks } from "./packs.js";
import { activePage, askState, jumpTo } from "./page.js";
import { placePart } from "./place.js";
import { kindOf } from "./state.js";
import { showTime } from "./time.js";

/**
 * @typedef {import("../pages/rules.js").Pack} Pack
 * @typedef {import("./state.js").Answer} Answer
 */

followLook();
fillIn(document);
const page = await activePage();
let now = await readSettings();
/** @type {Answer | null} */
let answer = null;
/** @type {Pack[]} */
let packs = [];
/** @type {(answer: typeof now) => void} */
let showPackSettings = () => {};

const siteSwitch =
  page.site &&
  makeSwitch({
    id: "site-switch",
    label: say("popup_site_switch", page.site.name),
    on: !now.settings.sitesOff.includes(page.site.id),
    change: async (on) =>
      !(await saved(switchOne("sitesOff", page.site?.id ?? "", on))).settings.sitesOff.includes(page.site?.id ?? ""),
  });
if (siteSwitch) part("site", HTMLElement).append(siteSwitch.row);
const place = page.host ? placePart(page.host) : null;
showOptions();
showProblems(now.problems);
watchSettings(async (_, answer) => {
  now = answer;
  showPackSettings(now);
  await refresh();
});
watchToday(() => void showTime(now.settings.timeMinutes));
chrome.permissions.onAdded.addListener(() => void refresh());
chrome.permissions.onRemoved.addListener(() => void refresh());
await refresh();
await loadPacks();

/** Asks the page anew and shows what it says. */
async function refresh() {
  answer = await askState(page.tabId);
  await Promise.all([place?.show(now.settings), showTime(now.settings.timeMinutes)]);
  showState();
}

/** What is known about the page, in words. */
function showState() {
  const ids = packs.map((pack) => pack.id);
  const kind = kindOf(page.site, now.settings, answer, ids, place?.isAdded());
  const name = page.site?.name ?? page.host ?? "";
  part("state", HTMLElement).dataset.kind = kind;
  part("state-title", HTMLElement).textContent = say(`state_${kind.replace("-", "_")}`, name);
  part("state-note", HTMLElement).textContent = say(`state_${kind.replace("-", "_")}_note`, name);
  const engine = kind === "watched" ? (answer?.engine ?? "") : "";
  part("state-engine", HTMLElement).textContent = engine && say(`engine_${engine}`);
  const long = kind === "watched" ? (answer?.long ?? "") : "";
  part("state-long", HTMLElement).textContent = long && say(`long_${long}`, inDigits(answer?.units ?? 0));
  if (siteSwitch && page.site) siteSwitch.input.checked = !now.settings.sitesOff.includes(page.site.id);
  showWarnings(kind === "watched" ? (answer?.warnings ?? []) : null);
}

/** @param {Answer["warnings"] | null} warnings   `null` where no box is watched */
function showWarnings(warnings) {
  part("warnings", HTMLElement).hidden = warnings === null || warnings.length === 0;
  part("warnings-title", HTMLElement).textContent = counted("warnings_in_box", warnings?.length ?? 0);
  if (warnings?.length === 0) part("state-note", HTMLElement).textContent = say("popup_no_warnings");
  part("warning-list", HTMLElement).replaceChildren(...(warnings ?? []).map(warningLine));
}

/** @param {Answer["warnings"][number]} warning */
function warningLine({ index, title, severity, phrase }) {
  const words = make(
    "span",
    { class: "warning-words" },
    make("span", { class: "warning-phrase" }, say("quoted", phrase.replace(/\s+/g, " "))),
    " ",
    make("span", { class: "warning-rule" }, title),
  );
  const button = make(
    "button",
    { type: "button", class: "warning", title: say("popup_jump") },
    severityWord(severity),
    words,
    make("span", { class: "warning-go", "aria-hidden": "true" }),
  );
  button.addEventListener("click", async () => {
    await jumpTo(page.tabId, index);
    window.close();
  });
  return make("li", {}, button);
}

async function loadPacks() {
  try {
    packs = (await loadEngine()).packs();
  } catch {
    showTrouble(say("trouble_engine"));
    return;
  }
  showPackSettings = showPacks(part("packs", HTMLElement), packs, now, async (pack, on) => {
    const { settings } = await saved(switchOne("packsOff", pack, on));
    return !settings.packsOff.includes(pack);
  });
  showState();
}

/** The options page may not be part of this build. */
function showOptions() {
  const { options_ui: inTab, options_page: old } = chrome.runtime.getManifest();
  const button = part("options", HTMLButtonElement);
  button.hidden = !inTab && !old;
  button.addEventListener("click", () => chrome.runtime.openOptionsPage());
}
