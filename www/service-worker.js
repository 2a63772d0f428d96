/**
 * Keeps one version of the published page for visits without a network. `www/tools/publish.mjs` writes the version and the lists; a page
 * that is not published has no use for this file. A newer version waits until the page is told to take it, so that no two are mixed.
 */

const VERSION = "";
/** Kept after the first visit: the page, its figures, the engine for the processor, the default's records. @type {string[]} */
const FIRST = [];
/** Kept once they have been asked for. @type {string[]} */
const LATER = [];

const worker = /** @type {any} */ (self);
const nameOf = (/** @type {string} */ url) => url.slice(worker.registration.scope.length).replace(/[?#].*$/, "");

worker.oninstall = (/** @type {any} */ event) => event.waitUntil(caches.open(VERSION).then((cache) => cache.addAll(["./", ...FIRST])));

worker.onactivate = (/** @type {any} */ event) => event.waitUntil(takeOver());

async function takeOver() {
  const others = (await caches.keys()).filter((name) => name.startsWith("wemem-lab-") && name !== VERSION);
  await Promise.all(others.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

worker.onmessage = (/** @type {MessageEvent} */ { data }) => data === "take over" && worker.skipWaiting();

worker.onfetch = (/** @type {any} */ event) => {
  const { request } = event;
  if (request.method === "GET" && request.url.startsWith(worker.registration.scope)) event.respondWith(answer(request));
};

/** @param {Request} request */
async function answer(request) {
  const cache = await caches.open(VERSION);
  const name = nameOf(request.url);
  // The page's address also holds settings, steps and runs.
  const kept = await cache.match(name === "" || name === "index.html" ? "./" : request, { ignoreSearch: true });
  if (kept) return kept;
  const found = await fetch(request);
  if (found.ok && LATER.includes(name)) await cache.put(request, found.clone());
  return found;
}
