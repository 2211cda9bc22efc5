// Each answer goes to the server as it is made. Without a connection it waits in this browser, and nothing stops the typing.
import { follow } from "./timeleft.js";

const form = document.querySelector("#paper");
const shown = document.querySelector("#saved");
const said = document.querySelector("#said");
const token = form.elements.csrf_token.value;
const address = form.dataset.save;
const shelf = `answer:${address}`;
const clock = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
const PAUSE = 600; // After the last key, in milliseconds.
const PATIENCE = 15000;
const LONGEST_WAIT = 20000;
const MOST_NUMBERS = 50;
const MOST_AFTER_LEAVING = 60000; // What a browser still sends when its page is gone, in bytes.

let ours = [Number(form.dataset.seq)]; // The numbers that this browser saved under, and the one it started from.
let waiting = null; // The fields that the server does not have yet.
let sending = false;
let timer = 0;
let wait = 1000;
let trouble = false;
let ended = false;

function fields() {
  const found = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (name === "answer" || name.startsWith("answer.")) found.append(name, value);
  }
  return found.toString();
}

// A leap of chance keeps two windows, which start from the same number, from using the same next one.
function nextNumber() {
  ours.push(ours[ours.length - 1] + 1 + Math.floor(Math.random() * 1000));
  ours = ours.slice(-MOST_NUMBERS);
  return ours[ours.length - 1];
}

function remember() {
  try {
    localStorage.setItem(shelf, JSON.stringify({ fields: waiting, ours }));
  } catch {
    // A browser that keeps nothing still saves to the server.
  }
}

function forget() {
  try {
    localStorage.removeItem(shelf);
  } catch {
    // There was nothing to forget.
  }
}

function tell(words, { attention = false, link = null, aloud = attention } = {}) {
  shown.textContent = words;
  shown.classList.toggle("not-saved", attention);
  if (link) {
    const anchor = document.createElement("a");
    anchor.href = link.href;
    anchor.textContent = link.words;
    shown.append(" ", anchor);
  }
  if (aloud) said.textContent = words;
}

function changed(pause) {
  if (ended) return;
  waiting = fields();
  remember();
  if (!trouble) tell("Saving …");
  clearTimeout(timer);
  timer = setTimeout(send, pause);
}

async function send() {
  if (sending || waiting === null || ended) return;
  sending = true;
  clearTimeout(timer);
  const sent = waiting;
  const number = nextNumber();
  remember();
  const body = new URLSearchParams(sent);
  body.set("seq", number);
  let answer = null;
  try {
    const headers = { "X-CSRFToken": token, Accept: "application/json" };
    const keepalive = body.toString().length < MOST_AFTER_LEAVING;
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await fetch(address, { method: "PUT", headers, body, keepalive, signal });
    answer = { status: response.status, told: await response.json().catch(() => ({})) };
  } catch {
    answer = { status: 0, told: {} };
  }
  sending = false;
  heard(answer, sent, number);
}

function heard({ status, told }, sent, number) {
  if (status === 200) kept(told, sent, number);
  else if (status === 0 || status === 429 || status >= 500) later(status);
  else if (status === 401) {
    const link = { href: form.dataset.login, words: "Sign in" };
    stop("You are signed out. What you wrote is kept in this browser, and saved after you sign in.", link);
  } else if (status === 409 || status === 404) {
    // Put aside on another device, or ended. In the first case what was written is saved after going on.
    stop(told.detail || "This examination has ended.", { href: form.dataset.onward, words: "Go on" });
  } else if (status === 422) {
    if (waiting === sent) waiting = null;
    tell(`Not saved yet. ${told.detail || ""}`, { attention: true, aloud: false });
    if (waiting !== null) send();
  } else {
    const link = { href: location.href, words: "Load this page again" };
    stop("This could not be saved from here. What you wrote is kept in this browser.", link);
  }
}

function kept(saved, sent, number) {
  wait = 1000;
  if (saved.seq !== number) {
    // Another window was ahead. What was done here is the newest, so it counts on from there.
    ours.push(saved.seq);
    send();
    return;
  }
  if (waiting !== sent) {
    send();
    return;
  }
  waiting = null;
  forget();
  const words = `${saved.answer === null ? "Taken back" : "Saved"} ${clock.format(new Date(saved.saved_at))}`;
  tell(words);
  if (trouble) said.textContent = `The connection is back. ${words}`;
  trouble = false;
}

function later(status) {
  if (!trouble) {
    const why = status === 0 ? "There is no connection just now." : "The site does not answer just now.";
    tell(`Not saved yet. ${why} Go on as you like: it is saved as soon as it can be.`, { attention: true });
  }
  trouble = true;
  timer = setTimeout(send, wait);
  wait = Math.min(wait * 2, LONGEST_WAIT);
}

function stop(words, link) {
  ended = true;
  clearTimeout(timer);
  tell(words, { attention: true, link });
}

// What an earlier visit could not save comes back, unless something else was saved since.
function restore() {
  let left = null;
  try {
    left = JSON.parse(localStorage.getItem(shelf));
  } catch {
    left = null;
  }
  if (!left || !Array.isArray(left.ours) || typeof left.fields !== "string") return;
  if (!left.ours.includes(ours[0])) {
    forget();
    return;
  }
  const values = new URLSearchParams(left.fields);
  for (const input of form.elements) {
    if (!input.name || !(input.name === "answer" || input.name.startsWith("answer."))) continue;
    const given = values.getAll(input.name);
    if (input.type === "radio" || input.type === "checkbox") input.checked = given.includes(input.value);
    else input.value = given[0] ?? "";
  }
  if (fields() === left.fields) changed(0);
}

form.addEventListener("input", (event) => {
  if (event.target.name === "marked") return;
  changed(event.target.matches("input[type=text], textarea") ? PAUSE : 0);
});

form.elements.marked.addEventListener("change", (event) => {
  const headers = { "X-CSRFToken": token, "Content-Type": "application/json" };
  const body = JSON.stringify({ marked: event.target.checked });
  // If it does not arrive, the form says the same when it is sent.
  fetch(form.dataset.mark, { method: "PUT", headers, body }).catch(() => {});
});

form.addEventListener("submit", (event) => {
  if (!navigator.onLine) {
    event.preventDefault();
    waiting = fields();
    remember();
    later(0);
    return;
  }
  clearTimeout(timer);
  // The form is newer than whatever is still under way.
  form.elements.seq.value = nextNumber();
  form.elements.seq.disabled = false;
  if (waiting !== null) remember();
});

document.addEventListener("visibilitychange", () => {
  // On a phone this may be the last that the page gets to do.
  if (document.hidden) send();
});
addEventListener("online", () => {
  wait = 1000;
  send();
});
addEventListener("pageshow", (event) => {
  // A page that comes back from the browser's own memory may be older than what is saved.
  if (event.persisted) location.reload();
});

const left = document.querySelector("#left");
if (left) {
  const say = (words) => {
    said.textContent = words;
  };
  follow(left, say, async () => {
    await send();
    stop("The time is over. What was saved is handed in.", { href: form.dataset.onward, words: "See the result" });
  });
}

restore();
