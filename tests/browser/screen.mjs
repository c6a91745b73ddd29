// A screen of its own, with a keyboard and a pointer that every program takes for a person's: also Chromium's own windows, which no
// page and no protocol reaches.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { promisify } from "node:util";

const XVFB = "/usr/bin/Xvfb";
const XDOTOOL = "/usr/bin/xdotool";
const run = promisify(execFile);

/**
 * @typedef {object} Screen
 * @property {string} display its name, for DISPLAY
 * @property {(key: string) => Promise<void>} press a key, or some at once: "alt+shift+u"
 * @property {(x: number, y: number) => Promise<void>} moveTo moves the pointer
 * @property {() => Promise<void>} click presses the pointer's first button where it is
 * @property {() => Promise<void>} close
 */

/**
 * Starts a screen under a number that is free.
 * @returns {Promise<Screen>}
 */
export async function openScreen() {
  for (const [program, debian] of Object.entries({ [XVFB]: "xvfb", [XDOTOOL]: "xdotool" })) {
    if (!existsSync(program)) throw new Error(`${program} is missing. Install it: apt-get install -y ${debian}`);
  }
  const server = spawn(XVFB, ["-displayfd", "3", "-screen", "0", "1280x900x24", "-nolisten", "tcp", "-noreset"], {
    stdio: ["ignore", "ignore", "inherit", "pipe"],
  });
  const ended = once(server, "exit");
  const display = `:${await Promise.race([
    numberFrom(/** @type {import("node:stream").Readable} */ (server.stdio[3])),
    ended.then(([status]) => Promise.reject(new Error(`${XVFB} ended with ${status}`))),
  ])}`;
  const xdotool = async (/** @type {string[]} */ ...words) => {
    await run(XDOTOOL, words, { env: { ...process.env, DISPLAY: display }, timeout: 5_000 });
  };
  return {
    display,
    press: (key) => xdotool("key", key),
    moveTo: (x, y) => xdotool("mousemove", String(Math.round(x)), String(Math.round(y))),
    click: () => xdotool("click", "1"),
    close: async () => {
      server.kill();
      await ended;
    },
  };
}

/**
 * The server writes it, and a line's end, when programs may come.
 * @param {import("node:stream").Readable} stream
 */
async function numberFrom(stream) {
  let written = "";
  for await (const piece of stream) {
    written += piece;
    if (written.endsWith("\n")) return written.trim();
  }
  throw new Error("the screen has no number");
}
