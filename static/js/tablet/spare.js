// The spare code of a draw: shown once to its deputy while he waits and chooses, then forgotten; and typed in by him on
// this tablet when the one that he drew on is dead. The server never sees it: it sees the very same request again.

import { Refused } from "../belenios/errors.js";
import { grouped } from "../belenios/fingerprint.js";
import { isSpareCode } from "../belenios/spare.js";
import { entered, formById } from "../elements.js";
import { say } from "../texts.js";
import { typedSpare } from "../written.js";
import { checked, finishDraw, leaveSession, prepare } from "./draw.js";
import { crew, deputy, seat, sentence, server, withButton } from "./seat.js";
import { Refusal } from "./server.js";
import { byId, complain, onLeave, shows } from "./views.js";
import { enter } from "./waiting.js";

/** Show the code where the deputy waits or chooses, in no other view; not at all once he has it. */
export function tellSpare() {
  byId("spare-box").hidden = seat.spare === null || !shows("waiting", "choose");
  byId("spare-code").textContent = seat.spare === null ? "" : grouped(seat.spare);
}

/** The deputy has copied the code, or does not want it: it is nowhere on this tablet any more. */
export function dropSpare() {
  seat.spare = null;
  tellSpare();
  byId("title").focus({ preventScroll: true }); // the button is gone: who uses a keyboard goes on at the heading
}

onLeave(tellSpare);

/** Go on with a draw that was made on another tablet. A code that is wrong changes nothing, here or on the server.
 * @param {Event} event */
export async function useSpare(event) {
  event.preventDefault();
  const form = formById("spare-form");
  const code = typedSpare(entered(form, "spare"));
  complain("spare-error", isSpareCode(code) ? "" : say("spare_malformed"));
  if (!isSpareCode(code)) return;
  const who = seat.deputy;
  await withButton(form, async () => {
    try {
      const hand = await drawnElsewhere(code);
      if (seat.deputy !== who) return; // he has left meanwhile
      if (hand.length === 0) {
        complain("spare-error", say("spare_wrong"));
        return;
      }
      form.reset();
      seat.hand = hand;
      await leaveSession();
      enter();
    } catch (error) {
      if (seat.deputy === who) complain("spare-error", error instanceof Refused ? say("mismatch") : sentence(error, "offline_sign_in"));
    }
  });
}

/** The ballots whose draw this code repeats, each by its own request: what is drawn together may be partly closed by now.
 * @param {string} code @returns {Promise<Laid[]>} in the order of casting */
async function drawnElsewhere(code) {
  const { ballots } = await server.state();
  const { drawn, paper, csrf } = deputy().me;
  const hand = [];
  for (const one of ballots) {
    if (one.state === "closed" || !drawn.includes(one.uuid) || paper.includes(one.uuid)) continue;
    const laid = await prepare(await checked(one, ballots));
    const made = await crew.ask("draw", { uuid: laid.uuid, issuer: laid.issuer, spare: code });
    const signature = await repeated(laid.uuid, made.blinded, csrf);
    if (signature === null) continue;
    laid.credential = await finishDraw(laid, made, signature);
    hand.push(laid);
  }
  return hand;
}

/** The signature of a request that was made before, or null where another one was.
 * @param {string} uuid @param {string} blinded @param {string | null} csrf */
async function repeated(uuid, blinded, csrf) {
  try {
    return (await server.draw([{ uuid, blinded }], csrf))[0];
  } catch (error) {
    if (error instanceof Refusal && error.status === 409) return null;
    throw error;
  }
}
