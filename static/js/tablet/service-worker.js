// Lets the tablet's page open without a network, and on one that takes every call and answers none, from its first visit
// on. Keeps the page, the candidates' pages of the reading shelf, which are the same for everybody, and the program's own
// files; never a call, never a ballot, nothing of one deputy.

const KEPT = "tablet-3";
const LIMIT_MS = 20_000;
const PATIENCE_MS = 2000; // where a copy is kept: the page stands within three seconds
const SILENT_MS = 30_000;
let silentUntil = 0; // so long the page's many files come from here at once, after one call stayed without an answer
const here = /** @type {TabletWorker} */ (/** @type {unknown} */ (self));
const PAGE = /\/j\/[^/]+\/tablet\/\d+\/(reading\/\d*)?$/;
const SHELF = /\/tablet\/\d+\/reading\/$/;
const CANDIDATE = /"([^"\s#?]+\/reading\/\d+)"/g; // pages of candidates as the shelf names them

const NAMED = /["'(]([^"'()\s#?]+\.(?:js|css|svg|png))["'#?)]/g; // files as pages, style sheets and modules name them

/** Fetch within a time, to the last byte; keep what is a page or a file of ours.
 * @param {Request | string} request @param {number} limit @param {Cache} kept */
async function fetched(request, limit, kept) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), limit);
  try {
    const answer = await fetch(request, { signal: abort.signal });
    if (answer.ok && !answer.redirected) await kept.put(request, answer.clone());
    return answer;
  } finally {
    clearTimeout(timer);
    silentUntil = abort.signal.aborted ? Date.now() + SILENT_MS : 0;
  }
}

/** Keep a file and, in turn, the program's files that it names. seen: addresses already on their way.
 * @param {string} address @param {Cache} kept @param {Set<string>} seen */
async function keepWith(address, kept, seen) {
  seen.add(address);
  const answer = await fetched(address, LIMIT_MS, kept);
  if (!answer.ok || answer.redirected) return;
  const copy = /** @type {Response} */ (await kept.match(address));
  if (!/html|css|javascript/.test(copy.headers.get("Content-Type") ?? "")) return;
  const named = [...(await copy.text()).matchAll(NAMED)].map(([, name]) => new URL(name, address));
  const ours = named.filter((url) => url.origin === here.location.origin && url.pathname.startsWith("/static/"));
  await Promise.all(ours.map(({ href }) => (seen.has(href) ? null : keepWith(href, kept, seen))));
}

/** Keep the candidates that the shelf names and that are not kept yet, one after the other: their texts are final.
 * @param {string} shelf */
async function keepCandidates(shelf) {
  const kept = await caches.open(KEPT);
  const copy = await kept.match(shelf, { ignoreVary: true });
  const named = [...((await copy?.text()) ?? "").matchAll(CANDIDATE)].map(([, name]) => new URL(name, shelf).href);
  for (const address of new Set(named.filter((name) => name.startsWith(shelf)))) {
    if (!(await kept.match(address, { ignoreVary: true }))) await fetched(address, LIMIT_MS, kept);
  }
}

/** Keep the tablet's page with its files, and then the shelf, without which a tablet votes as well. */
async function keepAll() {
  const [kept, seen] = [await caches.open(KEPT), new Set()];
  await keepWith(here.registration.scope, kept, seen);
  const shelf = new URL("reading/", here.registration.scope).href;
  await keepWith(shelf, kept, seen).then(() => keepCandidates(shelf)).catch(() => {});
}

here.addEventListener("install", (event) => {
  here.skipWaiting();
  event.waitUntil(keepAll());
});

here.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name))))
      .then(() => here.clients.claim()),
  );
});

/** The network's answer, or what is kept where none comes in time, or only word that the server has no room.
 * @param {Request} request */
async function networkFirst(request) {
  const kept = await caches.open(KEPT);
  const held = await kept.match(request, { ignoreVary: true });
  if (!held) return fetched(request, LIMIT_MS, kept);
  if (request.mode !== "navigate" && Date.now() < silentUntil) return held;
  try {
    const answer = await fetched(request, PATIENCE_MS, kept);
    return answer.status < 500 ? answer : held;
  } catch {
    return held;
  }
}

here.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const ours = url.origin === here.location.origin && request.method === "GET";
  if (!ours || !(PAGE.test(url.pathname) || url.pathname.startsWith("/static/"))) return;
  const answer = networkFirst(request);
  event.respondWith(answer);
  if (SHELF.test(url.pathname)) event.waitUntil(answer.then(() => keepCandidates(request.url)).catch(() => {}));
});
