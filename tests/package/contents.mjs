// What a script, a page, a style sheet and a WebAssembly module load and do, read as a browser reads them.
import { buildSync, fullAncestor, PageParser, parseScript } from "./parsers.mjs";

/** Names by which a script reaches out of the browser. */
const REACHING = [
  ..."XMLHttpRequest WebSocket WebSocketStream WebTransport EventSource RTCPeerConnection sendBeacon".split(" "),
  ..."Worker SharedWorker importScripts Image Audio FontFace sendNativeMessage connectNative".split(" "),
];
/** Names by which text becomes a script or a page. */
const RUNNING = [
  ..."eval Function AsyncFunction GeneratorFunction executeScript insertCSS innerHTML outerHTML srcdoc".split(" "),
  ..."insertAdjacentHTML setHTML setHTMLUnsafe parseHTMLUnsafe createContextualFragment DOMParser".split(" "),
  "writeln",
];
/** Attributes that load what they name. */
const LOADING = ["src", "srcset", "poster", "background", "action", "formAction", "ping", "cssText"];

/**
 * A file that a script names: null if the address is no plain text.
 * @typedef {{address: string | null, fromRoot: boolean}} Named
 *
 * @typedef {object} Script
 * @property {Named[]} imports
 * @property {Named[]} fetched
 * @property {string[]} forbidden   what it does that no script here may
 */

/** @param {any} node */
const nameOf = (node) =>
  node.type === "Identifier"
    ? node.name
    : node.type === "MemberExpression"
      ? node.computed
        ? textOf(node.property)
        : node.property.name
      : null;

/** A text that is written out. @param {any} node @returns {string | null} */
function textOf(node) {
  if (node?.type === "Literal" && typeof node.value === "string") return node.value;
  if (node?.type === "TemplateLiteral" && node.expressions.length === 0) return node.quasis[0].value.cooked;
  return null;
}

/** @param {string} source @returns {Script} */
export function scriptOf(source) {
  /** @type {Script} */
  const script = { imports: [], fetched: [], forbidden: [] };
  const tree = parseScript(source, { ecmaVersion: "latest", sourceType: "module" });
  fullAncestor(tree, (/** @type {any} */ node, /** @type {any} */ _, /** @type {any[]} */ ancestors) => {
    if (node.source && /^(Import|Export)/.test(node.type)) script.imports.push(named(node.source));
    // An engine is told its file by whoever starts it: what they tell is an import's or this one's own name.
    if (node.type === "CallExpression" && nameOf(node.callee) === "fetch")
      script.fetched.push(named(node.arguments[0]));
    const forbidden = whatIsForbidden(node, ancestors);
    if (forbidden) script.forbidden.push(`${forbidden}: ${source.slice(node.start, node.start + 60)}`);
  });
  return script;
}

/** @param {any} node   `"a"`, `chrome.runtime.getURL("a")` or `new URL("a", import.meta.url)` @returns {Named} */
function named(node) {
  const isFromRoot = node?.type === "CallExpression" && nameOf(node.callee) === "getURL";
  const isNew = node?.type === "NewExpression" && nameOf(node.callee) === "URL";
  const isRelative = isNew && node.arguments[1]?.object?.type === "MetaProperty";
  return { address: textOf(isFromRoot || isRelative ? node.arguments[0] : node), fromRoot: isFromRoot };
}

/** @param {any} node @param {any[]} ancestors @returns {string | null} */
function whatIsForbidden(node, ancestors) {
  const parent = ancestors.at(-2);
  const isName = node.type === "Identifier" || node.type === "MemberExpression";
  const name = isName ? nameOf(node) : null;
  if (name && REACHING.includes(name)) return "reaches out";
  if (name && RUNNING.includes(name)) {
    // A script of the package is named to the browser, which runs it.
    const isOfFiles = name === "executeScript" || name === "insertCSS";
    const given = isOfFiles ? ancestors.at(-2)?.arguments?.[0]?.properties : undefined;
    if (!given?.some((/** @type {any} */ one) => one.key?.name === "files")) return "runs text";
  }
  // `fetch` is called, and never handed on, where it would be called out of sight.
  if (name === "fetch" && parent?.callee !== node) return "hands fetch on";
  if (name === "write" && node.object?.name === "document") return "runs text";
  if (node.type === "CallExpression" && /^set(Timeout|Interval)$/.test(nameOf(node.callee) ?? ""))
    return textOf(node.arguments[0]) === null ? null : "runs text";
  if (node.type === "AssignmentExpression" && node.left.type === "MemberExpression")
    return LOADING.includes(nameOf(node.left) ?? "") ? "loads" : null;
  if (node.type === "CallExpression" && nameOf(node.callee) === "setAttribute")
    return LOADING.includes(textOf(node.arguments[0]) ?? "") ? "loads" : null;
  if (node.type === "Property" && !ancestors.some(({ type }) => type === "ObjectPattern"))
    return ["src", "srcset", "srcdoc", "poster"].includes(node.key.name ?? node.key.value) ? "loads" : null;
  return null;
}

