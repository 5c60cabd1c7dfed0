// A scrutineer's device from the closed box to the counts: what it asks before it commits, what it remembers, how it counts.

import assert from "node:assert/strict";
import { test } from "node:test";

import { dump, hexSha256, unb64url } from "../../static/js/belenios/canonical.js";
import { Crew } from "../../static/js/belenios/crew.js";
import { DoesNotHold, Malformed, Refused } from "../../static/js/belenios/errors.js";
import { G, times } from "../../static/js/belenios/group.js";
import { expectPapers, expectTold, outcomeText, parseTokens, rollText, sampleText, stated } from "../../static/js/belenios/opening.js";
import { expectKnowledge } from "../../static/js/belenios/proofs.js";
import { expectRoll } from "../../static/js/belenios/roll.js";
import { together, withDigest, withOutcome, withRoll, withSample } from "../../static/js/belenios/said.js";
import { after, begun } from "../../static/js/belenios/sample.js";
import { dumpSum, expectPartial, parseSum } from "../../static/js/belenios/tally.js";
import * as trustees from "../../static/js/belenios/trustees.js";
import { closedBox, ISSUER, rollOf } from "./box.mjs";
import { ceremony, refuses, UUID } from "./support.mjs";

const told = (found, changed = {}) => ({ digest: found.digest.slice(0, 24), count: found.ballots.length, names: found.roll.drawn.length, present: 9, ...changed });

test("two of three check, lend and count, each by himself", async () => {
  const box = await closedBox([[1, 0, 0], [1, 1, 0], [0, 0, 0], [1, 0, 1]]);
  const crew = new Crew(2);
  const partials = [];
  for (const index of [1, 3]) {
    const found = await expectPapers(box.key.secrets[index - 1], box.papers);
    expectTold(found, told(found));
    const { sum, credentials, trackers } = await crew.verifyBox(found.election, found.ballots);
    await crew.ask("expectTokens", { uuid: UUID, issuer: found.issuer, credentials, tokens: parseTokens(dump({ tokens: box.tokens })) });
    assert.equal(new Set(trackers).size, 4);
    partials.push({ index, partial: await crew.ask("partialDecrypt", { election: found.election.raw, sum, share: box.key.secrets[index - 1].share }) });
  }
  const { publicKeys } = await trustees.parseTrustees(box.key.raw);
  const { sum } = await crew.verifyBox(box.election, box.ballots);
  const args = { election: box.election.raw, sum, publicKeys, threshold: 2, ballots: 4, partials };
  assert.deepEqual(await crew.ask("count", args), [[3, 1, 1]]);
  assert.deepEqual(parseSum(dumpSum(sum)), sum);
  await refuses(crew.ask("count", { ...args, partials: partials.slice(1) }), DoesNotHold, /other than t/);
  await refuses(crew.ask("count", { ...args, partials: [partials[0], partials[0]] }), DoesNotHold, /other than t/);
  await refuses(crew.ask("count", { ...args, ballots: 2 }), DoesNotHold, /number of ballots/);
  const swapped = [{ ...partials[0], index: 3 }, { ...partials[1], index: 1 }];
  await refuses(crew.ask("count", { ...args, partials: swapped }), DoesNotHold);
});

test("an empty box opens to noughts", async () => {
  const box = await closedBox([], { drawn: 2 });
  const crew = new Crew(1);
  const { sum } = await crew.verifyBox(box.election, box.ballots);
  const { publicKeys } = await trustees.parseTrustees(box.key.raw);
  const partials = [];
  for (const index of [1, 2]) partials.push({ index, partial: await crew.ask("partialDecrypt", { election: box.election.raw, sum, share: box.key.secrets[index - 1].share }) });
  assert.deepEqual(await crew.ask("count", { election: box.election.raw, sum, publicKeys, threshold: 2, ballots: 0, partials }), [[0, 0, 0]]);
});

