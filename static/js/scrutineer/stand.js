// What the parts of the opening page share: the ballot, the key, what was found, and the one way to change what is shown.

import { Crew } from "../belenios/crew.js";
import { DoesNotHold } from "../belenios/errors.js";
import { stated } from "../belenios/opening.js";
import { Key } from "./keys.js";
import { after, START, VIEWS } from "./opening_course.js";
import { byId, getJson, post, step } from "./page.js";
import { call, quiet } from "./prompt.js";

/** @import { Move, State } from "./opening_course.js" */
/** @import { Sample } from "../belenios/sample.js" */

const CALLS = new Set(["locked", "comparing", "passed", "figuring", "agreeing", "differing"]); // what may come by itself

const main = byId("opening");
export const uuid = main.dataset.ballot ?? "";
export const address = `/ballots/${uuid}`;
export const key = new Key(main.dataset.ceremony, main.dataset.index, main.dataset.file);
export const crew = new Crew(4);

/** state: of the course; found, verified: the papers that were checked; counts: as this device combined
 * them. sample: with `names` still to be called, forgotten at its end. */
export const stand = {
  /** @type {State} */
  state: START,
  /** @type {Found | null} */
  found: null,
  /** @type {Verified | null} */
  verified: null,
  /** @type {Sample | null} */
  sample: null,
  /** @type {RollName[]} */
  names: [],
  /** @type {number[][] | null} */
  counts: null,
};

/** What the papers say, once they are checked.
 * @returns {Found} */
export const found = () => /** @type {Found} */ (stand.found);
/** @returns {Verified} */
export const verified = () => /** @type {Verified} */ (stand.verified);

/** Change what is shown; a move that the table has not changes nothing. Returns whether it did.
 * @param {Move} move */
export function go(move) {
  const next = after(stand.state, move);
  if (next === null) {
    console.error(`no move ${move} from ${stand.state}`);
    return false;
  }
  stand.state = next;
  step(VIEWS[next]);
  byId("beside").hidden = next === "looking"; // the deputy sees the list and nothing else
  if (document.hidden && CALLS.has(next)) call(String(main.dataset.turn));
  else quiet();
  return true;
}

/** What the server has from this seat: its share, its signature; waits: whose consent the box waits for, in words.
 * @returns {Promise<{lent: boolean, signed: boolean, waits: string}>} */
export const ownPart = () => getJson(`${address}/mine.json`);

/** Store a statement that is about to leave, then send it.
 * @param {Secrets} secrets @param {string} text */
export async function declare(secrets, text) {
  await keep(secrets);
  await post(`${address}/statement`, await stated(key.opened, text));
}

/** @param {Secrets} secrets */
export async function keep(secrets) {
  await key.keep(secrets);
  byId("keep").hidden = false; // the copy that was saved before does not know it
}

/** Alarm the console: what is compared is not the same.
 * @param {"box" | "outcome"} compared */
export function differ(compared) {
  return post(`/ceremony/${key.ceremony}/mismatch`, { compared, ballot: uuid });
}

/** @param {boolean} held @param {string} reason */
export function need(held, reason) {
  if (!held) throw new DoesNotHold(reason);
}
