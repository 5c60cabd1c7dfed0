// Choose, review, seal, cast or test, receipt. The encryption randomness is forgotten at cast.

import { Refused } from "../belenios/errors.js";
import { fieldById } from "../elements.js";
import { code } from "../written.js";
import { Choices, drawReview } from "./choices.js";
import { acknowledge, pause } from "./delivery.js";
import { read } from "./dossier.js";
import { receiptCode, showEnd } from "./end.js";
import { qrCode } from "./qr.js";
import { ballot, choices, credential, crew, delivery, deputy, forgetDeputy, home, main, seat, sentence, server, trouble } from "./seat.js";
import { Away, Refusal } from "./server.js";
import * as stash from "./stash.js";
import { say } from "./texts.js";
import { byId, inFours, show, shown } from "./views.js";

const TRIES = 4;

export function openBallot() {
  seat.choices = new Choices(ballot().election, ballot().rules, read);
  choices().draw();
  byId("choose-print").textContent = inFours(ballot().fingerprint); // who signs in late never sees the waiting page
  show("choose", choices().heading());
}

export function toReview() {
  const missing = choices().missing();
  if (missing >= 0) {
    choices().showMissing(missing);
    return;
  }
  drawReview(choices().groups());
  byId("review-note").textContent = choices().note();
  show("review");
}

/** @param {string} key */
function delivering(key) {
  byId("delivery").textContent = say(key);
  if (shown() !== "delivering") show("delivering");
}

export async function commit() {
  delivering("sealing");
  /** @type {Sealed} */
  const sealed = await crew.ask("seal", { election: ballot().texts.election, secret: credential().secret, choices: choices().chosen });
  seat.sealed = sealed;
  if (!ballot().challenge && spotCheck() === "") {
    await cast();
    return;
  }
  byId("tracker").textContent = sealed.tracker;
  show("sealed");
}

export async function cast() {
  const { raw } = /** @type {Sealed} */ (seat.sealed);
  seat.sealed = null; // with it the encryption randomness: nobody can be shown how this ballot was filled in
  delivering("sending");
  const kept = { uuid: ballot().uuid, token: credential().token, raw, receiptKey: ballot().rules.receipt_key };
  let name = "";
  try {
    name = await delivery.keep(kept);
    const { tracker } = await delivery.send(name, (error) => delivering(error.message === "busy" ? "busy" : "offline_cast"));
    const { keys } = deputy();
    if (keys) await stash.forget(keys, ballot());
    ended(tracker);
  } catch (error) {
    trouble(error instanceof Refused ? say("bad_receipt") : sentence(error, "refused"), null);
    if (error instanceof Refusal) await acknowledge(name); // its voter has it before his eyes
  }
}

/** Where anybody sees whether a cast ballot lies in the box, and what a tested one held.
 * @param {string} tracker */
function checkingPage(tracker) {
  const asked = new URLSearchParams({ ballot: ballot().uuid, tracker: receiptCode(tracker).path });
  return `${location.origin}/j/${main.dataset.code}/challenge?${asked}`;
}

/** @param {string} tracker */
function ended(tracker) {
  const address = checkingPage(tracker);
  forgetDeputy();
  showEnd(tracker, address, home);
}

/** A scrutineer's pass, with which a ballot is tested where deputies may not. */
function spotCheck() {
  return code(fieldById("spot-check").value);
}

/** Try a few times while the booth is busy or away; a test, unlike a ballot, may fail in the end.
 * @param {() => any} work */
async function patiently(work) {
  for (let tries = 0; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Away) || tries >= TRIES) throw error;
      await pause(tries);
    }
  }
}

export async function challenge() {
  const { raw, tracker, randomness } = /** @type {Sealed} */ (seat.sealed);
  /** @type {{token: string, ballot: string, choices: number[][], randomness: string[][], pass?: string}} */
  const opening = { token: credential().token, ballot: raw, choices: choices().chosen, randomness };
  if (spotCheck() !== "") opening.pass = spotCheck();
  try {
    await patiently(() => server.challenge(ballot().uuid, opening));
    const address = checkingPage(tracker);
    byId("challenge-address").textContent = address;
    byId("challenge-qr").replaceChildren(qrCode(address, say("qr")));
    seat.sealed = null;
    show("challenged");
  } catch (error) {
    trouble(sentence(error, "offline_cast"), () => show("sealed"));
  }
}
