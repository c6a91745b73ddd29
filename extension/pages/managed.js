/** What the organisation set is said beside its control, and the control cannot be worked. */
import { make } from "./dom.js";
import { say } from "./text.js";

/** @returns {HTMLElement} the words, with a lock */
export const managedNote = () => make("span", { class: "managed" }, say("managed_locked"));

/**
 * A control that is worked only where the organisation lets it.
 *
 * @param {HTMLInputElement | HTMLSelectElement | HTMLButtonElement} control
 * @param {HTMLElement} place   where it is said
 * @returns {(isLocked: boolean) => void}
 */
export function lockable(control, place) {
  const note = managedNote();
  note.id = `${control.id}-managed`;
  note.hidden = true;
  place.append(note);
  const described = control.getAttribute("aria-describedby") ?? "";
  return (isLocked) => {
    control.disabled = isLocked;
    note.hidden = !isLocked;
    const ids = isLocked ? `${described} ${note.id}`.trim() : described;
    if (ids) control.setAttribute("aria-describedby", ids);
    else control.removeAttribute("aria-describedby");
  };
}
