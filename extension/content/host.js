/**
 * What the layer in the page asks of the extension: words, storage, the clipboard, the background worker. The methods are those
 * of `Host` in `crate/src/compose/host.rs`.
 */
import { allow, hashOf, readAllowed, salt } from "../settings/allowed.js";
import { validateAllowed } from "../settings/validate.js";

/** @param {object} message */
async function tell(message) {
  try {
    await chrome.runtime.sendMessage({ to: "background", ...message });
  } catch {
    // Nobody hears it where the extension was updated or taken away: even the call throws.
  }
}

/**
 * @param {string} key
 * @param {string[]} [parts]
 */
export function say(key, parts) {
  try {
    return chrome.i18n.getMessage(key, parts) || key;
  } catch {
    return key;
  }
}

/**
 * @param {object} around
 * @param {() => void} around.refresh   checks the box anew
 * @param {() => boolean} around.mayTurnOff   whether the user may turn rules off
 * @param {(rule: string) => void} around.turnOff   turns a rule off for good
 * @param {(outcome: {problems: import("../settings.js").Problem[]}) => void} around.complain   says what could not be saved
 * @param {() => void} around.gone   the extension was updated or taken away: nothing may be left in the page
 * @param {ReturnType<typeof import("./sending.js").makeSending>} around.sending   told of the boxes that are entered and left
 * @param {AbortSignal} around.signal   the layer is at its end
 */
export async function makeHost({ refresh, mayTurnOff, turnOff, complain, gone, sending, signal }) {
  let { allowed } = await readAllowed();
  let ownSalt = await salt();
  /** Whether a rule and phrase are allowed: worked out once, since hashing takes a moment. */
  const known = new Map();

  /** @type {Parameters<typeof chrome.storage.onChanged.addListener>[0]} */
  const changed = (changes, area) => {
    if (area !== "local" || !(changes.allowed || changes.salt)) return;
    // Allowed in another tab, forgotten on the options page, or come with its salt from another computer.
    if (changes.allowed) ({ allowed } = validateAllowed(changes.allowed.newValue));
    if (typeof changes.salt?.newValue === "string") ownSalt = changes.salt.newValue;
    known.clear();
    refresh();
  };
  chrome.storage.onChanged.addListener(changed);
  signal.addEventListener("abort", () => chrome.storage?.onChanged.removeListener(changed), { once: true });

  /** A frame that is taken out of the page hears of no focus that it loses. */
  const hidden = () => void tell({ tell: "count", count: 0 });
  /** A page that comes back has its box still. */
  const back = () => refresh();

  /** Listens to the end of the page while the button shows a number. @param {boolean} isShown */
  function listen(isShown) {
    for (const [name, heard] of /** @type {const} */ ([
      ["pagehide", hidden],
      ["pageshow", back],
    ])) {
      if (isShown) window.addEventListener(name, heard, { signal });
      else window.removeEventListener(name, heard);
    }
  }

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
    word: (key) => say(key),
    /** @param {number} count */
    counted: (count) => say(count === 1 ? "warnings_in_box_one" : "warnings_in_box_other", [String(count)]),
    /** @param {number} count */
    count(count) {
      sending.changed();
      listen(count > 0);
      if (chrome.runtime?.id) tell({ tell: "count", count });
      else gone();
    },
    entered: sending.entered,
    left: sending.left,
    /** @param {string} rule */
    explain: (rule) => tell({ tell: "explain", rule }),
    /** Fails where the browser refuses. @param {string} text */
    copy: async (text) => navigator.clipboard.writeText(text),
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
      const outcome = await allow(phrase, rule);
      ({ allowed } = outcome);
      complain(outcome);
      known.clear();
      await find(rule, phrase);
    },
    mayTurnOff,
    turnOff,
  };
}
