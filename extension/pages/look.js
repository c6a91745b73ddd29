/**
 * The look that the user chose: light, dark or the system's, and how warnings are underlined. `theme.css` does the rest.
 *
 * @typedef {import("../settings.js").Settings} Settings
 */
import { readSettings, watchSettings } from "../settings.js";

/** Follows the settings, from now on. */
export async function followLook() {
  watchSettings(wear);
  wear((await readSettings()).settings);
}

/** @param {Settings} settings */
function wear({ theme, underlines }) {
  Object.assign(document.documentElement.dataset, { theme, underlines });
  try {
    localStorage.setItem("theme", theme);
  } catch {
    // It is only for the first moment of the next page.
  }
}
