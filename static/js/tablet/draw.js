// The draw: a credential made here, stored before the request leaves, signed without being seen. Token cards too.

import { Refused } from "../belenios/errors.js";
import { entered, formById } from "../elements.js";
import { say } from "../texts.js";
import { typedSeed } from "../written.js";
import { pause } from "./delivery.js";
import { ballot, crew, deputy, endSession, seat, sentence, server, trouble, withButton } from "./seat.js";
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
    const next = await nextBallot(state.ballots.filter((one) => one.state !== "closed"));
    if (next === null) waitWithout(state);
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
  seat.ballot = null;
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

/** The ballot that this deputy has a credential for on this tablet, or may still draw; open ones first: {found, held}.
 * @param {Summary[]} ballots */
async function nextBallot(ballots) {
  const order = [...ballots].sort((a, b) => Number(b.state === "open") - Number(a.state === "open"));
  for (const summary of order) {
    const found = await checked(summary);
    const { keys, me } = deputy();
    const held = keys ? await stash.find(keys, found) : null;
    if (held || !me.drawn.includes(summary.uuid)) return { found, held };
  }
  return null;
}

/** @param {BallotsState} state */
function waitWithout(state) {
  const { drawn, paper } = deputy().me;
  const received = state.ballots.filter((one) => one.state !== "closed" && drawn.includes(one.uuid));
  if (received.length > 0) {
    trouble("find_elsewhere", say(received.every((one) => paper.includes(one.uuid)) ? "on_paper" : "elsewhere"));
    return;
  }
  drawnPanel("find_none", "not_drawn", null);
}

/** @param {{found: Checked, held: Held | null}} next */
async function take({ found, held }) {
  await prepare(found);
  ballot().credential = held && isWhole(held) ? held : await collect(held ?? (await fresh()));
  await leaveSession();
  await enter();
}

/** @param {Held} held @returns {held is Drawn} */
const isWhole = (held) => held.token !== null;

/** Fetch and check what belongs to a ballot as it is set up now; its 24 digits are shown to the deputy.
 * @param {Summary} summary @returns {Promise<Checked>} */
async function checked(summary) {
  const texts = await server.documents(summary.uuid);
  const { fingerprint, rules, questions } = await crew.ask("expectSetUp", { texts });
  return { ...summary, texts, issuer: JSON.parse(texts.issuer), fingerprint, rules, election: { questions } };
}

/** Put a checked ballot before the deputy, with its reading material.
 * @param {Checked} found */
async function prepare(found) {
  seat.ballot = { ...found, credential: null, dossiers: await server.dossiers(found.uuid).catch(() => new Map()) };
}

/** @returns {Promise<Draw>} */
async function fresh() {
  const draw = await crew.ask("draw", { uuid: ballot().uuid, issuer: ballot().issuer });
  await stash.keep(/** @type {PinKeys} */ (deputy().keys), ballot(), { ...draw, token: null });
  return draw;
}

/** Ask for the signature with exactly the stored request, until an answer comes.
 * @param {Draw} draw */
async function collect(draw) {
  const who = seat.deputy;
  byId("doing").textContent = "";
  for (let tries = 0; ; tries += 1) {
    try {
      const signature = await server.draw(ballot().uuid, draw.blinded, deputy().me.csrf);
      return await finishDraw(draw, signature);
    } catch (error) {
      if (!(error instanceof Away) || seat.deputy !== who) throw error;
      byId("doing").textContent = say("offline_draw");
      await pause(tries);
    }
  }
}

/** @param {Draw} given @param {string} signature */
async function finishDraw({ secret, credential, inverse, blinded }, signature) {
  const token = await crew.ask("unblind", { uuid: ballot().uuid, issuer: ballot().issuer, credential, inverse, signature });
  const kept = { secret, credential, inverse, blinded, token };
  const { keys } = deputy();
  if (keys) await stash.keep(keys, ballot(), kept);
  return kept;
}

/** The session is no longer needed: the token and the PIN's key are. */
async function leaveSession() {
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
      const summary = ballots.find((one) => one.state === "open") ?? ballots.find((one) => one.state === "ready");
      if (!summary) throw new Refusal(409, say("not_drawn_text"));
      seat.deputy = { me: { drawn: [], paper: [], csrf: null }, number: "", pin: null, keys: null, card: true };
      await prepare(await checked(summary));
      const made = await crew.ask("deriveCard", { seed, uuid: ballot().uuid, issuer: ballot().issuer });
      ballot().credential = await finishDraw(made, await server.cardSignature(ballot().uuid, made.lookup));
      form.reset();
      await enter();
    } catch (error) {
      seat.deputy = null;
      const isOld = old && error instanceof Refusal && error.code === "NoCard";
      complain("card-error", isOld ? say("old_card") : error instanceof Refused ? say("refused") : sentence(error, "offline_sign_in"));
    }
  });
}
