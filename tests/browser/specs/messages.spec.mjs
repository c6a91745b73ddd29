// The product's words: every one that is asked for is there, every one that is there is asked for, and each translation has no
// other words and no other placeholders than English.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

/** @typedef {{message: string, description?: string, placeholders?: Record<string, {content: string}>}} Message */

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../../..");
const LOCALES = join(ROOT, "extension/_locales");
const KEY = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;
const NOT_OURS = /(^|\/)(node_modules|_locales|engine|demo)(\/|$)/;

/** @param {string} locale @returns {Record<string, Message>} */
const messages = (locale) => JSON.parse(readFileSync(join(LOCALES, locale, "messages.json"), "utf8"));
const english = messages("en_GB");
const others = readdirSync(LOCALES).filter((locale) => locale !== "en_GB");

/** Every file that may ask for a message. @returns {{file: string, text: string}[]} */
function sources() {
  const found = [];
  for (const [folder, kind] of /** @type {const} */ ([
    ["extension", /\.(js|html)$|^manifest\.json$/],
    ["crate/src/compose", /\.rs$/],
  ])) {
    for (const file of readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })) {
      if (!kind.test(file) || NOT_OURS.test(file)) continue;
      const text = readFileSync(join(ROOT, folder, file), "utf8").replace(/\/\*\*.*?\*\//gs, "");
      found.push({ file: join(folder, file), text });
    }
  }
  return found;
}
const all = sources();

/** What stands between the brackets that open at `at`, up to the first comma outside of others. @param {string} text @param {number} at */
function firstArgument(text, at) {
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    if ("([{".includes(text.charAt(i))) depth++;
    if (")]}".includes(text.charAt(i))) depth--;
    if (depth === 0 || (depth === 1 && text[i] === ",")) return text.slice(at + 1, i);
  }
  return "";
}

/** The keys that a file surely asks for. @param {string} text @returns {string[]} */
function asked(text) {
  const keys = [...text.matchAll(/data-(?:text|label)="([^"]*)"|__MSG_(\w+)__/g)].map((m) => m[1] ?? m[2] ?? "");
  for (const { 1: name, index, 0: call } of text.matchAll(/\b(say|counted|word)\(/g)) {
    const argument = firstArgument(text, index + call.length - 1).replace(/`[^`]*`/g, "");
    const literals = [...argument.matchAll(/"([^"]*)"/g)].map((m) => m[1] ?? "");
    const own = literals.filter((literal) => KEY.test(literal));
    keys.push(...(name === "counted" ? own.flatMap((key) => [`${key}_one`, `${key}_other`]) : own));
  }
  return keys;
}

test("every message that is asked for is there", () => {
  const missing = all.flatMap(({ file, text }) =>
    asked(text)
      .filter((key) => !Object.hasOwn(english, key))
      .map((key) => `${file}: ${key}`),
  );
  assert.deepEqual(missing, []);
  assert.ok(all.flatMap(({ text }) => asked(text)).length > 50, "hardly anything is asked for");
});

test("every message that is there is asked for", () => {
  const words = new Set(
    all.flatMap(({ text }) => [...text.matchAll(/["'`](?:__MSG_)?(\w+?)(?:__)?["'`]/g)].map((m) => m[1])),
  );
  const isCounted = (/** @type {string} */ key) => words.has(key.replace(/_(one|other)$/, ""));
  // `state_${kind}` asks for every message that begins like that.
  const templates = all.flatMap(({ text }) => [...text.matchAll(/`([a-z][a-z0-9_]*_)\$\{/g)].map((m) => m[1] ?? ""));
  const unused = Object.keys(english).filter(
    (key) => !words.has(key) && !isCounted(key) && !templates.some((start) => key.startsWith(start)),
  );
  assert.deepEqual(unused, []);
});

/** Names between dollar signs. @param {Message} message */
const named = ({ message }) => [...new Set([...message.matchAll(/\$(\w+)\$/g)].map((m) => m[1]?.toLowerCase()))].sort();

test("what a message has placeholders for, it says, and the other way round", () => {
  for (const locale of ["en_GB", ...others]) {
    for (const [key, message] of Object.entries(messages(locale))) {
      assert.deepEqual(named(message), Object.keys(message.placeholders ?? {}).sort(), `${locale}: ${key}`);
    }
  }
});

for (const locale of others) {
  test(`${locale} has no other messages than English, with the same placeholders`, () => {
    for (const [key, message] of Object.entries(messages(locale))) {
      assert.ok(Object.hasOwn(english, key), `${key} is not English`);
      assert.deepEqual(message.placeholders, english[key]?.placeholders, key);
    }
  });
}
