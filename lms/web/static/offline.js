// Keeps the open lessons of a course on this device, for reading without a connection, and takes them away again.
const box = document.querySelector("[data-keep]");
const HERE = "/offline";

async function parts(address, html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const named = [...page.querySelectorAll("img[src], link[rel=stylesheet], link[rel=icon]")];
  return named.map((one) => new URL(one.getAttribute("src") ?? one.getAttribute("href"), new URL(address, location)).href);
}

async function keepPage(cache, address, from) {
  const answer = await fetch(from, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) throw new Error(from);
  const html = await answer.text();
  // Nothing of how the answer came is kept with it, and the copy stands where the lesson would.
  await cache.put(address, new Response(html, { headers: { "Content-Type": "text/html; charset=utf-8" } }));
  return parts(address, html);
}

async function keep(told) {
  await navigator.serviceWorker.register("/offline-worker.js");
  const name = `kept ${box.dataset.keep}`;
  const fresh = await caches.open(`new ${name}`);
  const needed = new Set(await keepPage(fresh, HERE, HERE));
  for (const lesson of told.lessons) {
    for (const one of await keepPage(fresh, lesson.address, lesson.copy)) needed.add(one);
  }
  await fresh.addAll([...needed]);
  await fresh.put(`${HERE}/list`, new Response(JSON.stringify(told), { headers: { "Content-Type": "application/json" } }));
  // What was kept before stays until all of the new is there.
  await caches.delete(name);
  const cache = await caches.open(name);
  for (const request of await fresh.keys()) await cache.put(request, await fresh.match(request));
  await caches.delete(`new ${name}`);
}

async function keptList(name) {
  const answer = (await caches.has(name)) && (await (await caches.open(name)).match(`${HERE}/list`));
  return answer ? answer.json() : null;
}

function show(state) {
  for (const line of box.querySelectorAll("[data-state]")) line.hidden = line.dataset.state !== state;
  box.hidden = false;
}

async function begin() {
  const name = `kept ${box.dataset.keep}`;
  const [there, told] = await Promise.all([keptList(name), fetch(`${box.dataset.keep}${HERE}`).then((one) => one.json())]);
  const newer = there && (there.revision !== told.revision || there.lessons.length !== told.lessons.length);
  show(there ? (newer ? "older" : "kept") : "none");
  box.addEventListener("click", async (event) => {
    const act = event.target.closest("button")?.dataset.act;
    if (!act) return;
    show("busy");
    try {
      if (act === "drop") await caches.delete(name);
      else await keep(await fetch(`${box.dataset.keep}${HERE}`).then((one) => one.json()));
      show(act === "drop" ? "none" : "kept");
      box.querySelector("[data-state]:not([hidden])").focus();
    } catch {
      await caches.delete(`new ${name}`);
      show("failed");
    }
  });
}

if (box && "serviceWorker" in navigator && "caches" in window) begin().catch(() => {});

// The page that stands where there is no connection: what is kept.
const list = document.querySelector("[data-kept]");
if (list && "caches" in window) {
  for (const name of await caches.keys()) {
    const told = name.startsWith("kept ") && (await keptList(name));
    if (!told) continue;
    const heading = document.createElement("h2");
    heading.textContent = told.course;
    const rows = document.createElement("ul");
    rows.className = "rows";
    for (const lesson of told.lessons) {
      const link = document.createElement("a");
      link.href = lesson.address;
      link.textContent = lesson.title;
      const row = document.createElement("li");
      row.append(link);
      rows.append(row);
    }
    list.append(heading, rows);
  }
  const nothing = list.childElementCount === 0;
  document.querySelector("[data-nothing]").hidden = !nothing;
  document.querySelector("[data-something]").hidden = nothing;
}
