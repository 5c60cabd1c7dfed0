// The course of the opening: every state is reached, each has its step of the page, and nothing is lent but after a sample that
// passed.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { after, MOVES, START, VIEWS } from "../../static/js/scrutineer/opening_course.js";

const FILES = ["opening.html", "_opening_sample.html", "_opening_count.html"].map((name) => `ballot/pages/${name}`);
const TEMPLATES = [...FILES, "ballot/_scrutineer.html"].map((name) => readFileSync(new URL(`../../templates/${name}`, import.meta.url), "utf8")).join("");
const STATES = Object.keys(VIEWS);

test("every state has its moves and is reached", () => {
  assert.deepEqual(Object.keys(MOVES), STATES);
  const reached = new Set([START]);
  for (const one of reached) for (const next of Object.values(MOVES[one])) reached.add(next);
  assert.deepEqual([...reached].sort(), [...STATES].sort());
});

test("every state has its step of the page, and every step its state", () => {
  const steps = [...TEMPLATES.matchAll(/call step\("(\w+)"/g)].map(([, name]) => name);
  assert.deepEqual([...new Set(steps)].sort(), [...new Set(Object.values(VIEWS))].sort());
});

test("a share leaves only after a sample that passed; one that failed or stopped leads nowhere", () => {
  assert.deepEqual(STATES.filter((state) => Object.values(MOVES[state]).includes("lent")), ["passed"]);
  assert.deepEqual([MOVES.failed, MOVES.stopped], [{}, {}]);
  assert.equal(after("comparing", "lend"), null);
});

test("nothing is signed that was not counted here", () => {
  assert.deepEqual(STATES.filter((state) => Object.values(MOVES[state]).includes("signed")), ["agreeing"]);
  assert.deepEqual(STATES.filter((state) => Object.values(MOVES[state]).includes("figuring")), ["lent", "choosing", "differing"]);
});

test("a recount leads every later state back to its outcome", () => {
  for (const state of ["agreeing", "differing", "signed"]) assert.equal(after(state, "recount"), "awaiting");
});
