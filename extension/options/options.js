/**
 * The options. Each part of the page is a module that shows its settings, changes them, and follows what changes elsewhere.
 *
 * @typedef {import("../settings.js").Answer} Answer
 * @typedef {(answer: Answer) => void} Show
 */
import { showProblems, showTrouble } from "../pages/announce.js";
import { part } from "../pages/dom.js";
import { followLook } from "../pages/look.js";
import { loadEngine } from "../pages/rules.js";
import { fillIn, say } from "../pages/text.js";
import { readSettings, watchSettings } from "../settings.js";
import { asidePart } from "./aside.js";
import { filePart } from "./file.js";
import { habitsPart } from "./habits.js";
import { keysPart } from "./keys.js";
import { lookPart } from "./look.js";
import { ownPackPart } from "./own-pack.js";
import { placesPart } from "./places.js";
import { phrasesPart } from "./phrases.js";
import { rulesPart } from "./rules.js";
import { sitesPart } from "./sites.js";
import { youPart } from "./you.js";

followLook();
fillIn(document);
let answer = await readSettings();
/** @type {Show[]} */
const parts = [sitesPart(), placesPart(), habitsPart(), lookPart()];
filePart();
keysPart();
await asidePart();
try {
  const engine = await loadEngine();
  const rules = rulesPart(engine.packs());
  parts.push(youPart(engine.professions()), rules.show);
  const ofPhrases = await phrasesPart(engine);
  const ofOwnPack = await ownPackPart(engine, (pack) => {
    rules.setOwn(pack);
    rules.show(answer);
  });
  showProblems([...answer.problems, ...ofPhrases, ...ofOwnPack]);
} catch (error) {
  console.error(error);
  showTrouble(say("trouble_engine"));
}
show(answer);
watchSettings((_, now) => show(now));
document.documentElement.dataset.ready = "";
// The page was empty when the browser looked for the part that the address names.
if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();

/** @param {Answer} now */
function show(now) {
  answer = now;
  part("managed", HTMLElement).hidden = now.managed.length === 0;
  for (const show of parts) show(now);
}
