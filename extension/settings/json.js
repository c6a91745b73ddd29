/**
 * JSON, read so that a person can be told the line of whatever is wrong in it. Pure.
 *
 * @typedef {"ends" | "no-value" | "no-key" | "no-colon" | "no-comma" | "bad-text" | "too-deep" | "more"} Reason
 */

/** Deeper than any file of ours, and not so deep that reading it could fail. */
const DEEPEST = 50;
/** Longer than the path of anything of ours. Were all paths kept, one long key would be written again for each value in it. */
const LONGEST_PATH = 250;
const SPACE = /[ \t\r\n]*/y;
const PLAIN = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const TEXT = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

class Wrong extends Error {
  /**
   * @param {Reason} reason
   * @param {number} at
   */
  constructor(reason, at) {
    super(reason);
    this.reason = reason;
    this.at = at;
  }
}

/**
 * @param {string} source
 * @returns {{value: unknown, lineOf: (where: string) => number} | {reason: Reason, line: number}}   `lineOf` knows each
 *   value by its path: `settings.packsOff[2]`
 */
export function parse(source) {
  let at = 0;
  let [lastAt, lastLine] = [0, 1];
  /** @type {Map<string, number>} */
  const lines = new Map();

  /** Lines are asked for from the first to the last. @param {number} to */
  const lineAt = (to) => {
    for (; lastAt < to; lastAt++) if (source[lastAt] === "\n") lastLine++;
    return lastLine;
  };
  /** @param {RegExp} shape @returns {string | null} what stands here, which is then passed */
  const take = (shape) => {
    shape.lastIndex = at;
    const found = shape.exec(source)?.[0] ?? null;
    if (found !== null) at += found.length;
    return found;
  };
  /** @param {string} sign */
  const passes = (sign) => {
    take(SPACE);
    if (source[at] !== sign) return false;
    at++;
    return true;
  };
  /** @param {Reason} reason @returns {never} */
  const wrong = (reason) => {
    throw new Wrong(at >= source.length ? "ends" : reason, at);
  };
  /** @param {Reason} reason @returns {string} */
  const string = (reason) => {
    if (source[at] !== '"') wrong(reason);
    return JSON.parse(take(TEXT) ?? wrong("bad-text"));
  };

  /**
   * @param {string} path
   * @param {number} depth
   * @returns {unknown}
   */
  const value = (path, depth) => {
    take(SPACE);
    if (depth > DEEPEST) wrong("too-deep");
    if (path.length <= LONGEST_PATH) lines.set(path, lineAt(at));
    if (source[at] === '"') return string("no-value");
    if (passes("[")) {
      /** @type {unknown[]} */
      const list = [];
      if (passes("]")) return list;
      do list.push(value(`${path}[${list.length}]`, depth + 1));
      while (passes(","));
      return passes("]") ? list : wrong("no-comma");
    }
    if (passes("{")) {
      /** @type {[string, unknown][]} */
      const entries = [];
      if (passes("}")) return {};
      do {
        take(SPACE);
        const key = string("no-key");
        if (!passes(":")) wrong("no-colon");
        entries.push([key, value(path ? `${path}.${key}` : key, depth + 1)]);
      } while (passes(","));
      // Not by assignment: a key may be "__proto__".
      return passes("}") ? Object.fromEntries(entries) : wrong("no-comma");
    }
    return JSON.parse(take(PLAIN) ?? wrong("no-value"));
  };

  try {
    const all = value("", 0);
    take(SPACE);
    if (at < source.length) wrong("more");
    return { value: all, lineOf: (where) => lines.get(where) ?? 1 };
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    return { reason: error.reason, line: lineAt(Math.min(error.at, source.length)) };
  }
}
