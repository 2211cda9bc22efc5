// Shows what this browser keeps where the site cannot be reached. It answers for nothing else, and keeps nothing itself.
const KEPT = "kept ";

async function kept(request) {
  const names = (await caches.keys()).filter((name) => name.startsWith(KEPT));
  for (const name of names) {
    const answer = await (await caches.open(name)).match(request, { ignoreSearch: true, ignoreVary: true });
    if (answer) return answer;
  }
}

async function page(request) {
  try {
    return await fetch(request);
  } catch (away) {
    const answer = (await kept(request)) ?? (await kept("/offline"));
    if (answer) return answer;
    throw away;
  }
}

async function part(request) {
  const answer = request.url.includes("/static/") ? await kept(request) : null;
  return answer ?? fetch(request).catch(async (away) => (await kept(request)) ?? Promise.reject(away));
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (["style", "image", "font", "script"].includes(request.destination)) event.respondWith(part(request));
});
