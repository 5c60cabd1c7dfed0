// A closed box as a server serves it, made by the modules themselves: ballots, tokens, roll and receipts with keys of its own.

import { generateKeyPairSync, sign, webcrypto } from "node:crypto";

import { seal } from "../../static/js/belenios/ballot.js";
import { tokenMessage, VARIANT } from "../../static/js/belenios/blindrsa.js";
import { b64url, dump, hexSha256 } from "../../static/js/belenios/canonical.js";
import { randomScalar } from "../../static/js/belenios/group.js";
import { boxDigest } from "../../static/js/belenios/tally.js";
import * as trustees from "../../static/js/belenios/trustees.js";
import { ceremony, electionFor, UUID } from "./support.mjs";

const RSA = { name: "RSA-PSS", modulusLength: 3072, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-384" };
const { privateKey, publicKey } = await webcrypto.subtle.generateKey(RSA, true, ["sign", "verify"]);
const { n } = await webcrypto.subtle.exportKey("jwk", publicKey);
export const ISSUER = { kty: "RSA", n, e: "AQAB", variant: VARIANT };
const receipts = generateKeyPairSync("ed25519");
export const RECEIPT_KEY = receipts.publicKey.export({ format: "jwk" }).x;
const TITLES = ["学校食堂", "农村公路", "社区养老"];

/** @param {number} many names on the roll */
export function rollOf(many, paper = 0) {
  const names = (from, count) => Array.from({ length: count }, (_, i) => ({ number: String(from + i).padStart(3, "0"), name: `代表${from + i}`, delegation: "第一代表团" }));
  return { ballot: UUID, drawn: names(1, many), paper: names(500, paper) };
}

async function tokenFor(credential) {
  const message = tokenMessage(UUID, credential);
  return b64url(new Uint8Array(await webcrypto.subtle.sign({ name: "RSA-PSS", saltLength: 48 }, privateKey, message)));
}

/** A receipt of this ballot's key, as its code says it; of any tracker. */
export function receiptFor(tracker) {
  const signature = sign(null, Buffer.from(`receipt|${UUID}|${tracker}`), receipts.privateKey).toString("base64url");
  return `${UUID}.${tracker.replaceAll("+", "-").replaceAll("/", "_")}.${signature}`;
}

const own = await ceremony(3, 2);

/** A closed box: 2 of 3 scrutineers, these choices of one question with three answers, as a server serves it. All boxes are under one
 * key where a test names no other. */
export async function closedBox(choices, { drawn = choices.length, changed = {}, key = own } = {}) {
  const { jointKey } = await trustees.parseTrustees(key.raw);
  const candidates = TITLES.map((title, i) => ({ ordinal: i + 1, project_id: i + 1, title, summary: "", text_sha256: "" }));
  const values = { kind: "choose", seats: 2 };
  const rules = dump({ protocol: 2, uuid: UUID, due: 9, rules: values, candidates, trustees: await hexSha256(key.raw), issuer: ISSUER, receipt_key: RECEIPT_KEY, ...changed });
  const question = { answers: TITLES.map((title, i) => `${i + 1}. ${title}`), min: 0, max: 2, question: "票决" };
  const election = await electionFor(jointKey, [question], `sha256:${await hexSha256(rules)}`);
  const made = [];
  for (const chosen of choices) made.push(await seal(election, randomScalar(), [chosen]));
  const ballots = made.map(({ raw }) => raw).sort();
  const tokens = [];
  for (const raw of ballots) tokens.push({ credential: JSON.parse(raw).credential, token: await tokenFor(JSON.parse(raw).credential) });
  const texts = { election: election.raw, rules, trustees: key.raw, issuer: dump(ISSUER) };
  const papers = { ...texts, sealed: dump(ballots), roll: dump(rollOf(drawn)) };
  return { key, election, ballots, papers, tokens, digest: await boxDigest(ballots) };
}
