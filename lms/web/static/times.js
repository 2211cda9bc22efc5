// Times are written in UTC; whoever has scripts on reads them in the time of their own place.
import { LOCALE, say } from "./words.js";

const clock = new Intl.DateTimeFormat(LOCALE, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "long", year: "numeric" });

export function localise(root) {
  for (const element of root.querySelectorAll("time[data-local]")) {
    const at = new Date(element.dateTime);
    const time = clock.format(at);
    element.textContent = element.dataset.local === "clock" ? time : say("moment", { day: day.format(at), time });
  }
}

localise(document);
