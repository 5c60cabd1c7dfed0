// The draw: credentials made here, one for each ballot that is handed out, stored before the request leaves, signed without
// being seen. Token cards too.

import { Refused } from "../belenios/errors.js";
import { newSpareCode } from "../belenios/spare.js";
import { entered, formById } from "../elements.js";
import { say } from "../texts.js";
import { typedSeed } from "../written.js";
import { pause } from "./delivery.js";
import { crew, deputy, endSession, seat, sentence, server, trouble, withButton } from "./seat.js";
import { Away, Refusal } from "./server.js";
import * as stash from "./stash.js";
import { byId, complain, move } from "./views.js";
import { drawnPanel, enter } from "./waiting.js";

/** @import { PinKeys } from "./sealing.js" */

/** Go on from wherever this deputy stands; called again when the state of the ballots changes. */
export async function advance() {
  try {
    const state = await server.state();
    await forgetWithdrawn(state.withdrawn);
    const next = await nextBallots(state.ballots);
    if (next.length === 0) waitWithout(state);
    else await take(next);
  } catch (error) {
    if (seat.deputy === null) return; // he has left meanwhile
    if (error instanceof Away) later("offline_draw");
    else if (isWithdrawn(error)) drawAnew();
    else trouble("fail_draw", error instanceof Refused ? say("mismatch") : sentence(error, "refused"), advance);
  }
}

/** @param {unknown} error */
const isWithdrawn = (error) => error instanceof Refusal && error.code === "Withdrawn";

/** The set-up for which a credential was made is gone, and nothing was marked: draw for the one in its place. */
function drawAnew() {
  later("anew");
}

/** Forget what this deputy kept here for set-ups that were taken back: it is worth nothing.
 * @param {SetUp[]} withdrawn */
async function forgetWithdrawn(withdrawn) {
  const { keys } = deputy();
  if (keys) for (const one of withdrawn) await stash.forget(keys, one);
}

/** Say why it takes a moment, and look again soon where this deputy stands.
 * @param {string} why */
function later(why) {
  if (!move("delay")) return;
  byId("doing").textContent = say(why);
  const who = seat.deputy;
  pause(1).then(() => (seat.deputy === who ? advance() : null));
}

/** The ballots of one draw that this deputy has credentials for on this tablet, or may still draw; open ones first.
 * @param {Summary[]} ballots */
async function nextBallots(ballots) {
  const order = openFirst(ballots);
  for (const summary of order) {
    const mine = [];
    for (const one of drawnWith(summary, ballots)) {
      const { keys, me } = deputy();
      const found = one.state === "closed" ? null : await checked(one, ballots);
      const held = found && keys ? await stash.find(keys, found) : null;
      if (found && (held || !me.drawn.includes(one.uuid))) mine.push({ found, held });
    }
    if (mine.length > 0) return mine;
  }
  return [];
}

/** @param {Summary[]} ballots */
function openFirst(ballots) {
  const live = ballots.filter((one) => one.state !== "closed");
  return live.sort((a, b) => Number(b.state === "open") - Number(a.state === "open"));
}

/** What is handed out at once with a ballot, itself among it, in the order of casting.
 * @param {Summary} summary @param {Summary[]} ballots */
function drawnWith(summary, ballots) {
  return ballots.filter((one) => one.uuid === summary.uuid || (one.draw !== null && one.draw === summary.draw));
}

/** @param {BallotsState} state */
function waitWithout(state) {
  const { drawn, paper } = deputy().me;
  const received = state.ballots.filter((one) => one.state !== "closed" && drawn.includes(one.uuid));
  if (received.length > 0) {
    if (received.every((one) => paper.includes(one.uuid))) trouble("find_paper", say("on_paper"));
    else if (move("find_elsewhere")) complain("spare-error", "");
    return;
  }
  drawnPanel("find_none", "not_drawn", null);
}

/** @param {{found: Checked, held: Held | null}[]} next */
async function take(next) {
  const hand = [];
  const whole = next.every(({ held }) => held !== null && isWhole(held));
  const spare = next.map(({ held }) => held?.spare).find(Boolean) ?? newSpareCode();
  for (const { found, held } of next) hand.push({ laid: await prepare(found), draw: held ?? (await fresh(found, spare)) });
  await collect(hand.filter(({ draw }) => !isWhole(draw)));
  seat.spare = whole ? null : spare; // shown once
  for (const { laid, draw } of hand) if (isWhole(draw)) laid.credential = draw;
  seat.hand = hand.map(({ laid }) => laid);
  await leaveSession();
  await enter();
}

