// What reads scripts, pages and style sheets as a browser does. This folder has no packages of its own: they are the build's.
export { parse as parseScript } from "../../extension/node_modules/acorn/dist/acorn.mjs";
export { fullAncestor } from "../../extension/node_modules/acorn-walk/dist/walk.mjs";
export { buildSync } from "../../extension/node_modules/esbuild/lib/main.js";
export { Parser as PageParser } from "../../extension/node_modules/htmlparser2/dist/esm/index.js";
