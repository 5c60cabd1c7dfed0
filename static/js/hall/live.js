/* Hear that something changed: server-sent events, and polling while they are away. */

import { Away, askPatiently, parsed } from "../net.js";

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
    const answer = await askPatiently(url, { headers: { Accept: "application/json" }, cache: "default" });
    return answer.ok ? parsed(answer.text) : null;
  } catch (error) {
    if (error instanceof Away) return null;
    throw error;
  }
}
