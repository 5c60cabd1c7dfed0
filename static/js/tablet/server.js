// The tablet's calls. Those to the booth carry no cookie and no device id.

import { parts } from "../elements.js";
import { Away, ask, askPatiently, pageIn, parsed } from "../net.js";

export { Away };

/** The server answered, and refused. sentence: its own words for people; status: HTTP; code: the booth's word for why; told:
 * what else stands in its answer. */
export class Refusal extends Error {
  /** @param {number} status @param {string} sentence @param {Record<string, any>} told */
  constructor(status, sentence, code = "", told = {}) {
    super(sentence);
    this.status = status;
    this.sentence = sentence;
    this.code = code;
    this.told = told;
  }
}

/** A gateway's word for "not now"; the server's own is a 503, which `ask` knows. */
const NOT_NOW = new Set([429, 502, 504]);

/** @param {string} url @param {Asking} options */
function call(url, options = {}) {
  return ask(url, { ...options, headers: { Accept: "application/json", ...options.headers } });
}

/** @param {Answered} answer */
function sentenceOf(answer) {
  return parsed(answer.text)?.error?.message ?? "";
}

/** The parsed answer. Errors: Refusal in our server's own words; Away for what our server never says.
 * @param {Answered} answer */
function json(answer) {
  const said = parsed(answer.text);
  if (answer.ok && said !== null) return said;
  if (answer.ok || typeof said?.error?.message !== "string") throw new Away("strange");
  throw new Refusal(answer.status, said.error.message, said.error.code ?? "", said.error);
}

/** @param {string} url @param {object} body @param {string | null} csrf */
function post(url, body, csrf) {
  const headers = { "Content-Type": "application/json", ...(csrf ? { "X-CSRFToken": csrf } : {}) };
  return call(url, { method: "POST", headers, body: JSON.stringify(body) });
}

/** A whole hall may stand before the one who signs in now: longer than the server lets anybody wait there. */
const QUEUE_LIMIT_MS = 45_000;

const PARTING_LIMIT_MS = 5000;

/** Send a form, and send it again while the server has no room; waiting(): called each time.
 * @param {string} url @param {Record<string, string>} fields @param {() => void} waiting */
function form(url, fields, waiting) {
  const headers = { Accept: "application/json" };
  return askPatiently(url, { method: "POST", headers, body: new URLSearchParams(fields), limit: QUEUE_LIMIT_MS, waiting });
}

/** The calls of one meeting's tablet. main: the page's element with the addresses; secret: what a tablet of the hall shows at
 * the sign-in, and in no other call. */
export class Server {
  /** @param {Told} main */
  constructor(main, secret = () => "") {
    this.secret = secret;
    this.base = main.dataset.base;
    this.addresses = main.dataset;
    /** @type {string | null} */
    this.etag = null;
    /** @type {BallotsState} */
    this.last = { ballots: [], withdrawn: [] };
  }

  /** What ballots there are, and which set-ups were taken back; an unchanged answer costs a header. */
  async state() {
    /** @type {Record<string, string>} */
    const headers = this.etag ? { "If-None-Match": this.etag } : {};
    const answer = await call(`${this.base}state.json`, { headers });
    if (answer.status === 304) return this.last;
    this.last = { withdrawn: [], ...json(answer) };
    this.etag = answer.headers.get("ETag");
    return this.last;
  }

  async me() {
    return json(await askPatiently(`${this.base}me.json`, { headers: { Accept: "application/json" } }));
  }

  /** Sign a deputy in. waiting(): called while he stands in a queue. Returns what me() returns.
   *
   * Errors: Refusal 422 for a wrong number or PIN, 429 locked; Away.
   * @param {string} number @param {string} pin @param {() => void} waiting */
  async signIn(number, pin, waiting) {
    const { csrf } = await this.me();
    const fields = { number, pin, tablet: this.secret(), csrf_token: csrf, next: `${this.base}me.json` };
    const answer = await form(this.addresses.signIn, fields, waiting);
    if (!answer.ok) throw new Refusal(answer.status, answer.status === 422 ? "" : sentenceOf(answer));
    return this.me();
  }

