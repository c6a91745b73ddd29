/**
 * The extension in a page, from the first focus of a compose box until the page is left: it loads the engine, starts the layer,
 * keeps it in step with the settings, and answers the popup.
 *
 * @typedef {import("../settings.js").Settings} Settings
 * @typedef {import("../engine/wasm.js").Layer} Layer
 */
import { readSettings, siteOf, switchOne, watchSettings } from "../settings.js";
import css from "./card.css";
import { loadEngine } from "./engine.js";
import { makeHost } from "./host.js";

/** @type {Layer | undefined} */
let layer;
/** @type {"wasm" | "js" | ""} */
let kind = "";
let isSiteOff = false;

/** The host name by which the site's switch is found; a frame without one belongs to the page around it. */
const hostname = location.hostname || new URL(document.referrer || "about:blank").hostname;

/** Starts, unless the site is switched off. */
export async function start() {
  chrome.runtime.onMessage.addListener(answer);
  const { settings } = await readSettings();
  watchSettings(follow);
  await follow(settings);
}

let starting = false;

/** @param {Settings} settings */
async function follow(settings) {
  const site = siteOf(hostname);
  isSiteOff = site !== null && settings.sitesOff.includes(site.id);
  if (isSiteOff) {
    stop();
    return;
  }
  if (!layer && !starting) {
    starting = true;
    await begin().finally(() => (starting = false));
    if (isSiteOff) stop();
  }
  layer?.settings(settings.profession, settings.packsOff, settings.rulesOff);
}

async function begin() {
  const [loaded, host] = await Promise.all([
    loadEngine(hostname),
    makeHost({
      refresh: () => layer?.refresh(),
      turnOff: (rule) => void switchOne("rulesOff", rule, false),
      gone: stop,
    }),
  ]);
  kind = loaded.kind;
  layer = loaded.engine.Layer.start(host, css);
}

function stop() {
  layer?.stop();
  layer = undefined;
  kind = "";
}

/** @type {Parameters<typeof chrome.runtime.onMessage.addListener>[0]} */
function answer(message, sender, send) {
  if (sender.id !== chrome.runtime.id || message?.to !== "content") return;
  if (message.ask === "state") {
    const state = layer?.state() ?? { watched: false, warnings: [] };
    send({ ...state, why: isSiteOff ? "site-off" : state.watched ? "" : "no-box", engine: kind });
  } else if (message.ask === "jump" && Number.isInteger(message.index)) {
    layer?.jump(message.index);
  } else if (message.ask === "command" && typeof message.command === "string") {
    layer?.command(message.command);
  }
}
