// The vectors of tests/belenios/vectors.json against the modules: the same list runs in Node and in Chromium.
// Each check takes the vectors and throws when something differs. No test runner here.

import { check, expectOpening, seal } from "../../static/js/belenios/ballot.js";
import { blind, finalize, parseIssuer, tokenMessage } from "../../static/js/belenios/blindrsa.js";
import { b64Sha256, b64url, dump, hexSha256, unb64url } from "../../static/js/belenios/canonical.js";
import { deriveCard } from "../../static/js/belenios/card.js";
import { Crew } from "../../static/js/belenios/crew.js";
import { verify } from "../../static/js/belenios/ed25519.js";
import { Election } from "../../static/js/belenios/election.js";
import { fingerprint } from "../../static/js/belenios/fingerprint.js";
import * as group from "../../static/js/belenios/group.js";
import { openKeyFile, sealKeyFile } from "../../static/js/belenios/keyfile.js";
import { hashToScalar } from "../../static/js/belenios/proofs.js";
import { expectReceipt } from "../../static/js/belenios/receipt.js";
import { setUpFingerprint } from "../../static/js/belenios/setup.js";
import * as tally from "../../static/js/belenios/tally.js";
import * as trustees from "../../static/js/belenios/trustees.js";

function same(found, expected, what) {
  const [left, right] = [dump(found), dump(expected)];
  if (left === undefined || left !== right) throw new Error(`${what}: ${left?.slice(0, 200)} is not ${right?.slice(0, 200)}`);
}

/** A source that gives listed values in order, and fails when it is asked for one more. */
function listed(values, read) {
  const rest = [...values];
  const next = () => {
    if (rest.length === 0) throw new Error("more was drawn than the vectors list");
    return read(rest.shift());
  };
  next.left = () => rest.length;
  return next;
}

async function theGroup({ group: expected }) {
  same([String(group.P), String(group.Q), String(group.G)], [expected.p, expected.q, expected.g], "parameters");
  for (const { base, exponent, result } of expected.powers) {
    same(String(group.power(BigInt(base), BigInt(exponent))), result, "power");
    same(String(new group.FixedBase(BigInt(base)).power(BigInt(exponent))), result, "power by table");
  }
  for (const { text, member } of expected.members) {
    let accepted = true;
    try {
      group.parseMember(text);
    } catch {
      accepted = false;
    }
    same(accepted, member, `member ${text.slice(0, 20)}`);
  }
}

async function hashes({ scalars, texts }) {
  for (const { prefix, elements, result } of scalars) same(String(await hashToScalar(prefix, elements)), result, prefix);
  for (const { text, hex, b64, fingerprint: characters } of texts) {
    same([await hexSha256(text), await b64Sha256(text), await fingerprint(text)], [hex, b64, characters], text);
  }
}

async function ceremony({ ceremony: expected }) {
  const { id, size, threshold, seats } = expected;
  const certs = seats.map((seat) => seat.cert);
  const deals = seats.map((seat) => seat.deal);
  for (const seat of seats) {
    const draw = listed(seat.draws, BigInt);
    const nonce = listed(seat.nonces, unb64url);
    const { cert, secrets } = await trustees.certify(id, { size, threshold, index: seat.index }, draw);
    same(cert, seat.cert, "round 1");
    same([secrets.signing, secrets.decryption], [seat.signing, seat.decryption], "secrets");
    same(await trustees.deal(secrets, certs, draw, nonce), seat.deal, "round 2");
    const mine = deals.map((one) => one.sealed_shares[seat.index - 1]);
    const last = await trustees.finish(secrets, certs, deals, mine, seat.name, draw);
    same([last.secrets.share, last.verification_key], [seat.share, seat.verification_key], "round 3");
    same([draw.left(), nonce.left()], [0, 0], "draws left over");
  }
  const raw = trustees.assemble(threshold, certs, deals, seats.map((seat) => seat.verification_key));
  same(raw, expected.trustees_raw, "trustees");
  same(String((await trustees.parseTrustees(raw)).jointKey), expected.joint_key, "joint key");
  same(await fingerprint(raw), expected.fingerprint, "fingerprint");
  for (const { index, message, draws, signature } of expected.messages) {
    same(await trustees.sign(seats[index - 1].signing, message, listed(draws, BigInt)), signature, message);
  }
}

