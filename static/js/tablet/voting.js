// Choose, review, cast or test, receipt. Where a ballot may be tested it is sealed before its deputy says which of the two he
// wants, and the beginning of its number is shown: a tablet that knew would seal only the tested ones honestly. The encryption
// randomness is forgotten at cast.

import { Refused } from "../belenios/errors.js";
import { grouped } from "../belenios/fingerprint.js";
import { fieldById } from "../elements.js";
import { say } from "../texts.js";
import { code } from "../written.js";
import { Choices, drawReview } from "./choices.js";
import { acknowledge, earlierReceipt, pause } from "./delivery.js";
import { reader } from "./dossier.js";
import { showEnd, showNoted } from "./end.js";
import { qrCode } from "./qr.js";
import { checkingAddress, receiptCode } from "./receipt.js";
import {
  ballot, choices, closedWords, credential, crew, delivery, deputy, forgetDeputy, home, letGo, main, nextInHand, seat, sentence, server, showName, trouble,
} from "./seat.js";
import { Away, Refusal } from "./server.js";
import * as stash from "./stash.js";
import { byId, move } from "./views.js";

/** @import { Move } from "./course.js" */

const TRIES = 4;

/** Lay an empty ballot before the deputy.
 * @param {Move} step */
export function openBallot(step) {
  const empty = new Choices(ballot().election, ballot().rules, reader(ballot()));
  if (!move(step, empty.heading())) return;
  seat.choices = empty;
  empty.draw();
  byId("choose-print").textContent = grouped(ballot().fingerprint); // who signs in late never sees the waiting page
}

export function toReview() {
  const missing = choices().missing();
  if (missing >= 0) {
    choices().showMissing(missing);
    return;
  }
  if (!move("review")) return;
  drawReview(choices().groups());
  byId("review-note").textContent = choices().note();
  offerTest();
}

/** Let the ballot under review be tested where the rules allow it, and for scrutineers, who open the page under this address. */
function offerTest() {
  const scrutineers = location.hash === "#spot-check";
  const offered = ballot().challenge || scrutineers;
  byId("spot-check-box").hidden = !offered;
  byId("spot-check-box").removeAttribute("open"); // the one before may have looked
  byId("spot-check-pass").hidden = !scrutineers;
  byId("tracker").textContent = "";
  seat.sealed = offered ? seal() : null;
  seat.sealed?.then(showNumber, () => {}); // what went wrong is told by the button that needs it
}

/** @param {Sealed} sealed */
async function showNumber(sealed) {
  if ((await seat.sealed) === sealed) byId("tracker").textContent = receiptCode(sealed.tracker);
}

/** @returns {Promise<Sealed>} */
function seal() {
  return crew.ask("seal", { election: ballot().texts.election, secret: credential().secret, choices: choices().chosen });
}

/** @param {string} key */
function tellDelivery(key) {
  byId("delivery").textContent = say(key);
}

/** Go back to the choices: what was sealed of them is worth nothing any more. */
export function revise() {
  if (move("revise", choices().heading())) seat.sealed = null;
}

export async function commit() {
  if (!move("commit")) return;
  showName(""); // from here on nothing on this screen names him
  tellDelivery("sealing");
  const sealed = await (seat.sealed ?? seal()).catch((error) => notSealed(error));
  if (sealed === null) return;
  const { raw } = sealed;
  seat.sealed = null; // with it the encryption randomness: nobody can be shown how this ballot was filled in
  byId("tracker").textContent = "";
  if (!move("cast")) return;
  tellDelivery("sending");
  const kept = { uuid: ballot().uuid, token: credential().token, raw, receiptKey: ballot().rules.receipt_key };
  let name = "";
  try {
    name = await delivery.keep(kept);
    const receipt = await delivery.send(name, (error) => tellDelivery(error.message === "busy" ? "busy" : "offline_cast"));
    await stored(receipt, false);
  } catch (error) {
    const earlier = await earlierReceipt(kept, error);
    if (error instanceof Refusal) await acknowledge(name); // its voter has it before his eyes
    if (earlier !== null) {
      await stored(earlier, true);
      return;
    }
    letGo();
    trouble("not_store", error instanceof Refused ? say("bad_receipt") : sentence(error, "refused"));
  }
}

/** One ballot of this credential lies in the box. earlier: not the one that was sealed here.
 * @param {Receipt} receipt @param {boolean} earlier */
async function stored(receipt, earlier) {
  const { keys } = deputy();
  if (keys) await stash.forget(keys, ballot()).catch(() => {}); // what stays here opens nothing more
  ended(receipt, earlier);
}

/** The tablet could not seal: the choices stand, and the same may succeed in a moment.
 * @param {unknown} error */
function notSealed(error) {
  console.error(error);
  seat.sealed = null;
  trouble("fail_seal", say("not_sealed"), offerTest);
  return null;
}

/** Where this ballot is looked up; see checkingAddress.
 * @param {string} tracker @param {string} signature */
function checkingPage(tracker, signature = "") {
  const place = { origin: location.origin, code: main.dataset.code ?? "", uuid: ballot().uuid };
  return checkingAddress(place, tracker, signature);
}

/** @param {Receipt} receipt @param {boolean} earlier */
function ended({ tracker, receipt }, earlier) {
  const { title, of } = ballot();
  const noted = { title, tracker, address: checkingPage(tracker, receipt), earlier };
  seat.receipts.push(noted);
  letGo();
  const next = nextInHand();
  if (next) showNoted(noted, next.title);
  else finish("store", deputy().card === true && of > 1);
}

/** Show every receipt, and clear the tablet for the next deputy. more: he may hold another card.
 * @param {Move} step @param {boolean} more */
export function finish(step, more = false) {
  const { receipts } = seat;
  const left = closedWords();
  forgetDeputy();
  showEnd(step, { receipts, more, left }, () => home("clear"));
}

/** A scrutineer's pass, with which a ballot is tested where deputies may not. */
function spotCheck() {
  return code(fieldById("spot-check").value);
}

/** Try a few times while the booth is busy or away; a test, unlike a ballot, may fail in the end.
 * @template T
 * @param {() => Promise<T>} work */
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
  if (!move("test")) return;
  byId("doing").textContent = say("testing");
  try {
    const { raw, tracker, randomness } = await /** @type {Promise<Sealed>} */ (seat.sealed);
    /** @type {{token: string, ballot: string, choices: number[][], randomness: string[][], pass?: string}} */
    const opening = { token: credential().token, ballot: raw, choices: choices().chosen, randomness };
    if (spotCheck() !== "") opening.pass = spotCheck();
    await patiently(() => server.challenge(ballot().uuid, opening));
    if (!move("challenge")) return;
    const address = checkingPage(tracker);
    byId("challenge-address").textContent = address;
    byId("challenge-qr").replaceChildren(qrCode(address, say("qr")));
    seat.sealed = null;
  } catch (error) {
    trouble("fail_challenge", sentence(error, "offline_cast"));
  }
}
