// The service worker, served at /worker.js behind a line that names NEARER's files. It keeps those and the page for no connection,
// never a page of anybody's, and shows what is pushed: a sentence and a path, which is all a push holds.
const CACHE = `nearer-${NEARER.release}`;

self.addEventListener("install", (event) => {
  // Without cookies: what is kept is what a stranger would get.
  const wanted = [NEARER.offline, ...NEARER.files].map((url) => new Request(url, { credentials: "omit", cache: "reload" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(wanted)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const forget = (names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(forget).then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match(NEARER.offline)));
  } else if (NEARER.files.includes(new URL(request.url).pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(request)));
  }
});

self.addEventListener("push", (event) => {
  let said = {};
  try {
    said = event.data.json();
  } catch {
    // Not ours to read; a browser still wants something shown.
  }
  const { text = "", path = "/" } = said;
  // Without its date: what rings again another evening takes the place of the one before, and nothing piles up.
  const tag = path.replace(/\d{4}-\d{2}-\d{2}\/$/, "");
  const shown = { body: text, icon: NEARER.icon, tag, data: { path } };
  event.waitUntil(self.registration.showNotification("Nearer", shown));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const wanted = new URL(event.notification.data.path, self.location.origin);
  const url = wanted.origin === self.location.origin ? wanted.href : `${self.location.origin}/`;
  event.waitUntil(open(url));
});

// A page that is open elsewhere is left alone: somebody may be writing there.
async function open(url) {
  const windows = await self.clients.matchAll({ type: "window" });
  const there = windows.find((client) => client.url === url);
  return there ? there.focus() : self.clients.openWindow(url);
}
