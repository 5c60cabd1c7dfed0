// A scrutineer's part in opening the box: sign the list of who drew, verify every ballot, lend the share once, sign the outcome.
// What the hall screen shows is typed in by the scrutineer; what the server says is never taken for it.

import { load } from "../belenios/canonical.js";
import { Crew } from "../belenios/crew.js";
import { Election } from "../belenios/election.js";
import { DoesNotHold } from "../belenios/errors.js";
import { expectOutcome, openBox, signOutcome, signRoll } from "../belenios/opening.js";
import { buttonById, entered, formById, progressById, sender } from "../elements.js";
import { Away } from "../net.js";
import { code } from "../written.js";
import { Key, offerUnlock } from "./keys.js";
import { act, byId, getJson, getText, pause, post, Refusal, say, sentenceOf, step, trouble, working } from "./page.js";

const PAUSE_MS = 4000;

const main = byId("opening");
const uuid = main.dataset.ballot;
const address = `/ballots/${uuid}`;
const key = new Key(main.dataset.ceremony, main.dataset.index);
const crew = new Crew(4);
/** @type {Promise<{election: Election, trustees: string, ballots: string[]}> | null} */
let papers = null; // the promise of {election, trustees, ballots}: fetched once, so that what is verified is what is opened
/** @type {Promise<Sum> | null} */
let verified = null; // the promise of the crew, at work while the scrutineer reads
let rollDigest = "";

async function unlocked() {
  trouble("");
  byId("to-outcome").hidden = false; // for who has lent his share before and opened the page again
  offerKeyFile();
  if (main.dataset.signed === "yes") await showBox();
  else await showRoll();
}

/** Offer the key file once it remembers what it opened: the copy that was saved before does not. */
function offerKeyFile() {
  byId("keep").hidden = key.opened.digests[uuid] === undefined;
}

async function showRoll() {
  ({ digest: rollDigest } = await getJson(`${address}/roll-digest.json`));
  byId("roll-digest").textContent = (rollDigest.match(/.{8}/g) ?? []).join(" ");
  step("roll");
  fetchBox().catch(() => {}); // a head start; the next step asks again and shows what went wrong
}

function fetchPapers() {
  papers ??= download().catch((error) => {
    papers = null; // the next step asks again
    throw error;
  });
  return papers;
}

async function download() {
  const [raw, trustees, sealed] = await Promise.all(
    ["election", "trustees", "sealed"].map((name) => getText(`${address}/${name}.json`)),
  );
  const election = await Election.parse(raw);
  if (election.uuid !== uuid) throw new DoesNotHold("another ballot's election");
  const ballots = load(sealed, 1 << 28);
  return { election, trustees, ballots };
}

async function fetchBox() {
  const { election, trustees, ballots } = await fetchPapers();
  if (verified === null) {
    verified = crew.verifyBox(election, ballots, tellProgress);
    verified.catch(() => {}); // shown when the scrutineer asks for the opening
    if (ballots.length === 0) tellProgress(0, 0);
  }
  return { election, trustees, ballots, verified };
}

/** @param {number} done @param {number} of */
function tellProgress(done, of) {
  const bar = progressById("progress");
  bar.max = Math.max(of, 1);
  bar.value = of === 0 ? 1 : done;
  byId("progress-text").textContent = say(done === of ? "verified" : "verifying", { done, of });
}

async function showBox() {
  step("box");
  await fetchBox();
}

/** @param {HTMLFormElement} form */
async function lend(form) {
  const { election, trustees, ballots } = await fetchBox();
  const announced = { count: Number(code(entered(form, "count"))), digest: code(entered(form, "digest")) };
  working(say("lending"));
  const options = { verified, keep: (/** @type {Secrets} */ secrets) => key.keep(secrets).then(offerKeyFile) };
  const opened = await openBox(crew, key.opened, election, trustees, ballots, announced, options);
  await post(`${address}/share`, { digest: opened.digest, partial: opened.partial });
  step("sent");
  awaitOutcome();
}

/** Show the outcome once the shares are combined. */
async function awaitOutcome() {
  for (;;) {
    try {
      const text = await getText(`${address}/outcome.json`);
      await showOutcome(text);
      return;
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof Away)) {
        trouble(sentenceOf(error)); // neither "not yet" nor the network
        return;
      }
      await pause(PAUSE_MS);
    }
  }
}

/** A line's votes in words' place: where projects are chosen, only who chose; else each answer's.
 * @param {number[]} votes @param {Kind} kind */
function figures(votes, kind) {
  return kind === "choose" ? String(votes[0]) : votes.join(" / ");
}

let outcomeText = "";

/** Decide the outcome again from its counts and hold it against the box that a person saw. typed: where nothing was opened
 *  here, from the hall screen; the digest is then kept as if it had been opened.
 * @param {string} text @param {string | null} typed */
async function showOutcome(text, typed = null) {
  const seen = key.opened.digests[uuid] ?? typed;
  if (seen === null) {
    step("seen");
    return;
  }
  const [rules, { election, ballots }] = [await getText(`${address}/rules.json`), await fetchPapers()];
  const outcome = await expectOutcome(text, rules, election, ballots, seen);
  const secrets = key.opened;
  if (typed !== null) await key.keep({ ...secrets, digests: { ...secrets.digests, [uuid]: outcome.digest } });
  outcomeText = text;
  const { candidates, rules: { kind } } = load(rules);
  const titles = new Map(candidates.map((/** @type {Candidate} */ line) => [line.ordinal, line.title]));
  byId("outcome").replaceChildren(
    ...outcome.lines.map((line) => {
      const item = document.createElement("li");
      const words = { ordinal: line.ordinal, title: titles.get(line.ordinal) ?? "", votes: figures(line.votes, kind) };
      item.textContent = say(line.chosen ? "line_chosen" : "line", words);
      return item;
    }),
  );
  step("outcome");
}

function listen() {
  offerUnlock(key, act, unlocked);
  const form = formById("box");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act(sender(form), () => lend(form));
  });
  const sign = buttonById("sign-roll");
  sign.addEventListener("click", () =>
    act(sign, async () => {
      await post(`${address}/roll-signature`, { signature: await signRoll(key.opened, uuid, rollDigest) });
      await showBox();
    }),
  );
  const seen = formById("seen");
  seen.addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = code(entered(seen, "seen"));
    act(sender(seen), async () => showOutcome(await getText(`${address}/outcome.json`), typed));
  });
  const finish = buttonById("sign-outcome");
  finish.addEventListener("click", () =>
    act(finish, async () => {
      await post(`${address}/outcome-signature`, { signature: await signOutcome(key.opened, uuid, outcomeText) });
      step("done");
    }),
  );
  byId("download").addEventListener("click", () => key.download());
  const look = buttonById("to-outcome");
  look.addEventListener("click", () => act(look, async () => showOutcome(await getText(`${address}/outcome.json`))));
}

async function start() {
  if (!globalThis.isSecureContext) {
    trouble(say("insecure"));
    return;
  }
  listen();
  step("unlock");
  byId("not-here").hidden = await key.isHere();
}

start();
