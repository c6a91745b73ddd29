/** The demonstration's page: sample posts, beside the boxes to try them in. */
import { boxes, column, el } from "./place.js";
import { SAMPLES } from "./samples.js";

/** The box that a sample goes into: the one that had the focus last. */
let current = boxes[0];
for (const box of boxes) box.element.addEventListener("focus", () => (current = box));

/** @param {string} text */
function put(text) {
  const { element } = current;
  current.set(text);
  element.focus();
  if (element instanceof HTMLTextAreaElement) element.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

/**
 * @param {string} title
 * @param {boolean} risky
 */
function list(title, risky) {
  const lines = SAMPLES.filter((sample) => sample.risky === risky).map(({ text }) => {
    const sample = el("button", { type: "button", class: "sample", title: "Put this post into the box" }, text);
    sample.addEventListener("click", () => put(text));
    const copy = el("button", { type: "button", class: "copy", "aria-label": `Copy: ${text}` }, "Copy");
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text);
      copy.textContent = "Copied";
      copy.addEventListener("blur", () => (copy.textContent = "Copy"), { once: true });
    });
    return el("li", {}, sample, copy);
  });
  return [el("h2", {}, title), el("ul", {}, ...lines)];
}

const sites = ["www.facebook.com", "x.com", "www.linkedin.com"].map((host) => {
  const link = el("a", { href: `https://${host}/demo` }, host.replace("www.", ""));
  if (host === location.hostname) link.setAttribute("aria-current", "page");
  return link;
});
column.before(
  el(
    "header",
    {},
    el("img", { src: "/demo/icon.svg", alt: "", width: "32", height: "32" }),
    el("h1", {}, "Try Think Twice"),
    el("nav", { "aria-label": "The same page at" }, ...sites),
    el(
      "p",
      {},
      "Click a post to put it into the box that you were last in, or write one. Rest the pointer on what is underlined. ",
      "Nothing here is sent anywhere.",
    ),
  ),
  el(
    "aside",
    { class: "samples", "aria-label": "Sample posts" },
    ...list("Risky", true),
    ...list("Fine as they are", false),
  ),
);
Object.assign(window, { boxes });
document.documentElement.dataset.ready = "true";
