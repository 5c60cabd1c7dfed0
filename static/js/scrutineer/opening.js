// A scrutineer's part in opening the box: sign the list of who drew, verify every ballot, lend the share once, sign the outcome.
// What the hall screen shows is typed in by the scrutineer; what the server says is never taken for it.

import { Crew } from "../belenios/crew.js";
import { hexSha256, load } from "../belenios/canonical.js";
import { Election } from "../belenios/election.js";
import { DoesNotHold } from "../belenios/errors.js";
import { openBox, signOutcome, signRoll } from "../belenios/opening.js";
import { Key, offerUnlock } from "./keys.js";
import { Refusal, act, byId, getJson, getText, pause, post, say, sentenceOf, step, trouble, working } from "./page.js";

const PAUSE_MS = 4000;

const main = byId("opening");
const uuid = main.dataset.ballot;
const address = `/ballots/${uuid}`;
const key = new Key(main.dataset.ceremony, main.dataset.index);
const crew = new Crew(4);
let box = null; // {election, trustees, ballots, verified}: fetched once, verified while the scrutineer reads
let rollDigest = null;

async function unlocked() {
  trouble("");
  byId("to-outcome").hidden = false; // for who has lent his share before and opened the page again
  offerKeyFile();
  if (main.dataset.signed === "yes") await showBox();
  else await showRoll();
}

/** Offer the key file once it remembers what it opened: the copy that was saved before does not. */
function offerKeyFile() {
  byId("keep").hidden = key.secrets.digests[uuid] === undefined;
}

async function showRoll() {
  ({ digest: rollDigest } = await getJson(`${address}/roll-digest.json`));
  byId("roll-digest").textContent = rollDigest.match(/.{8}/g).join(" ");
  step("roll");
  fetchBox().catch(() => {}); // a head start; the next step asks again and shows what went wrong
}

async function fetchBox() {
  if (box !== null) return box;
  const [raw, trustees, sealed] = await Promise.all(
    ["election", "trustees", "sealed"].map((name) => getText(`${address}/${name}.json`)),
  );
  const election = await Election.parse(raw);
  if (election.uuid !== uuid) throw new DoesNotHold("another ballot's election");
  const ballots = load(sealed, 1 << 28);
  const verified = crew.verifyBox(election, ballots, tellProgress);
  verified.catch(() => {}); // shown when the scrutineer asks for the opening
  if (ballots.length === 0) tellProgress(0, 0);
  box = { election, trustees, ballots, verified };
  return box;
}

function tellProgress(done, of) {
  byId("progress").max = Math.max(of, 1);
  byId("progress").value = of === 0 ? 1 : done;
  byId("progress-text").textContent = say(done === of ? "verified" : "verifying", { done, of });
}

async function showBox() {
  step("box");
  await fetchBox();
}

async function lend(form) {
  const { count, digest } = Object.fromEntries(new FormData(form));
  const { election, trustees, ballots, verified } = await fetchBox();
  const announced = { count: Number(count), digest };
  working(say("lending"));
  const options = { verified, keep: (secrets) => key.keep(secrets).then(offerKeyFile) };
  const opened = await openBox(crew, key.secrets, election, trustees, ballots, announced, options);
  await post(`${address}/share`, { digest: opened.digest, partial: opened.partial });
  step("sent");
  awaitOutcome();
}

/** Show the outcome once the shares are combined; its text is held against the rules and the box that we opened. */
async function awaitOutcome() {
  for (;;) {
    try {
      const text = await getText(`${address}/outcome.json`);
      await showOutcome(text);
      return;
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof TypeError)) {
        trouble(sentenceOf(error)); // neither "not yet" nor the network
        return;
      }
      await pause(PAUSE_MS);
    }
  }
}

let outcomeText = null;

async function showOutcome(text) {
  const outcome = load(text);
  const rules = await getText(`${address}/rules.json`);
  const ours = key.secrets.digests[uuid] ?? outcome.digest;
  const fits = outcome.uuid === uuid && outcome.rules === (await hexSha256(rules)) && outcome.digest === ours;
  if (!fits) throw new DoesNotHold("the outcome belongs to another ballot, other rules or another box");
  outcomeText = text;
  const titles = new Map(load(rules).candidates.map((line) => [line.ordinal, line.title]));
  byId("outcome").replaceChildren(
    ...outcome.lines.map((line) => {
      const item = document.createElement("li");
      const words = { ordinal: line.ordinal, title: titles.get(line.ordinal) ?? "", votes: line.votes.join(" / ") };
      item.textContent = say(line.chosen ? "line_chosen" : "line", words);
      return item;
    }),
  );
  step("outcome");
}

function listen() {
  offerUnlock(key, act, unlocked);
  const form = byId("box");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act(form.querySelector("[type=submit]"), () => lend(form));
  });
  const sign = byId("sign-roll");
  sign.addEventListener("click", () =>
    act(sign, async () => {
      await post(`${address}/roll-signature`, { signature: await signRoll(key.secrets, uuid, rollDigest) });
      await showBox();
    }),
  );
  const finish = byId("sign-outcome");
  finish.addEventListener("click", () =>
    act(finish, async () => {
      await post(`${address}/outcome-signature`, { signature: await signOutcome(key.secrets, uuid, outcomeText) });
      step("done");
    }),
  );
  byId("download").addEventListener("click", () => key.download());
  const look = byId("to-outcome");
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
