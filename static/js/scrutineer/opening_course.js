// The course of the opening on a scrutineer's device as one table: its states, which step of the page each shows, and which
// move leads where. Knows no page and no server. docs/lifecycles.md is drawn from it.

export const START = "not_closed";

/** @typedef {keyof typeof VIEWS} State */

/** Which [data-step] a state shows. */
export const VIEWS = /** @type {const} */ ({
  not_closed: "wait",
  locked: "unlock",
  checking: "check", // fetches and proves; nothing is asked
  comparing: "told",
  calling: "call",
  looking: "look", // the deputy alone before the list
  proving: "prove", // he misses his ballot and has a receipt
  passed: "lend",
  failed: "over",
  stopped: "over",
  lent: "sent",
  figuring: "figures",
  choosing: "presidium",
  awaiting: "await",
  agreeing: "outcome",
  differing: "differs",
  signed: "done",
});

/** How an answer of the sample may go on. */
const ANSWERED = /** @type {const} */ ({ call_next: "calling", pass: "passed", fail: "failed", stop: "stopped" });

/** Which move leads where. Nothing is lent but after a sample that passed; a sample that failed or stopped leads nowhere. */
export const MOVES = /** @satisfies {Record<State, Record<string, State>>} */ ({
  not_closed: { close: "locked" },
  locked: { unlock: "checking" },
  checking: { find: "comparing", pass: "passed", fail: "failed", stop: "stopped" }, // a sample that was signed before stands
  comparing: ANSWERED,
  calling: { come: "looking", ...ANSWERED },
  looking: { miss: "proving", ...ANSWERED },
  proving: { back: "looking", ...ANSWERED },
  passed: { lend: "lent" },
  failed: {},
  stopped: {},
  lent: { open: "figuring" },
  figuring: { tie: "choosing", decide: "awaiting" },
  choosing: { decide: "awaiting", revise: "figuring" },
  awaiting: { agree: "agreeing", differ: "differing" },
  agreeing: { sign: "signed", recount: "awaiting" },
  differing: { revise: "figuring", recount: "awaiting" },
  signed: { recount: "awaiting" },
});

/** @typedef {{[S in State]: keyof (typeof MOVES)[S]}[State]} Move */

/** The state that a move leads to, or null where the table has none.
 * @param {State} state @param {Move} move @returns {State | null} */
export function after(state, move) {
  /** @type {Record<string, State>} */
  const moves = MOVES[state];
  return moves[move] ?? null;
}
