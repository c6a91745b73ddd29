// What the extension shows in its closed shadow root, seen through the browser's debugger as a person sees it.

/**
 * @typedef {object} Shown
 * @property {boolean} host the extension's element hangs in the page
 * @property {{title: string, rect: {x: number, y: number, width: number, height: number}} | null} card
 * @property {string} status what screen readers are told
 * @property {(label: string) => Promise<void>} press clicks a button of the card
 */

/** @param {any} node @returns {Generator<any>} */
function* within(node) {
  yield node;
  for (const child of [...(node.children ?? []), ...(node.shadowRoots ?? [])]) yield* within(child);
}

/** @param {any} node */
const text = (node) => [...within(node)].map((n) => n.nodeValue ?? "").join("");

/** @param {any} node @param {string} name */
function attribute(node, name) {
  const at = (node.attributes ?? []).findIndex(
    (/** @type {string} */ a, /** @type {number} */ i) => i % 2 === 0 && a === name,
  );
  return at < 0 ? "" : node.attributes[at + 1];
}

/**
 * @param {import("playwright-core").Page} page
 * @returns {Promise<Shown>}
 */
export async function shell(page) {
  const cdp = await page.context().newCDPSession(page);
  const { root } = await cdp.send("DOM.getDocument", { depth: -1, pierce: true });
  const host = [...within(root)].find((n) => n.localName === "think-twice");
  const all = host ? [...within(host)] : [];
  const card = all.find((n) => attribute(n, "role") === "dialog");
  const status = all.find((n) => attribute(n, "role") === "status");
  /** @param {any} node */
  const rect = async (node) => {
    const { model } = await cdp.send("DOM.getBoxModel", { nodeId: node.nodeId });
    const [x, y, right, , , bottom] = model.border;
    return { x, y, width: right - x, height: bottom - y };
  };
  return {
    host: Boolean(host),
    card: card ? { title: attribute(card, "aria-label"), rect: await rect(card) } : null,
    status: status ? text(status) : "",
    async press(label) {
      const button = [...within(card)].find(
        (n) => n.localName === "button" && (text(n) === label || attribute(n, "aria-label") === label),
      );
      if (!button) throw new Error(`the card has no button '${label}'`);
      const r = await rect(button);
      await page.mouse.click(r.x + r.width / 2, r.y + r.height / 2);
    },
  };
}

/**
 * Waits until what is shown is as wanted.
 * @param {import("playwright-core").Page} page
 * @param {(shown: Shown) => boolean} wanted
 */
export async function until(page, wanted) {
  const end = Date.now() + 5_000;
  for (;;) {
    const shown = await shell(page);
    if (wanted(shown)) return shown;
    if (Date.now() > end) throw new Error(`still shown: ${JSON.stringify({ ...shown, press: undefined })}`);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
  }
}
