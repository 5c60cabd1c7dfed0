// A scrutineer's part in opening the box, by protocol 2: check everything, commit to the roll, sample, lend the share once, count,
// sign. What is compared is typed from print; what the server says is never taken for it.

import { grouped } from "../belenios/fingerprint.js";
import { expectPapers, expectTold, parseTokens, rollText } from "../belenios/opening.js";
import { withRoll, withTyped } from "../belenios/said.js";
import { buttonById, entered, formById, progressById, sender } from "../elements.js";
import { Away } from "../net.js";
import { code } from "../written.js";
import * as counting from "./counting.js";
import { offerUnlock } from "./keys.js";
import { act, byId, getJson, getText, pause, Refusal, say, sentenceOf, step, trouble, working } from "./page.js";
import * as sampling from "./sampling.js";
import { address, crew, declare, differ, found, go, key, ownPart, stand, uuid } from "./stand.js";
import { watch } from "./turns.js";

/** @import { Move } from "./opening_course.js" */

const PAUSE_MS = 4000;
const NAMES = /** @type {const} */ (["election", "rules", "trustees", "issuer", "sealed", "roll"]);
/** @type {Record<string, Move>} */
const STOOD = { passed: "pass", failed: "fail", stopped: "stop" };
const BEFORE_LENT = new Set(["locked", "checking", "comparing", "calling", "looking", "proving", "passed"]);
/** @type {Promise<void> | null} */
let checked = null; // the promise of the proofs, at work while the scrutineer reads

/** Fetch every paper once: what is verified is what is opened. */
async function fetchAll() {
  const texts = await Promise.all(NAMES.map((name) => getText(`${address}/${name}.json`)));
  const papers = /** @type {any} */ (Object.fromEntries(NAMES.map((name, i) => [name, texts[i]])));
  stand.found = await expectPapers(key.opened, papers);
  return parseTokens(await getText(`${address}/tokens.json`));
}

/** Check every proof and every token.
 * @param {{credential: string, token: string}[]} tokens */
async function prove(tokens) {
  const { election, ballots, issuer } = found();
  const verified = await crew.verifyBox(election, ballots, tellProgress);
  await crew.ask("expectTokens", { uuid, issuer, credentials: verified.credentials, tokens });
  stand.verified = verified;
  tellProgress(ballots.length, ballots.length);
}

/** @param {number} done @param {number} of */
function tellProgress(done, of) {
  const bar = progressById("progress");
  bar.max = Math.max(of, 1);
  bar.value = of === 0 ? 1 : done;
  byId("progress-text").textContent = say(done === of ? "verified" : "verifying", { done, of });
}

async function unlocked() {
  trouble("");
  go("unlock");
  await check();
}

/** Show what this device computed, to be read aloud to the next scrutineer; before it was compared it would only be copied. */
function showOwn() {
  const { digest, ballots, roll } = found();
  const values = { digest: grouped(digest.slice(0, 24)), count: ballots.length, names: roll.drawn.length };
  byId("own-text").textContent = say("own", values);
  byId("own").hidden = false;
}

/** Check, and go on where this device stood before. */
async function check() {
  const again = buttonById("check-again");
  again.hidden = true;
  try {
    const tokens = await fetchAll();
    checked = prove(tokens);
    checked.catch(() => {}); // shown when the scrutineer goes on
    const before = sampling.signedBefore();
    if (before === null) go("find");
    else {
      await checked;
      const lent = before === "passed" && (await lentBefore());
      showOwn();
      go(STOOD[before]);
      if (before !== "passed") sampling.tellOver();
      if (lent && go("lend")) counting.awaitPartials();
    }
  } catch (error) {
    trouble(sentenceOf(error));
    again.hidden = false;
  }
}

/** Whether this device has lent its share to this box before, and the server has it: then nothing is pressed again. */
async function lentBefore() {
  return key.opened.digests[uuid] === found().digest && (await ownPart()).lent;
}

/** Commit: what is typed from print is what was computed here, and the roll is signed. Then the sample begins.
 * @param {HTMLFormElement} form */
async function commit(form) {
  /** @param {string} name */
  const number = (name) => Number(code(entered(form, name)) || "-1");
  const told = { digest: code(entered(form, "digest")), count: number("count"), names: number("names"), present: number("attending") };
  expectTold(found(), told);
  working(say("proving"));
  await checked;
  const text = rollText(uuid, found().roll);
  await declare(withTyped(withRoll(key.opened, uuid, text), uuid, { present: told.present }), text);
  showOwn();
  await sampling.begin();
}

function listen() {
  offerUnlock(key, act, unlocked);
  const form = formById("told");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act(sender(form), () => commit(form));
  });
  const again = buttonById("check-again");
  again.addEventListener("click", () => act(again, check));
  const report = buttonById("report-box");
  report.addEventListener("click", () =>
    act(report, async () => {
      await differ("box");
      trouble(say("reported"));
    }),
  );
  byId("download-new").addEventListener("click", () => key.download());
  sampling.listen();
  counting.listen();
}

/** Say, until the share is lent, whose consent the box waits for: nobody samples for nothing. */
async function watchConsent() {
  while (BEFORE_LENT.has(stand.state)) {
    try {
      const { waits } = await ownPart();
      byId("consent-text").textContent = waits;
      byId("consent").hidden = waits === "";
    } catch (error) {
      if (!(error instanceof Away || error instanceof Refusal)) throw error;
    }
    await pause(PAUSE_MS);
  }
  byId("consent").hidden = true;
}

/** Wait for the close, without reloading. */
async function awaitClose() {
  step("wait");
  while (byId("opening").dataset.closed !== "yes") {
    try {
      const { state: now } = await getJson(`${address}/status.json`);
      if (now === "closed") break;
    } catch (error) {
      if (!(error instanceof Away)) throw error;
    }
    await pause(PAUSE_MS);
  }
  go("close");
  watchConsent();
  byId("not-here").hidden = await key.isHere();
}

if (globalThis.isSecureContext) {
  listen();
  watch();
  awaitClose();
} else trouble(say("insecure"));
