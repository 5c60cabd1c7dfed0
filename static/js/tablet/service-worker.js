// Lets the tablet's page open without a network, from its first visit on. Keeps the page and the program's own files;
// never a call, never a ballot.

const KEPT = "tablet-2";
const PAGE = /\/j\/[^/]+\/tablet\/\d+\/$/;

const NAMED = /["'(]([^"'()\s#?]+\.(?:js|css|svg|png))["'#?)]/g; // files as pages, style sheets and modules name them

/** Keep a file and, in turn, the program's files that it names. seen: addresses already on their way. */
async function keepWith(address, kept, seen) {
  seen.add(address);
  const answer = await fetch(address);
  if (!answer.ok || answer.redirected) return;
  const copy = answer.clone();
  await kept.put(address, answer);
  if (!/html|css|javascript/.test(copy.headers.get("Content-Type") ?? "")) return;
  const named = [...(await copy.text()).matchAll(NAMED)].map(([, name]) => new URL(name, address));
  const ours = named.filter((url) => url.origin === self.location.origin && url.pathname.startsWith("/static/"));
  await Promise.all(ours.map(({ href }) => (seen.has(href) ? null : keepWith(href, kept, seen))));
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(KEPT).then((kept) => keepWith(self.registration.scope, kept, new Set())));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

async function networkFirst(request) {
  const kept = await caches.open(KEPT);
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) await kept.put(request, answer.clone());
    return answer;
  } catch (error) {
    const held = await kept.match(request, { ignoreVary: true });
    if (held) return held;
    throw error;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const ours = url.origin === self.location.origin && request.method === "GET";
  if (ours && (PAGE.test(url.pathname) || url.pathname.startsWith("/static/"))) event.respondWith(networkFirst(request));
});
