/** Whether what is replied to is a poor review: told by what stands round the box, at the moment it is asked. */

import { closestTo, parentOf } from "./tree.js";

/** As ratings are said: "1 out of 5 stars", "Rated 2/5", "one star", "★☆☆☆☆", "doesn't recommend". */
const LOW = [
  /(?<![\d.,])[12](?:[.,]\d+)?\s*(?:out of|of|\/)\s*5(?!\d)/i,
  /(?<![\d.,/]|of )\b(?:one|two|[12](?:[.,]\d)?)[ -]stars?\b/i,
  /(?<!★)★{1,2}☆{3,4}/,
  /\b(?:doesn['’]t|does not) recommend\b/i,
];
const AROUND = "article, [role='article'], dialog, [role='dialog'], [role='listitem'], li";
/** More of the page than this is not what is replied to, in UTF-16 code units. */
const MOST = 5000;

/** @param {string} text */
export const isLowRating = (text) => LOW.some((way) => way.test(text));

/** @param {HTMLElement} box */
export function answersLowRating(box) {
  const parent = parentOf(box);
  const around = parent && closestTo(parent, AROUND);
  if (!around) return false;
  /** @type {string[]} */
  const words = [];
  let length = 0;
  const walker = document.createTreeWalker(around, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, (node) =>
    node === box ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  for (let node = walker.nextNode(); node && length < MOST; node = walker.nextNode()) {
    const text = node instanceof Element ? node.getAttribute("aria-label") : node.nodeValue;
    if (!text) continue;
    words.push(text);
    length += text.length;
  }
  return isLowRating(words.join(" "));
}
