/**
 * What the engine finds, as objects. It gives numbers, since a post may have a hundred phrases.
 *
 * @typedef {import("./rules.js").Engine} Engine
 * @typedef {import("./rules.js").Finding} Finding
 */

/**
 * The engine, with objects for what it finds.
 *
 * @param {typeof import("../engine/wasm.js")} engine
 * @returns {Engine}
 */
export const withFindings = (engine) => ({ ...engine, check: (...post) => findings(engine.check(...post)) });

/**
 * @param {[rules: string[], numbers: Uint32Array]} found   what `check` in `crate/src/extension.rs` gives
 * @returns {Finding[]}
 */
export function findings([rules, numbers]) {
  const severities = /** @type {const} */ (["low", "medium", "high"]);
  const all = [];
  for (let at = 0; at < numbers.length; at += 4) {
    const [place, severity, start, end] = numbers.subarray(at, at + 4);
    const rule = rules[place];
    all.push({ pack: rule.slice(0, rule.indexOf("/")), rule, severity: severities[severity], start, end });
  }
  return all;
}
