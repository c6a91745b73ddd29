/** Files that the user chooses to read, and files that are given to them. Nothing leaves the computer. */
import { make } from "./dom.js";
import { say } from "./text.js";

/** Larger than any file that is of use here, in bytes. */
const LARGEST = 4 * 1024 * 1024;

/**
 * @param {string} name
 * @param {string} text
 * @param {string} type
 */
export function give(name, text, type) {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = make("a", { href: address, download: name });
  link.click();
  // Once the browser has taken it.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/**
 * A button that lets the user choose a file.
 *
 * @param {HTMLButtonElement} button
 * @param {string} accept   `.toml,.txt`
 * @param {(read: {text: string, name: string} | {trouble: string}) => void} chosen
 */
export function takes(button, accept, chosen) {
  const input = make("input", { type: "file", accept, hidden: true });
  button.after(input);
  button.addEventListener("click", () => input.click());
  input.addEventListener("change", async () => {
    const file = input.files?.[0];
    // The same file may be chosen again.
    const read = file && (await readText(file));
    input.value = "";
    if (read) chosen(read);
  });
}

/** @param {File} file */
async function readText(file) {
  if (file.size > LARGEST) return { trouble: say("file_too_large", file.name) };
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
    return { text: text.replaceAll("\r\n", "\n"), name: file.name };
  } catch {
    return { trouble: say("file_no_text", file.name) };
  }
}
