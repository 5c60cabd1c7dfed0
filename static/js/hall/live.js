/* Hear that something changed: server-sent events, and polling while they are away. */

const POLL_MS = 5000;

/** Call `changed` at once and after each change. `url`: the stream; polls when it cannot be held open. */
export function follow(url, changed) {
  let timer = null;
  const poll = () => { timer ??= setInterval(changed, POLL_MS); };
  const rest = () => { clearInterval(timer); timer = null; };
  const stream = new EventSource(url);
  stream.onopen = rest;
  stream.onmessage = () => { rest(); changed(); };
  stream.onerror = poll;
  addEventListener("online", changed);
  addEventListener("pagehide", () => stream.close());
  return stream;
}

/** Fetch JSON; null when the network or the server is away. Unchanged answers cost a header (ETag). */
export async function look(url) {
  try {
    const answer = await fetch(url, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}
