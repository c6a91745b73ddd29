/** Asks before something is done that cannot be undone. */
import { make } from "./dom.js";
import { say } from "./text.js";

/**
 * @param {{title: string, text: string, yes: string, isDanger?: boolean}} words   `yes` names what will be done
 * @returns {Promise<boolean>}
 */
export function confirmed({ title, text, yes, isDanger = true }) {
  const go = make("button", { class: `button ${isDanger ? "button-danger" : "button-strong"}`, value: "yes" }, yes);
  // The first in the order of keys is the one that does no harm.
  const leave = make("button", { class: "button", value: "", autofocus: true }, say("cancel"));
  const dialog = make(
    "dialog",
    { class: "confirm", "aria-labelledby": "confirm-title", "aria-describedby": "confirm-text" },
    make("h2", { id: "confirm-title" }, title),
    make("p", { id: "confirm-text" }, text),
    make("form", { method: "dialog", class: "buttons" }, leave, go),
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener(
      "close",
      () => {
        dialog.remove();
        resolve(dialog.returnValue === "yes");
      },
      { once: true },
    );
  });
}