/** @param {Draw | Held} held @returns {held is Drawn} */
const isWhole = (held) => "token" in held && held.token !== null;

/** Fetch and check what belongs to a ballot as it is set up now; its 24 digits are shown to the deputy.
 * @param {Summary} summary @param {Summary[]} ballots @returns {Promise<Checked>} */
export async function checked(summary, ballots) {
  const together = drawnWith(summary, ballots);
  const texts = await server.documents(summary.uuid);
  const { fingerprint, rules, questions } = await crew.ask("expectSetUp", { texts });
  const place = together.findIndex((one) => one.uuid === summary.uuid) + 1;
  const issuer = JSON.parse(texts.issuer);
  return { ...summary, texts, issuer, fingerprint, rules, election: { questions }, place, of: together.length };
}

/** A checked ballot with its reading material.
 * @param {Checked} found @returns {Promise<Laid>} */
export async function prepare(found) {
  return { ...found, credential: null, dossiers: await server.dossiers(found.uuid).catch(() => new Map()) };
}

/** A credential for this ballot alone, from the spare code of its draw, which is kept until it can be shown: with the token.
 * @param {Checked} found @param {string} spare @returns {Promise<Draw>} */
async function fresh(found, spare) {
  const draw = await crew.ask("draw", { uuid: found.uuid, issuer: found.issuer, spare });
  await stash.keep(/** @type {PinKeys} */ (deputy().keys), found, { ...draw, token: null, spare });
  return draw;
}

/** @typedef {{laid: Laid, draw: Draw | Held}} Drawing */

/** Ask for the signatures with exactly the stored requests, in one call, until an answer comes; each becomes a token.
 * @param {Drawing[]} hand */
async function collect(hand) {
  if (hand.length === 0) return;
  const who = seat.deputy;
  const draws = hand.map(({ laid, draw }) => ({ uuid: laid.uuid, blinded: draw.blinded }));
  byId("doing").textContent = "";
  for (let tries = 0; ; tries += 1) {
    try {
      const signatures = await server.draw(draws, deputy().me.csrf);
      for (const [i, one] of hand.entries()) one.draw = await finishDraw(one.laid, one.draw, signatures[i]);
      return;
    } catch (error) {
      if (!(error instanceof Away) || seat.deputy !== who) throw error;
      byId("doing").textContent = say("offline_draw");
      await pause(tries);
    }
  }
}

/** @param {Laid} laid @param {Draw} given @param {string} signature */
export async function finishDraw({ uuid, issuer, fingerprint }, { secret, credential, inverse, blinded }, signature) {
  const token = await crew.ask("unblind", { uuid, issuer, credential, inverse, signature });
  const kept = { secret, credential, inverse, blinded, token };
  const { keys } = deputy();
  if (keys) await stash.keep(keys, { uuid, fingerprint }, kept);
  return kept;
}

/** The session is no longer needed: the token and the PIN's key are. */
export async function leaveSession() {
  const { me } = deputy();
  await endSession(me.csrf);
  deputy().me = { ...me, csrf: null };
}

/** @param {Event} event */
export async function useCard(event) {
  event.preventDefault();
  const form = formById("card");
  const seed = typedSeed(entered(form, "seed"));
  complain("card-error", "");
  await withButton(form, async () => {
    let old = false;
    try {
      const { ballots, withdrawn } = await server.state();
      old = withdrawn.length > 0;
      seat.deputy = { me: { drawn: [], paper: [], csrf: null }, number: "", pin: null, keys: null, card: true };
      seat.hand = [await ballotOfCard(seed, ballots)];
      form.reset();
      await enter();
    } catch (error) {
      seat.deputy = null;
      const isOld = old && error instanceof Refusal && error.code === "NoCard";
      complain("card-error", isOld ? say("old_card") : error instanceof Refused ? say("refused") : sentence(error, "offline_sign_in"));
    }
  });
}

/** The ballot that a card was printed for, with the card's credential: each card opens the box of one.
 * @param {string} seed @param {Summary[]} ballots */
async function ballotOfCard(seed, ballots) {
  let error = new Refusal(409, say("not_drawn_text"));
  for (const summary of openFirst(ballots)) {
    const laid = await prepare(await checked(summary, ballots));
    const made = await crew.ask("deriveCard", { seed, uuid: laid.uuid, issuer: laid.issuer });
    try {
      laid.credential = await finishDraw(laid, made, await server.cardSignature(laid.uuid, made.lookup));
      return laid;
    } catch (refused) {
      if (!(refused instanceof Refusal && refused.code === "NoCard")) throw refused;
      error = refused;
    }
  }
  throw error;
}
