// The only script that every page of the three sites loads. It waits until something that a person can write in has the focus;
// then, and only then, the rest of the extension comes.
(() => {
  const listening = new AbortController();
  // A frame without a host name (`about:blank`) has the policy of the page around it.
  const { hostname } = location.hostname ? location : new URL(document.referrer || "about:blank");

  /** Whether the site's policy is known to refuse WebAssembly: to try would fire a violation that the page hears. (Firefox does not
   * ask the page.) */
  const refuses = /(^|\.)linkedin\.com$/.test(hostname) && !chrome.runtime.getURL("").startsWith("moz-extension:");

  /** @param {EventTarget | null | undefined} target */
  const isWritten = (target) =>
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target instanceof HTMLTextAreaElement ||
      (target instanceof HTMLInputElement && target.type === "text"));

  const start = async () => {
    if (listening.signal.aborted) return;
    listening.abort();
    rewritten.disconnect();
    try {
      // All at once, rather than one when the one before it has come: both engines need the file.
      const script = refuses
        ? import(chrome.runtime.getURL("engine/js.js"))
        : import(chrome.runtime.getURL("engine/wasm.js"));
      const file = fetch(chrome.runtime.getURL("engine/wasm_bg.wasm"));
      // Who waits for them hears of it.
      Promise.allSettled([script, file]);
      const content = await import(chrome.runtime.getURL("content/main.js"));
      await content.start({ script, file, refuses });
    } catch (error) {
      // The extension was updated or taken away while this page was open: it stays as it is until it is loaded anew.
      if (chrome.runtime?.id) console.warn("Think Twice could not start on this page:", error);
    }
  };

  /** @param {Event} event */
  const focused = (event) => {
    // What the page's script makes up is no focus.
    if (!event.isTrusted) return;
    const path = event.composedPath();
    if (isWritten(path[0])) start();
    else path.forEach((node) => node instanceof ShadowRoot && listen(node));
  };

  /**
   * Listens at the document, and at each shadow root that the focus enters: where it goes from there to an element of the same
   * root is not heard outside. (What listens already is not added again.)
   *
   * @param {Document | ShadowRoot} root
   */
  function listen(root) {
    root.addEventListener("focusin", focused, { capture: true, passive: true, signal: listening.signal });
  }

  listen(document);
  // A page that writes itself anew, as `document.open` does, takes away whatever listens.
  const rewritten = new MutationObserver(() => listen(document));
  rewritten.observe(document, { childList: true });
  /** @type {Element | null | undefined} */
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) {
    listen(active.shadowRoot);
    active = active.shadowRoot.activeElement;
  }
  if (isWritten(active)) start();
})();
