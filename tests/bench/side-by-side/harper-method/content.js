// The page's side: sends the focused box's text to the service worker after each change, and draws the lints that come back.
// While one text is on its way, no other is sent: the latest follows when the answer is there.

/** @typedef {{start: number, end: number, phrase: string}} Lint its place in UTF-16 code units */

/** @type {HTMLElement | null} */
let box = null;
/** @type {Lint[]} */
let lints = [];
let isAsking = false;
let isStale = false;
let isDrawing = false;

const highlight = new Highlight();
CSS.highlights.set("harper-method-lint", highlight);

/**
 * The box's text, a line for each block, and where each part of it comes from.
 * @param {HTMLElement} box
 */
function read(box) {
  let text = "";
  /** @type {{node: Text, start: number}[]} */
  const parts = [];
  /** @type {Element | null | undefined} */
  let block = null;
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node instanceof HTMLBRElement) text += "\n";
    if (!(node instanceof Text)) continue;
    const its = node.parentElement?.closest("p, div");
    if (block && its !== block && !text.endsWith("\n")) text += "\n";
    block = its;
    parts.push({ node, start: text.length });
    text += node.data;
  }
  return { text, parts };
}

/** @param {ReturnType<typeof read>["parts"]} parts @param {number} at */
function place(parts, at) {
  const part = parts.findLast(({ start }) => start <= at);
  return part && { node: part.node, offset: Math.min(at - part.start, part.node.length) };
}

/** Draws with the next frame. A lint whose phrase does not stand in its place any more is left out. */
function draw() {
  if (isDrawing) return;
  isDrawing = true;
  requestAnimationFrame(() => {
    isDrawing = false;
    highlight.clear();
    if (!box) return;
    const { text, parts } = read(box);
    for (const { start, end, phrase } of lints) {
      if (text.slice(start, end) !== phrase) continue;
      const [from, to] = [place(parts, start), place(parts, end)];
      if (!from || !to) continue;
      const range = new Range();
      range.setStart(from.node, from.offset);
      range.setEnd(to.node, to.offset);
      // Where its card would go.
      range.getClientRects();
      highlight.add(range);
    }
  });
}

async function ask() {
  draw();
  isStale = isAsking;
  if (!box || isAsking) return;
  isAsking = true;
  try {
    lints = await chrome.runtime.sendMessage({ text: read(box).text });
    draw();
  } finally {
    isAsking = false;
    if (isStale) ask();
  }
}

const observer = new MutationObserver(ask);
/** @param {EventTarget | null | undefined} element */
function watch(element) {
  if (!(element instanceof HTMLElement) || !element.isContentEditable || element === box) return;
  box = element;
  observer.disconnect();
  observer.observe(box, { subtree: true, childList: true, characterData: true });
  ask();
}
document.addEventListener("focusin", (event) => watch(event.composedPath()[0]));
// Some have it already.
watch(document.activeElement?.shadowRoot?.activeElement ?? document.activeElement);
