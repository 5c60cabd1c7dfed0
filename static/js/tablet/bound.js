// A tablet of the hall: bound by the QR code of this hour, heard of as long as it lives, free again when its meeting lets it go.

import { say } from "../texts.js";
import { bound, boundTo, remember, unbind } from "./binding.js";
import { delivery, sentence, server, trouble } from "./seat.js";
import { Refusal, Server } from "./server.js";
import { keysOf, remove } from "./store.js";
import { at, byId, complain } from "./views.js";

const BEAT_MS = 25_000; // the same in every state of the course: nobody reads from it what a deputy does

/** Tell whether the server still knows this tablet; a network that is away releases nothing.
 * @param {Bound} mine */
async function isKnown(mine) {
  try {
    await server.alive(mine.mark);
    return true;
  } catch (error) {
    return !(error instanceof Refusal && error.status === 404);
  }
}

/** Whether nothing on this tablet is needed any more: no ballot on its way, none drawn for a box that still takes it.
 * @param {Server} of the meeting it belongs to */
async function isEmpty(of) {
  const { waiting, refused } = await delivery.counts();
  if (waiting > 0 || refused > 0) return false;
  const drawn = await keysOf("stash");
  if (drawn.length > 0 && (await of.state()).ballots.some((one) => one.state !== "closed")) return false;
  await Promise.all(drawn.map((name) => remove("stash", name)));
  return true;
}

/** @param {string} held code and meeting that a tablet belongs to */
const addressOf = (held) => `/j/${held.replace("/", "/tablet/")}/`;

/** @param {string} held */
const formerServer = (held) => new Server({ dataset: { base: addressOf(held) } });

/** Say to which meeting this tablet belongs, by its title where the network tells it, and where it is released. */
export async function belongsElsewhere() {
  const held = boundTo() ?? "";
  const address = `${location.origin}${addressOf(held)}release`;
  const meeting = await formerServer(held).state().then((found) => found.meeting, () => ""); // away, or gone from the server
  trouble("be_unfit", meeting ? say("release_first_of", { meeting, address }) : say("release_first", { address }));
}

/** Free this tablet of another meeting that has let it go since: a rehearsal's end, a release of all at once.
 * @param {string | undefined} code @param {string | undefined} meeting */
export async function leaveFormer(code, meeting) {
  const [mine, held] = [bound(), boundTo()];
  if (mine === null || held === null || held === `${code}/${meeting}` || (await isKnown(mine))) return;
  if (await isEmpty(formerServer(held)).catch(() => false)) unbind();
}

/** Take the secret of a tablet of this hall, where its address carries the word of a QR code. */
export async function claim() {
  const word = new URLSearchParams(location.hash.slice(1)).get("bind");
  if (word === null) return;
  history.replaceState(null, "", location.pathname);
  complain("bind-error", "");
  const mine = bound();
  try {
    if (mine === null || !(await isKnown(mine))) remember(await server.bindTablet(word));
  } catch (error) {
    complain("bind-error", sentence(error, "offline_bind"));
  }
  showNumber();
}

export function showNumber() {
  const mine = bound();
  byId("bound").hidden = mine === null;
  byId("bound").textContent = mine === null ? "" : say("bound", { n: mine.number });
}

/** Say now and then that this tablet is there; between two deputies, let it go when its meeting has. */
export async function beat() {
  for (;;) {
    const mine = bound();
    if (mine !== null && !(await isKnown(mine)) && at("welcome") && (await isEmpty(server).catch(() => false)) && at("welcome")) {
      unbind();
      trouble("release", say("released"));
    }
    await new Promise((resolve) => setTimeout(resolve, BEAT_MS * (0.9 + Math.random() / 5)));
  }
}
