// The tablet's course as one table, as the lifecycles of the server are: its states, what part of the page each shows, and
// which move leads where. Knows no page and no server. docs/lifecycles.md is drawn from it.

export const START = "starting";

/** @typedef {keyof typeof VIEWS} State
 * @typedef {(typeof VIEWS)[State]} View */

/** What part of the page a state shows: the [data-view] and, where there is one, the [data-dock] of this name. */
export const VIEWS = /** @type {const} */ ({
  starting: "loading",
  unfit: "trouble", // no tablet of this meeting, or no safe address: there is no way on
  welcome: "welcome",
  new_pin: "pin",
  drawing: "loading",
  draw_failed: "trouble",
  not_drawn: "waiting",
  elsewhere: "elsewhere", // what he drew lies on another tablet: with his spare code he goes on here
  drawn: "waiting",
  reading: "dossier", // before the ballot is open
  choosing: "choose",
  looking_up: "dossier", // out of a ballot that is being filled in
  reviewing: "review",
  guarded: "guard", // left alone with a ballot that is not cast: its choices stay, the PIN is asked for
  sealing: "delivering",
  seal_failed: "trouble", // nothing is lost: the choices stand
  testing: "loading",
  challenge_failed: "trouble",
  challenged: "challenged",
  sending: "delivering",
  noted: "noted", // the receipt of one ballot, with another one still in hand
  receipt: "done",
  stopped: "trouble", // nothing left to do here but to leave
});

/** How a draw may end: the same wherever it was begun. */
const DRAW = /** @type {const} */ ({
  draw: "drawn",
  draw_open: "choosing",
  find_none: "not_drawn",
  find_elsewhere: "elsewhere",
  find_paper: "stopped",
  delay: "drawing",
  fail_draw: "draw_failed",
});

/** Which move leads where. Once a ballot is on its way, only the box's answer moves the tablet; a receipt stays until it is
 * cleared. Of several ballots that were drawn together each goes the whole way, from choosing to its receipt. */
export const MOVES = /** @satisfies {Record<State, Record<string, State>>} */ ({
  starting: { begin: "welcome", be_unfit: "unfit" },
  unfit: {},
  welcome: { ask_new_pin: "new_pin", sign_in: "drawing", draw: "drawn", draw_open: "choosing", release: "unfit" }, // a token card signs nobody in
  new_pin: { sign_in: "drawing" },
  drawing: DRAW,
  draw_failed: { again: "draw_failed", ...DRAW, leave: "welcome" },
  not_drawn: { ...DRAW, close: "stopped", lock: "welcome", leave: "welcome" },
  elsewhere: { draw: "drawn", draw_open: "choosing", lock: "welcome", leave: "welcome" },
  drawn: { read: "reading", open: "choosing", withdraw: "stopped", close: "stopped", lock: "welcome", leave: "welcome" },
  reading: { back: "drawn", open: "choosing", withdraw: "stopped", close: "stopped", lock: "welcome" },
  choosing: { read: "looking_up", review: "reviewing", guard: "guarded", close: "stopped" },
  looking_up: { back: "choosing", guard: "guarded", close: "stopped" },
  reviewing: { revise: "choosing", commit: "sealing", test: "testing", guard: "guarded", close: "stopped" },
  guarded: { unlock: "choosing", leave: "welcome", close: "stopped" },
  sealing: { cast: "sending", fail_seal: "seal_failed" },
  seal_failed: { again: "reviewing", close: "stopped" },
  testing: { challenge: "challenged", fail_challenge: "challenge_failed" }, // not cast meanwhile
  challenge_failed: { again: "reviewing", leave: "welcome" },
  challenged: { anew: "choosing", close: "stopped" },
  sending: { store: "receipt", note: "noted", not_store: "stopped" },
  noted: { lay: "choosing", await_next: "drawn", end: "receipt", lock: "welcome" },
  receipt: { clear: "welcome" },
  stopped: { lay: "choosing", await_next: "drawn", leave: "welcome" },
});

/** @typedef {{[S in State]: keyof (typeof MOVES)[S]}[State]} Move */

/** The state that a move leads to, or null where the table has none.
 * @param {State} state @param {Move} move @returns {State | null} */
export function after(state, move) {
  /** @type {Record<string, State>} */
  const moves = MOVES[state];
  return moves[move] ?? null;
}
