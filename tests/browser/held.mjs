// How long the extension holds a page up in one task, by the browser's own trace of what it did.

/** @typedef {{name: string, ph: string, ts: number, dur?: number, tdur?: number, pid: number, tid: number, args: any}} TraceEvent */

/** What a page does for itself as well, whoever asks for it first: it is not the extension's. */
const LAYING_OUT = ["Layout", "UpdateLayoutTree"];

/**
 * @typedef {object} Held   in ms
 * @property {number} script   the longest that the extension's functions ran in one task, without what they had the browser lay out
 * @property {number} usual    the median of that, of all tasks in which they ran
 * @property {number} nearlyAll what 95 in 100 of these tasks do not exceed
 * @property {number} task     the longest task of the page
 * @property {number} layout   the most that was laid out in one task
 * @property {number[]} long   the tasks of 50 ms and more, as the page's own observer hears of them
 */

/**
 * Traces a page while something is done on it.
 * @param {import("playwright-core").Page} page
 * @param {string} id the extension's; "" for the control
 * @param {() => Promise<unknown>} deed
 * @returns {Promise<Held>}
 */
export async function held(page, id, deed) {
  const cdp = await page.context().newCDPSession(page);
  /** @type {TraceEvent[]} */
  const events = [];
  cdp.on("Tracing.dataCollected", ({ value }) => void events.push(.../** @type {any} */ (value)));
  const complete = new Promise((resolve) => cdp.once("Tracing.tracingComplete", resolve));
  await page.evaluate(() => {
    /** @type {number[]} */
    const long = [];
    const observer = new PerformanceObserver((list) => long.push(...list.getEntries().map(({ duration }) => duration)));
    observer.observe({ type: "longtask" });
    Object.assign(window, { longTasks: () => [...long, ...observer.takeRecords().map(({ duration }) => duration)] });
  });
  await cdp.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: ["devtools.timeline", "disabled-by-default-devtools.timeline"] },
  });
  try {
    await deed();
  } finally {
    await cdp.send("Tracing.end");
    await complete;
    await cdp.detach();
  }
  const long = await page.evaluate(() => /** @type {any} */ (window).longTasks());
  return { ...longest(events, id), long };
}

/**
 * @param {TraceEvent[]} events
 * @param {string} id
 */
function longest(events, id) {
  const whole = events.filter(({ ph, dur }) => ph === "X" && dur !== undefined);
  /** @param {TraceEvent} inner @param {TraceEvent} outer */
  const isWithin = (inner, outer) =>
    inner.pid === outer.pid &&
    inner.tid === outer.tid &&
    inner.ts >= outer.ts &&
    inner.ts + (inner.dur ?? 0) <= outer.ts + (outer.dur ?? 0);
  /** The outermost of these within a task: what is in another is counted there. @param {TraceEvent[]} all */
  const sum = (all) =>
    all
      .filter((one) => !all.some((other) => other !== one && isWithin(one, other)))
      .reduce((total, { dur, tdur }) => total + (tdur ?? dur ?? 0) / 1000, 0);
  const calls = whole.filter(
    ({ name, args }) => id && name === "FunctionCall" && args.data?.url?.startsWith(`chrome-extension://${id}/`),
  );
  const layouts = whole.filter(({ name }) => LAYING_OUT.includes(name));
  const pids = new Set(layouts.map(({ pid, tid }) => `${pid} ${tid}`));
  const tasks = whole.filter(({ name, pid, tid }) => name === "RunTask" && pids.has(`${pid} ${tid}`));
  let most = { script: 0, task: 0, layout: 0 };
  /** @type {number[]} */
  const scripts = [];
  for (const task of tasks) {
    const own = calls.filter((call) => isWithin(call, task));
    const laid = layouts.filter((layout) => isWithin(layout, task));
    const forced = laid.filter((layout) => own.some((call) => isWithin(layout, call)));
    const script = sum(own) - sum(forced);
    if (own.length > 0) scripts.push(script);
    most = {
      script: Math.max(most.script, script),
      task: Math.max(most.task, (task.dur ?? 0) / 1000),
      layout: Math.max(most.layout, sum(laid)),
    };
  }
  scripts.sort((a, b) => a - b);
  /** @param {number} part */
  const quantile = (part) => scripts[Math.floor(scripts.length * part)] ?? 0;
  return { ...most, usual: quantile(0.5), nearlyAll: quantile(0.95) };
}
