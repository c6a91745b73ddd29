// Before a page is first painted: the look that it had last time. (The settings come a moment later: see look.js.)
try {
  document.documentElement.dataset.theme = localStorage.getItem("theme") ?? "system";
} catch {
  // Where the browser keeps nothing, the page starts with the system's look.
}
