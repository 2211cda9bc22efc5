// Times are written in UTC; whoever has scripts on reads them in the time of their own place.
const clock = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(document.documentElement.lang, { day: "numeric", month: "long", year: "numeric" });

export function localise(root) {
  for (const element of root.querySelectorAll("time[data-local]")) {
    const at = new Date(element.dateTime);
    element.textContent =
      element.dataset.local === "clock" ? clock.format(at) : `${day.format(at)} at ${clock.format(at)}`;
  }
}

localise(document);
