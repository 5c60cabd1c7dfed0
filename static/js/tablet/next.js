// From one ballot of a draw to the next.

import { home, lay, nextInHand } from "./seat.js";
import { may } from "./views.js";
import { finish, openBallot } from "./voting.js";
import { drawnPanel } from "./waiting.js";

/** Lay the next ballot of the draw before the deputy, or end where it was closed meanwhile. */
export function toNext() {
  const next = nextInHand();
  if (next === null) {
    if (may("end")) finish("end");
    else home("leave");
    return;
  }
  lay(next);
  if (next.state === "open") openBallot("lay");
  else drawnPanel("await_next", "drawn", next);
}
