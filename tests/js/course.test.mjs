// The tablet's course: every state is reached and left, each has its part of the page, and what comes late changes nothing.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { after, MOVES, START, VIEWS } from "../../static/js/tablet/course.js";

const MODULES = new URL("../../static/js/tablet/", import.meta.url);
const TEMPLATE = readFileSync(new URL("../../templates/hall/tablet/tablet.html", import.meta.url), "utf8");
const STATES = Object.keys(VIEWS);
const STEPS = new Set(Object.values(MOVES).flatMap(Object.keys));

/** The states that can be reached from one. */
function reachedFrom(state) {
  const reached = new Set([state]);
  for (const one of reached) for (const next of Object.values(MOVES[one])) reached.add(next); // grows while it is read
  return reached;
}

const named = (attribute) => [...TEMPLATE.matchAll(new RegExp(`\\s${attribute}="(\\w+)"`, "g"))].map(([, name]) => name);

test("every state has its moves, and every move leads to a state", () => {
  assert.deepEqual(Object.keys(MOVES), STATES);
  for (const moves of Object.values(MOVES)) for (const next of Object.values(moves)) assert.ok(STATES.includes(next), next);
});

test("every state is reached, and the tablet comes back to the welcome from each that is fit", () => {
  assert.deepEqual([...reachedFrom(START)].sort(), [...STATES].sort());
  const stranded = STATES.filter((state) => !reachedFrom(state).has("welcome"));
  assert.deepEqual(stranded, ["unfit"]);
});

test("while a ballot is on its way only the box's answer moves the tablet, and a receipt stays until it is cleared", () => {
  assert.deepEqual(MOVES.sending, { store: "receipt", note: "noted", not_store: "stopped" });
  assert.deepEqual(MOVES.receipt, { clear: "welcome" });
  const waysTo = (state) => STATES.filter((from) => Object.values(MOVES[from]).includes(state));
  assert.deepEqual([waysTo("receipt"), waysTo("noted")], [["sending", "noted"], ["sending"]]);
});

test("from one ballot of a draw to the next only the deputy goes, and each goes the whole way", () => {
  assert.deepEqual(MOVES.noted, { lay: "choosing", await_next: "drawn", end: "receipt", lock: "welcome" });
  for (const step of ["open", "close", "withdraw", "leave", "clear"]) assert.equal(after("noted", step), null, step);
  const walked = (from, ...steps) => steps.reduce((state, step) => after(state, step), from);
  const once = ["review", "commit", "cast"];
  assert.equal(walked("drawn", "open", ...once, "note", "lay", ...once, "store", "clear"), "welcome");
  assert.equal(walked("noted", "await_next", "open"), "choosing", "the next one is not open yet");
  assert.equal(walked("choosing", ...once, "not_store", "lay"), "choosing", "one that the box refuses takes the other not along");
  assert.equal(walked("noted", "lay", "close", "leave"), "welcome");
});

test("who drew on another tablet goes on here only by what he types, and may leave", () => {
  assert.deepEqual(MOVES.elsewhere, { draw: "drawn", draw_open: "choosing", lock: "welcome", leave: "welcome" });
  assert.equal(MOVES.drawing.find_elsewhere, "elsewhere");
  assert.equal(MOVES.drawing.find_paper, "stopped", "a holder of paper has no code");
});

test("a ballot that could not be sealed is neither cast nor lost: the deputy comes back to what he chose", () => {
  assert.deepEqual(MOVES.seal_failed, { again: "reviewing", close: "stopped" });
  assert.equal(after("seal_failed", "leave"), null, "a press beside the button throws no choices away");
  assert.equal(VIEWS.seal_failed, "trouble");
});

test("a ballot that is being filled in is not taken away, only covered", () => {
  for (const state of ["choosing", "looking_up", "reviewing", "sealing", "testing", "challenged", "sending"]) {
    for (const step of ["lock", "leave", "withdraw", "open", "release"]) assert.equal(after(state, step), null, `${state} ${step}`);
  }
});

test("a ballot that nobody minds is covered until its deputy is back, and never while it is on its way", () => {
  const covered = STATES.filter((state) => after(state, "guard") !== null);
  assert.deepEqual(covered, ["choosing", "looking_up", "reviewing"]);
  for (const state of covered) assert.equal(after(state, "guard"), "guarded");
  assert.deepEqual(MOVES.guarded, { unlock: "choosing", leave: "welcome", close: "stopped" });
  assert.deepEqual(STATES.filter((state) => after(state, "unlock") !== null), ["guarded"]);
});

