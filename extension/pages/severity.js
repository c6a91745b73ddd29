/**
 * How severe a rule is: a word, drawn with the line that a post gets (wavy, dashed, dotted), so that neither colour nor
 * shape alone has to tell.
 *
 * @typedef {import("./rules.js").Severity} Severity
 */
import { make } from "./dom.js";
import { say } from "./text.js";

/** @param {Severity} severity */
export const severityWord = (severity) =>
  make("span", { class: `severity severity-${severity}` }, say(`severity_${severity}`));
