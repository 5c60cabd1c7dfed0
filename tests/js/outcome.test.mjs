// The outcome decided in the browser is the one that Python decides, in every case of tests/js/make_outcome_cases.py.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { dump } from "../../static/js/belenios/canonical.js";
import { DoesNotHold, Malformed } from "../../static/js/belenios/errors.js";
import { decide, expectDecision } from "../../static/js/belenios/outcome.js";

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
