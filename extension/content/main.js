/**
 * The extension in a page, from the first focus of a compose box until the page is left: it loads the engine, starts the layer,
 * keeps it in step with the settings, and answers the popup.
 *
 * @typedef {import("../settings.js").Answer} Answer
 * @typedef {import("../engine/wasm.js").Layer} Layer
 */
import underlines from "../content.css";
import {
  changeSettings,
  readOwnPack,
  readSettings,
  siteOf,
  switchOne,
  watchOwnPack,
  watchSettings,
} from "../settings.js";
import { isFirefox } from "./browser.js";
import cardCss from "./card.css";
import { loadEngine } from "./engine.js";
import { makeHost, say } from "./host.js";
import pauseCss from "./pause.css";
import { makeSending } from "./sending.js";

/** @type {Layer | undefined} */
let layer;
/** Ends what the layer's host listens to. */
let hosting = new AbortController();
/** @type {"wasm" | "js" | ""} */
let kind = "";
/** The text of the practice's own pack that the layer has. */
let ownPack = "";
/** Names of settings that are not the user's to change. @type {string[]} */
let locked = [];
let isSiteOff = false;
let wasAdded = false;
let isStarted = false;
/** The engine, which the loader has asked for. @type {import("./engine.js").Coming} */
let coming;

/** The host name by which the site's switch is found; a frame without one belongs to the page around it. */
const hostname = location.hostname || new URL(document.referrer || "about:blank").hostname;

const sending = makeSending({
  state: () => layer?.state(),
  say,
  change: (name, on) => changeSettings((settings) => ({ ...settings, [name]: on })).then(complain),
  site: siteOf(hostname)?.id ?? "",
});

/**
 * Says by the box that what the user chose there could not be saved.
 *
 * @param {{problems: import("../settings.js").Problem[]}} outcome
 */
function complain({ problems }) {
  if (!chrome.runtime?.id) return look();
  if (problems.some(({ what }) => what === "full")) sending.tell(say("trouble_full"));
  else if (problems.some(({ what }) => what === "not-saved" || what === "not-read"))
    sending.tell(say("trouble_storage"));
}

/**
 * Starts, unless the site is switched off.
 *
 * @param {import("./engine.js").Coming} engine
 */
export function start(engine) {
  coming = engine;
  // A site that was taken back and is added again starts what is there already.
  if (isStarted) return inTurn(followStored);
  isStarted = true;
  chrome.runtime.onMessage.addListener(answer);
  listen();
  rewritten.observe(document, { childList: true });
  watchSettings((_, answer) => void inTurn(() => follow(answer)).catch(() => {}));
  watchOwnPack(() => void inTurn(followStored).catch(() => {}));
  return inTurn(followStored);
}

const looking = new AbortController();

function listen() {
  document.addEventListener("visibilitychange", look, { signal: looking.signal });
  window.addEventListener("focus", look, { signal: looking.signal });
}

/** A page that writes itself anew, as `document.open` does, takes away whatever listens: everything begins again. */
const rewritten = new MutationObserver(() => {
  look();
  if (looking.signal.aborted) return;
  listen();
  inTurn(async () => {
    stop();
    await followStored();
  }).catch(() => {});
});

/** An extension that is updated or switched off cannot tell its pages: they see it when the user comes back to them. */
function look() {
  if (chrome.runtime?.id) return;
  looking.abort();
  rewritten.disconnect();
  stop();
}

/** @type {Promise<unknown>} */
let last = Promise.resolve();

/**
 * One change after the other: the engine takes a moment to load, and the latest settings are those that hold.
 *
 * @param {() => Promise<void>} step
 */
function inTurn(step) {
  const turn = last.then(step);
  last = turn.catch(() => {});
  return turn;
}

const followStored = async () => follow(await readSettings());

/** @param {Answer} answer */
async function follow({ settings, ...answer }) {
  locked = answer.locked;
  const site = siteOf(hostname);
  // Another site is one that the user added, until they take it back.
  wasAdded ||= settings.otherSites.includes(hostname);
  isSiteOff = site ? settings.sitesOff.includes(site.id) : wasAdded && !settings.otherSites.includes(hostname);
  if (isSiteOff) {
    stop();
    return;
  }
  sending.choose(settings);
  const reading = readOwnPack();
  if (!layer) await begin();
  const { text } = await reading;
  if (!layer) return;
  if (text !== ownPack) layer.ownPack(text);
  ownPack = text;
  layer.severities(Object.entries(settings.severities).flat());
  layer.appearance(settings.theme, settings.underlines === "contrast");
  layer.settings(settings.profession, settings.packsOff, settings.rulesOff);
}

async function begin() {
  hosting = new AbortController();
  const [loaded, host] = await Promise.all([
    loadEngine(hostname, coming),
    makeHost({
      refresh: () => layer?.refresh(),
      mayTurnOff: () => !locked.includes("rulesOff"),
      turnOff: (rule) => void switchOne("rulesOff", rule, false).then(complain),
      complain,
      gone: look,
      sending,
      signal: hosting.signal,
    }),
  ]);
  kind = loaded.kind;
  ownPack = "";
  const css = cardCss + pauseCss;
  // In Firefox, the document's rules for highlights hold in no shadow root: neither in the page's nor in the tool's own.
  layer = isFirefox
    ? loaded.engine.Layer.start(host, css + underlines, underlines)
    : loaded.engine.Layer.start(host, css, "");
}

function stop() {
  hosting.abort();
  sending.end();
  layer?.stop();
  layer = undefined;
  kind = "";
}

/** What the popup shows. */
function state() {
  const its = layer?.state() ?? { watched: false, warnings: [] };
  return { ...its, why: isSiteOff ? "site-off" : its.watched ? "" : "no-box", engine: kind };
}

/**
 * @param {any} message
 * @param {chrome.runtime.MessageSender} sender
 * @param {(answer: object) => void} send
 * @returns {boolean | undefined} true if the answer comes later
 */
function answer(message, sender, send) {
  if (sender.id !== chrome.runtime.id || message?.to !== "content") return undefined;
  if (message.ask === "state") {
    // The popup may have heard of new settings before this page did.
    inTurn(followStored)
      .catch(() => {})
      .then(() => send(state()));
    return true;
  } else if (message.ask === "jump" && Number.isInteger(message.index)) {
    layer?.jump(message.index);
  } else if (message.ask === "command" && typeof message.command === "string") {
    layer?.command(message.command);
  }
  return undefined;
}
