// The tablet's course: sign in, draw, wait, choose, review, cast, receipt, clear. One deputy at a time.
// What must not be lost is stored before the request leaves; what must be forgotten is forgotten at cast.

import { Crew } from "../belenios/crew.js";
import { Refused } from "../belenios/errors.js";
import { bind } from "./binding.js";
import { Choices, card, drawReview } from "./choices.js";
import { Delivery, pause } from "./delivery.js";
import { qrCode } from "./qr.js";
import { PinKeys } from "./sealing.js";
import { Away, Refusal, Server } from "./server.js";
import * as stash from "./stash.js";
import { say } from "./texts.js";
import { byId, complain, show, shown } from "./views.js";
import { receiptCode, showEnd } from "./end.js";

const main = byId("main");
const server = new Server(main);
const delivery = new Delivery(server);
const crew = new Crew(1);
const WAITING_MS = 3000;
const BUSY_MS = 12_000;

let deputy = null; // {me, keys, card}: who sits here; null between two deputies
let ballot = null; // {uuid, state, challenge, texts, rules, election, fingerprint, issuer, credential, dossiers}
let choices = null;
let sealed = null;

// ---- sign in

async function signIn(event) {
  event.preventDefault();
  const fields = new FormData(byId("sign-in"));
  const [number, pin] = [badgeNumber(fields.get("number")), fields.get("pin").trim()];
  complain("sign-in-error", "");
  await withButton(byId("sign-in"), async () => {
    try {
      const me = await server.signIn(number, pin);
      if (!me.signed_in) throw new Refusal(422, say("not_deputy"));
      await begin(number, pin, me);
    } catch (error) {
      complain("sign-in-error", sentence(error, error.status === 422 ? "wrong_pin" : "offline_sign_in"));
    }
  });
}

/** A scanned badge reads CODE:NUMBER. */
function badgeNumber(text) {
  return text.trim().replace("：", ":").split(":").at(-1);
}

function sentence(error, otherwise) {
  if (error instanceof Refusal && error.sentence) return error.sentence;
  if (!(error instanceof Refusal || error instanceof Away)) console.error(error);
  return say(otherwise);
}

async function withButton(form, work) {
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  try {
    await work();
  } finally {
    button.disabled = false;
  }
}

async function begin(number, pin, me) {
  deputy = { me, number, pin, keys: null };
  byId("sign-in").reset();
  if (me.must_change) {
    show("pin");
    return;
  }
  await settle(pin);
}

async function changePin(event) {
  event.preventDefault();
  const { new: fresh, again } = Object.fromEntries(new FormData(byId("new-pin")));
  if (fresh !== again) {
    complain("new-pin-error", say("pin_differs"));
    return;
  }
  await withButton(byId("new-pin"), async () => {
    try {
      deputy.me = await server.changePin(deputy.pin, fresh, deputy.me.csrf);
      byId("new-pin").reset();
      await settle(fresh);
    } catch (error) {
      complain("new-pin-error", sentence(error, "offline_sign_in"));
    }
  });
}

async function settle(pin) {
  show("loading");
  deputy.keys = await PinKeys.derive(main.dataset.code, deputy.number, pin);
  deputy.pin = null;
  await advance();
}

// ---- draw

/** Go on from wherever this deputy stands; called again when the state of the ballots changes. */
async function advance() {
  try {
    const state = await server.state();
    const found = await nextBallot(state.ballots.filter((one) => one.state !== "closed"));
    if (found === null) waitWithout(state);
    else await take(found.summary, found.held);
  } catch (error) {
    if (error instanceof Away) retryLater();
    else trouble(error instanceof Refused ? say("mismatch") : sentence(error, "refused"), advance);
  }
}

function retryLater() {
  byId("doing").textContent = say("offline_draw");
  show("loading");
  const who = deputy;
  pause(1).then(() => (deputy === who ? advance() : null));
}

/** The ballot that this deputy has a credential for on this tablet, or may still draw; open ones first. */
async function nextBallot(ballots) {
  const order = [...ballots].sort((a, b) => Number(b.state === "open") - Number(a.state === "open"));
  for (const summary of order) {
    const held = deputy.keys ? await stash.find(deputy.keys, summary.uuid) : null;
    if (held || !deputy.me.drawn.includes(summary.uuid)) return { summary, held };
  }
  return null;
}

function waitWithout(state) {
  const lost = state.ballots.some((one) => one.state !== "closed" && deputy.me.drawn.includes(one.uuid));
  if (lost) {
    trouble(say("elsewhere"), null);
    return;
  }
  drawnPanel("not_drawn", null);
}

async function take(summary, held) {
  await prepare(summary);
  const kept = held ?? (await fresh());
  ballot.credential = kept.token ? kept : await collect(kept);
  await leaveSession();
  await enter();
}

