// Each answer goes to the server as it is made. What is not there yet is kept in this browser, until it is.
import { deliverOthers } from "./leftovers.js";
import { ask, drawnAgain, numberAfter, saveAnswer, saveMark } from "./saving.js";
import * as shelf from "./shelf.js";
import { follow } from "./timeleft.js";
import { LOCALE, say as words } from "./words.js";

const form = document.querySelector("#paper");
const shown = document.querySelector("#saved");
const said = document.querySelector("#said");
const elsewhere = document.querySelector("#elsewhere");
const { save: address, mark: markAddress, login, paper, check, n, now } = form.dataset;
const here = `${paper}?n=${n}`;
const clock = new Intl.DateTimeFormat(LOCALE, { hour: "2-digit", minute: "2-digit" });
const PAUSE = 600; // After the last key, in milliseconds.
const LONGEST_WAIT = 20000;
const AWAY = 3000;
const MOST_NUMBERS = 50;

const keeps = shelf.works();

let token = form.elements.csrf_token.value;
let seen = Number(form.elements.seen.value); // The number of the answer that this page knows the server to have.
let ours = [seen]; // The numbers that this browser saved under, and the one it started from.
let known = drawn(); // The answer that the server has, as far as this page knows.
let waiting = null; // The answer that the server does not have yet.
let marking = null; // "Look at this one again", where the server does not know of it yet.
let choosing = Boolean(form.dataset.givenBack); // There are two answers, or one that was refused: nothing goes by itself.
let quiet = shown.textContent; // What the line says while all is well.
let trouble = null; // Why nothing can be saved just now, as it was told.
let delivery = null;
let timer = 0;
let wait = 1000;
let over = false;
let passing = false;
let leaving = false;
let looked = performance.now();

function controls() {
  return [...form.elements].filter((one) => one.name === "answer" || one.name.startsWith("answer."));
}

function fields() {
  const found = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (name === "answer" || name.startsWith("answer.")) found.append(name, value);
  }
  return found.toString();
}

// The answer that the page came with: on a slow line somebody answers before this script is there.
function drawn() {
  const found = new URLSearchParams();
  for (const one of controls()) {
    if (one.options) found.append(one.name, [...one.options].find((option) => option.defaultSelected)?.value ?? "");
    else if (one.type !== "radio" && one.type !== "checkbox") found.append(one.name, one.defaultValue);
    else if (one.defaultChecked) found.append(one.name, one.value);
  }
  return found.toString();
}

function put(written) {
  const values = new URLSearchParams(written);
  for (const input of controls()) {
    const given = values.getAll(input.name);
    if (input.type === "radio" || input.type === "checkbox") input.checked = given.includes(input.value);
    else input.value = given[0] ?? "";
  }
}

function lock(locked) {
  for (const input of controls()) {
    if (input.matches("textarea, input[type=text]")) input.readOnly = locked;
    else input.disabled = locked;
  }
}

function remember() {
  if (over) return;
  if (waiting === null && marking === null) shelf.drop(address);
  else shelf.keep(address, { fields: waiting, marked: marking, ours, now: Number(now) });
}

// `ways` lead on: each has words, and an address or something that it does.
function tell(words, { attention = false, ways = [] } = {}) {
  shown.textContent = words;
  shown.classList.toggle("not-saved", attention);
  if (attention && said.textContent !== words) said.textContent = words;
  for (const { words: label, href, does, drops } of ways) {
    const way = document.createElement(href ? "a" : "button");
    way.textContent = label;
    if (href) way.href = href;
    else {
      way.type = "button";
      way.className = "as-link";
      way.addEventListener("click", does);
    }
    if (drops) way.dataset.drop = "yes";
    shown.append(" ", way);
  }
}

function changed(pause) {
  if (over) return;
  const written = fields();
  waiting = written === known && !delivery ? null : written;
  remember();
  if (choosing) return;
  clearTimeout(timer);
  if (waiting === null && marking === null) {
    calm(quiet);
    return;
  }
  if (trouble) {
    later(...trouble);
    return;
  }
  tell(words("saving"));
  timer = setTimeout(send, pause);
}

function send() {
  clearTimeout(timer);
  delivery ??= deliver().finally(() => {
    delivery = null;
  });
  return delivery;
}

async function deliver() {
  while (!over && !choosing && (waiting !== null || marking !== null)) {
    if (!(await (waiting === null ? deliverMark() : deliverAnswer()))) return;
  }
}

