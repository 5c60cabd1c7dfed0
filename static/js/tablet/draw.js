// The draw: a credential made here, stored before the request leaves, signed without being seen. Token cards too.

import { Refused } from "../belenios/errors.js";
import { typedSeed } from "../written.js";
import { pause } from "./delivery.js";
import { crew, seat, sentence, server, trouble, withButton } from "./seat.js";
import { Away, Refusal } from "./server.js";
import * as stash from "./stash.js";
import { say } from "./texts.js";
import { byId, complain, show } from "./views.js";
import { drawnPanel, enter } from "./waiting.js";

/** Go on from wherever this deputy stands; called again when the state of the ballots changes. */
export async function advance() {
  try {
    const state = await server.state();
    await forgetWithdrawn(state.withdrawn);
    const found = await nextBallot(state.ballots.filter((one) => one.state !== "closed"));
    if (found === null) waitWithout(state);
    else await take(found);
  } catch (error) {
    if (seat.deputy === null) return; // he has left meanwhile
    if (error instanceof Away) later("offline_draw");
    else if (isWithdrawn(error)) drawAnew();
    else trouble(error instanceof Refused ? say("mismatch") : sentence(error, "refused"), advance);
  }
}

const isWithdrawn = (error) => error instanceof Refusal && error.code === "Withdrawn";

/** The set-up for which a credential was made is gone, and nothing was marked: draw for the one in its place. */
function drawAnew() {
  seat.ballot = null;
  later("anew");
}

/** Forget what this deputy kept here for set-ups that were taken back: it is worth nothing. */
async function forgetWithdrawn(withdrawn) {
  if (seat.deputy.keys) for (const one of withdrawn) await stash.forget(seat.deputy.keys, one);
}

/** Say why it takes a moment, and look again soon where this deputy stands. */
function later(why) {
  byId("doing").textContent = say(why);
  show("loading");
  const who = seat.deputy;
  pause(1).then(() => (seat.deputy === who ? advance() : null));
}

/** The ballot that this deputy has a credential for on this tablet, or may still draw; open ones first: {ballot, held}. */
async function nextBallot(ballots) {
  const order = [...ballots].sort((a, b) => Number(b.state === "open") - Number(a.state === "open"));
  for (const summary of order) {
    const ballot = await checked(summary);
    const held = seat.deputy.keys ? await stash.find(seat.deputy.keys, ballot) : null;
    if (held || !seat.deputy.me.drawn.includes(summary.uuid)) return { ballot, held };
  }
  return null;
}

function waitWithout(state) {
  const lost = state.ballots.some((one) => one.state !== "closed" && seat.deputy.me.drawn.includes(one.uuid));
  if (lost) {
    trouble(say("elsewhere"), null);
    return;
  }
  drawnPanel("not_drawn", null);
}

async function take({ ballot, held }) {
  await prepare(ballot);
  const kept = held ?? (await fresh());
  seat.ballot.credential = kept.token ? kept : await collect(kept);
  await leaveSession();
  await enter();
}

/** Fetch and check what belongs to a ballot as it is set up now; its 16 characters are shown to the deputy. */
async function checked(summary) {
  const texts = await server.documents(summary.uuid);
  const { fingerprint, rules, questions } = await crew.ask("expectSetUp", { texts });
  return { ...summary, texts, issuer: JSON.parse(texts.issuer), fingerprint, rules, election: { questions } };
}

/** Put a checked ballot before the deputy, with its reading material. */
async function prepare(ballot) {
  seat.ballot = { ...ballot, dossiers: await server.dossiers(ballot.uuid).catch(() => new Map()) };
}

async function fresh() {
  const draw = await crew.ask("draw", { uuid: seat.ballot.uuid, issuer: seat.ballot.issuer });
  await stash.keep(seat.deputy.keys, seat.ballot, { ...draw, token: null });
  return draw;
}

/** Ask for the signature with exactly the stored request, until an answer comes. */
async function collect(draw) {
  const who = seat.deputy;
  byId("doing").textContent = "";
  for (let tries = 0; ; tries += 1) {
    try {
      const signature = await server.draw(seat.ballot.uuid, draw.blinded, seat.deputy.me.csrf);
      return await finishDraw(draw, signature);
    } catch (error) {
      if (!(error instanceof Away) || seat.deputy !== who) throw error;
      byId("doing").textContent = say("offline_draw");
      await pause(tries);
    }
  }
}

async function finishDraw({ secret, credential, inverse, blinded }, signature) {
  const token = await crew.ask("unblind", { uuid: seat.ballot.uuid, issuer: seat.ballot.issuer, credential, inverse, signature });
  const kept = { secret, credential, inverse, blinded, token };
  if (seat.deputy.keys) await stash.keep(seat.deputy.keys, seat.ballot, kept);
  return kept;
}

/** The session is no longer needed: the token and the PIN's key are. */
async function leaveSession() {
  if (seat.deputy.me.csrf) await server.signOut(seat.deputy.me.csrf).catch(() => {});
  seat.deputy.me = { ...seat.deputy.me, csrf: null };
}

export async function useCard(event) {
  event.preventDefault();
  const seed = typedSeed(new FormData(byId("card")).get("seed"));
  complain("card-error", "");
  await withButton(byId("card"), async () => {
    let state = null;
    try {
      state = await server.state();
      const { ballots } = state;
      const summary = ballots.find((one) => one.state === "open") ?? ballots.find((one) => one.state === "ready");
      if (!summary) throw new Refusal(409, say("not_drawn_text"));
      seat.deputy = { me: { drawn: [], csrf: null }, keys: null, card: true };
      await prepare(await checked(summary));
      const made = await crew.ask("deriveCard", { seed, uuid: seat.ballot.uuid, issuer: seat.ballot.issuer });
      seat.ballot.credential = await finishDraw(made, await server.cardSignature(seat.ballot.uuid, made.lookup));
      byId("card").reset();
      await enter();
    } catch (error) {
      seat.deputy = null;
      const old = error.code === "NoCard" && state.withdrawn.length > 0;
      complain("card-error", old ? say("old_card") : error instanceof Refused ? say("refused") : sentence(error, "offline_sign_in"));
    }
  });
}