test("a move that the table has not leads nowhere", () => {
  assert.equal(after("welcome", "sign_in"), "drawing");
  assert.equal(after("welcome", "store"), null);
  assert.equal(after("sending", "close"), null);
  assert.equal(after("sending", "challenge"), null, "a test of the ballot that is answered after it was cast");
  assert.equal(after("testing", "commit"), null, "a ballot that is being tested is not cast");
});

test("after the button that casts nothing more is asked", () => {
  assert.deepEqual(after("reviewing", "commit"), "sealing");
  assert.deepEqual(MOVES.sealing, { cast: "sending", fail_seal: "seal_failed" });
});

test("each state has its part of the page, and the page has no part without a state", () => {
  const [views, docks] = [named("data-view"), named("data-dock")];
  assert.deepEqual([...views].sort(), [...new Set(Object.values(VIEWS))].sort());
  assert.equal(new Set(docks).size, docks.length);
  for (const dock of docks) assert.ok(views.includes(dock), dock);
});

test("each move is made somewhere, and one module alone changes what is shown", () => {
  const texts = new Map(readdirSync(MODULES).map((name) => [name, readFileSync(new URL(name, MODULES), "utf8")]));
  const others = [...texts].filter(([name]) => name !== "course.js");
  const made = (step) => new RegExp(`\\b(?:move|trouble|home|openBallot|drawnPanel|finish)\\([^;]*?"${step}"`);
  const unmade = [...STEPS].filter((step) => !others.some(([, text]) => made(step).test(text)));
  assert.deepEqual(unmade, []);
  const changing = others.filter(([, text]) => /\.dataset\.(view|dock)\b/.test(text)).map(([name]) => name);
  assert.deepEqual(changing, ["views.js"]);
});

/** As much of a page as views.js touches: a heading, a line under it, and the views and bars of the template. */
function page() {
  const element = (dataset = {}) => ({ dataset, hidden: true, textContent: "", className: "wrap", focused: 0, focus() { this.focused += 1; } });
  const parts = {
    "[data-view]": named("data-view").map((view) => element({ view, title: `of ${view}` })),
    "[data-dock]": named("data-dock").map((dock) => element({ dock })),
  };
  const ids = { main: { ...element(), querySelectorAll: (selector) => parts[selector] }, title: element(), lead: element() };
  globalThis.document = { getElementById: (id) => ids[id], querySelectorAll: (selector) => parts[selector], addEventListener() {} };
  globalThis.ResizeObserver = class { observe() {} };
  globalThis.scrollTo = () => {};
  const seen = () => Object.values(parts).flat().filter((one) => !one.hidden).map(({ dataset }) => dataset.view ?? `dock ${dataset.dock}`);
  return { ...ids, seen };
}

test("what is shown changes by moves of the table alone; another is refused, logged and changes nothing", async (t) => {
  const { title, lead, seen } = page();
  const { at, may, move, onLeave, shows } = await import("../../static/js/tablet/views.js");
  const said = t.mock.method(console, "error", () => {});
  const left = t.mock.fn();
  onLeave(left);

  const walked = ["begin", "sign_in", "draw", "open", "review", "commit"].map((step) => move(step));
  assert.deepEqual(walked, Array(6).fill(true));
  assert.deepEqual(seen(), ["delivering"]);
  assert.equal(title.textContent, "of delivering");
  assert.equal(move("cast"), true);
  assert.equal(title.focused, 6, "a view that stays is not drawn anew");

  assert.equal(move("close"), false);
  assert.equal(move("challenge", { heading: "late" }), false);
  assert.match(said.mock.calls[0].arguments[0], /at sending: it has no move close/);
  assert.deepEqual([at("sending"), title.textContent, left.mock.callCount()], [true, "of delivering", 6]);

  assert.equal(move("store"), true);
  assert.deepEqual([seen(), shows("done"), may("close"), may("clear")], [["done"], true, false, true]);
  for (const step of STEPS) if (step !== "clear") assert.equal(move(step, {}), false, step);
  assert.deepEqual(seen(), ["done"], "the receipt is there still");
  assert.equal(move("clear"), true);

  move("draw_open", { heading: "请选出", hint: "最多三项" });
  assert.deepEqual([title.textContent, lead.textContent, lead.hidden], ["请选出", "最多三项", false]);
  assert.deepEqual(seen(), ["choose", "dock choose"]);
});
