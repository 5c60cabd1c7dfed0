// Protocol 2 on a scrutineer's device: commit, sample, open, count (docs/protocol.md, "Scrutineers: the opening"). The refusals
// that keep a dishonest server from opening a single ballot. Fetches nothing; asks and decides on documents.

import { expectKeys, hexSha256, load } from "./canonical.js";
import { DoesNotHold, Malformed } from "./errors.js";
import { expectRoll } from "./roll.js";
import { numbersOf } from "./sample.js";
import { expectSetUp } from "./setup.js";
import { boxDigest } from "./tally.js";
import { expectOwnPart, sign } from "./trustees.js";

/** @import { Sample } from "./sample.js" */

const PROTOCOL = 2;
const LEAST_TYPED = 24; // digits of the box digest: 96 bits

/** Check what was fetched, but the proofs: set-up, our own part of the key, the roll, the box as a whole.
 *
 * papers: each text exactly as served. Returns {election, rules, rulesDigest, trustees, digest, ballots, roll}; digest: of the
 * box, computed here. Errors: Malformed, DoesNotHold.
 * @param {Secrets} secrets @param {Papers} papers @returns {Promise<Found>} */
export async function expectPapers(secrets, papers) {
  const { election, rules } = await expectSetUp(papers);
  if (rules.protocol !== PROTOCOL) throw new DoesNotHold("the box was made by an earlier version");
  const trustees = await expectOwnPart(secrets, papers.trustees);
  const ballots = load(papers.sealed, 1 << 28);
  if (!Array.isArray(ballots) || !ballots.every((one) => typeof one === "string")) throw new Malformed("the box is no list of texts");
  const roll = await expectRoll(papers.roll, election.uuid);
  if (ballots.length > roll.drawn.length) throw new DoesNotHold("more ballots than names on the roll");
  const rulesDigest = await hexSha256(papers.rules);
  return { election, rules, rulesDigest, trustees, ballots, digest: await boxDigest(ballots), roll, issuer: load(papers.issuer) };
}

/** The list of tokens.json. Errors: Malformed.
 * @param {string} raw @returns {{credential: string, token: string}[]} */
export function parseTokens(raw) {
  const value = load(raw, 1 << 28);
  expectKeys(value, ["tokens"], "tokens");
  if (!Array.isArray(value.tokens)) throw new Malformed("tokens");
  for (const one of value.tokens) {
    expectKeys(one, ["credential", "token"], "token");
    if (typeof one.credential !== "string" || typeof one.token !== "string") throw new Malformed("token");
  }
  return value.tokens;
}

/** Ask that what a person typed from print is what this device computed.
 * told: digest, at least its first 24 digits; count: of ballots; names: N; present: 实到. Errors: Malformed, DoesNotHold.
 * @param {Found} found @param {{digest: string, count: number, names: number, present: number}} told */
export function expectTold({ digest, ballots, roll, rules }, told) {
  if (told.digest.length < LEAST_TYPED) throw new Malformed("too few characters of the digest");
  if (!digest.startsWith(told.digest.toLowerCase())) throw new DoesNotHold("digest differs from the print");
  if (ballots.length !== told.count) throw new DoesNotHold("number of ballots differs from the print");
  if (roll.drawn.length !== told.names) throw new DoesNotHold("number of names differs from the print");
  if (roll.drawn.length + roll.paper.length > told.present) throw new DoesNotHold("more drew than were present");
  if (told.present > rules.due) throw new DoesNotHold("more were present than there are deputies");
}

/** @param {string} uuid @param {Roll} roll */
export const rollText = (uuid, roll) => `roll|${uuid}|${roll.digest}|${roll.drawn.length}`;

/** Numbers alone, never a name.
 * @param {string} uuid @param {string} digest of the box @param {Roll} roll @param {Sample} sample */
export const sampleText = (uuid, digest, roll, sample) => `sample|${uuid}|${digest}|${roll.digest}|${roll.drawn.length}|${numbersOf(sample)}`;

/** @param {string} uuid @param {string} exact */
export const outcomeText = (uuid, exact) => `outcome|${uuid}|${exact}`;

/** A statement as it is sent.
 * @param {Secrets} secrets @param {string} text */
export async function stated(secrets, text) {
  return { text, signature: await sign(secrets.signing, text) };
}
