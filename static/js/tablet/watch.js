// A look now and then at the state of the ballots: whether voting is open, closed, or the set-up taken back.

import { fieldById } from "../elements.js";
import { say } from "../texts.js";
import { advance } from "./draw.js";
import { guard } from "./guard.js";
import { Idle } from "./idle.js";
import { closedWords, home, lay, letGo, nextInHand, seat, server, trouble } from "./seat.js";
import { at, byId, complain, may, shows } from "./views.js";
import { openBallot } from "./voting.js";

const WAITING_MS = 4000;
const BUSY_MS = 12_000;
const LEFT_ALONE_MS = 5 * 60_000;

/** Look at the state of the ballots now and then; what is filled in on a ballot is never touched. */
export async function watch() {
  const idle = new Idle(globalThis);
  for (;;) {
    const pace = shows("waiting") ? WAITING_MS : BUSY_MS;
    await new Promise((resolve) => setTimeout(resolve, pace * (0.75 + Math.random() / 2)));
    if (idle.longerThan(LEFT_ALONE_MS)) leftAlone();
    try {
      const state = await server.state();
      byId("wire").hidden = true;
      await hear(state);
    } catch {
      byId("wire").hidden = !shows("waiting", "choose", "review", "dossier", "guard");
    }
  }
}

/** Ask for the PIN again where nobody minds a ballot; what was chosen on it stays. A token card has no PIN. */
function leftAlone() {
  if (seat.deputy === null || seat.deputy.card) return;
  if (may("guard")) guard();
  else if (may("lock") && (seat.ballot?.state !== "open" || at("noted"))) lock(seat.deputy);
}

/** Between draw and ballot, or between two ballots: back to the welcome, the credential stays.
 * @param {Deputy} of */
function lock({ number }) {
  home("lock");
  fieldById("number").value = number;
  complain("sign-in-error", say("locked"));
}

/** @param {BallotsState} state */
async function hear(state) {
  if (seat.deputy === null) return;
  const { ballot } = seat;
  if (ballot === null) {
    if (at("not_drawn") && state.ballots.some((one) => one.state !== "closed")) await advance();
    return;
  }
  if (state.withdrawn.some(({ uuid }) => seat.hand.some((one) => one.uuid === uuid))) {
    if (may("withdraw")) trouble("withdraw", say("withdrawn"));
    return; // while it still asks for a signature, the draw itself is told
  }
  for (const one of seat.hand) one.state = state.ballots.find(({ uuid }) => uuid === one.uuid)?.state ?? "closed";
  const next = nextInHand();
  if (next?.state === "open" && may("open")) {
    lay(next);
    openBallot("open");
  }
  if (seat.ballot?.state === "closed" && may("close")) {
    const words = closedWords();
    letGo();
    trouble("close", words);
  }
}
