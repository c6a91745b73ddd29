/** The translation of wasm.js to JavaScript: the same exports. */
export * from "./wasm.js";
export { default } from "./wasm.js";
