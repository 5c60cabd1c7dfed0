// A scrutineer's part in making the key: three rounds by themselves, then sixteen characters are compared aloud.
// Asynchronous and re-entrant: the page may be closed at any moment and opened again on the same device.

import { Crew } from "../belenios/crew.js";
import { fingerprint, grouped } from "../belenios/fingerprint.js";
import { SHORTEST_PASSPHRASE } from "../belenios/keyfile.js";
import { buttonById, entered, formById, sender } from "../elements.js";
import { Key, offerUnlock } from "./keys.js";
import { act, byId, getJson, pause, post, say, sentenceOf, step, trouble, working } from "./page.js";

const PAUSE_MS = 3000;
/** @type {{1: "certs", 2: "deals", 3: "verification_keys"}} */
const SENT = { 1: "certs", 2: "deals", 3: "verification_keys" };

const main = byId("ceremony");
const address = `/ceremony/${main.dataset.ceremony}`;
const key = new Key(main.dataset.ceremony, main.dataset.index);
const crew = new Crew(1);
/** @type {CeremonyState} */
let state;
let busy = false;
let confirmed = false;

/** @param {1 | 2 | 3} round */
function isDue(round) {
  return state.round === round && state[SENT[round]][key.index - 1] === null;
}

/** Make the key on this device; it is stored before its certificate leaves.
 * @param {string} passphrase */
async function make(passphrase) {
  const place = { size: state.size, threshold: state.threshold, index: key.index };
  const { secrets } = await crew.ask("certify", { ceremony: key.ceremony, place });
  await key.keep(secrets, passphrase);
}

const ROUNDS = {
  1: async () => {
    const place = { size: state.size, threshold: state.threshold, index: key.index };
    const { cert } = await crew.ask("certify", { ceremony: key.ceremony, place, begun: key.opened });
    return post(`${address}/round/1`, { cert });
  },
  2: async () => post(`${address}/round/2`, await crew.ask("deal", { secrets: key.opened, certs: state.certs })),
  3: async () => {
    const { certs, deals, sealed_shares: sealedShares } = state;
    const args = { secrets: key.opened, certs, deals, sealedShares, name: main.dataset.name };
    const done = await crew.ask("finish", args);
    await key.keep(done.secrets);
    return post(`${address}/round/3`, { verification_key: done.verification_key });
  },
};

/** Do what is due, or show what is waited for. Called again and again. */
async function forward() {
  if (busy) return;
  busy = true;
  try {
    state = await getJson(`${address}/state.json`);
    tellSeats();
    if (state.round === "failed") step("failed");
    else if (key.secrets === null) await askForKey();
    else if (state.round === "done") await compare();
    else await round(state.round);
  } catch (error) {
    trouble(sentenceOf(error));
  } finally {
    busy = false;
  }
}

/** @param {1 | 2 | 3} due */
async function round(due) {
  step("waiting");
  if (isDue(due)) {
    working(say("working", { round: due }));
    state = await ROUNDS[due]();
    tellSeats();
    working("");
  }
  byId("waiting-text").textContent = say("waiting", { round: state.round });
}

async function askForKey() {
  const here = await key.isHere();
  const begun = state.certs[key.index - 1] !== null;
  step(here || begun ? "unlock" : "make");
  byId("not-here").hidden = here;
}

let compared = "";

/** Show the characters of the record that this device checked itself; the server's own are not looked at. */
async function compare() {
  if (compared === "") {
    await crew.ask("expectOwnPart", { secrets: key.opened, raw: state.trustees });
    compared = await fingerprint(state.trustees);
    byId("fingerprint").textContent = grouped(compared);
    byId("fingerprint-done").textContent = grouped(compared);
  }
  step(confirmed ? "done" : "compare");
}

function tellSeats() {
  for (let i = 0; i < state.size; i += 1) {
    const done = [state.certs, state.deals, state.verification_keys].filter((list) => list[i] !== null).length;
    const line = document.querySelector(`[data-seat="${i + 1}"]`);
    if (line) line.textContent = say("sent", { n: done });
  }
}

function listen() {
  const form = formById("make");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act(sender(form), async () => {
      const [passphrase, again] = [entered(form, "passphrase"), entered(form, "again")];
      if ([...passphrase].length < SHORTEST_PASSPHRASE) return trouble(say("short_passphrase"));
      if (passphrase !== again) return trouble(say("passphrase_differs"));
      working(say("making"));
      await make(passphrase);
      form.reset();
      return forward();
    });
  });
  offerUnlock(key, act, forward);
  const confirm = buttonById("confirm");
  confirm.addEventListener("click", () =>
    act(confirm, async () => {
      await post(`${address}/confirm`, { fingerprint: compared });
      confirmed = true;
      await key.download();
      await forward();
    }),
  );
  byId("differs").addEventListener("click", () => trouble(say("stop")));
  byId("download").addEventListener("click", () => key.download());
}

async function start() {
  if (!globalThis.isSecureContext) {
    trouble(say("insecure"));
    return;
  }
  listen();
  for (;;) {
    await forward();
    await pause(PAUSE_MS);
  }
}

if (main.dataset.index) start();
