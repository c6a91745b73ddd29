/**
 * What the compiled crate exports, by hand: `crate/src/extension.rs` and `crate/src/compose/mod.rs`. The files themselves
 * (wasm.js, wasm_bg.wasm, and js.js with the same exports) are made by `build.mjs`.
 */
import type { Explanation, OwnPack, Pack, Profession, Severity } from "../pages/rules.js";

export default function init(from?: { module_or_path?: string | URL | Response | Uint8Array }): Promise<unknown>;
export function packs(): Pack[];
export function professions(): Profession[];
export function explain(rule: string, profession: string): Explanation | null;
/** Reads a practice's own pack without keeping it, and tells what is wrong in it. */
export function checkPack(text: string): OwnPack;
/** Keeps a practice's own pack for check and explain; an empty text lets it go. */
export function holdPack(text: string): void;
/** The ids of the rules that found something, and numbers: `../pages/findings.js` makes objects of them. */
export function check(
  text: string,
  kind: string,
  image: boolean,
  profession: string,
): [rules: string[], numbers: Uint32Array];

/** What the layer asks of the extension: `crate/src/compose/host.rs`. */
export interface Host {
  word(key: string): string;
  counted(count: number): string;
  count(count: number): void;
  explain(rule: string): void;
  copy(text: string): Promise<void>;
  isAllowed(rule: string, phrase: string): boolean;
  allow(rule: string, phrase: string): void;
  mayTurnOff(): boolean;
  turnOff(rule: string): void;
}

/** The layer in a page. */
export class Layer {
  static start(host: Host, css: string, underlines: string): Layer | undefined;
  stop(): void;
  look(): void;
  settings(profession: string, packsOff: string[], rulesOff: string[]): void;
  /** Takes the practice's own pack; an empty text lets it go. All its rules are on: call settings after this. */
  ownPack(text: string): void;
  /** How grave rules are, in pairs: ["advertising/cure", "low", …]. */
  severities(pairs: string[]): void;
  /** How cards and underlines look. */
  appearance(theme: string, contrast: boolean): void;
  refresh(): void;
  command(name: string): void;
  jump(index: number): void;
  state(): {
    watched: boolean;
    kind: string;
    warnings: { index: number; rule: string; title: string; severity: Severity; phrase: string }[];
  };
}
