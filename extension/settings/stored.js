/**
 * How the settings lie in the synchronised storage. It takes 8 KB an item: what is said about single rules has an item of
 * its own, so that it never keeps the other settings from being saved.
 *
 * @typedef {import("./shapes.js").Problem} Problem
 */
import { isObject } from "./shapes.js";
import { drop, load, loadAll, saveAll } from "./store.js";

const KEYS = ["settings", "severities"];

/** @returns {Promise<{value: unknown, problems: Problem[]}>} */
export async function readStored() {
  const { values, problems } = await loadAll("sync", KEYS);
  const { settings, severities } = values;
  if (severities === undefined) return { value: settings, problems };
  if (settings === undefined) return { value: { severities }, problems };
  return { value: isObject(settings) ? { severities, ...settings } : settings, problems };
}

/**
 * @param {Record<string, unknown>} stored
 * @returns {Promise<Problem[]>}
 */
export async function writeStored({ severities, ...settings }) {
  const failed = await saveAll("sync", severities === undefined ? { settings } : { settings, severities });
  if (failed.length > 0 || severities !== undefined) return failed;
  // Nothing is chosen: what lies there was not valid, and is set aside.
  return (await load("sync", "severities")).value === undefined ? [] : drop("sync", ["severities"]);
}
