// An author's page refreshes itself when the files behind it change. Without this file the next load shows the change.
const EVERY = 250;
const SOON = 80;
const PATIENCE = 3000;
const LONGEST_PENDING = 2000;
const KEPT = `workshop ${location.pathname}`;
const FIELDS = "main input, main textarea, main select";
const NOT_TYPED = ["hidden", "password", "file", "submit", "button"];
const bar = document.getElementById("workshop_bar");
let leaving = false;
let pendingSince = 0;

function fields() {
  return [...document.querySelectorAll(FIELDS)].filter((field) => field.name && !NOT_TYPED.includes(field.type));
}

function isBox(field) {
  return field.type === "checkbox" || field.type === "radio";
}

function nameOf(field) {
  return [field.form?.getAttribute("action") ?? "", field.name, isBox(field) ? field.value : ""].join("\n");
}

// What was typed and not sent yet: only what differs from what the page came with.
function typed() {
  const kept = {};
  for (const field of fields()) {
    if (isBox(field)) {
      if (field.checked !== field.defaultChecked) kept[nameOf(field)] = field.checked;
    } else if (field.options) {
      const drawn = [...field.options].find((option) => option.defaultSelected) ?? field.options[0];
      if (field.value !== drawn?.value) kept[nameOf(field)] = field.value;
    } else if (field.value !== field.defaultValue) {
      kept[nameOf(field)] = field.value;
    }
  }
  return kept;
}

// The place is kept by the named thing that is nearest to the top: what is above it may have grown or gone.
function place() {
  let nearest = null;
  for (const element of document.querySelectorAll("main [id]")) {
    const top = element.getBoundingClientRect().top;
    if (top <= 80 || nearest === null) nearest = { id: element.id, top };
    else break;
  }
  return { y: scrollY, nearest };
}

// Where one was typing, down to the letter.
function focus() {
  const now = document.activeElement;
  const field = fields().includes(now) ? nameOf(now) : "";
  // A field for numbers or e-mails does not tell where its caret is.
  return { id: now?.id ?? "", field, caret: now?.selectionStart ?? null };
}

function restoreFocus({ id, field, caret }) {
  const there = (id && document.getElementById(id)) || (field && fields().find((one) => nameOf(one) === field));
  if (!there) return;
  there.focus({ preventScroll: true });
  if (caret !== null) there.setSelectionRange?.(caret, caret);
}

function keep() {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify({ typed: typed(), place: place(), focus: focus(), open: opened(), at: Date.now() }));
  } catch {
    // A browser that keeps nothing loses the place, and nothing else.
  }
}

function opened() {
  return [...document.querySelectorAll("main details")].map((details) => details.open);
}

function restore() {
  const text = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);
  const kept = text && JSON.parse(text);
  if (!kept || Date.now() - kept.at > 20000) return;
  for (const field of fields()) {
    const value = kept.typed[nameOf(field)];
    if (value === undefined) continue;
    if (isBox(field)) field.checked = value;
    else field.value = value;
  }
  const details = [...document.querySelectorAll("main details")];
  if (details.length === kept.open.length) details.forEach((one, n) => (one.open = kept.open[n]));
  restoreFocus(kept.focus);
  const { nearest, y } = kept.place;
  const element = y > 0 && nearest && document.getElementById(nearest.id);
  // At once: a page that scrolls there smoothly would show every reload.
  const top = element ? scrollY + element.getBoundingClientRect().top - nearest.top : y;
  scrollTo({ top, behavior: "instant" });
}

async function look() {
  if (document.hidden || leaving) return EVERY;
  try {
    const answer = await fetch(bar.dataset.ask, { cache: "no-store" });
    if (!answer.ok) return PATIENCE;
    const { state, pending } = await answer.json();
    // Without a state the files are still being read, and the page stays.
    if (!state || state === bar.dataset.state || leaving) return EVERY;
    // What learners see is loaded once it is published, which takes a moment; what authors see, at once.
    pendingSince ||= Date.now();
    if (pending && bar.dataset.of !== "draft" && Date.now() - pendingSince < LONGEST_PENDING) return SOON;
    leaving = true;
    keep();
    location.reload();
    return PATIENCE;
  } catch {
    // The server is away for a moment, or was ended: the page stays as it is.
    return PATIENCE;
  }
}

async function goOn() {
  setTimeout(goOn, await look());
}

if (bar) {
  history.scrollRestoration = "manual";
  try {
    restore();
  } catch {
    // What was kept is of an older version of this file.
  }
  addEventListener("pagehide", () => (leaving = true));
  addEventListener("pageshow", () => (leaving = false));
  // A form that is on its way must not be overtaken; one that a script sends keeps the page.
  document.addEventListener("submit", (event) => setTimeout(() => (leaving = !event.defaultPrevented)));
  goOn();
}
