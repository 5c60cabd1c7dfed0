// Ballots on their way to the box: kept sealed in the tablet until the receipt is here and holds. Sending twice is harmless.

import { b64Sha256 } from "../belenios/canonical.js";
import { DoesNotHold } from "../belenios/errors.js";
import { expectReceipt } from "../belenios/receipt.js";
import { seal, tabletKey, unseal } from "./sealing.js";
import { Away, Refusal } from "./server.js";
import { get, keysOf, put, remove } from "./store.js";

/** @import { Server } from "./server.js" */

const FIRST_MS = 1000;
const LONGEST_MS = 15_000;
const CHANCE = 4; // half a second to a quarter of a minute

/** Wait longer each time, with chance, so that 340 tablets do not come back in step; sooner when the network returns.
 * @param {number} tries */
export function pause(tries) {
  const most = Math.min(LONGEST_MS, FIRST_MS * 2 ** tries);
  return /** @type {Promise<void>} */ (new Promise((resolve) => {
    const timer = setTimeout(done, most / 2 + (Math.random() * most) / 2);
    function done() {
      clearTimeout(timer);
      removeEventListener("online", done);
      resolve();
    }
    addEventListener("online", done);
  }));
}

/** The booth's words after which it will never take this ballot. Every other answer may change: the ballot is kept. */
const FINAL = new Set([
  "Closed", "Withdrawn", "Spent", "Challenged", "Voided", "Malformed", "DoesNotHold", "TooLarge", "TooManyFailures",
]);

export class Delivery {
  /** server: Server.
   * @param {Server | null} server */
  constructor(server) {
    this.server = server;
  }

  /** How many ballots are on their way, and how many were refused for good and wait for staff: {waiting, refused}. */
  async counts() {
    const refused = (await refusedBallots()).length;
    return { waiting: (await keysOf("pending")).length - refused, refused };
  }

  /** Keep a ballot before it is sent. ballot: {uuid, token, raw, receiptKey}; nothing tells whose it is.
   * @param {Kept} ballot */
  async keep(ballot) {
    const name = crypto.getRandomValues(new Uint32Array(4)).join("-");
    await put("pending", name, await seal(await tabletKey(), ballot));
    return name;
  }

  /** Send a kept ballot until the box answers. tell(error): called before each new try.
   *
   * Returns {tracker, receipt}. Errors: Refusal when the booth says that it will never take it (the ballot is still kept:
   * `acknowledge` once somebody has read why); DoesNotHold when the receipt is false (it is kept for the scrutineers).
   * @param {string} name @param {(error: Error) => void} tell */
  async send(name, tell = () => {}) {
    const ballot = await unseal(await tabletKey(), await get("pending", name));
    for (let tries = 0; ; tries += 1) {
      try {
        const answer = await /** @type {Server} */ (this.server).cast(ballot.uuid, ballot.token, ballot.raw);
        await expectAnswer(ballot, answer);
        await remove("pending", name);
        return answer;
      } catch (error) {
        if (!(error instanceof Away || error instanceof Refusal)) throw error;
        if (error instanceof Refusal && FINAL.has(error.code)) {
          await put("pending", name, { ...(await get("pending", name)), refused: error.sentence });
          throw error;
        }
        tell(error);
        await pause(tries);
      }
    }
  }

  /** Send what an earlier run of the page left behind; settled(counts) after each. Each after a time of its own chance: two that
   * were drawn together do not come to their boxes side by side.
   * @param {(counts: {waiting: number, refused: number}) => void} settled */
  async resume(settled = () => {}) {
    const done = new Set((await refusedBallots()).map(({ name }) => name));
    const names = (await keysOf("pending")).filter((name) => !done.has(name));
    await Promise.all(
      names.map(async (name) => {
        if (names.length > 1) await pause(CHANCE * Math.random());
        await this.send(name).catch(() => {}); // what was refused stays, and is counted
        settled(await this.counts());
      }),
    );
  }
}

/** The receipt of the ballot that lies in the box in place of this one: cast with the same credential, on a tablet that died
 * before it could show it. null where the booth refused for another reason, or shows no receipt that holds.
 * @param {Kept} ballot @param {unknown} error @returns {Promise<Receipt | null>} */
export async function earlierReceipt({ uuid, receiptKey }, error) {
  if (!(error instanceof Refusal && error.code === "Spent")) return null;
  const { tracker, receipt } = error.told;
  try {
    await expectReceipt(receiptKey, uuid, tracker, receipt);
  } catch {
    return null;
  }
  return { tracker, receipt };
}

/** The ballots on this tablet that the booth refused for good: [{name, refused}], refused: why. */
export async function refusedBallots() {
  const found = [];
  for (const name of await keysOf("pending")) {
    const { refused } = await get("pending", name);
    if (refused !== undefined) found.push({ name, refused });
  }
  return found;
}

/** Forget a refused ballot: somebody has read that it was refused, and why.
 * @param {string} name */
export function acknowledge(name) {
  return remove("pending", name);
}

/** Ask that the answer is a receipt for this very ballot. Errors: Malformed, DoesNotHold.
 * @param {Kept} ballot @param {Receipt} answer */
async function expectAnswer({ uuid, raw, receiptKey }, { tracker, receipt }) {
  if (tracker !== (await b64Sha256(raw))) throw new DoesNotHold("receipt is for another ballot");
  await expectReceipt(receiptKey, uuid, tracker, receipt);
}
