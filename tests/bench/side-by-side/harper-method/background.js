// The engine, in the service worker: it is set up once, at the first text, and answers messages with unpacked lints.
// @ts-ignore: bundled with harper.js, which is not there when the types are checked
import { createBinaryModuleFromUrl, Dialect, LocalLinter } from "harper.js";

async function start() {
  const binary = createBinaryModuleFromUrl(chrome.runtime.getURL("harper_wasm_bg.wasm"));
  const linter = new LocalLinter({ binary, dialect: Dialect.British });
  await linter.setup();
  return linter;
}

/** @type {ReturnType<typeof start> | undefined} */
let linter;

/** What the content script draws, and what a card would say. @param {string} text */
async function lint(text) {
  linter ??= start();
  const lints = await (await linter).lint(text, { language: "plaintext" });
  return lints.map((/** @type {any} */ lint) => {
    const span = lint.span();
    const { start, end } = span;
    span.free();
    const suggestions = lint.suggestions().map((/** @type {any} */ suggestion) => {
      const text = suggestion.get_replacement_text();
      suggestion.free();
      return text;
    });
    const unpacked = { start, end, phrase: lint.get_problem_text(), message: lint.message_html(), suggestions };
    lint.free();
    return unpacked;
  });
}

chrome.runtime.onMessage.addListener(({ text }, _, answer) => {
  lint(text).then(answer);
  return true;
});

// For the program that measures the engine alone, without messages.
Object.assign(globalThis, { lint, setUp: () => (linter ??= start()) });
