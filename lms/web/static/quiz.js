// Answers a question where it stands. Without this file the form sends itself and the lesson comes back: nothing is lost.
import { localise } from "./times.js";
import { say as words } from "./words.js";

function put(html) {
  const drawn = new DOMParser().parseFromString(html, "text/html");
  const put = [];
  for (const element of [...drawn.body.children]) {
    const old = element.id && document.getElementById(element.id);
    if (old) {
      old.replaceWith(element);
      localise(element);
      put.push(element);
    }
  }
  return put[0];
}

function say(form, words) {
  let line = form.querySelector(".complaint");
  if (!line) {
    line = document.createElement("p");
    line.className = "complaint";
    line.tabIndex = -1;
    form.append(line);
  }
  line.textContent = words;
  line.focus();
}

function post(form, done) {
  const body = new URLSearchParams(new FormData(form));
  return fetch(form.action, { method: "POST", body, headers: { "X-In-Place": done } });
}

// Whoever signed in again on another page has another token there: this page learns it, and need not be left.
async function newToken() {
  const response = await fetch(location.href, { cache: "no-store" });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector("form[data-quiz] [name=csrf_token]")?.value;
  const fields = [...document.querySelectorAll("[name=csrf_token]")];
  if (!fresh || fields.every((field) => field.value === fresh)) return false;
  for (const field of fields) field.value = fresh;
  return true;
}

async function send(form, button) {
  const card = form.closest(".quiz");
  // A question from an earlier lesson says itself that its lesson is done.
  const done = (card.closest("[data-done]") ?? document.getElementById("lesson_end"))?.dataset.done ?? "open";
  button.setAttribute("aria-disabled", "true");
  try {
    let response = await post(form, done);
    const refused = response.status === 400 || response.status === 401;
    if (refused && (await newToken())) response = await post(form, done);
    if (response.ok || response.status === 422) {
      put(await response.text());
      document.getElementById(`${card.id}-result`)?.focus();
      return;
    }
    say(form, response.status === 401 || response.status === 400 ? words("signed-out") : words("unreached"));
  } catch {
    say(form, words("unreached"));
  }
  button.removeAttribute("aria-disabled");
}

// All that explains a question, without leaving what is typed into the others.
async function explain(link) {
  const card = link.closest(".quiz");
  try {
    const response = await fetch(link.href);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const told = response.ok && page.getElementById(card.id);
    if (told) {
      card.replaceWith(told);
      document.getElementById(`${card.id}-result`)?.focus();
      return;
    }
  } catch {
    // The link itself leads there.
  }
  location.assign(link.href);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-explain]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  explain(link);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-quiz]")) return;
  event.preventDefault();
  const button = form.querySelector("button[type=submit]");
  if (button.getAttribute("aria-disabled") !== "true") send(form, button);
});