async function deliverAnswer() {
  const sent = waiting;
  const number = numberAfter([...ours, seen]);
  ours = [...ours, number].slice(-MOST_NUMBERS);
  remember();
  const { status, told } = await saveAnswer(address, token, sent, { seq: number, seen });
  if (status !== 200) return refused(status, told);
  if (!told.kept) {
    if (told.seq === seen || !ours.includes(told.seq)) return differ();
    seen = told.seq; // An earlier one of ours had arrived, and we had not heard of it.
    return true;
  }
  seen = told.seq;
  ours = [...ours, seen].slice(-MOST_NUMBERS);
  known = sent;
  form.elements.seen.value = seen;
  if (waiting === sent) waiting = null;
  remember();
  quiet = told.saved_at
    ? words(told.answer === null ? "taken-back" : "saved", { time: clock.format(new Date(told.saved_at)) })
    : words("not-answered");
  if (waiting === null && marking === null) calm(quiet);
  if (told.answer !== null) await showReadings(sent);
  return true;
}

// A number that can be read in two ways: the server draws the choice, and knows which numbers these are.
async function showReadings(sent) {
  const shownNow = form.querySelector("[data-readings]");
  if (!shownNow) return;
  if (/[.,]/.test(new URLSearchParams(sent).get("answer"))) {
    const { readings } = await drawnAgain(here);
    // What is there already stays, and with it the place of whoever goes by keyboard.
    if (readings && waiting === null && readings.textContent !== shownNow.textContent)
      shownNow.replaceChildren(...readings.childNodes);
  } else shownNow.replaceChildren();
  if (waiting === null) known = fields();
}

async function deliverMark() {
  const sent = marking;
  const { status, told } = await saveMark(markAddress, token, sent);
  if (status !== 200) return refused(status, told);
  if (marking === sent) marking = null;
  form.elements.marked_was.value = sent ? "yes" : "no";
  remember();
  if (marking === null && waiting === null) calm(quiet);
  return true;
}

function calm(line) {
  wait = 1000;
  tell(line);
  if (trouble) said.textContent = `${words("is-back")} ${line}`;
  trouble = null;
}

// What the server said instead of 200. True where it may be tried again at once.
async function refused(status, told) {
  if (status === 400 || status === 401) return signedOut();
  if (status === 404 || status === 409) return standing(told.detail);
  if (status === 413 || status === 422) {
    tell(`${words("not-saved")} ${told.detail ?? words("too-long")}`, {
      attention: true,
      ways: [{ words: words("go-on-without"), href: here, drops: true }],
    });
    return false;
  }
  return later(status === 0 ? "offline" : "silent");
}

// It is tried again by itself, and the line says what is true until then.
function later(cause, ways = []) {
  const begun = waiting !== null || marking !== null ? [words("not-yet")] : [];
  const then = leaving ? [words("then-another")] : [];
  const until = words(`${keeps ? "kept" : "open"}-${cause}`);
  tell([...begun, words(`why-${cause}`), until, ...then].join(" "), { attention: true, ways });
  trouble = [cause, ways];
  clearTimeout(timer);
  timer = setTimeout(again, wait);
  return false;
}

async function again() {
  wait = Math.min(wait * 2, LONGEST_WAIT);
  if (waiting === null && marking === null) await look();
  else await send();
}

// The session has ended, or is another than that of this page: then the page as it is drawn now knows its token.
async function signedOut() {
  const drawn = await drawnAgain(here);
  if (drawn.token && drawn.token !== token) {
    token = drawn.token;
    form.elements.csrf_token.value = token;
    return true;
  }
  if (!drawn.token && !drawn.signedOut) return standing();
  return later("signed-out", [{ words: words("sign-in"), href: login }]);
}

// Why nothing is taken any more, by the server's own word.
async function standing(detail = "") {
  const { status, told } = await ask(address);
  if (status === 200 && told.state === "paused") {
    return later("aside", [{ words: words("go-on"), href: here }]);
  }
  if (status === 200 && ended(told)) return end(detail);
  if (status === 404) return later("another");
  if (status === 401) return later("signed-out", [{ words: words("sign-in"), href: login }]);
  return later("silent");
}

// What was refused a moment ago may be taken now: it was gone on with, or more time was given, in between.
function ended({ state, deadline, server_time: now }) {
  return state !== "running" || (deadline !== null && Date.parse(now) > Date.parse(deadline));
}

function end(detail) {
  const lost = waiting !== null;
  over = true;
  clearTimeout(timer);
  lock(true);
  form.elements.marked.disabled = true;
  shelf.drop(address);
  const last = lost ? [words("too-late")] : [];
  const line = [detail || words("ended"), ...last].join(" ");
  tell(line, { attention: true, ways: [{ words: words("go-on"), href: paper }] });
  return false;
}

function differ() {
  choosing = true;
  const line = `${words("not-yet")} ${words("both")}`;
  tell(line, { attention: true, ways: [{ words: words("see-both"), does: seeBoth }] });
  return false;
}

// The server draws the page that shows both: it is sent what stands here, as an answer that followed on an older one.
async function seeBoth() {
  const { status, told } = await ask(address);
  if (status !== 200) {
    await refused(status, told);
    return;
  }
  lock(false);
  put(waiting);
  passAs(null);
}

