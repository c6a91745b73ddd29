/**
 * Elements made without HTML text, so that no data is ever read as markup.
 */

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string | boolean | undefined>} [attributes]   `true` is an empty attribute; `false`, none
 * @param {...(Node | string | null | undefined)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/**
 * The element of a page with this id, which the page is known to have.
 *
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} kind
 * @returns {T}
 */
export function part(id, kind) {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`the page has no ${kind.name} with the id ${id}`);
  return element;
}

/**
 * A link to another site. Only to a web address: what is in a rule file may be anything.
 *
 * @param {string} address
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
export function outwardLink(address, ...children) {
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) return make("span", {}, ...children);
  return make("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

/**
 * A switch with its label; the label's words are the accessible name, `note` is the description.
 *
 * @param {{id: string, label: Node | string, note?: string, on: boolean, change: (on: boolean) => Promise<boolean>}} what
 *   `change` answers whether it is on now, which is not what was asked for if it could not be saved
 * @returns {{row: HTMLElement, input: HTMLInputElement, note: HTMLElement, text: HTMLElement}} `text` holds label and note
 */
export function makeSwitch({ id, label, note = "", on, change }) {
  const described = make("span", { class: "switch-note", id: `${id}-note` }, note);
  const input = make("input", {
    type: "checkbox",
    role: "switch",
    id,
    class: "switch",
    "aria-describedby": described.id,
  });
  input.checked = on;
  input.addEventListener("change", async () => {
    input.checked = await change(input.checked);
  });
  const name = make("label", { class: "switch-label", for: id }, label);
  const text = make("div", { class: "switch-text" }, name, described);
  return { row: make("div", { class: "switch-row" }, text, input), input, note: described, text };
}
