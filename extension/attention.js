// Only where the user set a limit to their time: tells the extension that they are at this page, and that they leave it. It
// says nothing of what they do, and nothing at all while the page is not in front.
(() => {
  /** Between two messages while the user does something, in ms. */
  const EVERY = 30_000;
  const own = /** @type {{thinkTwiceAttends?: boolean}} */ (globalThis);
  if (own.thinkTwiceAttends) return;
  own.thinkTwiceAttends = true;
  const listening = new AbortController();
  let told = -EVERY;
  let isHere = false;

  function stop() {
    listening.abort();
    rewritten.disconnect();
    own.thinkTwiceAttends = false;
  }

  /** @param {"here" | "away"} is */
  async function tell(is) {
    try {
      const answer = await chrome.runtime.sendMessage({ to: "background", tell: "attention", is });
      if (answer?.isOver) stop();
    } catch {
      // The extension was updated or taken away.
      if (!chrome.runtime?.id) stop();
    }
  }

  /** @param {number} now */
  function attend(now) {
    if (document.visibilityState !== "visible" || !document.hasFocus()) return leave();
    if (isHere && now - told < EVERY) return;
    [isHere, told] = [true, now];
    tell("here");
  }

  function leave() {
    if (!isHere) return;
    isHere = false;
    tell("away");
  }

  const options = { capture: true, passive: true, signal: listening.signal };
  /** @param {Event} event */
  const done = (event) => void (event.isTrusted && attend(event.timeStamp));
  const blurred = () => document.hasFocus() || leave();
  function listen() {
    for (const name of ["pointerdown", "pointermove", "keydown", "wheel", "scroll", "touchmove", "focus", "pageshow"]) {
      window.addEventListener(name, done, options);
    }
    window.addEventListener("blur", blurred, options);
    document.addEventListener("visibilitychange", done, options);
    window.addEventListener("pagehide", leave, options);
  }

  listen();
  // A page that writes itself anew, as `document.open` does, takes away whatever listens. (What listens still is not added again.)
  const rewritten = new MutationObserver(listen);
  rewritten.observe(document, { childList: true });
  attend(performance.now());
})();
