// Who sits at this tablet and how far he has come; what every step of the course needs. One deputy at a time.

import { Crew } from "../belenios/crew.js";
import { byId, fieldById, formById, sender } from "../elements.js";
import { say } from "../texts.js";
import { bound } from "./binding.js";
import { Delivery } from "./delivery.js";
import { Away, Refusal, Server } from "./server.js";
import { may, move } from "./views.js";

/** @import { Choices } from "./choices.js"
 * @import { Move } from "./course.js" */

export const main = byId("main");
export const server = new Server(main, () => bound()?.secret ?? "");
export const delivery = new Delivery(server);
export const crew = new Crew(1);

/** deputy: null between two deputies; hand: the ballots that he has drawn and not cast, in the order of casting; ballot: the
 * one before him; receipts: of those that lie in their boxes; sealed: as the review shows it, until it is cast, tested or
 * filled in otherwise; spare: the spare code of his draw, until he has it.
 * @type {{deputy: Deputy | null, hand: Laid[], ballot: Laid | null, receipts: Noted[], choices: Choices | null,
 *   sealed: Promise<Sealed> | null, spare: string | null}} */
export const seat = { deputy: null, hand: [], ballot: null, receipts: [], choices: null, sealed: null, spare: null };

/** Who sits here: asked by steps that only a deputy reaches. */
export const deputy = () => /** @type {Deputy} */ (seat.deputy);

/** The ballot before him: asked by steps that only follow its checking. */
export const ballot = () => /** @type {Laid} */ (seat.ballot);

/** The credential drawn for it. */
export const credential = () => /** @type {Drawn} */ (ballot().credential);

/** How it is filled in. */
export const choices = () => /** @type {Choices} */ (seat.choices);

/** The words for an error: the server's own sentence, or one of the page's.
 * @param {unknown} error @param {string} otherwise */
export function sentence(error, otherwise) {
  if (error instanceof Refusal && error.sentence) return error.sentence;
  if (!(error instanceof Refusal || error instanceof Away)) console.error(error);
  return say(otherwise);
}

/** Do something for a form; neither its button nor that of another way in beside it can be pressed meanwhile.
 * @param {HTMLFormElement} form @param {() => unknown} work */
export async function withButton(form, work) {
  const beside = form.closest("[data-view]") ?? form;
  const buttons = [sender(form), .../** @type {NodeListOf<HTMLButtonElement>} */ (beside.querySelectorAll("form [type=submit]:enabled"))];
  for (const button of buttons) button.disabled = true;
  try {
    await work();
  } finally {
    for (const button of buttons) button.disabled = false;
  }
}

/** Say whose tablet this is, until his first ballot leaves; "" for nobody's.
 * @param {string} name */
export function showName(name) {
  byId("seated").hidden = name === "";
  byId("seated").textContent = name === "" ? "" : say("seated", { name });
}

/** Put a ballot before the deputy, and say which of several it is.
 * @param {Laid} one */
export function lay(one) {
  seat.ballot = one;
  byId("which").hidden = one.of === 1;
  byId("which").textContent = say("which", { n: one.place, of: one.of, title: one.title });
}

/** The ballot that may be filled in next: an open one, else one that is still waited for. */
export function nextInHand() {
  return seat.hand.find(({ state }) => state === "open") ?? seat.hand.find(({ state }) => state === "ready") ?? null;
}

/** The ballot before the deputy is cast, or never will be: it is no longer in his hand. */
export function letGo() {
  seat.hand = seat.hand.filter((one) => one !== seat.ballot);
}

/** What is said of the ballots in his hand whose voting has ended: they are not cast, and never will be; "" where there are none. */
export function closedWords() {
  const left = seat.hand.filter(({ state }) => state === "closed");
  if (left.length === 0) return "";
  if (left[0].of === 1) return say("closed");
  const words = say("closed_of", { titles: left.map(({ title }) => title).join(say("listed")) });
  return seat.receipts.length > 0 ? words + say("closed_earlier") : words;
}

export function forgetDeputy() {
  showName("");
  seat.deputy = null;
  seat.hand = [];
  seat.ballot = null;
  seat.receipts = [];
  seat.choices = null;
  seat.sealed = null;
  seat.spare = null;
  byId("which").hidden = true;
  byId("spare-box").hidden = true;
  formById("spare-form").reset();
  const shown = ["spare-code", "questions", "review", "reading", "reading-more", "more-prints", "dossier", "challenge-qr", "tracker", "noted-code", "noted-qr"];
  for (const id of shown) byId(id).replaceChildren();
  fieldById("spot-check").value = "";
}

/** @param {string | null} csrf */
export async function endSession(csrf) {
  if (csrf) await server.signOut(csrf).catch(() => {});
}

/** Clear the tablet for the next one. step: the move that leads to the welcome.
 * @param {Move} step */
export async function home(step) {
  if (!move(step)) return;
  const csrf = seat.deputy?.me.csrf ?? null;
  forgetDeputy();
  await endSession(csrf);
}

/** @type {(() => void) | null} */
let again = null;

export function tryAgain() {
  if (move("again")) again?.();
}

/** Show what went wrong; the course says which buttons stand below. retry: what another try does beside its move.
 * @param {Move} step @param {string} words @param {(() => void) | null} retry */
export function trouble(step, words, retry = null) {
  if (!move(step, {})) return;
  byId("trouble").textContent = words;
  again = retry;
  byId("trouble-again").hidden = !may("again");
  byId("trouble-next").hidden = !may("lay") || nextInHand() === null;
  byId("trouble-back").hidden = !may("leave");
}

