// Who sits at this tablet and how far he has come; what every step of the course needs. One deputy at a time.

import { Crew } from "../belenios/crew.js";
import { Delivery } from "./delivery.js";
import { Away, Refusal, Server } from "./server.js";
import { say } from "./texts.js";
import { byId, show } from "./views.js";

export const main = byId("main");
export const server = new Server(main);
export const delivery = new Delivery(server);
export const crew = new Crew(1);

/** deputy: {me, number, pin, keys} or null between two deputies; keys: null with a token card.
 *  ballot: {uuid, state, challenge, texts, rules, election, fingerprint, issuer, credential, dossiers} or null.
 *  choices: Choices or null; sealed: {raw, tracker, randomness} between sealing and cast. */
export const seat = { deputy: null, ballot: null, choices: null, sealed: null };

/** The words for an error: the server's own sentence, or one of the page's. */
export function sentence(error, otherwise) {
  if (error instanceof Refusal && error.sentence) return error.sentence;
  if (!(error instanceof Refusal || error instanceof Away)) console.error(error);
  return say(otherwise);
}

/** Do something for a form; its button cannot be pressed twice. */
export async function withButton(form, work) {
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  try {
    await work();
  } finally {
    button.disabled = false;
  }
}

export function forgetDeputy() {
  seat.deputy = null;
  seat.ballot = null;
  seat.choices = null;
  seat.sealed = null;
  for (const id of ["questions", "review", "reading", "dossier", "challenge-qr"]) byId(id).replaceChildren();
  byId("spot-check").value = "";
}

export async function home() {
  const csrf = seat.deputy?.me?.csrf;
  forgetDeputy();
  show("welcome");
  if (csrf) await server.signOut(csrf).catch(() => {});
}

let again = null;

export function tryAgain() {
  again();
}

/** Show what went wrong. retry: what the button does; null leaves only the way back. */
export function trouble(words, retry) {
  byId("trouble").textContent = words;
  again = retry;
  byId("trouble-again").hidden = retry === null;
  show("trouble");
}

