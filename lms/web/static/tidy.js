// After the end, nothing that was typed stays behind in this browser.
const attempt = document.querySelector("[data-attempt]").dataset.attempt;
try {
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith(`answer:${attempt}/`)) localStorage.removeItem(name);
  }
} catch {
  // A browser that keeps nothing has nothing to tidy.
}
