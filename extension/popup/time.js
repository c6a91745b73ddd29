/** How much of the day's time on the sites is spent. Nothing is shown unless the user set a limit. */
import { make, part } from "../pages/dom.js";
import { counted, say } from "../pages/text.js";
import { isUsedUp, minutesOf } from "../time/count.js";
import { readToday } from "../time/keep.js";

/** @param {number} limit   in minutes; 0: none */
export async function showTime(limit) {
  const place = part("time", HTMLElement);
  place.hidden = limit === 0;
  if (limit === 0) return;
  const count = await readToday();
  const done = minutesOf(count);
  const isOver = isUsedUp(count, limit);
  const bar = make("progress", {
    max: String(limit),
    value: String(Math.min(done, limit)),
    "aria-labelledby": "time-line",
  });
  place.replaceChildren(
    make("p", { id: "time-line" }, counted("time_today", limit, done)),
    bar,
    ...(isOver ? [make("p", { class: "time-over" }, say("time_used_up"))] : []),
  );
}
