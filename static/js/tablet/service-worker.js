// Lets the tablet's page open without a network. Keeps the page and the program's own files; never a call, never a ballot.

const KEPT = "tablet-1";
const PAGE = /\/j\/[^/]+\/tablet\/\d+\/$/;

self.addEventListener("install", () => self.skipWaiting());

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