async function ballots({ ballots: expected }) {
  for (const one of expected) {
    const election = await Election.parse(one.election_raw);
    same(election.hash, one.hash, "election hash");
    const draw = listed(one.draws, BigInt);
    const sealed = await seal(election, BigInt(one.secret), one.choices, draw);
    same(sealed, { raw: one.raw, tracker: one.tracker, randomness: one.randomness }, one.name);
    same(draw.left(), 0, "draws left over");
    same((await check(election, one.raw)).credential, one.credential, "credential");
    await expectOpening(election, one.raw, one.choices, one.randomness);
  }
}

async function decryption({ decryption: expected, ceremony: { seats } }) {
  const election = await Election.parse(expected.election_raw);
  const crew = new Crew(2);
  try {
    const { sum } = await crew.verifyBox(election, expected.ballots);
    same(tally.dumpSum(sum), expected.tally_raw, "sum");
    same(await tally.boxDigest(expected.ballots.toReversed()), expected.digest, "digest");
    for (const { index, draws, raw } of expected.partials) {
      const { share, verification_key: key } = seats[index - 1];
      same(await tally.partialDecrypt(election, sum, BigInt(share), listed(draws, BigInt)), raw, "partial decryption");
      await tally.expectPartial(election, sum, BigInt(key.public_key), raw);
    }
  } finally {
    crew.stop();
  }
}

async function token({ token: expected }) {
  const key = parseIssuer(expected.issuer);
  const message = tokenMessage(expected.uuid, expected.credential);
  same(new TextDecoder().decode(message), expected.message, "message");
  const unblinder = group.toNumber(unb64url(expected.inverse));
  const { blinded, inverse } = await blind(key, message, unb64url(expected.salt), unblinder);
  same(b64url(blinded), expected.blinded, "blinded");
  same(b64url(await finalize(key, message, unb64url(expected.blind_signature), inverse)), expected.signature, "token");
}

async function setUp({ set_up: { election_raw: raw, issuer, fingerprint: characters } }) {
  same(await setUpFingerprint(await Election.parse(raw), parseIssuer(issuer)), characters, "set-up fingerprint");
}

async function card({ card: expected, token: { issuer } }) {
  const found = await deriveCard(expected.seed, expected.uuid, parseIssuer(issuer));
  const { secret, credential, lookup } = found;
  same([String(secret), credential, lookup], [expected.secret, expected.credential, expected.lookup], "card");
  same([b64url(found.salt), b64url(found.blinded)], [expected.salt, expected.blinded], "card blinding");
  same(String(found.inverse), String(group.toNumber(unb64url(expected.inverse))), "card inverse");
}

async function receipt({ receipt: expected }) {
  const { public: key, uuid, tracker, signature } = expected;
  await expectReceipt(key, uuid, tracker, signature);
  const message = new TextEncoder().encode(`receipt|${uuid}|${tracker}`);
  same(await verify(unb64url(key), unb64url(signature), message), true, "our own verification");
}

async function keyFile({ key_file: expected }) {
  const { passphrase, ceremony: id, index, signing, decryption: opening, share, digests, said = {} } = expected;
  const secrets = { ceremony: id, index, signing, decryption: opening, share, digests, said };
  const random = listed([expected.salt, expected.nonce], unb64url);
  same(await sealKeyFile(secrets, passphrase, random), expected.raw, "key file");
  same(await openKeyFile(expected.raw, passphrase), secrets, "key file opened");
}

export const CHECKS = { theGroup, hashes, ceremony, ballots, decryption, token, setUp, card, receipt, keyFile };
