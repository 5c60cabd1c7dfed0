// The outcome decided in the browser is the one that Python decides, in every case of tests/js/make_outcome_cases.py.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { dump, hexSha256 } from "../../static/js/belenios/canonical.js";
import { DoesNotHold, Malformed } from "../../static/js/belenios/errors.js";
import { expectOutcome } from "../../static/js/belenios/opening.js";
import { decide, expectDecision } from "../../static/js/belenios/outcome.js";
import { boxDigest } from "../../static/js/belenios/tally.js";
import { refuses } from "./support.mjs";

const CASES = JSON.parse(readFileSync(new URL("outcome_cases.json", import.meta.url), "utf8"));
const REFUSED = { Malformed, DoesNotHold };
const decided = CASES.filter(({ text }) => !(text in REFUSED));

test("every outcome that Python decides is decided alike, to the byte", () => {
  assert.ok(decided.length > 100);
  for (const { rules, claim, text } of decided) assert.equal(dump({ ...claim, ...decide(rules, claim) }), text);
});

test("what Python refuses is refused", () => {
  const refused = CASES.filter(({ text }) => text in REFUSED);
  assert.deepEqual(new Set(refused.map(({ text }) => text)), new Set(Object.keys(REFUSED)));
  for (const { rules, claim, text } of refused) assert.throws(() => decide(rules, claim), REFUSED[text], dump(claim));
});

test("a decision that does not follow from its counts is not signed", () => {
  for (const { rules, text } of decided) {
    assert.equal(expectDecision(text, rules).uuid, "1ooMockBa11otQ");
    const outcome = JSON.parse(text);
    const [line] = outcome.lines;
    const lies = [
      { ...outcome, lines: [{ ...line, chosen: !line.chosen }, ...outcome.lines.slice(1)] },
      { ...outcome, void: outcome.void === "" ? "quorum" : "" },
      { ...outcome, pass_line: outcome.pass_line + 1 },
      { ...outcome, vacant: outcome.vacant + 1 },
    ];
    for (const lie of lies) assert.throws(() => expectDecision(dump(lie), rules), DoesNotHold);
  }
});

test("an outcome with other fields is malformed", () => {
  const [{ rules, text }] = decided;
  const { vacant, ...less } = JSON.parse(text);
  for (const bad of [dump(less), dump({ ...less, vacant, more: 1 }), `${text} `, dump({ ...less, vacant, due: "9" }), dump({ ...less, vacant, by_presidium: 1 })]) {
    assert.throws(() => expectDecision(bad, rules), Malformed);
  }
});

/** A box of as many texts as the case has ballots, with its rules, its outcome, and what a person saw. */
async function announced({ rules, claim }) {
  const raw = dump({ uuid: claim.uuid, ...rules });
  const ballots = Array.from({ length: claim.cast }, (_, i) => `ballot ${String(i).padStart(2, "0")}`);
  const digest = await boxDigest(ballots);
  const full = { ...claim, rules: await hexSha256(raw), digest };
  const election = { uuid: claim.uuid, description: `sha256:${full.rules}` };
  const write = (changed = {}) => dump({ ...full, ...decide(rules, full), ...changed });
  return { raw, ballots, digest, election, write };
}

test("an outcome is signed only for the box that a person saw, and under the rules of its election", async () => {
  const one = decided.find(({ claim }) => claim.cast > 3);
  const { raw, ballots, digest, election, write } = await announced(one);
  const text = write();
  for (const seen of [digest, digest.slice(0, 16), ` ${digest.slice(0, 8)} ${digest.slice(8, 16).toUpperCase()}`]) {
    assert.equal((await expectOutcome(text, raw, election, ballots, seen)).digest, digest);
  }
  await refuses(expectOutcome(text, raw, election, ballots, digest.slice(0, 15)), Malformed, /too few/);
  await refuses(expectOutcome(text, raw, election, ballots, "0".repeat(16)), DoesNotHold, /hall screen/);
  await refuses(expectOutcome(text, raw, election, ballots.slice(1), digest), DoesNotHold, /another box/);
  await refuses(expectOutcome(write({ digest: "2".repeat(64) }), raw, election, ballots, digest), DoesNotHold, /another box/);
  await refuses(expectOutcome(write({ uuid: "another" }), raw, election, ballots, digest), DoesNotHold, /another ballot/);
  await refuses(expectOutcome(write({ vacant: 99 }), raw, election, ballots, digest), DoesNotHold, /follow from the counts/);
  const lenient = raw.replace(one.rules.rules.pass_line, "half_of_it");
  await refuses(expectOutcome(text, lenient, election, ballots, digest), DoesNotHold, /rules are not those/);
});

test("an outcome over more ballots than the box holds is not signed", async () => {
  const one = decided.find(({ rules, claim }) => claim.cast > 3 && claim.paper === null && rules.rules.kind === "choose" && claim.by_presidium.length === 0);
  const { raw, ballots, election } = await announced(one);
  const fewer = ballots.slice(1);
  const digest = await boxDigest(fewer);
  const full = { ...one.claim, rules: await hexSha256(raw), digest };
  await refuses(expectOutcome(dump({ ...full, ...decide(one.rules, full) }), raw, election, fewer, digest), DoesNotHold, /number of ballots/);
});
