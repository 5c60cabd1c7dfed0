// The candidates on a tablet of the hall before anybody signs in: keys turn, and who reads is told when voting opens; nothing
// leads away by itself.

import { byId } from "../elements.js";
import { ask, parsed, pause } from "../net.js";
import { offerTurning } from "../turning.js";

const PACE_MS = 12_000;

/** Look now and then whether a ballot is open. */
async function watch() {
  const address = /** @type {string} */ (byId("main").dataset.state);
  for (;;) {
    const { text } = await ask(address).catch(() => ({ text: "" }));
    /** @type {BallotsState | null} */
    const state = parsed(text);
    byId("called").hidden = !state?.ballots.some((one) => one.state === "open");
    await pause(PACE_MS * (0.75 + Math.random() / 2));
  }
}

offerTurning();
watch();
