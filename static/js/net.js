// The program's one way to its server: every request ends, and every end has a meaning. No other file calls fetch, but the
// service worker, which has limits of its own.

/** Longer than the server lets anybody wait for a connection to its database. */
export const LIMIT_MS = 20_000;

const SOON_SECONDS = 2;

/** No answer of our server came: it or the network is away or silent, or something between answered in its place. */
export class Away extends Error {}

/** The server had no room and did nothing. seconds: after which to ask again. */
export class Busy extends Away {
  /** @param {string} url @param {number} seconds */
  constructor(url, seconds) {
    super(url);
    this.seconds = seconds;
  }
}

/** Fetch a whole answer: {status, ok, url, headers, text}.
 *
 * limit: milliseconds until its last byte; with byPieces, from one piece to the next (for what may be large).
 * options: as fetch takes them. Errors: Away; Busy for a 503.
 * @param {string} url @param {Asking} given */
export async function ask(url, { limit = LIMIT_MS, byPieces = false, ...options } = {}) {
  const abort = new AbortController(); // AbortSignal.timeout is younger than some machines behind a projector
  /** @type {number | undefined} */
  let timer;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => abort.abort(), limit);
  };
  wait();
  try {
    const answer = await fetch(url, { cache: "no-store", credentials: "same-origin", ...options, signal: abort.signal });
    const text = byPieces && answer.body ? await read(answer.body, wait) : await answer.text();
    if (answer.status === 503) throw new Busy(url, Number(answer.headers.get("Retry-After")) || SOON_SECONDS);
    return { status: answer.status, ok: answer.ok, url: answer.url, headers: answer.headers, text };
  } catch (error) {
    throw error instanceof Away ? error : new Away(url);
  } finally {
    clearTimeout(timer);
  }
}

/** @param {ReadableStream<Uint8Array>} body @param {() => void} tell */
async function read(body, tell) {
  const [reader, decoder] = [body.getReader(), new TextDecoder()];
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
    tell();
  }
}

/** Ask, and while the server has no room ask again when it says so, with chance: not everybody at the same moment.
 *
 * tries: how often at most; waiting(): called before each new try. Returns and errors: as ask.
 * @param {string} url @param {Patience} given */
export async function askPatiently(url, { tries = 20, waiting = () => {}, ...options } = {}) {
  for (let left = tries; ; left -= 1) {
    try {
      return await ask(url, options);
    } catch (error) {
      if (!(error instanceof Busy) || left <= 1) throw error;
      waiting();
      await pause(error.seconds * 1000 * (0.75 + Math.random() / 2));
    }
  }
}

/** @param {number} ms */
export function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** What a text says, or null: a gateway's page is no JSON.
 * @param {string} text */
export function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** @param {string} text */
export function pageIn(text) {
  return new DOMParser().parseFromString(text, "text/html");
}
