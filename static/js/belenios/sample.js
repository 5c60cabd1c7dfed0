// 抽验回执, the sample before a share is lent (docs/protocol.md, "The sample"): whom this device draws, and what the answers
// mean. Numbers alone: it never learns which ballot is whose, and keeps no name. voting/belenios/sample.py is the reference.

import { DoesNotHold } from "./errors.js";

const [FIRST, IN_ALL] = [6, 18]; // names asked at first, and with the twelve further ones
const [MISSES_FIRST, MISSES_IN_ALL] = [1, 2];
const WORDS = 2 ** 32;

/** proven: he misses his ballot and hands over a signed receipt that holds.
 * @typedef {"there" | "gone" | "proven" | "uncast" | "refused" | "unknown"} Answered
 * @typedef {"more" | "passed" | "failed" | "stopped"} Verdict
 * @typedef {{names: number, ballots: number, there: number, missed: number, uncast: number, stopped: boolean}} Sample */

/** A sample of which nobody was asked yet. names: N of the roll; ballots: in the box.
 * @param {number} names @param {number} ballots @returns {Sample} */
export function begun(names, ballots) {
  if (ballots > names) throw new DoesNotHold("more ballots than names on the roll");
  return { names, ballots, there: 0, missed: 0, uncast: 0, stopped: false };
}

/** What follows from the numbers; more: another name is due.
 * @param {Sample} sample @returns {Verdict} */
export function verdictOf({ names, there, missed, uncast, stopped }) {
  if (stopped) return "stopped";
  const [asked, left] = [there + missed, names - there - missed - uncast];
  if (asked < FIRST) {
    if (left > 0) return "more";
    return missed === 0 ? "passed" : "failed";
  }
  if (asked === FIRST && missed <= MISSES_FIRST) return "passed";
  if (missed > MISSES_IN_ALL) return "failed";
  return asked < IN_ALL && left > 0 ? "more" : "passed";
}

/** The sample after one more answer; 未投 beyond what the numbers allow is a miss.
 * @param {Sample} sample @param {Answered} answer @returns {Sample} */
export function after(sample, answer) {
  if (answer === "proven" || answer === "unknown") return { ...sample, stopped: true };
  if (answer === "there") return { ...sample, there: sample.there + 1 };
  const replaced = answer === "uncast" && sample.uncast < sample.names - sample.ballots;
  return replaced ? { ...sample, uncast: sample.uncast + 1 } : { ...sample, missed: sample.missed + 1 };
}

/** The numbers and the verdict as the statement carries them.
 * @param {Sample} sample */
export function numbersOf(sample) {
  return `${sample.there}|${sample.missed}|${sample.uncast}|${verdictOf(sample)}`;
}

/** A number below `most`, each alike: words beyond the last whole multiple are drawn again.
 * @param {number} most @param {() => number} word */
function below(most, word) {
  const bound = WORDS - (WORDS % most);
  for (;;) {
    const drawn = word();
    if (drawn < bound) return drawn % most;
  }
}

/** All names in an order that only this device knows beforehand: they are called one after the other. word: 32 bits of
 * chance, a parameter for tests only.
 * @template Name @param {Name[]} names @returns {Name[]} */
export function inOrderOfChance(names, word = () => crypto.getRandomValues(new Uint32Array(1))[0]) {
  const order = [...names];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = below(last + 1, word);
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order;
}
