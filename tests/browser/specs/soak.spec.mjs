// A short form of `./build.sh soak`: what it holds after many boxes is what it held at the start.
import assert from "node:assert/strict";
import { test } from "node:test";
import { faults, soak } from "../soak.mjs";

test("boxes that come and go, in the four editors, leave nothing behind", async (t) => {
  const outcomes = await soak({ pages: 10, tell: ({ left: _, ...outcome }) => t.diagnostic(JSON.stringify(outcome)) });
  for (const outcome of outcomes) assert.deepEqual(faults(outcome), [], outcome.name);
});