  /** Change a first PIN. waiting(): as for signIn. Errors: Refusal with the server's or the page's own sentence; Away.
   * @param {string} old @param {string} fresh @param {string} csrf @param {() => void} waiting */
  async changePin(old, fresh, csrf, waiting) {
    const answer = await form(this.addresses.secret, { old, new: fresh, again: fresh, csrf_token: csrf }, waiting);
    if (answer.ok) return this.me();
    const line = () => pageIn(answer.text).querySelector(".field-error, .error-list li")?.textContent.trim();
    throw new Refusal(answer.status, sentenceOf(answer) || line() || "");
  }

  /** Bind this tablet with the word of a QR code. Returns what it keeps. Errors: Refusal 403 for a word of yesterday; Away.
   * @param {string} key @returns {Promise<Bound>} */
  async bindTablet(key) {
    const { csrf } = await this.me();
    return json(await call(`${this.base}bind`, { method: "POST", body: new URLSearchParams({ key, csrf_token: csrf }) }));
  }

  /** Say that this tablet is there; no session and no secret goes with it. Errors: Refusal 404 once it is released; Away.
   * @param {string} mark */
  async alive(mark) {
    json(await call("/tablets/alive", { method: "POST", body: new URLSearchParams({ mark }), credentials: "omit" }));
  }

  /** End the session, if the server hears it soon: nobody waits for this to go on.
   * @param {string} csrf */
  async signOut(csrf) {
    const body = new URLSearchParams({ csrf_token: csrf });
    await call(this.addresses.signOut, { method: "POST", body, limit: PARTING_LIMIT_MS });
  }

  /** The four documents of a ballot as exact texts.
   * @param {string} uuid */
  async documents(uuid) {
    const names = ["election", "rules", "trustees", "issuer"];
    const texts = await Promise.all(
      names.map(async (name) => {
        const answer = await call(`/ballots/${uuid}/${name}.json`);
        json(answer); // a refusal, or a page that is none of ours
        return answer.text;
      }),
    );
    const [election, rules, trustees, issuer] = texts;
    return { election, rules, trustees, issuer };
  }

  /** The reading material: ordinal -> element.
   * @param {string} uuid */
  async dossiers(uuid) {
    const answer = await call(`${this.base}ballots/${uuid}/dossiers`);
    if (!answer.ok) throw new Refusal(answer.status, "");
    const articles = [...parts(pageIn(answer.text), "[data-dossier]")];
    return new Map(articles.map((one) => [Number(one.dataset.dossier), document.adoptNode(one)]));
  }

  /** The signatures of what is drawn at once, all or none; of a ballot that is drawn by itself with its own call.
   * @param {{uuid: string, blinded: string}[]} draws @param {string | null} csrf @returns {Promise<string[]>} */
  async draw(draws, csrf) {
    const [{ uuid, blinded }, ...others] = draws;
    if (others.length === 0) return [(await json(await post(`/ballots/${uuid}/draw`, { blinded }, csrf))).signature];
    return json(await post("/ballots/draw", { draws }, csrf)).signatures;
  }

  /** @param {string} uuid @param {string} lookup */
  async cardSignature(uuid, lookup) {
    return (await json(await call(`/booth/${uuid}/card/${lookup}`, { credentials: "omit" }))).signature;
  }

  /** @param {string} uuid @param {string} token @param {string} ballot */
  async cast(uuid, token, ballot) {
    return booth(`/booth/${uuid}`, { token, ballot });
  }

  /** @param {string} uuid @param {object} opening */
  async challenge(uuid, opening) {
    return booth(`/booth/${uuid}/challenge`, opening);
  }
}

/** POST to the booth: no cookie is sent, none is kept. "Not now" counts as Away: the caller tries again.
 *
 * Errors: Refusal only with the booth's own code; Away.
 * @param {string} url @param {object} body */
export async function booth(url, body) {
  const headers = { "Content-Type": "application/json" };
  /** @type {Asking} */
  const options = { method: "POST", headers, body: JSON.stringify(body), credentials: "omit", referrerPolicy: "no-referrer" };
  const answer = await call(url, options);
  const code = parsed(answer.text)?.error?.code ?? "";
  if (NOT_NOW.has(answer.status) && code !== "TooManyFailures") throw new Away("busy");
  if (!answer.ok && code === "") throw new Away("strange");
  return json(answer);
}
