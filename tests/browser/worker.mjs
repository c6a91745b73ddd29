// The background worker, which the browser stops whenever it likes.
import { until } from "./until.mjs";

/**
 * @param {import("playwright-core").Page} page any
 */
export async function workerOf(page) {
  const cdp = await page.context().newCDPSession(page);
  /** @type {Map<string, string>} */
  const states = new Map();
  cdp.on("ServiceWorker.workerVersionUpdated", ({ versions }) => {
    for (const { versionId, runningStatus } of versions) states.set(versionId, runningStatus);
  });
  await cdp.send("ServiceWorker.enable");
  const isStopped = () => states.size > 0 && [...states.values()].every((state) => state === "stopped");
  return {
    isStopped,
    /** Stops it, and waits until it is. */
    stop: async () => {
      await cdp.send("ServiceWorker.stopAllWorkers");
      await until(isStopped);
    },
    /** Stops it, at once. */
    stopNow: () => cdp.send("ServiceWorker.stopAllWorkers"),
  };
}

/**
 * Asks for the browser's number of the worker that runs now: nothing while none does, another number when it was begun anew.
 * @param {import("./browser.mjs").Browser} browser
 */
export async function runningWorker({ context, id }) {
  const cdp = await context.browser()?.newBrowserCDPSession();
  if (!cdp) throw new Error("the browser cannot be asked");
  const is = (/** @type {{type: string, url: string}} */ t) =>
    t.type === "service_worker" && t.url.startsWith(`chrome-extension://${id}/`);
  return async () => (await cdp.send("Target.getTargets")).targetInfos.find(is)?.targetId;
}

/**
 * Switches developer mode on, as whoever loads an unpacked extension does: without it the browser lets none be loaded anew.
 * @param {import("./browser.mjs").Browser} browser
 */
export async function developerMode({ context }) {
  const page = await context.newPage();
  await page.goto("chrome://extensions");
  await page.evaluate(() =>
    /** @type {any} */ (chrome).developerPrivate.updateProfileConfiguration({ inDeveloperMode: true }),
  );
  await page.close();
}