test("what is typed from print must be what was computed here", async () => {
  const box = await closedBox([[1, 0, 0], [0, 1, 0]], { drawn: 3 });
  const found = await expectPapers(box.key.secrets[0], box.papers);
  assert.equal(found.digest, box.digest);
  expectTold(found, told(found, { digest: found.digest.slice(0, 24).toUpperCase() }));
  const wrong = [
    [{ digest: found.digest.slice(0, 23) }, Malformed, /too few/],
    [{ digest: "0".repeat(24) }, DoesNotHold, /digest differs/],
    [{ count: 1 }, DoesNotHold, /number of ballots/],
    [{ names: 2 }, DoesNotHold, /number of names/],
    [{ present: 2 }, DoesNotHold, /more drew/],
    [{ present: 10 }, DoesNotHold, /more were present/],
  ];
  for (const [changed, kind, reason] of wrong) assert.throws(() => expectTold(found, told(found, changed)), (error) => error instanceof kind && reason.test(error.reason));
});

test("a box of an earlier protocol, under another key, or with more ballots than names is not opened", async () => {
  const old = await closedBox([[1, 0, 0]], { changed: { protocol: undefined } });
  await refuses(expectPapers(old.key.secrets[0], old.papers), DoesNotHold, /earlier version/);
  const [box, other] = [await closedBox([[1, 0, 0]]), await closedBox([], { key: await ceremony(3, 2) })];
  await refuses(expectPapers(other.key.secrets[0], box.papers), DoesNotHold, /our own certificate/);
  const fewer = { ...box.papers, roll: dump(rollOf(0)) };
  await refuses(expectPapers(box.key.secrets[0], fewer), DoesNotHold, /more ballots than names/);
});

test("a token too many, too few, foreign or of another credential is refused", async () => {
  const box = await closedBox([[1, 0, 0], [0, 1, 0]]);
  const crew = new Crew(1);
  const { credentials } = await crew.verifyBox(box.election, box.ballots);
  const ask = (tokens) => crew.ask("expectTokens", { uuid: UUID, issuer: ISSUER, credentials, tokens });
  const [one, two] = box.tokens;
  for (const tokens of [[one], [one, one], [one, two, two], [one, { ...two, credential: "5" }]]) await refuses(ask(tokens), DoesNotHold, /not those/);
  await refuses(ask([one, { ...two, token: one.token }]), DoesNotHold, /token signature/);
  for (const raw of ["[]", "null", '{"tokens":[null]}', '{"tokens":[{"credential":"1"}]}']) assert.throws(() => parseTokens(raw), Malformed);
  assert.equal(unb64url(one.token).length, 384);
});

test("a roll out of order, of another ballot or with a name twice is refused, and N is counted here", async () => {
  const roll = await expectRoll(dump(rollOf(3, 2)), UUID);
  assert.deepEqual([roll.drawn.length, roll.paper.length], [3, 2]);
  assert.equal(roll.digest, await hexSha256(dump(rollOf(3, 2))));
  const [one, two] = rollOf(2).drawn;
  await refuses(expectRoll(dump({ ...rollOf(1), ballot: "another" }), UUID), DoesNotHold, /another ballot/);
  const bad = [{ drawn: [two, one] }, { drawn: [one, one] }, { paper: [one] }, { drawn: null }, { drawn: [{ ...one, tracker: "x" }] }, { drawn: [{ ...one, name: 1 }] }];
  for (const changed of bad) await refuses(expectRoll(dump({ ...rollOf(1), ...changed }), UUID), Malformed);
});

test("nothing is said twice otherwise: one box, one roll, one sample, one outcome for each serial", async () => {
  const { secrets } = await ceremony(1, 1);
  const [first] = secrets;
  const opened = withDigest(first, UUID, "a");
  assert.deepEqual(withDigest(opened, UUID, "a").digests, { [UUID]: "a" });
  assert.throws(() => withDigest(opened, UUID, "b"), /opened with another digest/);
  const said = withSample(withRoll(opened, UUID, "roll|a"), UUID, "sample|a");
  assert.deepEqual(said.said[UUID], { roll: "roll|a", sample: "sample|a" });
  assert.throws(() => withRoll(said, UUID, "roll|b"), /another roll/);
  assert.throws(() => withSample(said, UUID, "sample|b"), /another sample/);
  const one = await withOutcome(said, UUID, { serial: 1, previous: "" }, "text");
  await withOutcome(one, UUID, { serial: 1, previous: "" }, "text");
  await refuses(withOutcome(one, UUID, { serial: 1, previous: "" }, "other"), DoesNotHold, /under this serial/);
  await refuses(withOutcome(one, UUID, { serial: 2, previous: "f".repeat(64) }, "new"), DoesNotHold, /does not follow/);
  const two = await withOutcome(one, UUID, { serial: 2, previous: await hexSha256("text") }, "new");
  assert.deepEqual(Object.keys(two.said[UUID].outcomes), ["1", "2"]);
  assert.deepEqual(first.said, {});
});

