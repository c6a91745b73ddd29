/**
 * Everything that is stored, read and replaced at once: for the file that takes it elsewhere, and for starting anew.
 *
 * @typedef {import("./transfer.js").Whole} Whole
 * @typedef {import("./shapes.js").Problem} Problem
 */
import { readAllowed, salt } from "./allowed.js";
import { readOwnPack, saveOwnPack } from "./own-pack.js";
import { drop, inTurn, loadAll, saveAll, setAside } from "./store.js";
import { readStored, writeStored } from "./stored.js";
import { validateAllowed, validateSettings } from "./validate.js";

/** @returns {Promise<{whole: Whole, problems: Problem[]}>} what the user chose; not what the organisation set */
export async function everything() {
  const [stored, { allowed, problems }, own] = await Promise.all([readStored(), readAllowed(), readOwnPack()]);
  const { chosen, others, settings } = validateSettings(stored.value);
  const whole = {
    settings: { version: settings.version, ...chosen, ...others },
    allowed: { salt: await salt(), phrases: allowed },
    ownPack: own.users,
  };
  return {
    whole,
    problems: [...stored.problems, ...problems, ...own.problems].filter(({ what }) => what === "not-read"),
  };
}

/**
 * Takes the place of what is stored. If it cannot be saved, everything is as it was.
 *
 * @param {Whole} whole   what is `null` stays
 * @returns {Promise<Problem[]>}
 */
export async function replaceAll({ settings, allowed, ownPack }) {
  // What cannot be read would be written over: it is set aside first.
  const asideProblems = await keepUnreadable();
  if (asideProblems.length > 0) return asideProblems;
  const problems = await inTurn(async () => {
    const before = await loadAll("sync", ["settings", "severities"]);
    if (before.problems.length > 0) return before.problems;
    const failed = await writeStored(settings);
    if (failed.length > 0 || !allowed) return failed;
    const notLocal = await saveAll("local", { salt: allowed.salt, allowed: allowed.phrases });
    if (notLocal.length > 0) {
      await saveAll("sync", before.values);
      await drop(
        "sync",
        ["settings", "severities"].filter((key) => !Object.hasOwn(before.values, key)),
      );
    }
    return notLocal;
  });
  return problems.length > 0 || ownPack === null ? problems : (await saveOwnPack(ownPack)).problems;
}

/**
 * Everything as on the first day: nothing chosen, no phrase allowed, no rules of one's own. What was set aside stays.
 *
 * @returns {Promise<Problem[]>}
 */
export async function resetAll() {
  const asideProblems = await keepUnreadable();
  if (asideProblems.length > 0) return asideProblems;
  return inTurn(async () => [
    ...(await drop("sync", ["settings", "severities", "ownPack"])),
    ...(await drop("local", ["allowed", "ownPack"])),
  ]);
}

/** @returns {Promise<Problem[]>} */
async function keepUnreadable() {
  const [sync, local] = await Promise.all([readStored(), loadAll("local", ["allowed"])]);
  const rest = { ...validateSettings(sync.value).rest, ...validateAllowed(local.values.allowed).rest };
  return [...sync.problems, ...local.problems, ...(await setAside(rest))];
}
