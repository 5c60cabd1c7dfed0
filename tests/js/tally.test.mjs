import assert from "node:assert/strict";
import { test } from "node:test";

import { seal } from "../../static/js/belenios/ballot.js";
import { dump } from "../../static/js/belenios/canonical.js";
import { Crew } from "../../static/js/belenios/crew.js";
import { DoesNotHold, Malformed, Refused } from "../../static/js/belenios/errors.js";
import { G, invert, power, Q, randomScalar, times } from "../../static/js/belenios/group.js";
import { openBox, signOutcome, signRoll } from "../../static/js/belenios/opening.js";
import { expectKnowledge } from "../../static/js/belenios/proofs.js";
import { boxDigest, dumpSum, expectPartial, parseSum } from "../../static/js/belenios/tally.js";
import * as trustees from "../../static/js/belenios/trustees.js";
import { ceremony, electionFor, question, refuses, UUID } from "./support.mjs";

/** A closed box: 2 of 3 scrutineers, these choices of one question with three answers. */
async function closedBox(choices) {
  const key = await ceremony(3, 2);
  const { jointKey } = await trustees.parseTrustees(key.raw);
  const election = await electionFor(jointKey, [question(3, 0, 2)]);
  const ballots = [];
  for (const chosen of choices) ballots.push((await seal(election, randomScalar(), [chosen])).raw);
  ballots.sort();
  return { key, election, ballots, announced: { digest: await boxDigest(ballots), count: ballots.length } };
}

function opening(box, scrutineer, ballots = box.ballots, announced = box.announced, keep = async () => {}) {
  return openBox(new Crew(2), scrutineer, box.election, box.key.raw, ballots, announced, { keep });
}

/** Combine the factors of scrutineers 1 and 3 and read the counts off. */
function counts(sum, first, third) {
  return sum.map((row, i) =>
    row.map(([, beta], j) => {
      const half = (Q + 1n) / 2n; // 1/2 mod q: Lagrange at 0 of 1 and 3 is 3/2 and -1/2
      const mask = times(power(first[i][j], (3n * half) % Q), power(third[i][j], Q - half));
      const element = times(beta, invert(mask));
      let count = 0;
      for (let tried = 1n; tried !== element; tried = times(tried, G)) count += 1;
      return count;
    }),
  );
}

test("two of three open the box and read the sums", async () => {
  const box = await closedBox([[1, 0, 0], [1, 1, 0], [0, 0, 0], [1, 0, 1]]);
  const { publicKeys } = await trustees.parseTrustees(box.key.raw);
  const sum = await new Crew(1).verifyBox(box.election, box.ballots);
  const factors = [];
  for (const i of [0, 2]) {
    const { partial } = await opening(box, box.key.secrets[i]);
    factors.push(await expectPartial(box.election, sum, publicKeys[i], partial));
  }
  assert.deepEqual(counts(sum, ...factors), [[3, 1, 1]]);
  assert.deepEqual(parseSum(dumpSum(sum)), sum);
});

test("sixteen typed characters of the digest are enough, fifteen are not", async () => {
  const box = await closedBox([[1, 0, 0], [0, 1, 0]]);
  const typed = (many) => ({ count: 2, digest: box.announced.digest.slice(0, many).toUpperCase() });
  await opening(box, box.key.secrets[0], box.ballots, typed(16));
  await refuses(opening(box, box.key.secrets[0], box.ballots, typed(15)), Malformed, /too few/);
});

test("an empty box opens to the sum of nothing", async () => {
  const box = await closedBox([]);
  const { partial } = await opening(box, box.key.secrets[0]);
  assert.deepEqual(JSON.parse(partial).decryption_factors, [["1", "1", "1"]]);
});

test("progress counts every ballot once", async () => {
  const box = await closedBox(Array.from({ length: 5 }, () => [0, 1, 0]));
  const seen = [];
  await new Crew(2).verifyBox(box.election, box.ballots, (done, of) => seen.push([done, of]));
  assert.deepEqual(seen, [1, 2, 3, 4, 5].map((done) => [done, 5]));
});

