/* Hear that something changed: server-sent events, and polling while they are away, silent or do not hear everything. */

import { Away, askPatiently, parsed } from "../net.js";

export const POLL_MS = 4000;
export const SILENT_MS = 5000;

/** Call `changed` at once and after each change. `url`: the stream, which beats every two seconds.
 *
 * While it cannot be held open, is silent for five seconds (it is then opened anew), or says that it does not hear every
 * process of the server, `changed` is called every four seconds. Returns {close}.
 * @param {string} url @param {() => void} changed */
export function follow(url, changed) {
  /** @type {number | null} */
  let timer = null;
  /** @type {number | undefined} */
  let silence;
  /** @type {EventSource} */
  let stream;
  const poll = () => {
    if (timer !== null) return;
    timer = setInterval(changed, POLL_MS);
    changed();
  };
  const rest = () => { clearInterval(timer ?? undefined); timer = null; };
  const alive = () => { clearTimeout(silence); silence = setTimeout(reopen, SILENT_MS); };
  const close = () => { clearTimeout(silence); rest(); stream.close(); };

  /** @param {{data: string}} given */
  function beat({ data }) {
    alive();
    if (JSON.parse(data).degraded) poll();
    else rest();
  }

  function open() {
    stream = new EventSource(url);
    stream.onopen = alive;
    stream.onmessage = () => { alive(); changed(); };
    stream.addEventListener("beat", beat);
    stream.onerror = poll;
    alive();
  }

  function reopen() {
    poll();
    stream.close();
    open();
  }

  open();
  addEventListener("online", changed);
  addEventListener("pagehide", close);
  return { close };
}

/** Fetch JSON; null when the network or the server is away. Unchanged answers cost a header (ETag).
 * @param {string} url */
export async function look(url) {
  try {
    const answer = await askPatiently(url, { headers: { Accept: "application/json" }, cache: "default" });
    return answer.ok ? parsed(answer.text) : null;
  } catch (error) {
    if (error instanceof Away) return null;
    throw error;
  }
}