/** Fetch and check what belongs to a ballot; its 16 characters are shown while the deputy waits. */
async function prepare(summary) {
  const texts = await server.documents(summary.uuid);
  const checked = await crew.ask("expectSetUp", { texts });
  const reading = server.dossiers(summary.uuid).catch(() => new Map());
  const { fingerprint, rules, questions } = checked;
  const issuer = JSON.parse(texts.issuer);
  ballot = { ...summary, texts, issuer, fingerprint, rules, election: { questions }, dossiers: await reading };
}

async function fresh() {
  const draw = await crew.ask("draw", { uuid: ballot.uuid, issuer: ballot.issuer });
  await stash.keep(deputy.keys, ballot.uuid, { ...draw, token: null });
  return draw;
}

/** Ask for the signature with exactly the stored request, until an answer comes. */
async function collect(draw) {
  const who = deputy;
  byId("doing").textContent = "";
  for (let tries = 0; ; tries += 1) {
    try {
      const signature = await server.draw(ballot.uuid, draw.blinded, deputy.me.csrf);
      return await finishDraw(draw, signature);
    } catch (error) {
      if (!(error instanceof Away) || deputy !== who) throw error;
      byId("doing").textContent = say("offline_draw");
      await pause(tries);
    }
  }
}

async function finishDraw({ secret, credential, inverse, blinded }, signature) {
  const token = await crew.ask("unblind", { uuid: ballot.uuid, issuer: ballot.issuer, credential, inverse, signature });
  const kept = { secret, credential, inverse, blinded, token };
  if (deputy.keys) await stash.keep(deputy.keys, ballot.uuid, kept);
  return kept;
}

/** The session is no longer needed: the token and the PIN's key are. */
async function leaveSession() {
  if (deputy.me.csrf) await server.signOut(deputy.me.csrf).catch(() => {});
  deputy.me = { ...deputy.me, csrf: null };
}

async function useCard(event) {
  event.preventDefault();
  const seed = new FormData(byId("card")).get("seed").replace(/[\s-]/g, "").toUpperCase();
  complain("card-error", "");
  await withButton(byId("card"), async () => {
    try {
      const { ballots } = await server.state();
      const summary = ballots.find((one) => one.state === "open") ?? ballots.find((one) => one.state === "ready");
      if (!summary) throw new Refusal(409, say("not_drawn_text"));
      deputy = { me: { drawn: [], csrf: null }, keys: null, card: true };
      await prepare(summary);
      const made = await crew.ask("deriveCard", { seed, uuid: ballot.uuid, issuer: ballot.issuer });
      ballot.credential = await finishDraw(made, await server.cardSignature(ballot.uuid, made.lookup));
      byId("card").reset();
      await enter();
    } catch (error) {
      deputy = null;
      complain("card-error", error instanceof Refused ? say("refused") : sentence(error, "offline_sign_in"));
    }
  });
}

// ---- wait

async function enter() {
  if (ballot.state === "open") openBallot();
  else drawnPanel("drawn", ballot);
}

function drawnPanel(word, of) {
  byId("drawn-word").textContent = say(word);
  byId("drawn-text").textContent = say(`${word}_text`);
  byId("print-line").hidden = of === null;
  byId("print").textContent = of?.fingerprint.match(/.{4}/g).join(" ") ?? "";
  byId("reading-box").hidden = of === null;
  byId("reading").replaceChildren(...(of?.rules.candidates ?? []).map((line) => card(line, line.title, null, read)));
  show("waiting", { heading: of?.title });
}

let backFromDossier = null;

/** Show one project's material; the view it came from stays as it is. */
function read(ordinal, name, link) {
  const [view, place, heading] = [shown(), globalThis.scrollY, byId("title").textContent];
  const hint = byId("lead").textContent;
  byId("dossier").replaceChildren(ballot.dossiers.get(ordinal) ?? document.createElement("p"));
  show("dossier", { heading: name });
  backFromDossier = () => {
    show(view, { heading, hint });
    globalThis.scrollTo(0, place);
    link.focus({ preventScroll: true });
  };
}

/** Look at the state of the ballots now and then; a ballot that is being filled in is never touched. */
async function watch() {
  for (;;) {
    const pace = shown() === "waiting" ? WAITING_MS : BUSY_MS;
    await new Promise((resolve) => setTimeout(resolve, pace * (0.75 + Math.random() / 2)));
    try {
      const state = await server.state();
      byId("wire").hidden = true;
      await hear(state);
    } catch {
      byId("wire").hidden = !["waiting", "choose", "review", "dossier"].includes(shown());
    }
  }
}

async function hear(state) {
  if (deputy === null) return;
  if (ballot === null) {
    if (shown() === "waiting" && state.ballots.some((one) => one.state !== "closed")) await advance();
    return;
  }
  const now = state.ballots.find((one) => one.uuid === ballot.uuid);
  const before = ballot.state;
  ballot.state = now?.state ?? "closed";
  if (before === "ready" && ballot.state === "open" && ["waiting", "dossier"].includes(shown())) openBallot();
  const atWork = ["waiting", "choose", "review", "dossier", "sealed", "challenged"].includes(shown());
  if (ballot.state === "closed" && atWork) trouble(say("closed"), null);
}

