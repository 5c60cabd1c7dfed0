import assert from "node:assert/strict";
import { test } from "node:test";

import { check, expectOpening, longest, seal, tracker } from "../../static/js/belenios/ballot.js";
import { dump } from "../../static/js/belenios/canonical.js";
import { Election } from "../../static/js/belenios/election.js";
import { DoesNotHold, Malformed, Refused } from "../../static/js/belenios/errors.js";
import { G, generator, P, Q, randomScalar } from "../../static/js/belenios/group.js";
import { anyElection, archive, FIXTURES, question, refuses } from "./support.mjs";

test("a ballot of each kind seals, checks and opens to its choices", async () => {
  const kinds = [
    [[question(5, 0, 3)], [[1, 0, 1, 0, 1]]],
    [[question(5, 0, 3)], [[0, 0, 0, 0, 0]]],
    [[question(3, 1, 1), question(3, 1, 1)], [[1, 0, 0], [0, 0, 1]]],
    [[question(4, 1, 1)], [[0, 0, 0, 1]]],
    [[question(3, 1, 2, { blank: true })], [[0, 1, 0, 1]]],
    [[question(3, 1, 2, { blank: true })], [[1, 0, 0, 0]]],
  ];
  for (const [questions, choices] of kinds) {
    const election = await anyElection(...questions);
    const secret = randomScalar();
    const sealed = await seal(election, secret, choices);
    const checked = await check(election, sealed.raw);
    assert.equal(checked.credential, String(generator().power(secret)));
    assert.equal(checked.tracker, sealed.tracker);
    assert.equal(sealed.tracker, await tracker(sealed.raw));
    assert.ok(sealed.raw.length < longest(election));
    await expectOpening(election, sealed.raw, choices, sealed.randomness);
  }
});

test("too many, too few or strange choices cannot be sealed", async () => {
  const election = await anyElection(question(3, 1, 2));
  for (const choices of [[[1, 1, 1]], [[0, 0, 0]], [[1, 0]], [[1, 0, 0, 0]], [[2, 0, 0]], [[true, 0, 0]], [], [[1, 0, 0], [1, 0, 0]]]) {
    await refuses(seal(election, randomScalar(), choices), Malformed);
  }
  const blank = await anyElection(question(2, 0, 2, { blank: true }));
  await refuses(seal(blank, randomScalar(), [[1, 1, 0]]), Malformed);
});

/** Every path to a text or list of a parsed ballot. */
function* places(value, path = []) {
  if (typeof value === "string") yield path;
  else for (const key of Object.keys(value)) yield* places(value[key], [...path, key]);
}

function replaced(raw, path, change) {
  const ballot = JSON.parse(raw);
  const last = path.at(-1);
  const parent = path.slice(0, -1).reduce((value, key) => value[key], ballot);
  parent[last] = change(parent[last]);
  return dump(ballot);
}

test("a ballot with any one value changed is refused", async () => {
  const election = await anyElection(question(2, 0, 1));
  const { raw } = await seal(election, randomScalar(), [[0, 1]]);
  const changes = [
    (text) => (/^[0-9]+$/.test(text) ? String(BigInt(text) + 1n) : `${text}A`),
    () => "0",
    () => "1",
    () => String(P - 1n),
    () => String(Q),
    (text) => Number(text.slice(0, 3)) || 0,
  ];
  let tried = 0;
  for (const path of places(JSON.parse(raw))) {
    for (const change of changes) {
      const other = replaced(raw, path, change);
      if (other === raw) continue;
      await refuses(check(election, other), Refused);
      tried += 1;
    }
  }
  assert.ok(tried > 100);
  await check(election, raw);
});

test("a ballot with its fields in another form is refused", async () => {
  const election = await anyElection(question(2, 0, 1));
  const { raw } = await seal(election, randomScalar(), [[0, 1]]);
  const ballot = JSON.parse(raw);
  const { signature, ...rest } = ballot;
  const answer = ballot.answers[0];
  const forms = [
    `${raw} `,
    raw.replace('"credential"', '"credential":"1","credential"'),
    dump({ signature, ...rest }),
    dump({ ...ballot, more: 1 }),
    dump(rest),
    dump({ ...ballot, answers: [] }),
    dump({ ...ballot, answers: [answer, answer] }),
    dump({ ...ballot, answers: [{ ...answer, choices: answer.choices.slice(1) }] }),
    dump({ ...ballot, answers: [{ ...answer, overall_proof: answer.overall_proof.slice(1) }] }),
    dump({ ...ballot, answers: [{ ...answer, individual_proofs: answer.individual_proofs.toReversed() }] }),
    dump({ ...ballot, answers: [{ ...answer, blank_proof: answer.overall_proof }] }),
    dump({ ...ballot, answers: null }),
    "x".repeat(longest(election) + 1),
    "null",
    "",
  ];
  for (const other of forms) await refuses(check(election, other), Refused);
});

test("a ballot copied under another credential or into another election is refused", async () => {
  const election = await anyElection();
  const other = await anyElection();
  const { raw } = await seal(election, randomScalar(), [[1, 0, 1]]);
  await refuses(check(other, raw), DoesNotHold, /another version/);
  const stolen = { ...JSON.parse(raw), credential: String(G) };
  await refuses(check(election, dump(stolen)), DoesNotHold);
});

test("a challenged ballot that holds another choice is caught", async () => {
  const election = await anyElection(question(3, 0, 2));
  const sealed = await seal(election, randomScalar(), [[1, 0, 1]]);
  await refuses(expectOpening(election, sealed.raw, [[1, 1, 0]], sealed.randomness), DoesNotHold, /another choice/);
  const [first, ...others] = sealed.randomness[0];
  const wrong = [[String((BigInt(first) + 1n) % Q), ...others]];
  await refuses(expectOpening(election, sealed.raw, [[1, 0, 1]], wrong), DoesNotHold);
  await refuses(expectOpening(election, sealed.raw, [[1, 0, 1]], [[first]]), Malformed);
});

test("ballots made by other programs check, spoiled ones do not", async () => {
  const expected = [
    ["good/NcZH3XGq31NJbf.bel", 8, 0],
    ["good/qQyYsC934AEq7n.bel", 12, 0],
    ["bad/proof-full/NcZH3XGq31NJbf.bel", 8, 1],
    ["bad/sig-full/NcZH3XGq31NJbf.bel", 8, 1],
  ];
  for (const [path, all, bad] of expected) {
    const texts = archive(new URL(path, FIXTURES)).map(([, text]) => text);
    const election = await Election.parse(texts.find((text) => text.startsWith('{"version":1,"description"')));
    const ballots = texts.filter((text) => text.startsWith('{"election_uuid"'));
    const outcomes = await Promise.allSettled(ballots.map((raw) => check(election, raw)));
    const refused = outcomes.filter((one) => one.status === "rejected");
    assert.equal(ballots.length, all, path);
    assert.equal(refused.length, bad, path);
    for (const one of refused) assert.ok(one.reason instanceof Refused);
  }
});
