/** The button that copies wording. Wording is offered, never typed into a post. */
import { announce } from "../pages/announce.js";
import { make } from "../pages/dom.js";
import { say } from "../pages/text.js";

/** @param {string} words */
export function copyButton(words) {
  const label = make("span", {}, say("explain_copy"));
  const button = make(
    "button",
    { type: "button", class: "button", "aria-label": say("explain_copy_this", words) },
    label,
  );
  button.addEventListener("click", async () => {
    const done = await navigator.clipboard.writeText(words).then(
      () => true,
      () => false,
    );
    announce(say(done ? "explain_copied" : "explain_not_copied"));
    if (done) label.textContent = say("explain_copied");
  });
  // The word goes back when the pointer or the focus has gone: no timer that takes it away too soon.
  for (const event of ["blur", "mouseleave"]) {
    button.addEventListener(event, () => {
      if (document.activeElement !== button || event === "blur") label.textContent = say("explain_copy");
    });
  }
  return button;
}
