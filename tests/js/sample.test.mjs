// The sample's rule table: the very cases of tests/belenios/test_sample.py, and the order in which names are called.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { after, begun, inOrderOfChance, numbersOf, verdictOf } from "../../static/js/belenios/sample.js";

const PYTHON = readFileSync(new URL("../belenios/test_sample.py", import.meta.url), "utf8");
const CASES = [...PYTHON.matchAll(/^ {4}\("([-+!ox?]*)"(?: \+ "(\+)" \* (\d+)| \+ "([-+]+)")?, (\d+), (\d+), "(\w+)"\)/gm)].map(
  ([, first, again, times, more = "", names, ballots, verdict]) => [first + (again ?? "").repeat(Number(times ?? 0)) + more, Number(names), Number(ballots), verdict],
);
const MARKS = { "+": "there", "-": "gone", "!": "proven", o: "uncast", x: "refused", "?": "unknown" };

test("the verdict of worked samples is Python's", () => {
  assert.ok(CASES.length >= 20, String(CASES.length));
  for (const [answers, names, ballots, verdict] of CASES) {
    let sample = begun(names, ballots);
    for (const mark of answers) {
      assert.equal(verdictOf(sample), "more", `${answers}: over at ${mark}`);
      sample = after(sample, MARKS[mark]);
    }
    assert.equal(verdictOf(sample), verdict, `${answers} of ${names}`);
  }
});

test("a half-false box passes six names seven times in 64", () => {
  let passed = 0;
  for (let pattern = 0; pattern < 64; pattern += 1) {
    let sample = begun(10_000, 10_000);
    for (let bit = 0; bit < 6; bit += 1) sample = after(sample, (pattern >> bit) & 1 ? "there" : "gone");
    if (verdictOf(sample) === "passed") passed += 1;
  }
  assert.equal(passed, 7);
});

test("the statement carries numbers and the verdict, and of a stopped sample not the answer that stopped", () => {
  const sample = ["there", "uncast", "gone", "unknown"].reduce(after, begun(40, 38));
  assert.equal(numbersOf(sample), "1|1|1|stopped");
  assert.throws(() => begun(3, 4), /more ballots/);
});

test("every name is called once, in an order that is drawn anew", () => {
  const names = Array.from({ length: 30 }, (_, i) => i);
  const orders = Array.from({ length: 5 }, () => inOrderOfChance(names));
  for (const order of orders) assert.deepEqual([...order].sort((a, b) => a - b), names);
  assert.equal(new Set(orders.map(String)).size, 5);
  assert.deepEqual(names[29], 29, "what was given stays as it was");
});

test("words beyond the last whole multiple are drawn again, so that no name is likelier", () => {
  const words = [2 ** 32 - 1, 0, 2 ** 32 - 1, 1]; // 2^32 - 1 is no multiple's last of three: drawn again; of two it holds
  assert.deepEqual(inOrderOfChance(["a", "b", "c"], () => words.shift()), ["c", "b", "a"]);
  const firsts = [0, 0, 0];
  for (let i = 0; i < 3000; i += 1) firsts[inOrderOfChance([0, 1, 2])[0]] += 1;
  for (const often of firsts) assert.ok(often > 850 && often < 1150, String(firsts));
});
