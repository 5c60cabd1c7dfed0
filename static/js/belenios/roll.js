// roll.json: the list of who drew, fixed at close (docs/protocol.md, "What a device fetches"). N is counted here.

import { expectKeys, hexSha256, load } from "./canonical.js";
import { DoesNotHold, Malformed } from "./errors.js";

/** @param {any} names */
function expectNames(names) {
  if (!Array.isArray(names)) throw new Malformed("the roll is no list");
  for (const one of names) {
    expectKeys(one, ["number", "name", "delegation"], "name on the roll");
    if (![one.number, one.name, one.delegation].every((text) => typeof text === "string")) throw new Malformed("name on the roll");
  }
  const numbers = names.map(({ number }) => number);
  if (numbers.some((number, i) => i > 0 && numbers[i - 1] >= number)) throw new Malformed("the roll is not sorted by number");
  return /** @type {RollName[]} */ (names);
}

/** Read the exact text. drawn: who received a token; paper: who received paper. Errors: Malformed, also for lists out of order
 * and for a number that occurs twice; DoesNotHold for another ballot's.
 * @param {string} raw @param {string} uuid @returns {Promise<Roll>} */
export async function expectRoll(raw, uuid) {
  const value = load(raw);
  expectKeys(value, ["ballot", "drawn", "paper"], "roll");
  if (value.ballot !== uuid) throw new DoesNotHold("the roll is another ballot's");
  const [drawn, paper] = [expectNames(value.drawn), expectNames(value.paper)];
  const numbers = [...drawn, ...paper].map(({ number }) => number);
  if (new Set(numbers).size !== numbers.length) throw new Malformed("a number stands on the roll twice");
  return { drawn, paper, digest: await hexSha256(raw) };
}
