// The outcome decided in the browser is the one that Python decides, in every case of tests/js/make_outcome_cases.py.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { dump } from "../../static/js/belenios/canonical.js";
import { DoesNotHold, Malformed } from "../../static/js/belenios/errors.js";
import { boundOf, decide, differences, written } from "../../static/js/belenios/outcome.js";

const CASES = JSON.parse(readFileSync(new URL("outcome_cases.json", import.meta.url), "utf8"));
const REFUSED = { Malformed, DoesNotHold };
const decided = CASES.filter(({ text }) => !(text in REFUSED));

test("every outcome that Python decides is decided alike, to the byte", () => {
  assert.ok(decided.length > 100);
  for (const { rules, claim, text } of decided) assert.equal(written(rules, claim), text);
});

test("what Python refuses is refused", () => {
  const refused = CASES.filter(({ text }) => text in REFUSED);
  assert.deepEqual(new Set(refused.map(({ text }) => text)), new Set(Object.keys(REFUSED)));
  for (const { rules, claim, text } of refused) assert.throws(() => decide(rules, claim), REFUSED[text], dump(claim));
});

test("which figures were typed is told: always 实到, paper and the presidium's choice where there are", () => {
  for (const { text } of decided) {
    const { told, paper, by_presidium: picked } = JSON.parse(text);
    assert.deepEqual(told, ["present", ...(paper ? ["paper"] : []), ...(picked.length ? ["by_presidium"] : [])]);
  }
});

test("the server tells number and text before; what else differs is named with both values", () => {
  const { text } = decided.find(({ claim }) => claim.serial === 2);
  assert.deepEqual(boundOf(text), { serial: 2, previous: "3".repeat(64) });
  const outcome = JSON.parse(text);
  const [line, ...others] = outcome.lines;
  const lie = { ...outcome, present: outcome.present + 1, lines: [{ ...line, chosen: !line.chosen }, ...others] };
  assert.deepEqual(differences(text, text), []);
  assert.deepEqual(differences(text, dump(lie)).map(({ name }) => name), ["present", "lines"]);
  assert.equal(differences(text, dump(lie))[0].theirs, outcome.present + 1);
});

test("an outcome with other fields, or a number that cannot be, is malformed", () => {
  const { vacant, ...less } = JSON.parse(decided[0].text);
  for (const bad of [dump(less), dump({ ...less, vacant, more: 1 }), `${decided[0].text} `]) {
    assert.throws(() => boundOf(bad), Malformed);
    assert.throws(() => differences(decided[0].text, bad), Malformed);
  }
  for (const wrong of [{ serial: 0 }, { serial: "1" }, { serial: 1, previous: "x" }, { serial: 2, previous: "" }, { previous: null }]) {
    assert.throws(() => boundOf(dump({ ...less, vacant, ...wrong })), Malformed);
  }
});
