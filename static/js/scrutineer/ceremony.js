// A scrutineer's part in making the key: three rounds by themselves, the key file saved and read again, then 24 digits compared
// with another scrutineer's device, aloud or by camera. Asynchronous and re-entrant: the page may be closed at any moment and
// opened again on the same device.

import { Crew } from "../belenios/crew.js";
import { fingerprint, grouped } from "../belenios/fingerprint.js";
import { SHORTEST_PASSPHRASE } from "../belenios/keyfile.js";
import { Camera, hasCamera } from "../camera.js";
import { buttonById, entered, formById, sender, videoById } from "../elements.js";
import { qrCode } from "../tablet/qr.js";
import { Key, offerUnlock } from "./keys.js";
import { act, byId, getJson, opens, pause, post, say, sentenceOf, step, trouble, working } from "./page.js";
import { call, quiet } from "./prompt.js";
import { look, watch } from "./turns.js";

const PAUSE_MS = 3000;
const LOOK_AGAIN_MS = 300;
/** @type {{1: "certs", 2: "deals", 3: "verification_keys"}} */
const SENT = { 1: "certs", 2: "deals", 3: "verification_keys" };
const CODE = /^key\|(\d+)\|(\d+)\|(\d{24})$/; // what one device shows another: ceremony, seat, digits
const CALLS = new Set(["save", "compare", "failed"]); // what comes by itself and waits for a person

const main = byId("ceremony");
const address = `/ceremony/${main.dataset.ceremony}`;
const key = new Key(main.dataset.ceremony, main.dataset.index, main.dataset.file);
const crew = new Crew(1);
/** @type {CeremonyState} */
let state;
let busy = false;
let shown = "";
/** @type {Camera | null} */
let camera = null;

/** Show a step, and call the person where it came by itself.
 * @param {string} name */
function show(name) {
  if (name !== shown && CALLS.has(name)) call(String(main.dataset.turn));
  else if (name !== shown) quiet();
  shown = name;
  step(name);
}

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
    if (state.round === "failed") show("failed");
    else if (key.secrets === null) await askForKey();
    else if (state.round === "done") await finishUp();
    else await round(state.round);
  } catch (error) {
    trouble(sentenceOf(error));
  } finally {
    busy = false;
  }
}

/** @param {1 | 2 | 3} due */
async function round(due) {
  show("waiting");
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
  show(here || begun ? "unlock" : "make");
  byId("not-here").hidden = here;
}

let digits = "";

/** The file is saved and read again before anything is compared; who has confirmed is done. */
async function finishUp() {
  if (digits === "") {
    await crew.ask("expectOwnPart", { secrets: key.opened, raw: state.trustees });
    digits = await fingerprint(state.trustees); // of the record that this device checked itself, never the server's own
    byId("fingerprint").textContent = grouped(digits);
    byId("fingerprint-done").textContent = grouped(digits);
    byId("own-code")?.replaceChildren(qrCode(`key|${key.ceremony}|${key.index}|${digits}`, say("own_code")));
  }
  if (state.confirmed[key.index - 1]) show("done");
  else if (await key.isSaved()) show("compare");
  else show("save");
}

function tellSeats() {
  for (let i = 0; i < state.size; i += 1) {
    const done = [state.certs, state.deals, state.verification_keys].filter((list) => list[i] !== null).length;
    const line = document.querySelector(`[data-seat="${i + 1}"]`);
    if (line) line.textContent = say(state.confirmed[i] ? "confirmed" : "sent", { n: done });
  }
}

/** @param {number} other the seat whose device shows the same; 0 where one alone holds the key */
async function confirm(other) {
  await post(`${address}/confirm`, { fingerprint: digits, compared_with: other });
  await forward();
}

/** Alarm the console and the others; once. */
async function differ() {
  await post(`${address}/mismatch`, { compared: "key", ballot: null });
  trouble(say("stop"));
  await look();
}

/** Compare with the code on another scrutineer's screen: the camera is closed after the first code of this ceremony. */
async function scan() {
  camera = new Camera(videoById("view"), "environment");
  if (!(await opens(camera))) return;
  for (;;) {
    const text = await camera.next();
    if (text === null) return;
    const [, ceremony, seat, theirs] = CODE.exec(text) ?? [];
    if (ceremony === undefined) working(say("other_code"));
    else if (ceremony !== key.ceremony) working(say("other_key"));
    else if (Number(seat) === key.index) working(say("own_screen"));
    else {
      camera.close();
      working("");
      await (theirs === digits ? confirm(Number(seat)) : differ());
      return;
    }
    await pause(LOOK_AGAIN_MS); // the same code is still before the camera
  }
}

/** @param {HTMLFormElement} form @param {() => unknown} work */
function onSubmit(form, work) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act(sender(form), work);
  });
}

function listenToMaking() {
  const form = formById("make");
  onSubmit(form, async () => {
    const [passphrase, again] = [entered(form, "passphrase"), entered(form, "again")];
    if ([...passphrase].length < SHORTEST_PASSPHRASE) return trouble(say("short_passphrase"));
    if (passphrase !== again) return trouble(say("passphrase_differs"));
    working(say("making"));
    await make(passphrase);
    form.reset();
    return forward();
  });
  offerUnlock(key, act, forward);
  byId("download").addEventListener("click", () => key.download());
  byId("download-again").addEventListener("click", () => key.download());
  const saved = formById("saved");
  onSubmit(saved, async () => {
    const file = /** @type {File | null} */ (new FormData(saved).get("keyfile"));
    if (!file?.size) return trouble(say("no_file"));
    await key.readAgain(await file.text());
    saved.reset();
    return forward();
  });
}

function listenToComparing() {
  const heard = formById("heard");
  onSubmit(heard, () => {
    const other = heard.elements.namedItem("other") === null ? "0" : entered(heard, "other");
    return other === "" ? trouble(say("whose")) : confirm(Number(other));
  });
  if (byId("own-code") === null) return; // one alone holds the key: there is nobody to compare with
  const eye = buttonById("scan");
  eye.hidden = !hasCamera();
  eye.addEventListener("click", () => act(eye, scan));
  const differs = buttonById("differs");
  differs.addEventListener("click", () => act(differs, differ));
}

async function start() {
  if (!globalThis.isSecureContext) {
    trouble(say("insecure"));
    return;
  }
  listenToMaking();
  listenToComparing();
  watch();
  for (;;) {
    await forward();
    await pause(PAUSE_MS);
  }
}

if (main.dataset.index) start();
