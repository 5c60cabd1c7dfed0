// The tablet's calls. Those to the booth carry no cookie and no device id.

/** The server answered, and refused. sentence: its own words for people; status: HTTP; code: the booth's word for why. */
export class Refusal extends Error {
  constructor(status, sentence, code = "") {
    super(sentence);
    this.status = status;
    this.sentence = sentence;
    this.code = code;
  }
}

/** No answer of our server came: it or the network is away, or something between answered in its place. */
export class Away extends Error {}

const TIMEOUT_MS = 20_000;
const BUSY = new Set([429, 502, 503, 504]);

/** Fetch a whole answer: {status, ok, headers, text}. The time runs until the last byte. Errors: Away. */
async function call(url, options = {}) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
  const headers = { Accept: "application/json", ...options.headers };
  try {
    const answer = await fetch(url, { cache: "no-store", credentials: "same-origin", ...options, headers, signal: abort.signal });
    return { status: answer.status, ok: answer.ok, headers: answer.headers, text: await answer.text() };
  } catch {
    throw new Away(url);
  } finally {
    clearTimeout(timer);
  }
}

/** What a text says, or null: a gateway's page is no JSON. */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function sentenceOf(answer) {
  return parsed(answer.text)?.error?.message ?? "";
}

/** The parsed answer. Errors: Refusal in our server's own words; Away for what our server never says. */
function json(answer) {
  const said = parsed(answer.text);
  if (answer.ok && said !== null) return said;
  if (answer.ok || typeof said?.error?.message !== "string") throw new Away("strange");
  throw new Refusal(answer.status, said.error.message, said.error.code ?? "");
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

  /** What ballots there are, and which set-ups were taken back; an unchanged answer costs a header. */
  async state() {
    const headers = this.etag ? { "If-None-Match": this.etag } : {};
    const answer = await call(`${this.base}state.json`, { headers });
    if (answer.status === 304) return this.last;
    this.last = { withdrawn: [], ...json(answer) };
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
    if (!answer.ok) throw new Refusal(answer.status, answer.status === 422 ? "" : sentenceOf(answer));
    return this.me();
  }

  /** Change a first PIN. Errors: Refusal with the page's own sentence. */
  async changePin(old, fresh, csrf) {
    const answer = await form(this.addresses.secret, { old, new: fresh, again: fresh, csrf_token: csrf });
    if (answer.ok) return this.me();
    const page = new DOMParser().parseFromString(answer.text, "text/html");
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
        json(answer); // a refusal, or a page that is none of ours
        return answer.text;
      }),
    );
    return Object.fromEntries(names.map((name, i) => [name, texts[i]]));
  }

  /** The reading material: ordinal -> element. */
  async dossiers(uuid) {
    const answer = await call(`${this.base}ballots/${uuid}/dossiers`);
    if (!answer.ok) throw new Refusal(answer.status, "");
    const page = new DOMParser().parseFromString(answer.text, "text/html");
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

/** POST to the booth: no cookie is sent, none is kept. A full queue counts as Away: the caller tries again.
 *
 * Errors: Refusal only with the booth's own code; Away.
 */
export async function booth(url, body) {
  const headers = { "Content-Type": "application/json" };
  const options = { method: "POST", headers, body: JSON.stringify(body), credentials: "omit", referrerPolicy: "no-referrer" };
  const answer = await call(url, options);
  const code = parsed(answer.text)?.error?.code ?? "";
  if (BUSY.has(answer.status) && code !== "TooManyFailures") throw new Away("busy");
  if (!answer.ok && code === "") throw new Away("strange");
  return json(answer);
}
