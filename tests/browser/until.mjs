// Waiting for what happens outside of a page's own script, where Playwright cannot wait.

/**
 * Asks again and again until the answer is good, and returns it.
 * @template T
 * @param {() => T | Promise<T>} ask
 * @param {(answer: T) => unknown} [good] true by default for an answer that is true
 * @param {{timeout?: number}} [options] in ms
 * @returns {Promise<T>}
 */
export async function until(ask, good = Boolean, { timeout = 5_000 } = {}) {
  const end = Date.now() + timeout;
  for (;;) {
    const answer = await ask();
    if (good(answer)) return answer;
    if (Date.now() > end) throw new Error(`waited ${timeout} ms in vain; last: ${JSON.stringify(answer)}`);
    await new Promise((done) => setTimeout(done, 15));
  }
}