test("a server that shows one ballot only gets no share", async () => {
  const box = await closedBox([[1, 0, 0], [0, 1, 0], [0, 1, 1]]);
  const one = box.ballots.slice(0, 1);
  await refuses(opening(box, box.key.secrets[0], one), DoesNotHold, /hall screen/);
  const digest = await boxDigest(one);
  await refuses(opening(box, box.key.secrets[0], one, { digest, count: 3 }), DoesNotHold, /hall screen/);
  await refuses(opening(box, box.key.secrets[0], box.ballots, { ...box.announced, digest }), DoesNotHold, /digest/);
});

test("a server that shows n ballots and later n - 1 gets one share only", async () => {
  const box = await closedBox([[1, 0, 0], [0, 1, 0], [0, 1, 1]]);
  let kept = null;
  const { secrets } = await opening(box, box.key.secrets[0], box.ballots, box.announced, async (it) => (kept = it));
  assert.deepEqual(kept, secrets);
  assert.deepEqual(secrets.digests, { [UUID]: box.announced.digest });
  await opening(box, secrets); // the same box again: the same answer may have been lost on its way
  const fewer = box.ballots.slice(1);
  const announced = { digest: await boxDigest(fewer), count: fewer.length };
  await refuses(opening(box, secrets, fewer, announced), DoesNotHold, /opened with another digest/);
});

test("the digest is remembered before the share is used", async () => {
  const box = await closedBox([[1, 0, 0], [0, 1, 0]]);
  const broken = opening(box, box.key.secrets[0], box.ballots, box.announced, async () => {
    throw new Error("disk full");
  });
  await assert.rejects(broken, /disk full/);
});

test("a box with a spoiled, foreign or repeated ballot is not opened", async () => {
  const box = await closedBox([[1, 0, 0], [0, 1, 0]]);
  const other = await closedBox([[1, 0, 0]]);
  const spoiled = JSON.parse(box.ballots[0]);
  spoiled.answers[0].overall_proof[0].response = "7";
  for (const third of [dump(spoiled), other.ballots[0], box.ballots[0]]) {
    const ballots = [...box.ballots, third].sort();
    const announced = { digest: await boxDigest(ballots), count: 3 };
    await refuses(opening(box, box.key.secrets[0], ballots, announced), Refused);
  }
});

test("a box under a key that is not ours is not opened", async () => {
  const [box, other] = [await closedBox([[1, 0, 0]]), await closedBox([])];
  await refuses(opening({ ...box, key: other.key }, other.key.secrets[0]), DoesNotHold, /another key/);
  await refuses(opening(box, other.key.secrets[0]), DoesNotHold, /our own certificate/);
});

test("a partial decryption with anything changed is refused", async () => {
  const box = await closedBox([[1, 0, 0], [0, 1, 1]]);
  const { publicKeys } = await trustees.parseTrustees(box.key.raw);
  const sum = await new Crew(1).verifyBox(box.election, box.ballots);
  const { partial } = await opening(box, box.key.secrets[0]);
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

test("what a scrutineer signs for one thing does not hold for another", async () => {
  const { secrets, certs } = await ceremony(1, 1);
  const [{ verification }] = await trustees.expectCerts(certs, 1, 1);
  const roll = await signRoll(secrets[0], UUID, "ab");
  await expectKnowledge(verification, `sigmsg|roll|${UUID}|ab|`, roll, "roll");
  await refuses(expectKnowledge(verification, `sigmsg|outcome|${UUID}|ab|`, roll, "outcome"), DoesNotHold, /outcome/);
  const outcome = await signOutcome(secrets[0], UUID, '{"a":1}');
  await expectKnowledge(verification, `sigmsg|outcome|${UUID}|{"a":1}|`, outcome, "outcome");
});
