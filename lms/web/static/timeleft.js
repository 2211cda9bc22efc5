// The time that is left, in whole minutes and without ticking; said aloud at 10, 5 and 1. The server's word counts: it is
// asked again and again, and always before the time is called over. This device's own clock is not read at all.
import { ask } from "./saving.js";
import { LOCALE, say as words } from "./words.js";

const ALOUD = [10, 5, 1];
const GRACE = 2000; // What arrives so late still counts, so a page just opened shows all of its minutes.
const TRUSTED = 120000; // So long this page counts on by itself.
const AGAIN = 5000;

function counted(number, unit) {
  return new Intl.NumberFormat(LOCALE, { style: "unit", unit, unitDisplay: "long" }).format(number);
}

// As the server writes it: 34 minutes, 1 hour, 1 hour 15 minutes.
function inWords(minutes) {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (!hours) return counted(rest, "minute");
  return rest ? `${counted(hours, "hour")} ${counted(rest, "minute")}` : counted(hours, "hour");
}

export function follow(element, say, atTheEnd) {
  const line = element.querySelector("span");
  let end = performance.now() + Number(element.dataset.seconds) * 1000;
  let asked = performance.now();
  let shown = null;
  let timer = 0;
  let asking = false;
  let over = false;

  function heard({ state, deadline, server_time: now }) {
    asked = performance.now();
    end = asked + Date.parse(deadline) - Date.parse(now);
    if (state !== "running") end = asked;
  }

  async function look() {
    clearTimeout(timer);
    if (over || asking) return;
    const before = end - performance.now();
    if (before <= 0 || performance.now() - asked >= TRUSTED) {
      asking = true;
      const { status, told } = await ask(element.dataset.ask);
      asking = false;
      if (status === 200) heard(told);
      else if (before <= 0) {
        line.textContent = words("time-unknown");
        timer = setTimeout(look, AGAIN);
        return;
      }
    }
    show(end - performance.now());
  }

  function show(left) {
    if (left <= 0) {
      over = true;
      line.textContent = words("time-over");
      atTheEnd();
      return;
    }
    const minutes = Math.floor((left + GRACE) / 60000);
    const told = minutes < 1 ? words("last-minute") : words("time-left", { time: inWords(minutes) });
    line.textContent = told;
    if (shown !== null && ALOUD.some((minute) => shown > minute && minutes <= minute)) say(told);
    shown = minutes;
    timer = setTimeout(look, Math.min(left, (left % 60000) + 50, 30000));
  }

  look();
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) look();
  });
  return { heard };
}

const alone = document.querySelector("#left[data-onward]");
if (alone) {
  const said = document.querySelector("#said");
  follow(
    alone,
    (line) => {
      said.textContent = line;
    },
    () => {
      location.replace(alone.dataset.onward);
    },
  );
}
