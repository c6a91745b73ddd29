// Where things are, for programs that start no browser.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");
/** The unpacked extension. */
export const EXTENSION = join(ROOT, "target/extension/chromium");