/** Attributes by which a page loads something. A link that is pressed is another matter. */
const PAGE_LOADS = [
  "src",
  "srcset",
  "data",
  "poster",
  "background",
  "action",
  "formaction",
  "ping",
  "manifest",
  "xlink:href",
];
/** Elements that no page here has: they load, or change where others load from. */
const PAGE_FORBIDS = ["base", "iframe", "frame", "object", "embed", "portal", "style"];

/** @param {string} source */
export function pageOf(source) {
  /** @type {{loaded: string[], links: string[], forbidden: string[]}} */
  const page = { loaded: [], links: [], forbidden: [] };
  let within = "";
  const parser = new PageParser({
    onopentag(tag, attributes) {
      within = tag;
      if (PAGE_FORBIDS.includes(tag)) page.forbidden.push(`<${tag}>`);
      if (tag === "script" && !attributes.src) page.forbidden.push("a script in the page");
      for (const [name, value] of Object.entries(attributes)) {
        if (/^on|^style$|^srcdoc$|^http-equiv$/.test(name)) page.forbidden.push(`${name}="${value}"`);
        if (PAGE_LOADS.includes(name)) page.loaded.push(value);
        if (name === "href") (tag === "a" ? page.links : page.loaded).push(value);
      }
    },
    ontext(text) {
      if (within === "script" && text.trim()) page.forbidden.push("a script in the page");
    },
    onclosetag: () => void (within = ""),
  });
  parser.end(source);
  return page;
}

/** What a style sheet loads: other sheets, pictures, fonts. @param {string} source @returns {string[]} */
export function sheetOf(source) {
  const read = buildSync({
    stdin: { contents: source, loader: "css", sourcefile: "sheet.css" },
    bundle: true,
    external: ["*"],
    write: false,
    metafile: true,
    outdir: "out",
  });
  return Object.values(read.metafile.inputs).flatMap(({ imports }) => imports.map(({ path }) => path));
}

const ADDRESS = /(?:[a-z][a-z0-9+.-]*:\/\/|javascript:|(?<=["'(=\s])\/\/(?=[a-z0-9-]+\.))[^\s"'`()<>\\$]*/gi;

/** Every address that is written in a file; in scripts, comments aside. @param {string} name @param {Buffer} bytes */
export function addressesIn(name, bytes) {
  const texts = name.endsWith(".js") ? textsIn(String(bytes)) : [String(bytes)];
  return texts.flatMap((text) => [...text.matchAll(ADDRESS)].map(([address]) => address));
}

/** The texts in a script, and what is in them as base64. @param {string} source */
function textsIn(source) {
  /** @type {string[]} */
  const texts = [];
  const add = (/** @type {string} */ text) => {
    texts.push(text);
    if (/^(?:[A-Za-z0-9+/]{4}){4,}/.test(text)) texts.push(Buffer.from(text, "base64").toString("latin1"));
  };
  const tree = parseScript(source, { ecmaVersion: "latest", sourceType: "module" });
  fullAncestor(tree, (/** @type {any} */ node) => {
    if (node.type === "Literal" && typeof node.value === "string") add(node.value);
    if (node.type === "TemplateElement") add(node.value.cooked ?? node.value.raw);
  });
  return texts;
}

/** What of the browser a WebAssembly module asks for that reaches out or runs text. @param {Buffer} bytes */
export function nativeNames(bytes) {
  const forbidden = [...REACHING, ...RUNNING, "fetch", "newnoargs", "open"].map((name) => name.toLowerCase());
  return WebAssembly.Module.imports(new WebAssembly.Module(Uint8Array.from(bytes)))
    .map(({ name }) => /^__wbg_(?:set_|new_)?(.*?)(?:_[0-9a-f]{16})?$/.exec(name)?.[1] ?? name)
    .filter((name) => forbidden.includes(name.toLowerCase().replaceAll("_", "")));
}

/** The names of the tests in a script, with … for what differs from case to case. @param {string} source */
export function testsIn(source) {
  /** @type {string[]} */
  const names = [];
  const tree = parseScript(source, { ecmaVersion: "latest", sourceType: "module" });
  fullAncestor(tree, (/** @type {any} */ node) => {
    if (node.type !== "CallExpression" || !["test", "describe"].includes(node.callee.name)) return;
    const [name] = node.arguments;
    if (name?.type === "TemplateLiteral")
      names.push(name.quasis.map((/** @type {any} */ part) => part.value.cooked).join("…"));
    else names.push(textOf(name) ?? "…");
  });
  return names;
}
