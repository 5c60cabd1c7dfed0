// The tasks a worker can be given, by name; arguments and results are texts, numbers and plain lists only.

import * as ballot from "./ballot.js";
import * as blindrsa from "./blindrsa.js";
import { b64url, unb64url } from "./canonical.js";
import * as cards from "./card.js";
import { Election } from "./election.js";
import { DoesNotHold } from "./errors.js";
import { generator } from "./group.js";
import { expectSetUp as checkSetUp } from "./setup.js";
import { deriveSpare } from "./spare.js";
import * as tally from "./tally.js";
import * as trustees from "./trustees.js";

/** @type {Election | null} */
let lastElection = null; // its tables cost 10 ms; a worker serves one election for long

/** @param {string} raw */
async function electionOf(raw) {
  if (lastElection?.raw !== raw) lastElection = await Election.parse(raw);
  return lastElection;
}

/** Make a credential from a spare code of chance and blind it: the same code, the same request. Returns all that must be stored
 * before the request leaves, and `blinded` to send. Errors: Malformed.
 * @param {{uuid: string, issuer: Issuer, spare: string}} given */
async function draw({ uuid, issuer, spare }) {
  const { secret, credential, inverse, blinded } = await deriveSpare(spare, uuid, blindrsa.parseIssuer(issuer));
  return { secret: String(secret), credential, inverse: String(inverse), blinded: b64url(blinded) };
}

/** Read a token card: what `draw` would have made, and the name under which the server keeps the signature.
 * @param {{seed: string, uuid: string, issuer: Issuer}} given */
async function deriveCard({ seed, uuid, issuer }) {
  const card = await cards.deriveCard(seed, uuid, blindrsa.parseIssuer(issuer));
  const { secret, credential, inverse, lookup, blinded } = card;
  return { secret: String(secret), credential, inverse: String(inverse), lookup, blinded: b64url(blinded) };
}

/** Turn the issuer's answer into the token. Errors: Malformed, DoesNotHold.
 * @param {{uuid: string, issuer: Issuer, credential: string, inverse: string, signature: string}} given */
async function unblind({ uuid, issuer, credential, inverse, signature }) {
  const key = blindrsa.parseIssuer(issuer);
  const message = blindrsa.tokenMessage(uuid, credential);
  return b64url(await blindrsa.finalize(key, message, unb64url(signature), BigInt(inverse)));
}

/** Get the tables ready while the deputy still reads, so that sealing itself is quick.
 * @param {{election: string}} given */
async function prepare({ election }) {
  generator();
  await electionOf(election);
}

/** Check what a tablet was given. Returns {uuid, fingerprint, rules, questions}; the tables are ready afterwards.
 * @param {{texts: Texts}} given */
async function expectSetUp({ texts }) {
  const { election, rules, fingerprint } = await checkSetUp(texts);
  lastElection = election;
  generator();
  return { uuid: election.uuid, fingerprint, rules, questions: election.questions };
}

/** @param {{election: string, secret: string, choices: number[][]}} given */
async function seal({ election, secret, choices }) {
  return ballot.seal(await electionOf(election), BigInt(secret), choices);
}

/** @param {{election: string, raw: string}} given */
async function checkBallot({ election, raw }) {
  const { credential, tracker } = await ballot.check(await electionOf(election), raw);
  return { credential, tracker };
}

/** @param {{election: string, raw: string, choices: number[][], randomness: string[][]}} given */
async function expectOpening({ election, raw, choices, randomness }) {
  await ballot.expectOpening(await electionOf(election), raw, choices, randomness);
}

/** @param {{election: string, ballots: string[]}} given @param {Tell} progress */
async function verifyPart({ election, ballots }, progress) {
  let done = 0;
  return tally.verifyPart(await electionOf(election), ballots, () => {
    done += 1;
    progress(done, ballots.length);
  });
}

/** Ask that there is exactly one token for each ballot, and that each is the issuer's. Errors: Malformed, DoesNotHold.
 * @param {{uuid: string, issuer: Issuer, credentials: string[], tokens: {credential: string, token: string}[]}} given */
async function expectTokens({ uuid, issuer, credentials, tokens }) {
  const key = blindrsa.parseIssuer(issuer);
  const of = new Set(credentials);
  const fits = tokens.length === of.size && new Set(tokens.map(({ credential }) => credential)).size === of.size;
  if (!fits || tokens.some(({ credential }) => !of.has(credential))) throw new DoesNotHold("the tokens are not those of the ballots");
  for (const { credential, token } of tokens) {
    await blindrsa.expectSignature(key, blindrsa.tokenMessage(uuid, credential), unb64url(token));
  }
}

/** Check the partial decryptions of t scrutineers and read the counts off. Errors: Malformed, DoesNotHold.
 * @param {{election: string, sum: Sum, publicKeys: bigint[], threshold: number, ballots: number,
 *   partials: {index: number, partial: string}[]}} given */
async function count({ election: raw, sum, publicKeys, threshold, ballots, partials }) {
  const election = await electionOf(raw);
  const factors = new Map();
  for (const { index, partial } of partials) {
    factors.set(index, await tally.expectPartial(election, sum, publicKeys[index - 1] ?? 1n, partial));
  }
  if (factors.size !== threshold || partials.length !== threshold) throw new DoesNotHold("other than t partial decryptions");
  return tally.combine(sum, factors, ballots);
}

/** @param {{election: string, sum: Sum, share: string | null}} given */
async function partialDecrypt({ election, sum, share }) {
  return tally.partialDecrypt(await electionOf(election), sum, BigInt(/** @type {string} */ (share)));
}

/** @param {{ceremony: string, place: Place, begun?: Secrets | null}} given */
const certify = ({ ceremony, place, begun }) => trustees.certify(ceremony, place, undefined, begun);
/** @param {{secrets: Secrets, certs: Signed[]}} given */
const deal = ({ secrets, certs }) => trustees.deal(secrets, certs);
/** @param {{secrets: Secrets, certs: Signed[], deals: Deal[], sealedShares: string[], name: string}} given */
const finish = ({ secrets, certs, deals, sealedShares, name }) =>
  trustees.finish(secrets, certs, deals, sealedShares, name);
/** @param {{secrets: Secrets, raw: string}} given */
const expectOwnPart = ({ secrets, raw }) => trustees.expectOwnPart(secrets, raw);
/** @param {{raw: string}} given */
const parseTrustees = ({ raw }) => trustees.parseTrustees(raw);

/** @typedef {keyof typeof TASKS} TaskName */

export const TASKS = {
  draw,
  deriveCard,
  unblind,
  prepare,
  expectSetUp,
  seal,
  checkBallot,
  expectOpening,
  verifyPart,
  partialDecrypt,
  expectTokens,
  count,
  certify,
  deal,
  finish,
  expectOwnPart,
  parseTrustees,
};
