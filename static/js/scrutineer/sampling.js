// 抽验回执: call the names that this device drew, show each deputy the receipts of the box that it hashed, take his answer.
// Nothing is typed, scanned or kept of who looked for which receipt; only who misses his ballot may show his own.

import { Refused } from "../belenios/errors.js";
import { sampleText } from "../belenios/opening.js";
import { expectReceipt, shortTracker } from "../belenios/receipt.js";
import { saidOf, withDigest, withSample } from "../belenios/said.js";
import { after, begun, inOrderOfChance, verdictOf } from "../belenios/sample.js";
import { Camera, hasCamera } from "../camera.js";
import { buttonById, entered, formById, parts, sender, videoById } from "../elements.js";
import { inAddress } from "../tablet/receipt.js";
import { awaitPartials } from "./counting.js";
import { act, byId, opens, pause, post, say, sentenceOf, trouble, working } from "./page.js";
import { address, crew, declare, found, go, key, need, stand, uuid, verified } from "./stand.js";

/** @import { Answered } from "../belenios/sample.js" */
/** @import { Move } from "./opening_course.js" */

const AGAIN_MS = 4000;
const RECEIPT = /#?([1-9A-HJ-NP-Za-km-z]{14,64})\.([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{86})$/; // as the receipt's code says it
/** @type {Record<string, Move>} */
const MOVE = { more: "call_next", passed: "pass", failed: "fail", stopped: "stop" };

/** Begin: from now on the order of names is fixed, and known to nobody else. */
export function begin() {
  const { roll, ballots } = found();
  stand.sample = begun(roll.drawn.length, ballots.length);
  stand.names = inOrderOfChance(roll.drawn);
  return proceed();
}

/** What was signed before this page was opened, or null. Errors: DoesNotHold when that was another box or roll. */
export function signedBefore() {
  const { sample } = saidOf(key.opened, uuid);
  if (sample === undefined) return null;
  const { digest, roll } = found();
  need(sample.startsWith(`sample|${uuid}|${digest}|${roll.digest}|${roll.drawn.length}|`), "another sample was signed before");
  return String(sample.split("|").at(-1));
}

/** Show what follows from the numbers: the next name, or the end. */
async function proceed() {
  const sample = /** @type {NonNullable<typeof stand.sample>} */ (stand.sample);
  const verdict = verdictOf(sample);
  byId("receipts").replaceChildren();
  if (verdict === "more") {
    const one = /** @type {RollName} */ (stand.names.shift());
    byId("called").textContent = one.name;
    byId("called-of").textContent = say("called_of", { number: one.number, delegation: one.delegation });
    byId("called-again").textContent = one.name;
  } else {
    stand.names = [];
    byId("called").textContent = "";
    await tell(sampleText(uuid, found().digest, found().roll, sample));
  }
  go(MOVE[verdict]);
}

/** Keep the sample and say it. The network may be away: it is stored, and said again before anything is lent.
 * @param {string} text */
async function tell(text) {
  try {
    await declare(withSample(key.opened, uuid, text), text);
  } catch (error) {
    if (saidOf(key.opened, uuid).sample === undefined) throw error;
    trouble(sentenceOf(error));
  }
}

/** Say a sample again until it is heard: one that failed or stopped must reach the console. */
export async function tellOver() {
  const text = String(saidOf(key.opened, uuid).sample);
  byId("over-text").textContent = say(text.endsWith("stopped") ? "stopped" : "failed_sample");
  for (;;) {
    try {
      await declare(key.opened, text);
      return;
    } catch (error) {
      trouble(sentenceOf(error));
    }
    await pause(AGAIN_MS);
  }
}

/** @param {Answered} answer */
async function answered(answer) {
  stand.sample = after(/** @type {NonNullable<typeof stand.sample>} */ (stand.sample), answer);
  await proceed();
  if (stand.state === "failed" || stand.state === "stopped") tellOver();
}

/** Lay the receipts of the box before the deputy: sorted, in groups by their first character, nothing to search in. */
function showReceipts() {
  const codes = verified().trackers.map((tracker) => shortTracker(inAddress(tracker))).sort();
  /** @type {Map<string, string[]>} */
  const groups = new Map();
  for (const code of codes) groups.set(code[0], [...(groups.get(code[0]) ?? []), code]);
  byId("receipts").replaceChildren(
    ...[...groups].map(([first, of]) => {
      const group = document.createElement("section");
      const [title, list] = [document.createElement("h3"), document.createElement("ol")];
      title.textContent = first;
      for (const code of of) {
        const item = document.createElement("li");
        item.textContent = `${code.slice(0, 5)} ${code.slice(5)}`;
        list.append(item);
      }
      group.append(title, list);
      return group;
    }),
  );
}

/** Judge the signed receipt of somebody who misses his ballot. A receipt of a ballot that is there is put aside unshown.
 * @param {string} text */
async function judge(text) {
  const [, of, tracker, signature] = RECEIPT.exec(text.trim()) ?? [];
  if (of !== uuid) return trouble(say("no_receipt"));
  const whole = tracker.replaceAll("-", "+").replaceAll("_", "/");
  try {
    await expectReceipt(found().rules.receipt_key, uuid, whole, signature);
  } catch (error) {
    if (error instanceof Refused) return trouble(say("no_receipt"));
    throw error;
  }
  if (!verified().trackers.includes(whole)) return answered("proven");
  go("back");
  showReceipts();
  return trouble(say("is_there"));
}

async function scan() {
  const camera = new Camera(videoById("receipt-view"), "environment");
  if (!(await opens(camera))) return;
  const text = await camera.next();
  camera.close();
  if (text !== null) await judge(text);
}

export function listen() {
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (parts(document, "[data-answer]"))) {
    button.addEventListener("click", () => act(button, () => answered(/** @type {Answered} */ (button.dataset.answer))));
  }
  byId("come").addEventListener("click", () => {
    if (go("come")) showReceipts();
  });
  byId("miss").addEventListener("click", () => go("miss"));
  byId("receipt-back").addEventListener("click", () => go("back"));
  const form = formById("receipt");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act(sender(form), async () => {
      const text = entered(form, "receipt");
      form.reset();
      await judge(text);
    });
  });
  const eye = buttonById("receipt-scan");
  eye.hidden = !hasCamera();
  eye.addEventListener("click", () => act(eye, scan));
  const lend = buttonById("lend");
  lend.addEventListener("click", () => act(lend, share));
}

/** Lend the share to the box that was sampled, once: the digest is stored before the share is used. */
async function share() {
  working(say("lending"));
  await declare(withDigest(key.opened, uuid, found().digest), String(saidOf(key.opened, uuid).sample));
  const { election, digest } = found();
  const partial = await crew.ask("partialDecrypt", { election: election.raw, sum: verified().sum, share: key.opened.share });
  await post(`${address}/share`, { digest, partial });
  if (go("lend")) awaitPartials();
}
