/**
 * What the layer in the page asks of the extension: words, storage, the clipboard, the background worker. The methods are those
 * of `Host` in `crate/src/compose/host.rs`.
 */
import { allow, hashOf, readAllowed, salt } from "../settings/allowed.js";

/** @param {object} message */
const tell = (message) => chrome.runtime.sendMessage({ to: "background", ...message }).catch(() => {});

/**
 * @param {object} around
 * @param {() => void} around.refresh   checks the box anew
 * @param {(rule: string) => void} around.turnOff   turns a rule off for good
 * @param {() => void} around.gone   the extension was updated or taken away: nothing may be left in the page
 */
export async function makeHost({ refresh, turnOff, gone }) {
  let { allowed } = await readAllowed();
  const ownSalt = await salt();
  /** Whether a rule and phrase are allowed: worked out once, since hashing takes a moment. */
  const known = new Map();

  /**
   * @param {string} rule
   * @param {string} phrase
   */
  async function find(rule, phrase) {
    const hash = await hashOf(ownSalt, phrase);
    const found = allowed.some((entry) => entry.hash === hash && entry.rule === rule);
    if (known.size > 1000) known.clear();
    known.set(`${rule}\n${phrase}`, found);
    if (found) refresh();
  }

  return {
    /** @param {string} key */
    word: (key) => chrome.i18n.getMessage(key) || key,
    /** @param {number} count */
    counted: (count) =>
      chrome.i18n.getMessage(count === 1 ? "warnings_in_box_one" : "warnings_in_box_other", [String(count)]),
    /** @param {number} count */
    count(count) {
      if (chrome.runtime?.id) tell({ tell: "count", count });
      else gone();
    },
    /** @param {string} rule */
    explain: (rule) => tell({ tell: "explain", rule }),
    /** @param {string} text */
    copy: (text) => navigator.clipboard.writeText(text).catch(() => {}),
    /**
     * @param {string} rule
     * @param {string} phrase
     */
    isAllowed(rule, phrase) {
      if (allowed.length === 0) return false;
      const key = `${rule}\n${phrase}`;
      if (!known.has(key)) {
        known.set(key, false);
        find(rule, phrase);
      }
      return known.get(key);
    },
    /**
     * @param {string} rule
     * @param {string} phrase
     */
    async allow(rule, phrase) {
      ({ allowed } = await allow(phrase, rule));
      known.clear();
      await find(rule, phrase);
    },
    turnOff,
  };
}
