// The only script that every page of the three sites loads. It waits until something that a person can write in has the focus;
// then, and only then, the rest of the extension comes.
(() => {
  const listening = new AbortController();

  /** @param {EventTarget | null | undefined} target */
  const isWritten = (target) =>
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target instanceof HTMLTextAreaElement ||
      (target instanceof HTMLInputElement && target.type === "text"));

  const start = async () => {
    listening.abort();
    try {
      const content = await import(chrome.runtime.getURL("content/main.js"));
      await content.start();
    } catch (error) {
      // The extension was updated or taken away while this page was open: it stays as it is until it is loaded anew.
      if (chrome.runtime?.id) console.warn("Think Twice could not start on this page:", error);
    }
  };

  document.addEventListener("focusin", (event) => isWritten(event.composedPath()[0]) && start(), {
    capture: true,
    passive: true,
    signal: listening.signal,
  });

  /** @type {Element | null | undefined} */
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  if (isWritten(active)) start();
})();
