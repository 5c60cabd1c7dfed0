// The tasks a worker can be given, by name; arguments and results are texts, numbers and plain lists only.

import * as ballot from "./ballot.js";
import * as blindrsa from "./blindrsa.js";
import { b64url, unb64url } from "./canonical.js";
import * as cards from "./card.js";
import { Election } from "./election.js";
import { generator, randomScalar } from "./group.js";
import { expectSetUp as checkSetUp } from "./setup.js";
import * as tally from "./tally.js";
import * as trustees from "./trustees.js";

let lastElection = null; // its tables cost 10 ms; a worker serves one election for long

async function electionOf(raw) {
  if (lastElection?.raw !== raw) lastElection = await Election.parse(raw);
  return lastElection;
}

/** Make a credential and blind it. Returns all that must be stored before the request leaves, and `blinded` to send. */
async function draw({ uuid, issuer }) {
  const key = blindrsa.parseIssuer(issuer);
  const secret = randomScalar();
  const credential = generator().power(secret).toString();
  const { blinded, inverse } = await blindrsa.blind(key, blindrsa.tokenMessage(uuid, credential));
  return { secret: String(secret), credential, inverse: String(inverse), blinded: b64url(blinded) };
}

/** Read a token card: what `draw` would have made, and the name under which the server keeps the signature. */
async function deriveCard({ seed, uuid, issuer }) {
  const card = await cards.deriveCard(seed, uuid, blindrsa.parseIssuer(issuer));
  const { secret, credential, inverse, lookup, blinded } = card;
  return { secret: String(secret), credential, inverse: String(inverse), lookup, blinded: b64url(blinded) };
}

/** Turn the issuer's answer into the token. Errors: Malformed, DoesNotHold. */
async function unblind({ uuid, issuer, credential, inverse, signature }) {
  const key = blindrsa.parseIssuer(issuer);
  const message = blindrsa.tokenMessage(uuid, credential);
  return b64url(await blindrsa.finalize(key, message, unb64url(signature), BigInt(inverse)));
}

/** Get the tables ready while the deputy still reads, so that sealing itself is quick. */
async function prepare({ election }) {
  generator();
  await electionOf(election);
}

/** Check what a tablet was given. Returns {uuid, fingerprint, rules, questions}; the tables are ready afterwards. */
async function expectSetUp({ texts }) {
  const { election, rules, fingerprint } = await checkSetUp(texts);
  lastElection = election;
  generator();
  return { uuid: election.uuid, fingerprint, rules, questions: election.questions };
}

async function seal({ election, secret, choices }) {
  return ballot.seal(await electionOf(election), BigInt(secret), choices);
}

async function checkBallot({ election, raw }) {
  const { credential, tracker } = await ballot.check(await electionOf(election), raw);
  return { credential, tracker };
}

async function expectOpening({ election, raw, choices, randomness }) {
  await ballot.expectOpening(await electionOf(election), raw, choices, randomness);
}

async function verifyPart({ election, ballots }, progress) {
  let done = 0;
  return tally.verifyPart(await electionOf(election), ballots, () => progress((done += 1), ballots.length));
}

async function partialDecrypt({ election, sum, share }) {
  return tally.partialDecrypt(await electionOf(election), sum, BigInt(share));
}

const certify = ({ ceremony, place, begun }) => trustees.certify(ceremony, place, undefined, begun);
const deal = ({ secrets, certs }) => trustees.deal(secrets, certs);
const finish = ({ secrets, certs, deals, sealedShares, name }) =>
  trustees.finish(secrets, certs, deals, sealedShares, name);
const expectOwnPart = ({ secrets, raw }) => trustees.expectOwnPart(secrets, raw);
const parseTrustees = ({ raw }) => trustees.parseTrustees(raw);

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
  certify,
  deal,
  finish,
  expectOwnPart,
  parseTrustees,
};
