// The service worker. The server puts VERSION, LANGUAGES and SHELL before this text, and after it store and sending.
// It keeps files that are the same for everybody, and one page without anybody's name on it. No page of a desk is kept.
"use strict";

const CACHE = `shell ${VERSION}`;
const HERE = { cacheName: CACHE }; // looked into without being made: after a wipe there is none
const IMPATIENT = /^\/(organizations\/[^/]+\/(today|records\/new)\/|outbox\/)?$/;
const PATIENCE = 8000;

self.addEventListener("install", (event) => {
  const fetched = SHELL.map((address) => new Request(address, { cache: "reload", credentials: "omit" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(fetched)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = caches.keys().then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name))));
  event.waitUntil(old.then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (address.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request, address));
  else if (request.method === "GET" && SHELL.includes(address.pathname)) event.respondWith(file(request, address));
});

// a signal of one bar is worse than none: where this phone can do it itself it does not wait for ever
async function page(request, address) {
  const asked = fetch(request);
  const waits = request.method === "GET" && IMPATIENT.test(address.pathname);
  try {
    return await (waits ? Promise.race([asked, late()]) : asked);
  } catch {
    return (await caches.match(`/offline/?language=${await language()}`, HERE)) || Response.error();
  }
}

const late = () => new Promise((_, reject) => setTimeout(reject, PATIENCE, new Error("late")));

async function language() {
  const known = await kept.about().catch(() => null);
  return LANGUAGES.includes(known?.language) ? known.language : LANGUAGES[0];
}

async function file(request, address) {
  return (await caches.match(address.pathname, HERE)) || fetch(request);
}

// Android wakes the worker when the network is back, also with the page closed
self.addEventListener("sync", (event) => {
  if (event.tag === "outbox") event.waitUntil(sending.send());
});
