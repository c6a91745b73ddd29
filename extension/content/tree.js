/**
 * What is asked of an element of the page that may be a form. A form answers to the names of its fields before its own: in one
 * that has a field named `parentElement`, that field stands for the form's parent, and who goes up goes round in a circle. So
 * the browser's own definition is asked.
 */

/** @param {Node} node @returns {Element | null} */
export const parentOf = (node) =>
  Object.getOwnPropertyDescriptor(Node.prototype, "parentElement")?.get?.call(node) ?? null;

/** @param {Element} element @param {string} selector */
export const isOne = (element, selector) => Element.prototype.matches.call(element, selector);

/** @param {Element} element @param {string} selector @returns {Element | null} */
export const closestTo = (element, selector) => Element.prototype.closest.call(element, selector);

/** @param {Element} element @param {string} selector */
export const allIn = (element, selector) => [...Element.prototype.querySelectorAll.call(element, selector)];

/** @param {Node} node @param {Node} other */
export const isIn = (node, other) => Node.prototype.contains.call(node, other);
