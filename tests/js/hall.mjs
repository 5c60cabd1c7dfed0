// A server that keeps its word and a network that does not: the tablet's calls in memory, with real keys, signatures and receipts.

import assert from "node:assert/strict";
import { constants, generateKeyPairSync, privateDecrypt, sign, verify } from "node:crypto";

import { VARIANT } from "../../static/js/belenios/blindrsa.js";
import { b64Sha256, dump, hexSha256, unb64url } from "../../static/js/belenios/canonical.js";
import { NAME } from "../../static/js/belenios/group.js";
import { parseTrustees } from "../../static/js/belenios/trustees.js";
import { ceremony } from "./support.mjs";

const TITLES = ["学校食堂", "农村公路", "社区养老"];
const MODULUS = { modulusLength: 3072 };
const issuing = generateKeyPairSync("rsa", MODULUS);
const receipts = generateKeyPairSync("ed25519");
const trustees = (await ceremony(1, 1)).raw;
export const CODE = "140900";
export const BASE = `/j/${CODE}/tablet/1/`;

/** The four documents of a set-up. */
async function documents(uuid) {
  const { n, e } = issuing.publicKey.export({ format: "jwk" });
  const issuer = { kty: "RSA", n, e, variant: VARIANT };
  const candidates = TITLES.map((title, i) => ({ ordinal: i + 1, project_id: i + 1, title, summary: "", text_sha256: "" }));
  const receipt_key = receipts.publicKey.export({ format: "jwk" }).x;
  const rules = dump({ uuid, rules: { kind: "choose" }, candidates, trustees: await hexSha256(trustees), issuer, receipt_key });
  const { jointKey } = await parseTrustees(trustees);
  const answers = TITLES.map((title, i) => `${i + 1}. ${title}`);
  const election = {
    version: 1, description: `sha256:${await hexSha256(rules)}`, name: "票决", group: NAME, public_key: String(jointKey),
    questions: [{ answers, min: 0, max: 2, question: "请选择" }], uuid,
  };
  return { election: dump(election), rules, trustees, issuer: dump(issuer) };
}

const refused = (status, code, more = {}) => ({ status, body: { error: { code, message: `因为 ${code}`, ...more } } });

/** The server. One deputy; roll: the request that was signed for him; box: credential -> ballot; asked: every blinded message. */
export class Hall {
  constructor() {
    this.count = 0;
    this.withdrawn = [];
    this.box = new Map();
    this.asked = [];
    this.challenged = new Set();
  }

  /** Seal a box: a set-up is its UUID. */
  async setUp() {
    this.count += 1;
    this.uuid = `${this.count}ooMockBa11otQ`;
    this.state = "ready";
    this.roll = null;
    this.texts = await documents(this.uuid);
    return this.uuid;
  }

  /** Take the set-up back while nobody has drawn. */
  async withdraw(fingerprint) {
    assert.equal(this.roll, null);
    this.withdrawn.push({ uuid: this.uuid, fingerprint });
    await this.setUp();
  }

  get me() {
    return { signed_in: true, must_change: false, drawn: this.roll ? [this.uuid] : [], paper: [], csrf: "c" };
  }

  draw(uuid, blinded) {
    this.asked.push(`${uuid} ${blinded}`);
    if (uuid !== this.uuid) return refused(409, "Withdrawn");
    if (this.roll !== null && this.roll !== blinded) return refused(409, "WrongMoment");
    this.roll = blinded;
    const raised = privateDecrypt({ key: issuing.privateKey, padding: constants.RSA_NO_PADDING }, unb64url(blinded));
    return { status: 200, body: { signature: raised.toString("base64url") } };
  }

  async cast(uuid, { token, ballot }) {
    if (uuid !== this.uuid) return refused(409, "Withdrawn");
    const { credential } = JSON.parse(ballot);
    const key = { key: issuing.publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 };
    assert.ok(verify("sha384", Buffer.from(`cred|${uuid}|${credential}`), key, unb64url(token)), "a token that holds");
    const tracker = await b64Sha256(ballot);
    const lies = this.box.get(credential) ?? ballot;
    if (lies !== ballot) return refused(409, "Spent", await this.receiptOf(uuid, lies));
    if (this.state === "ready") {
      this.state = "open"; // a moment later
      return refused(409, "TooEarly");
    }
    if (this.challenged.has(tracker)) return refused(409, "Challenged");
    const status = this.box.has(credential) ? 200 : 201;
    this.box.set(credential, ballot);
    return { status, body: await this.receiptOf(uuid, ballot) };
  }

  async receiptOf(uuid, ballot) {
    const tracker = await b64Sha256(ballot);
    const receipt = sign(null, Buffer.from(`receipt|${uuid}|${tracker}`), receipts.privateKey).toString("base64url");
    return { tracker, receipt };
  }

  async answer(path, body) {
    const name = path.match(/^\/ballots\/(\w+)\/(\w+)\.json$/);
    if (name) return name[1] === this.uuid ? { status: 200, text: this.texts[name[2]] } : refused(409, "Withdrawn");
    if (path === `${BASE}state.json`) {
      const ballot = { uuid: this.uuid, title: "票决", state: this.state, challenge: true, draw: null };
      return { status: 200, body: { ballots: [ballot], withdrawn: this.withdrawn } };
    }
    const [, room, uuid, deed] = path.split("/");
    if (room === "ballots" && deed === "draw") return this.draw(uuid, body.blinded);
    if (room === "booth" && deed === "challenge") {
      this.challenged.add(await b64Sha256(body.ballot));
      return { status: 201, body: { tracker: await b64Sha256(body.ballot) } };
    }
    if (room === "booth") return this.cast(uuid, body);
    return { status: 404, text: "" };
  }

  /** Put this server behind fetch. fate(path): well, not_sent, unheard, busy, portal, or the power fails before or after.
   * cut(): called when it fails; then no answer ever comes. before(path, options): looks at each call. */
  serve(fate, cut, before) {
    globalThis.fetch = async (path, options = {}) => {
      before(path, options);
      const now = fate(path);
      const never = () => {
        cut();
        return new Promise(() => {});
      };
      if (now === "not_sent") throw new TypeError("no network");
      if (now === "busy") return new Response("", { status: 503, headers: { "Retry-After": "0.001" } });
      if (now === "portal") return new Response("<html>请先登录无线网</html>");
      if (now === "cut_before") return never();
      const body = options.method === "POST" && typeof options.body === "string" ? JSON.parse(options.body) : null;
      const { status, text, body: said } = await this.answer(path, body);
      if (now === "unheard") throw new TypeError("connection lost");
      if (now === "cut_after") return never();
      return new Response(text ?? JSON.stringify(said), { status });
    };
  }
}
