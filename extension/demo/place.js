/**
 * Stands in for the editors' own `page.js` (tests/browser/editors): puts the boxes of all editors on one page, each in a composer
 * as its site has it.
 *
 * @typedef {import("../../tests/browser/editors/page.js").Box} Box
 */
import { el, LABELS } from "../../tests/browser/editors/page.js";
import css from "./demo.css";

export { el, emojiImage, PICTURE } from "../../tests/browser/editors/page.js";

/** The boxes in the order in which their editors are loaded. */
const PLACES = /** @type {const} */ ([
  { title: "Facebook post", editor: "Lexical", site: "facebook", kind: "post" },
  { title: "X post", editor: "Draft.js", site: "x", kind: "post" },
  { title: "LinkedIn post", editor: "Quill, in a shadow root", site: "linkedin", kind: "post" },
  { title: "LinkedIn comment", editor: "TipTap", site: "linkedin", kind: "comment" },
  { title: "Facebook message", editor: "a plain text area", site: "facebook", kind: "message" },
]);

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
document.adoptedStyleSheets = [sheet];

/** @type {Box[]} */
export const boxes = [];
export const column = el("section", { class: "boxes", "aria-label": "Compose boxes" });
document.body.append(column);

/** @param {(place: HTMLElement, settings: {site: string, kind: string, label: string, index: number}) => Box} create */
export function page(create) {
  const index = boxes.length;
  const { title, editor, site, kind } = PLACES[index];
  const place = el("div", { class: "box" });
  const send = { post: "Post", comment: "Reply", message: "Send" }[kind];
  const post = el("button", { type: "button", class: "post", "aria-label": send }, send);
  const composer = el("div", { class: "composer" }, place, el("div", { class: "bar" }, post));
  const heading = el("h2", {}, title, el("span", { class: "editor" }, editor));
  const frame = el("div", kind === "comment" ? { role: "article", "aria-label": "Post by Jo Bloggs" } : {}, heading);
  if (kind === "comment") frame.append(el("p", { class: "answered" }, "Jo Bloggs: “The clinic was lovely.”"));
  frame.append(composer);
  column.append(frame);
  boxes.push(create(place, { site, kind, label: LABELS[site][kind], index }));
}
