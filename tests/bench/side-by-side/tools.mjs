// The tools that run in Node: how each is started and asked. Every one answers with what it says of which part of the text.
import { startEngine } from "../../browser/engines.mjs";
import { EXTENSION } from "../../browser/places.mjs";

/** @typedef {{start: number, end: number}} Span in UTF-16 code units */
/**
 * @typedef {object} Tool
 * @property {() => Promise<(text: string) => any>} start sets it up; what it gives is asked with a text, and may be a promise
 * @property {(answer: any, text: string) => Span[]} spans what of the text the answer speaks of
 * @property {string} [given] a text in which it must find `known`
 * @property {string} [known]
 */

/** Packages of this folder, which are not there when the types are checked. @param {string} name @returns {Promise<any>} */
const load = (name) => import(name);

/** What stands for each thing that redact-pii takes out. */
const GONE = "\uE000";

/** @param {"wasm" | "js"} name @returns {Tool} */
const ours = (name) => ({
  start: async () => {
    const engine = await startEngine(EXTENSION, name);
    return (text) => engine.check(text, "post", false, "");
  },
  spans: (found) => found,
  given: "We can cure your asthma for good.",
  known: "cure your asthma",
});

/** @type {Record<string, Tool>} */
export const TOOLS = {
  // The program that asks, with nothing to ask: what Node itself takes.
  nothing: { start: async () => () => [], spans: () => [] },
  wasm: ours("wasm"),
  js: ours("js"),
  harper: {
    start: async () => {
      const [{ LocalLinter, Dialect }, { binary }] = await Promise.all([load("harper.js"), load("harper.js/binary")]);
      const linter = new LocalLinter({ binary, dialect: Dialect.British });
      await linter.setup();
      return async (text) => {
        const lints = await linter.lint(text, { language: "plaintext" });
        return lints.map((/** @type {any} */ lint) => {
          const span = lint.span();
          const { start, end } = span;
          span.free();
          lint.free();
          return { start, end };
        });
      };
    },
    spans: (found) => found,
    given: "🙂 This is an test.",
    known: "an",
  },
  alex: {
    start: async () => {
      const alex = await load("alex");
      return (text) => alex.text(text).messages;
    },
    spans: (found) =>
      found.map((/** @type {any} */ { position }) => ({ start: position.start.offset, end: position.end.offset })),
    given: "The chairman has spoken.",
    known: "chairman",
  },
  "write-good": {
    start: async () => {
      const { default: writeGood } = await load("write-good");
      return (text) => writeGood(text);
    },
    spans: (found) => found.map((/** @type {any} */ { index, offset }) => ({ start: index, end: index + offset })),
    given: "The cat was stolen.",
    known: "was stolen",
  },
  "redact-pii": {
    start: async () => {
      const { SyncRedactor } = (await load("redact-pii")).default;
      const redactor = new SyncRedactor({ globalReplaceWith: GONE });
      return (text) => redactor.redact(text);
    },
    // What is left stands in the same order in the text.
    spans: (redacted, text) => {
      const found = [];
      let end = 0;
      const kept = redacted.split(GONE);
      for (const [i, part] of kept.entries()) {
        const start = i === kept.length - 1 && part ? text.lastIndexOf(part) : text.indexOf(part, end);
        if (start < end) throw new Error(`redact-pii changed more than it took out: ${JSON.stringify(part)}`);
        if (i > 0) found.push({ start: end, end: part ? start : text.length });
        end = start + part.length;
      }
      return found;
    },
    given: "Ring me on 07700 900123 or write to jo@example.com.",
    known: "jo@example.com",
  },
};