function passAs(submitter) {
  form.elements.csrf_token.value = token;
  form.elements.untouched.disabled = submitter === null;
  passing = true;
  form.requestSubmit(submitter);
}

// What an earlier visit could not save. Where something else was saved since, that stays until a choice is made.
function restore() {
  const left = shelf.kept(address);
  if (left?.marked !== null && left?.marked !== undefined) {
    marking = left.marked;
    form.elements.marked.checked = marking;
  } else if (form.elements.marked.checked !== form.elements.marked.defaultChecked) {
    marking = form.elements.marked.checked;
  }
  if (choosing) {
    waiting = fields();
    ours = left?.ours ?? [];
  } else if (fields() !== known) {
    waiting = fields();
  } else if (left && left.fields !== null && left.fields !== known) {
    waiting = left.fields;
    ours = left.ours;
    if (ours.includes(seen)) put(waiting);
    else chooseFirst();
  }
  if (waiting === null && marking === null) shelf.drop(address);
  else send();
}

function chooseFirst() {
  choosing = true;
  form.elements.seen.value = Math.max(0, ...ours);
  lock(true);
  tell(`${words("before-not-saved")} ${words("both")}`, {
    attention: true,
    ways: [
      { words: words("see-both"), does: seeBoth },
      { words: words("keep-saved"), href: here, drops: true },
    ],
  });
}

// Whether the server has all of it, and can be reached: only then is there another page to go to.
async function settle() {
  if (delivery) await delivery;
  if (waiting === null && marking === null) return look();
  await send();
  return !over && waiting === null && marking === null;
}

// How it all stands on the server, for a page that was open for a while.
async function look() {
  looked = performance.now();
  const { status, told } = await ask(address);
  if (status !== 200) return refused(status, told);
  if (told.state !== "running") return standing();
  left?.heard(told);
  if (trouble) calm(quiet);
  const elsewhereSince = told.seq !== seen && !ours.includes(told.seq);
  if (elsewhereSince && !leaving && waiting === null && !delivery && !choosing) location.reload();
  return true;
}

async function leave(go, submitter) {
  if (over) {
    location.assign(paper);
    return;
  }
  if (choosing && !form.dataset.givenBack) {
    await seeBoth();
    return;
  }
  choosing = false;
  if (go === "clear") {
    put("");
    waiting = fields();
  }
  if (!(await settle())) return;
  if (go === "aside") passAs(submitter);
  else location.assign(placeOf(go));
}

function placeOf(go) {
  if (go === "check") return check;
  if (go.startsWith("language-")) return `${here}&language=${go.slice("language-".length)}`;
  return go === "clear" ? here : `${paper}?n=${go}&saved=${n}`;
}

form.addEventListener("input", (event) => {
  if (event.target.name === "marked") return;
  changed(event.target.matches("input[type=text], textarea") ? PAUSE : 0);
});

form.elements.marked.addEventListener("change", ({ target }) => {
  marking = target.checked === (form.elements.marked_was.value === "yes") && !delivery ? null : target.checked;
  remember();
  if (trouble) later(...trouble);
  else send();
});

form.addEventListener("submit", async (event) => {
  if (passing) return;
  event.preventDefault();
  if (leaving) return;
  leaving = true;
  try {
    await leave(event.submitter?.value ?? n, event.submitter);
  } finally {
    leaving = false;
  }
});

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-drop]")) return;
  waiting = marking = null;
  remember();
});

function back() {
  if (over || leaving || performance.now() - looked < AWAY) return;
  wait = 1000;
  if (waiting !== null || marking !== null) send();
  else look();
}

document.addEventListener("visibilitychange", () => {
  // On a phone this may be the last that the page gets to do.
  if (!document.hidden) back();
  else {
    remember();
    send();
  }
});
addEventListener("focus", back);
addEventListener("pagehide", remember);
addEventListener("online", () => {
  wait = 1000;
  again();
});
addEventListener("pageshow", (event) => {
  // A page that comes back from the browser's own memory may be older than what is saved.
  if (event.persisted) location.reload();
});

const say = (line) => {
  said.textContent = line;
};
const timed = document.querySelector("#left");
const left = timed
  ? follow(timed, say, async () => {
      if (waiting !== null || marking !== null) await send();
      if (over || waiting !== null || choosing) return;
      const ways = [{ words: words("see-result"), href: paper }];
      tell(words("handed-in"), { attention: true, ways });
    })
  : null;

// This script tells what was changed; without one, the server compares with what the page showed.
form.elements.was.disabled = true;
shelf.expire(Number(now));
document.querySelector("#keeping").hidden = !keeps;
restore();
if ((await deliverOthers(elsewhere, token, address)) && waiting === null && !choosing) location.reload();
