// The time that is left, in whole minutes and without ticking; said aloud at 10, 5 and 1.
const ALOUD = [10, 5, 1];
const GRACE = 2000; // What arrives so late still counts, so a page just opened shows all of its minutes.

export function follow(element, say, atTheEnd) {
  const words = element.querySelector("span");
  const end = Date.now() + Number(element.dataset.seconds) * 1000;
  let shown = null;
  let timer = 0;
  let over = false;

  function look() {
    if (over) return;
    clearTimeout(timer);
    const left = end - Date.now();
    const minutes = Math.floor((left + GRACE) / 60000);
    if (left <= 0) {
      over = true;
      words.textContent = "The time is over";
      atTheEnd();
      return;
    }
    const told = minutes < 1 ? "Less than a minute left" : `${minutes} minute${minutes === 1 ? "" : "s"} left`;
    words.textContent = told;
    if (shown !== null) {
      for (const minute of ALOUD) {
        if (shown > minute && minutes <= minute) say(told);
      }
    }
    shown = minutes;
    timer = setTimeout(look, Math.min(left, (left % 60000) + 50, 30000));
  }

  look();
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) look();
  });
}

const alone = document.querySelector("#left[data-onward]");
if (alone) {
  const said = document.querySelector("#said");
  follow(
    alone,
    (words) => {
      said.textContent = words;
    },
    () => {
      location.replace(alone.dataset.onward);
    },
  );
}
