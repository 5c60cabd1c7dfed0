// The checking page: on a device that knows only the tracker, seal a challenged ballot's choices again and compare.
// The server that shows the opening is not believed: hash, proofs and every ciphertext are computed here.

import { check, expectOpening } from "../belenios/ballot.js";
import { Election } from "../belenios/election.js";
import { Refused } from "../belenios/errors.js";
import { fieldById, formById } from "../elements.js";
import { code } from "../written.js";
import { byId, getJson, getText, Refusal, say } from "./page.js";

const [SHORT, WHOLE] = [8, 43]; // characters of a receipt, and of a whole tracker
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

/** @param {string} url */
async function found(url) {
  try {
    return await getJson(url);
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

/** What was typed as it stands in addresses: whole, or the eight characters of a receipt; null for anything else.
 * @param {string} text */
function typedTracker(text) {
  const tracker = code(text).replace(/=+$/, "").replaceAll("+", "-").replaceAll("/", "_");
  return [SHORT, WHOLE].includes(tracker.length) ? tracker : null;
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
    if (opening === null) show((await found(`/booth/${uuid}/${tracker}`)) ? "stored" : "unknown");
    else if (opening.ballot === undefined) show("gone");
    else show("holds", await compare(uuid, tracker, opening));
  } catch (error) {
    show(error instanceof Refused ? "tampered" : "offline");
  }
}

if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    look();
  });
  if (fieldById("tracker").value) look();
}