// ---- choose and review

function openBallot() {
  choices = new Choices(ballot.election, ballot.rules, read);
  choices.draw();
  show("choose", choices.heading());
}

function toReview() {
  const missing = choices.missing();
  if (missing >= 0) {
    choices.showMissing(missing);
    return;
  }
  drawReview(choices.groups());
  byId("review-note").textContent = choices.note();
  show("review");
}

// ---- cast

function delivering(key) {
  byId("delivery").textContent = say(key);
  if (shown() !== "delivering") show("delivering");
}

async function commit() {
  delivering("sealing");
  const { texts, credential } = ballot;
  sealed = await crew.ask("seal", { election: texts.election, secret: credential.secret, choices: choices.chosen });
  if (!ballot.challenge) {
    await cast();
    return;
  }
  byId("tracker").textContent = sealed.tracker;
  show("sealed");
}

async function cast() {
  const { raw } = sealed;
  sealed = null; // with it the encryption randomness: nobody can be shown how this ballot was filled in
  delivering("sending");
  const kept = { uuid: ballot.uuid, token: ballot.credential.token, raw, receiptKey: ballot.rules.receipt_key };
  try {
    const name = await delivery.keep(kept);
    const { tracker } = await delivery.send(name, (error) => delivering(error.message === "busy" ? "busy" : "offline_cast"));
    if (deputy.keys) await stash.forget(deputy.keys, ballot.uuid);
    ended(tracker);
  } catch (error) {
    trouble(error instanceof Refused ? say("bad_receipt") : sentence(error, "refused"), null);
  }
}

/** Where anybody sees whether a cast ballot lies in the box, and what a tested one held. */
function checkingPage(tracker) {
  const asked = new URLSearchParams({ ballot: ballot.uuid, tracker: receiptCode(tracker).path });
  return `${location.origin}/j/${main.dataset.code}/challenge?${asked}`;
}

function ended(tracker) {
  const address = checkingPage(tracker);
  forgetDeputy();
  showEnd(tracker, address, home);
}

async function challenge() {
  const { raw, tracker, randomness } = sealed;
  const opening = { token: ballot.credential.token, ballot: raw, choices: choices.chosen, randomness };
  try {
    await server.challenge(ballot.uuid, opening);
    const address = checkingPage(tracker);
    byId("challenge-address").textContent = address;
    byId("challenge-qr").replaceChildren(qrCode(address, say("qr")));
    sealed = null;
    show("challenged");
  } catch (error) {
    trouble(sentence(error, "offline_cast"), () => show("sealed"));
  }
}

// ---- the end, and trouble

function forgetDeputy() {
  deputy = null;
  ballot = null;
  choices = null;
  sealed = null;
  for (const id of ["questions", "review", "reading", "dossier", "challenge-qr"]) byId(id).replaceChildren();
}

async function home() {
  const csrf = deputy?.me?.csrf;
  forgetDeputy();
  show("welcome");
  if (csrf) await server.signOut(csrf).catch(() => {});
}

let again = null;

/** Show what went wrong. retry: what the button does; null leaves only the way back. */
function trouble(words, retry) {
  byId("trouble").textContent = words;
  again = retry;
  byId("trouble-again").hidden = retry === null;
  show("trouble");
}

function tellPending(count) {
  byId("pending").hidden = count === 0;
  byId("pending").textContent = say("pending", { n: count });
}

function listen() {
  const click = (id, act) => byId(id).addEventListener("click", act);
  byId("sign-in").addEventListener("submit", signIn);
  byId("new-pin").addEventListener("submit", changePin);
  byId("card").addEventListener("submit", useCard);
  click("leave", home);
  click("to-review", toReview);
  click("to-choose", () => show("choose", choices.heading()));
  click("from-dossier", () => backFromDossier());
  click("commit", commit);
  click("cast", cast);
  click("challenge", challenge);
  click("anew", openBallot);
  click("trouble-back", home);
  click("trouble-again", () => again());
}

async function start() {
  if (!globalThis.isSecureContext) {
    trouble(say("insecure"), null);
    byId("trouble-back").hidden = true;
    return;
  }
  if (!bind(main.dataset.code, main.dataset.meeting)) {
    trouble(say("release_first"), null);
    byId("trouble-back").hidden = true;
    return;
  }
  listen();
  navigator.serviceWorker?.register(`${main.dataset.base}sw.js`).catch(() => {}); // without it only the restart offline is lost
  tellPending(await delivery.waiting());
  delivery.resume(tellPending);
  show("welcome");
  watch();
}

start();
