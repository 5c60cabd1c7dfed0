import assert from "node:assert/strict";
import { test } from "node:test";

import { dump } from "../../static/js/belenios/canonical.js";
import { DoesNotHold, Malformed, Refused } from "../../static/js/belenios/errors.js";
import { fingerprint, grouped } from "../../static/js/belenios/fingerprint.js";
import { G, generator, Q, times } from "../../static/js/belenios/group.js";
import { openShare, sealShare } from "../../static/js/belenios/sealedshare.js";
import * as trustees from "../../static/js/belenios/trustees.js";
import { archive, CEREMONY, ceremony, FIXTURES, refuses } from "./support.mjs";

const made = await ceremony(3, 2); // nobody changes it: what is to be refused is made of copies

test("any two of three shares are the key, one is not", async () => {
  const { raw, secrets } = made;
  const { jointKey, publicKeys, threshold, size } = await trustees.parseTrustees(raw);
  assert.deepEqual([threshold, size], [2, 3]);
  const [a, b, c] = secrets.map((one) => BigInt(one.share));
  assert.equal(generator().power((((2n * a - b) % Q) + Q) % Q), jointKey); // Lagrange at 0 of 1 and 2
  assert.equal(generator().power((((3n * b - 2n * c) % Q) + Q) % Q), jointKey); // of 2 and 3
  assert.notEqual(generator().power(a), jointKey);
  assert.equal(publicKeys[2], generator().power(c));
  for (const one of secrets) await trustees.expectOwnPart(one, raw);
});

test("one of one works for the smallest congress, two of four is no majority", async () => {
  const { raw, secrets } = await ceremony(1, 1);
  const { jointKey } = await trustees.parseTrustees(raw);
  assert.equal(jointKey, generator().power(BigInt(secrets[0].share)));
  await refuses(trustees.certify(CEREMONY, { size: 4, threshold: 2, index: 1 }), Malformed);
  await refuses(trustees.certify(CEREMONY, { size: 3, threshold: 4, index: 1 }), Malformed);
  await refuses(trustees.certify(CEREMONY, { size: 3, threshold: 2, index: 4 }), Malformed);
});

test("a certificate that was swapped, copied or changed is refused", async () => {
  const { certs, first } = made;
  const [one, two, three] = certs;
  await refuses(trustees.expectCerts([two, one, three], 3, 2), DoesNotHold, /certificate of scrutineer 1/);
  await refuses(trustees.expectCerts([one, two], 3, 2), Malformed);
  await refuses(trustees.expectCerts([one, two, { ...three, signature: two.signature }], 3, 2), DoesNotHold, /scrutineer 3/);
  const { cert: forged } = await trustees.certify(CEREMONY, { size: 3, threshold: 2, index: 1 });
  await trustees.expectCerts([forged, two, three], 3, 2);
  await refuses(trustees.deal(first[0], [forged, two, three]), DoesNotHold, /our own certificate/);
});

test("a deal that was changed is refused by the number of its dealer", async () => {
  const { certs, deals, first } = made;
  const mine = deals.map((one) => one.sealed_shares[0]);
  const listed = JSON.parse(deals[1].coefexps.message).coefexps;
  const message = dump({ coefexps: [String(times(BigInt(listed[0]), G)), listed[1]] });
  const changed = { ...deals[1], coefexps: { ...deals[1].coefexps, message } };
  await refuses(trustees.finish(first[0], certs, [deals[0], changed, deals[2]], mine), DoesNotHold, /scrutineer 2/);
  const swapped = { ...deals[1], signature: deals[2].signature };
  await refuses(trustees.finish(first[0], certs, [deals[0], swapped, deals[2]], mine), DoesNotHold, /scrutineer 2/);
});

test("a sealed share that was changed, misdirected or false is refused by the number of its dealer", async () => {
  const { certs, deals, first } = made;
  const mine = deals.map((one) => one.sealed_shares[0]);
  const flipped = mine.with(1, mine[1].slice(0, -4) + (mine[1].endsWith("AAAA") ? "BBBB" : "AAAA"));
  await refuses(trustees.finish(first[0], certs, deals, flipped), DoesNotHold, /scrutineer 2/);
  const misdirected = mine.with(1, deals[1].sealed_shares[2]);
  await refuses(trustees.finish(first[0], certs, deals, misdirected), DoesNotHold, /scrutineer 2/);
  const keys = await trustees.expectCerts(certs, 3, 2);
  const channel = { secret: BigInt(first[1].decryption), theirs: keys[0].encryption, ceremony: CEREMONY, from: 2, to: 1 };
  const false_ = mine.with(1, await sealShare(12345n, channel));
  await refuses(trustees.finish(first[0], certs, deals, false_), DoesNotHold, /share of scrutineer 2/);
});

test("a share opens on the other end only, in its own ceremony only", async () => {
  const { certs, first } = await ceremony(2, 2);
  const keys = await trustees.expectCerts(certs, 2, 2);
  const sending = { secret: BigInt(first[0].decryption), theirs: keys[1].encryption, ceremony: "a", from: 1, to: 2 };
  const receiving = { ...sending, secret: BigInt(first[1].decryption), theirs: keys[0].encryption };
  const sealed = await sealShare(77n, sending);
  assert.equal(await openShare(sealed, receiving), 77n);
  await refuses(openShare(sealed, { ...receiving, ceremony: "b" }), DoesNotHold);
  await refuses(openShare(sealed, { ...receiving, from: 2, to: 1 }), DoesNotHold);
  await refuses(openShare("AAAA", receiving), Malformed);
});

test("a trustee record with anything changed is refused", async () => {
  const { raw, secrets } = made;
  const changes = [
    (record) => (record.threshold = 3),
    (record) => record.certs.pop(),
    (record) => record.verification_keys.reverse(),
    (record) => (record.verification_keys[0].public_key = record.verification_keys[1].public_key),
    (record) => (record.verification_keys[0].pok = record.verification_keys[1].pok),
    (record) => (record.verification_keys[0].signature = record.verification_keys[1].signature),
    (record) => record.signatures.reverse(),
    (record) => record.coefexps.reverse(),
    (record) => (record.extra = 1),
  ];
  for (const change of changes) {
    const value = JSON.parse(raw);
    change(value[0][1]);
    await refuses(trustees.parseTrustees(dump(value)), Refused);
  }
  const other = await ceremony(3, 2);
  await refuses(trustees.expectOwnPart(secrets[0], other.raw), DoesNotHold, /our own certificate/);
});

test("a trustee record made by another program is accepted", async () => {
  const texts = archive(new URL("good/qQyYsC934AEq7n.bel", FIXTURES)).map(([, text]) => text);
  const raw = texts.find((text) => text.startsWith('[["Pedersen"'));
  const election = JSON.parse(texts.find((text) => text.startsWith('{"version":1,"description"')));
  const { jointKey } = await trustees.parseTrustees(raw);
  assert.equal(String(jointKey), election.public_key);
});

test("a fingerprint has 24 digits and changes with one letter", async () => {
  const [one, two] = await Promise.all([fingerprint("trustees"), fingerprint("trusteeS")]);
  assert.match(one, /^[0-9]{24}$/);
  assert.notEqual(one, two);
  assert.match(grouped(one), /^([0-9]{4} ){5}[0-9]{4}$/);
});
