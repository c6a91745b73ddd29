/** Stored settings of an older version, made into those of this one, a version at a time. Pure. */

/** The version that this code writes. */
export const VERSION = 2;

/** @type {Record<number, (old: Record<string, unknown>) => Record<string, unknown>>} */
const STEPS = {
  /**
   * Version 1 wrote all of its settings whenever one was changed. From version 2 on only what the user chose is stored, so
   * that an organisation's recommendation can hold for the rest: what is as on the first day was not chosen. Any key that
   * is new in version 2 was not a setting then.
   */
  1(old) {
    const firstDay = { profession: '"osteopath"', packsOff: "[]", rulesOff: "[]", sitesOff: "[]" };
    const chosen = { ...old };
    for (const [name, value] of Object.entries(firstDay)) {
      if (JSON.stringify(chosen[name]) === value) delete chosen[name];
    }
    return { ...chosen, version: 2 };
  },
};

/**
 * Those of this version, or of a later one, are left as they are. What has no number is of the first version.
 *
 * @param {Record<string, unknown>} stored
 * @returns {Record<string, unknown>}
 */
export function migrate(stored) {
  /** @type {Record<string, unknown>} */
  let settings = { version: 1, ...stored };
  while (typeof settings.version === "number" && STEPS[settings.version]) {
    settings = STEPS[settings.version]?.(settings) ?? settings;
  }
  return settings;
}
