// Another checker, as there are many: it marks words by highlights in editors, by an overlay with a mirror over fields, puts attributes
// on boxes and an element of its own beside them, watches the whole page, and tries to talk to other extensions.
(() => {
  const WORD = /\b(cure|hello)\b/gi;
  const overlay = document.createElement("div");
  overlay.dataset.checkerOverlay = "";
  const root = overlay.attachShadow({ mode: "open" });
  /** @type {HTMLElement | null} */
  let box = null;

  /** @param {EventTarget | undefined} target */
  const isBox = (target) =>
    target instanceof HTMLElement && (target.isContentEditable || target instanceof HTMLTextAreaElement);

  function mark() {
    root.replaceChildren();
    CSS.highlights.delete("checker-spelling");
    if (!box?.isConnected) return;
    const ranges = [];
    if (box instanceof HTMLTextAreaElement) {
      const mirror = document.createElement("div");
      const { left, top, width, height } = box.getBoundingClientRect();
      const { font, padding } = getComputedStyle(box);
      mirror.style.cssText = `position:fixed;left:${left}px;top:${top}px;width:${width}px;height:${height}px;font:${font};padding:${padding};box-sizing:border-box;white-space:pre-wrap;color:transparent`;
      mirror.textContent = box.value;
      root.append(mirror);
      ranges.push(...rangesIn(mirror));
    } else {
      ranges.push(...rangesIn(box));
      for (const range of ranges) {
        const { left, bottom, width } = range.getBoundingClientRect();
        const line = document.createElement("i");
        line.style.cssText = `position:fixed;left:${left}px;top:${bottom}px;width:${width}px;height:2px;background:#0a7d3c`;
        root.append(line);
      }
    }
    if (ranges.length > 0) CSS.highlights.set("checker-spelling", new Highlight(...ranges));
  }

  /** @param {Node} within */
  function* rangesIn(within) {
    const walker = document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (const { index, 0: word } of (node.nodeValue ?? "").matchAll(WORD)) {
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        yield range;
      }
    }
  }

  document.addEventListener(
    "focusin",
    (event) => {
      const [target] = event.composedPath();
      if (!isBox(target)) return;
      box = /** @type {HTMLElement} */ (target);
      box.dataset.checker = "true";
      if (!overlay.isConnected) document.documentElement.append(overlay);
      const mine = document.createElement("another-checker");
      if (!box.closest(".composer")?.querySelector("another-checker")) box.closest(".composer")?.append(mine);
      watcher.observe(box, { childList: true, subtree: true, characterData: true });
      mark();
    },
    { capture: true },
  );
  document.addEventListener("input", mark, { capture: true });
  const watcher = new MutationObserver(mark);
  // Whatever comes into the page, other checkers' elements as well.
  watcher.observe(document.documentElement, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ["class"],
  });

  // What it would say to another extension, if that listened. The test asks for it by this event.
  window.addEventListener("checker-talk", async (event) => {
    const { id, messages } = /** @type {CustomEvent<{id: string, messages: object[]}>} */ (event).detail;
    const heard = [];
    for (const message of messages) {
      heard.push(await chrome.runtime.sendMessage(id, message).then(() => "answered", String));
      const port = chrome.runtime.connect(id);
      heard.push(
        await new Promise((done) => {
          port.onMessage.addListener(() => done("answered"));
          port.onDisconnect.addListener(() => done(chrome.runtime.lastError?.message ?? "closed"));
          port.postMessage(message);
        }),
      );
    }
    document.documentElement.dataset.checkerHeard = JSON.stringify(heard);
  });
})();
