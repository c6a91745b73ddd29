// The readers see what they are there to see.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { addressesIn, nativeNames, pageOf, scriptOf, sheetOf } from "./contents.mjs";

describe("a script that does what none here may", () => {
  for (const source of [
    "eval(text)",
    "globalThis.eval(text)",
    "globalThis['eval'](text)",
    "new Function('return this')()",
    "setTimeout('run()', 1)",
    "box.innerHTML = text",
    "box['outerHTML'] = text",
    "box.insertAdjacentHTML('beforeend', text)",
    "document.write(text)",
    "new DOMParser().parseFromString(text, 'text/html')",
    "chrome.scripting.executeScript({ target, func: run })",
    "navigator.sendBeacon('/', text)",
    "new XMLHttpRequest()",
    "new WebSocket(address)",
    "new Worker('worker.js')",
    "new Image().src = address",
    "picture.src = address",
    "picture.setAttribute('src', address)",
    "make('img', { src: address })",
    "const ask = fetch; ask(address)",
    "globalThis.fetch.call(null, address)",
  ]) {
    test(source, () => assert.notDeepEqual(scriptOf(source).forbidden, []));
  }

  test("what is harmless is let be", () => {
    const source = `chrome.scripting.executeScript({ target, files: ["loader.js"] }); const { src } = image; setTimeout(run, 1);
      text.data = "x"; evaluate(text); clipboard.write(text)`;
    assert.deepEqual(scriptOf(source).forbidden, []);
  });
});

test("what a script imports and fetches", () => {
  const source = `import "./a.js"; export * from "../b.js"; import("c.js"); import(chrome.runtime.getURL("d.js")); import(name);
    fetch("https://a.example/"); fetch(new URL("e.toml", import.meta.url)); window.fetch(address); self["fetch"]("f");
    fetch(chrome.runtime.getURL("g.wasm"))`;
  const { imports, fetched } = scriptOf(source);
  const addresses = (/** @type {import("./contents.mjs").Named[]} */ all) =>
    all.map(({ address, fromRoot }) => (fromRoot ? `top ${address}` : address));
  assert.deepEqual(addresses(imports).sort(), ["../b.js", "./a.js", "c.js", "top d.js", null].sort());
  assert.deepEqual(addresses(fetched), ["https://a.example/", "e.toml", null, "f", "top g.wasm"]);
});

test("what a page loads, links to, and may not have", () => {
  const { loaded, links, forbidden } = pageOf(`<base href="/x"><link rel=stylesheet href="//a.example/a.css">
    <script src="a.js"></script><script>run()</script><img src="https://b.example/b.png" onerror="run()"><a href="#c">c</a>
    <p style="color: red"><form action="/d"></form><iframe srcdoc="e"></iframe>`);
  assert.deepEqual(loaded, ["/x", "//a.example/a.css", "a.js", "https://b.example/b.png", "/d"]);
  assert.deepEqual(links, ["#c"]);
  for (const one of [
    "<base>",
    "a script in the page",
    'onerror="run()"',
    'style="color: red"',
    "<iframe>",
    'srcdoc="e"',
  ])
    assert.ok(forbidden.includes(one), one);
});

test("what a style sheet loads", () => {
  const sheet = `@import "a.css"; @font-face { font-family: x; src: url(https://a.example/x.woff2) } p { background: url("b.png") }`;
  assert.deepEqual(sheetOf(sheet), ["a.css", "https://a.example/x.woff2", "b.png"]);
});

test("the addresses in a file", () => {
  const found = (/** @type {string} */ name, /** @type {string} */ text) => addressesIn(name, Buffer.from(text));
  assert.deepEqual(found("a.json", `["https://a.example/b", "//c.example/d", "wss://e"]`), [
    "https://a.example/b",
    "//c.example/d",
    "wss://e",
  ]);
  const inBase64 = Buffer.from("see https://a.example/ there").toString("base64");
  assert.deepEqual(
    found("a.js", `// https://in.a.comment/\nf("javascript:run()", \`https://\${host}/\`, "${inBase64}")`),
    ["javascript:run", "https://", "https://a.example/"],
  );
});

test("what a WebAssembly module asks the browser for", () => {
  const name = (/** @type {string} */ text) => [text.length, ...Buffer.from(text)];
  const asked = [
    "__wbg_fetch_0123456789abcdef",
    "__wbg_set_innerHTML_0123456789abcdef",
    "__wbg_focus_0123456789abcdef",
  ];
  const imports = asked.flatMap((one) => [...name("e"), ...name(one), 0, 0]);
  const section = (/** @type {number} */ id, /** @type {number[]} */ body) => [
    id,
    ...(body.length < 128 ? [body.length] : [(body.length & 127) | 128, body.length >> 7]),
    ...body,
  ];
  const module = [0, 97, 115, 109, 1, 0, 0, 0, ...section(1, [1, 96, 0, 0]), ...section(2, [asked.length, ...imports])];
  assert.deepEqual(nativeNames(Buffer.from(module)), ["fetch", "innerHTML"]);
});
