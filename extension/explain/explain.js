/**
 * `explain.html?rule=advertising/cure` explains a rule; `explain.html` lists all of them. Everything shown comes from the
 * engine that is part of the extension: the page works without a network.
 */
import { part } from "../pages/dom.js";
import { followLook } from "../pages/look.js";
import { loadEngine } from "../pages/rules.js";
import { fillIn, say } from "../pages/text.js";
import { readOwnPack, readSettings } from "../settings.js";
import { showIndex, showUnknown } from "./index-page.js";
import { showRule } from "./rule-page.js";

followLook();
fillIn(document);
const main = part("main", HTMLElement);
const rule = new URLSearchParams(location.search).get("rule") || null;
part("to-index", HTMLElement).hidden = rule === null;
try {
  const engine = await loadEngine();
  const answer = await readSettings();
  const { text } = await readOwnPack();
  engine.holdPack(text);
  const own = engine.checkPack(text);
  const packs = own.rules.length > 0 ? [...engine.packs(), own] : engine.packs();
  const explanation = rule === null ? null : engine.explain(rule, answer.settings.profession);
  if (rule === null) showIndex(main, packs, answer);
  else if (explanation) showRule(main, engine, explanation, answer);
  else showUnknown(main, packs, rule);
} catch (error) {
  console.error(error);
  const trouble = part("trouble", HTMLElement);
  trouble.textContent = say("trouble_engine");
  trouble.hidden = false;
}
// The page was empty when the browser looked for the part that the address names.
if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
