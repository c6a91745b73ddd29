/**
 * The rules as the engine tells them. The pages run the engine themselves: nothing is asked of a page or of a server.
 *
 * @typedef {"high" | "medium" | "low"} Severity
 * @typedef {{id: string, title: string, severity: Severity}} RuleLine
 * @typedef {{id: string, title: string, about: string, rules: RuleLine[]}} Pack
 * @typedef {{id: string, title: string, regulator: string}} Profession
 * @typedef {{body: string, clause: string, title: string, link: string, checked: string}} Source
 * @typedef {{pack: string, rule: string, severity: Severity, start: number, end: number}} Finding
 * @typedef {{line: number, column: number, what: string}} Problem
 * @typedef {{id: string, title: string, about: string, rules: RuleLine[], problems: Problem[]}} OwnPack
 *
 * @typedef {object} Explanation
 * @property {string} id
 * @property {string} title
 * @property {Severity} severity
 * @property {string} pack
 * @property {string} packTitle
 * @property {string} why
 * @property {string[]} instead
 * @property {string[]} examples
 * @property {Source[]} sources
 *
 * @typedef {object} Engine
 * @property {() => Pack[]} packs
 * @property {() => Profession[]} professions
 * @property {(rule: string, profession: string) => Explanation | null} explain
 * @property {(text: string, kind: string, image: boolean, profession: string) => Finding[]} check
 * @property {(text: string) => OwnPack} checkPack
 * @property {(text: string) => void} holdPack
 */

import { withFindings } from "./findings.js";

/**
 * Not by `runtime.getURL`: for files that pages may load it answers an address that changes, which our own policy refuses.
 *
 * @returns {Promise<Engine>}
 */
export async function loadEngine() {
  try {
    return await started(await import("../engine/wasm.js"));
  } catch {
    // A browser in which WebAssembly is switched off.
    return started(await import("../engine/js.js"));
  }
}

/**
 * @param {typeof import("../engine/wasm.js")} engine
 * @returns {Promise<Engine>}
 */
async function started(engine) {
  await engine.default();
  return withFindings(engine);
}
