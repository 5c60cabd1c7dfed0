// Lend a scrutineer's share to one box, once: the refusals that keep a dishonest server from opening a single ballot.
// Ballot protocol, steps 5 and 6. Fetches nothing; what was opened is written into the secrets that come back.

import { hexSha256, load } from "./canonical.js";
import { DoesNotHold, Malformed } from "./errors.js";
import { expectDecision } from "./outcome.js";
import { boxDigest } from "./tally.js";
import { expectOwnPart, sign } from "./trustees.js";

/** @import { Crew } from "./crew.js" */
/** @import { Election } from "./election.js" */

const LEAST_TYPED = 16;

/** Ask that ballots are what the hall screen announced and that this key may open them; no ballot is verified yet.
 *
 * secrets: of the key file; secrets.digests maps UUIDs to the one digest each was opened for.
 * announced: {digest, count}, typed in from the hall screen by the scrutineer, not taken from the server's answer;
 * at least the first 16 characters of the digest. Returns the digest. Errors: Malformed, DoesNotHold.
 * @param {Secrets} secrets @param {Election} election @param {string} trusteesRaw @param {string[]} ballots
 * @param {{digest: string, count: number}} announced */
export async function expectBox(secrets, election, trusteesRaw, ballots, announced) {
  const { jointKey } = await expectOwnPart(secrets, trusteesRaw);
  if (election.key.element !== jointKey) throw new DoesNotHold("the ballot has another key than ours");
  if (ballots.length !== announced.count) throw new DoesNotHold("number of ballots differs from the hall screen");
  const digest = await boxDigest(ballots);
  expectTyped(digest, announced.digest);
  const before = secrets.digests[election.uuid];
  if (before !== undefined && before !== digest) throw new DoesNotHold("this ballot was opened with another digest");
  return digest;
}

/** Ask that a digest is the one that was typed in, at least its first 16 characters.
 * @param {string} digest @param {string} characters */
function expectTyped(digest, characters) {
  const typed = characters.toLowerCase().replace(/\s/g, "");
  if (typed.length < LEAST_TYPED) throw new Malformed("too few characters of the digest");
  if (!digest.startsWith(typed)) throw new DoesNotHold("digest differs from the hall screen");
}

/** Ask that an outcome is the one of these ballots under these rules, before it is signed.
 *
 * text: the outcome, rulesRaw: rules.json, each exactly as served. seen: the digest that this device keeps from the
 * opening, or what was typed in from the hall screen. Returns the parsed outcome. Errors: Malformed, DoesNotHold.
 * @param {string} text @param {string} rulesRaw @param {Election} election @param {string[]} ballots
 * @param {string} seen */
export async function expectOutcome(text, rulesRaw, election, ballots, seen) {
  const rulesDigest = await hexSha256(rulesRaw);
  if (election.description !== `sha256:${rulesDigest}`) throw new DoesNotHold("the rules are not those of the election");
  const outcome = expectDecision(text, load(rulesRaw));
  const ours = outcome.uuid === election.uuid && outcome.rules === rulesDigest;
  if (!ours) throw new DoesNotHold("the outcome belongs to another ballot or other rules");
  if (outcome.digest !== (await boxDigest(ballots))) throw new DoesNotHold("the outcome belongs to another box");
  if (outcome.cast !== ballots.length) throw new DoesNotHold("the outcome counts another number of ballots");
  expectTyped(outcome.digest, seen);
  return outcome;
}

/** Verify a box with a crew and decrypt its sum in part.
 *
 * options: {keep, verified, progress}. keep: an async function that stores the secrets it is given; it is awaited before
 * the share is used, so that the digest is remembered even when the page dies right after. verified: the promise of
 * crew.verifyBox over these very ballots when it was begun earlier.
 * Returns {partial, digest, secrets}. Errors: Malformed, DoesNotHold.
 * @param {Crew} crew @param {Secrets} secrets @param {Election} election @param {string} trusteesRaw
 * @param {string[]} ballots @param {{digest: string, count: number}} announced
 * @param {{keep: (secrets: Secrets) => Promise<void>, verified?: Promise<Sum> | null, progress?: Tell}} options */
export async function openBox(crew, secrets, election, trusteesRaw, ballots, announced, options) {
  const digest = await expectBox(secrets, election, trusteesRaw, ballots, announced);
  const sum = await (options.verified ?? crew.verifyBox(election, ballots, options.progress));
  const remembered = { ...secrets, digests: { ...secrets.digests, [election.uuid]: digest } };
  await options.keep(remembered);
  const partial = await crew.ask("partialDecrypt", { election: election.raw, sum, share: secrets.share });
  return { partial, digest, secrets: remembered };
}

/** Sign the digest of the list of who drew, before opening.
 * @param {Secrets} secrets @param {string} uuid @param {string} digest */
export function signRoll(secrets, uuid, digest) {
  return sign(secrets.signing, `roll|${uuid}|${digest}`);
}

/** Sign the exact text of an outcome.
 * @param {Secrets} secrets @param {string} uuid @param {string} exact */
export function signOutcome(secrets, uuid, exact) {
  return sign(secrets.signing, `outcome|${uuid}|${exact}`);
}
