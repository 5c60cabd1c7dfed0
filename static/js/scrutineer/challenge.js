// The checking page: on a device that knows only the tracker, seal a challenged ballot's choices again and compare.
// The server that shows the opening is not believed: hash, proofs and every ciphertext are computed here.

import { check, expectOpening } from "../belenios/ballot.js";
import { Election } from "../belenios/election.js";
import { Refused } from "../belenios/errors.js";
import { expectReceipt } from "../belenios/receipt.js";
import { fieldById, formById } from "../elements.js";
import { code } from "../written.js";
import { byId, getJson, getText, Refusal, say } from "./page.js";

const WHOLE = 43; // characters of a tracker
const EARLIER = 8; // of a receipt as earlier versions showed it
const TEN = /^[0-9A-HJKMNP-TV-Z]{10}$/;
const form = formById("look");

/** @param {string} key @param {string[]} lines */
function show(key, lines = []) {
  byId("found").hidden = false;
  byId("verdict").textContent = say(key);
  byId("choices").replaceChildren(
    ...lines.map((line) => {
      const item = document.createElement("li");
      item.textContent = line;
      return item;
    }),
  );
}

/** What the booth knows, asked by nobody: a request with a tracker carries no session.
 * @param {string} url */
async function found(url) {
  try {
    return await getJson(url, { credentials: "omit" });
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return null;
    throw error;
  }
}

/** @param {Election} election @param {number[][]} choices */
function described(election, choices) {
  if (election.questions.length === 1 && election.questions[0].maximum !== 1) {
    const names = election.questions[0].answers;
    const lines = names.flatMap((name, j) => (choices[0][j] === 1 ? [say("chosen", { name })] : []));
    return lines.length ? lines : [say("nothing")];
  }
  return election.questions.map((question, i) => {
    const answer = question.answers[choices[i].indexOf(1)] ?? say("nothing");
    return say("answer", { name: question.question, answer });
  });
}

/** Compare what was opened with what was sealed. Returns the choices. Errors: Malformed, DoesNotHold.
 * @param {string} uuid @param {string} tracker
 * @param {{ballot: string, choices: number[][], randomness: string[][]}} opening */
async function compare(uuid, tracker, opening) {
  const election = await Election.parse(await getText(`/ballots/${uuid}/election.json`));
  const sealed = await check(election, opening.ballot);
  const same = sealed.tracker.replaceAll("+", "-").replaceAll("/", "_") === tracker;
  if (!same || election.uuid !== uuid) throw new Refused("another ballot than the one asked for");
  await expectOpening(election, opening.ballot, opening.choices, opening.randomness);
  return described(election, opening.choices);
}

/** What was typed as it stands in addresses: whole, or the characters of a receipt; null for anything else.
 * @param {string} text */
function typedTracker(text) {
  const tracker = code(text).replace(/=+$/, "").replaceAll("+", "-").replaceAll("/", "_");
  const ten = tracker.toUpperCase().replaceAll("-", "").replaceAll("O", "0").replaceAll(/[IL]/g, "1");
  if (TEN.test(ten)) return ten;
  return [EARLIER, WHOLE].includes(tracker.length) ? tracker : null;
}

/** The receipt behind # in the address, which no request carries. */
function addressed() {
  const [uuid, tracker = "", signature = ""] = location.hash.slice(1).split(".");
  return { uuid, tracker, signature };
}

/** What is proved when no ballot with this tracker lies in the box.
 * @param {string} uuid @param {string} tracker */
async function missing(uuid, tracker) {
  const { uuid: signed, tracker: whole, signature } = addressed();
  if (signature === "" || signed !== uuid || whole !== tracker) return "unknown";
  const { receipt_key: key } = await getJson(`/ballots/${uuid}/rules.json`);
  try {
    await expectReceipt(key, uuid, tracker.replaceAll("-", "+").replaceAll("_", "/"), signature);
    return "lost";
  } catch (error) {
    if (error instanceof Refused) return "no_receipt";
    throw error;
  }
}

async function look() {
  const uuid = fieldById("ballot").value;
  const tracker = typedTracker(fieldById("tracker").value);
  if (tracker === null) {
    show("wrong_tracker");
    return;
  }
  show("looking");
  try {
    const opening = tracker.length === WHOLE ? await found(`/booth/${uuid}/challenge/${tracker}`) : null;
    if (opening === null) show((await found(`/booth/${uuid}/${tracker}`)) ? "stored" : await missing(uuid, tracker));
    else if (opening.ballot === undefined) show("gone");
    else show("holds", await compare(uuid, tracker, opening));
  } catch (error) {
    show(error instanceof Refused ? "tampered" : "offline");
  }
}

/** Look up the receipt in the address, if there is one. */
function lookUpAddressed() {
  const { uuid, tracker } = addressed();
  if (tracker === "") return;
  fieldById("ballot").value = uuid;
  fieldById("tracker").value = tracker;
  if (fieldById("ballot").value === uuid) look();
  else show("elsewhere");
}

if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    look();
  });
  addEventListener("hashchange", lookUpAddressed); // another code, scanned into the same page
  lookUpAddressed();
}
