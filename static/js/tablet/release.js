// Free this tablet from its meeting: only on the page that staff reach. Refused while a ballot waits to be sent or a refused
// one was not taken note of; said plainly, and asked again, while somebody's drawn ballot lies here.

import { byId } from "../elements.js";
import { say } from "../texts.js";
import { unbind } from "./binding.js";
import { acknowledge, Delivery, refusedBallots } from "./delivery.js";
import { forgetAll, keysOf } from "./store.js";

/** Show what still lies on this tablet. Returns {waiting, refused, drawn}: how many of each. */
async function tell() {
  const counts = await new Delivery(null).counts();
  const drawn = (await keysOf("stash")).length;
  byId("waiting").hidden = counts.waiting === 0;
  byId("not-taken").hidden = counts.refused === 0;
  byId("not-taken-list").replaceChildren(...(await refusedBallots()).map(({ refused }) => lineOf(refused)));
  byId("uncast-text").textContent = say("uncast", { n: drawn });
  return { ...counts, drawn };
}

/** @param {string} words */
function lineOf(words) {
  const line = document.createElement("li");
  line.textContent = words;
  return line;
}

async function wipe() {
  unbind();
  await forgetAll();
  for (const registration of (await navigator.serviceWorker?.getRegistrations()) ?? []) await registration.unregister();
  for (const name of await caches.keys()) await caches.delete(name);
  byId("released").hidden = false;
  for (const id of ["release", "uncast"]) byId(id).hidden = true;
}

/** Wipe the tablet if nothing on it is needed; sure: staff have read that drawn ballots are lost.
 * @param {boolean} sure */
async function release(sure) {
  const { waiting, refused, drawn } = await tell();
  byId("uncast").hidden = drawn === 0;
  if (waiting === 0 && refused === 0 && (sure || drawn === 0)) await wipe();
}

byId("release").addEventListener("click", () => release(false));
byId("release-anyway").addEventListener("click", () => release(true));
byId("acknowledge").addEventListener("click", async () => {
  for (const { name } of await refusedBallots()) await acknowledge(name);
  await tell();
});
tell();