test("a box with a spoiled, foreign or repeated ballot does not hold", async () => {
  const box = await closedBox([[1, 0, 0], [0, 1, 0]]);
  const other = await closedBox([[1, 0, 0]], { key: await ceremony(3, 2) });
  const spoiled = JSON.parse(box.ballots[0]);
  spoiled.answers[0].overall_proof[0].response = "7";
  for (const third of [dump(spoiled), other.ballots[0], box.ballots[0]]) {
    await refuses(new Crew(1).verifyBox(box.election, [...box.ballots, third].sort()), Refused);
  }
});

test("progress counts every ballot once", async () => {
  const box = await closedBox(Array.from({ length: 5 }, () => [0, 1, 0]));
  const seen = [];
  await new Crew(2).verifyBox(box.election, box.ballots, (done, of) => seen.push([done, of]));
  assert.deepEqual(seen, [1, 2, 3, 4, 5].map((done) => [done, 5]));
});

test("a partial decryption with anything changed is refused", async () => {
  const box = await closedBox([[1, 0, 0], [0, 1, 1]]);
  const { publicKeys } = await trustees.parseTrustees(box.key.raw);
  const { sum } = await new Crew(1).verifyBox(box.election, box.ballots);
  const partial = await new Crew(1).ask("partialDecrypt", { election: box.election.raw, sum, share: box.key.secrets[0].share });
  await refuses(expectPartial(box.election, sum, publicKeys[1], partial), DoesNotHold);
  const changes = [
    (it) => (it.decryption_factors[0][1] = String(times(BigInt(it.decryption_factors[0][1]), G))),
    (it) => (it.decryption_proofs[0][2].response = "1"),
    (it) => it.decryption_factors[0].reverse(),
    (it) => it.decryption_factors[0].pop(),
    (it) => it.decryption_proofs.pop(),
    (it) => (it.more = 1),
  ];
  for (const change of changes) {
    const value = JSON.parse(partial);
    change(value);
    await refuses(expectPartial(box.election, sum, publicKeys[0], dump(value)), Refused);
  }
});

test("what a scrutineer signs for one thing does not hold for another, and the texts are those of the protocol", async () => {
  const { secrets, certs } = await ceremony(1, 1);
  const [{ verification }] = await trustees.expectCerts(certs, 1, 1);
  const roll = await expectRoll(dump(rollOf(6)), UUID);
  const text = rollText(UUID, roll);
  assert.equal(text, `roll|${UUID}|${roll.digest}|6`);
  const sample = Array.from({ length: 6 }, () => "there").reduce(after, begun(6, 6));
  assert.equal(sampleText(UUID, "b0", roll, sample), `sample|${UUID}|b0|${roll.digest}|6|6|0|0|passed`);
  const sent = await stated(secrets[0], text);
  assert.deepEqual(Object.keys(sent), ["text", "signature"]);
  await expectKnowledge(verification, `sigmsg|${text}|`, sent.signature, "roll");
  await refuses(expectKnowledge(verification, `sigmsg|${outcomeText(UUID, "x")}|`, sent.signature, "outcome"), DoesNotHold, /outcome/);
});

test("of two copies of one key nothing is forgotten that either said, and copies that said different things are refused", async () => {
  const { secrets } = await ceremony(1, 1);
  const rolled = withRoll(secrets[0], UUID, "roll|a");
  const first = { serial: 1, previous: "" };
  const later = await withOutcome(withDigest(withSample(rolled, UUID, "sample|a"), UUID, "a"), UUID, first, "text");
  for (const both of [together(rolled, later), together(later, rolled)]) assert.deepEqual([both.said, both.digests], [later.said, later.digests]);
  const others = [withRoll(secrets[0], UUID, "roll|b"), withSample(rolled, UUID, "sample|b"), withDigest(rolled, UUID, "b"), await withOutcome(rolled, UUID, first, "other")];
  for (const other of others) assert.throws(() => together(later, other), DoesNotHold);
});
