// The tablet's calls. Those to the booth carry no cookie and no device id.

/** The server answered, and refused. sentence: its own words for people; status: HTTP. */
export class Refusal extends Error {
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
    this.sentence = sentence;
  }
}

/** No answer came: the network or the server is away. */
export class Away extends Error {}

const TIMEOUT_MS = 20_000;
const BUSY = new Set([429, 502, 503, 504]);

async function call(url, options = {}) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
  const headers = { Accept: "application/json", ...options.headers };
  try {
    return await fetch(url, { cache: "no-store", credentials: "same-origin", ...options, headers, signal: abort.signal });
  } catch {
    throw new Away(url);
  } finally {
    clearTimeout(timer);
  }
}

async function sentenceOf(answer) {
  try {
    return (await answer.json()).error.message;
  } catch {
    return "";
  }
}

async function json(answer) {
  if (answer.ok) return answer.json();
  throw new Refusal(answer.status, await sentenceOf(answer));
}

function post(url, body, csrf) {
  const headers = { "Content-Type": "application/json", ...(csrf ? { "X-CSRFToken": csrf } : {}) };
  return call(url, { method: "POST", headers, body: JSON.stringify(body) });
}

function form(url, fields) {
  return call(url, { method: "POST", body: new URLSearchParams(fields) });
}

/** The calls of one meeting's tablet. main: the page's element with the addresses. */
export class Server {
  constructor(main) {
    this.base = main.dataset.base;
    this.addresses = main.dataset;
    this.etag = null;
    this.last = null;
  }

  /** What ballots there are; an unchanged answer costs a header. */
  async state() {
    const headers = this.etag ? { "If-None-Match": this.etag } : {};
    const answer = await call(`${this.base}state.json`, { headers });
    if (answer.status === 304) return this.last;
    this.last = await json(answer);
    this.etag = answer.headers.get("ETag");
    return this.last;
  }

  async me() {
    return json(await call(`${this.base}me.json`));
  }

  /** Sign a deputy in. Returns what me() returns. Errors: Refusal 422 for a wrong number or PIN, 429 locked, Away. */
  async signIn(number, pin) {
    const { csrf } = await this.me();
    const answer = await form(this.addresses.signIn, { number, pin, csrf_token: csrf, next: `${this.base}me.json` });
    if (!answer.ok) throw new Refusal(answer.status, answer.status === 422 ? "" : await sentenceOf(answer));
    return this.me();
  }

  /** Change a first PIN. Errors: Refusal with the page's own sentence. */
  async changePin(old, fresh, csrf) {
    const answer = await form(this.addresses.secret, { old, new: fresh, again: fresh, csrf_token: csrf });
    if (answer.ok) return this.me();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const line = page.querySelector(".field-error, .error-list li");
    throw new Refusal(answer.status, line?.textContent.trim() ?? "");
  }

  async signOut(csrf) {
    await form(this.addresses.signOut, { csrf_token: csrf });
  }

  /** The four documents of a ballot as exact texts. */
  async documents(uuid) {
    const names = ["election", "rules", "trustees", "issuer"];
    const texts = await Promise.all(
      names.map(async (name) => {
        const answer = await call(`/ballots/${uuid}/${name}.json`);
        if (!answer.ok) throw new Refusal(answer.status, await sentenceOf(answer));
        return answer.text();
      }),
    );
    return Object.fromEntries(names.map((name, i) => [name, texts[i]]));
  }

  /** The reading material: ordinal -> element. */
  async dossiers(uuid) {
    const answer = await call(`${this.base}ballots/${uuid}/dossiers`);
    if (!answer.ok) throw new Refusal(answer.status, "");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const articles = [...page.querySelectorAll("[data-dossier]")];
    return new Map(articles.map((one) => [Number(one.dataset.dossier), document.adoptNode(one)]));
  }

  async draw(uuid, blinded, csrf) {
    return (await json(await post(`/ballots/${uuid}/draw`, { blinded }, csrf))).signature;
  }

  async cardSignature(uuid, lookup) {
    return (await json(await call(`/booth/${uuid}/card/${lookup}`, { credentials: "omit" }))).signature;
  }

  async cast(uuid, token, ballot) {
    return booth(`/booth/${uuid}`, { token, ballot });
  }

  async challenge(uuid, opening) {
    return booth(`/booth/${uuid}/challenge`, opening);
  }
}

/** POST to the booth: no cookie is sent, none is kept. A full queue counts as Away: the caller tries again. */
export async function booth(url, body) {
  const headers = { "Content-Type": "application/json" };
  const options = { method: "POST", headers, body: JSON.stringify(body), credentials: "omit", referrerPolicy: "no-referrer" };
  const answer = await call(url, options);
  if (BUSY.has(answer.status)) throw new Away("busy");
  return json(answer);
}
