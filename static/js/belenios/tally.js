// What a scrutineer's device does before it lends its share: verify, add up, decrypt the sum, once.
// Specification 2.0, sections 4.16-4.18. Never decrypts a single ballot.

import { check } from "./ballot.js";
import { dump, expectKeys, expectList, hexSha256, load } from "./canonical.js";
import { Election } from "./election.js";
import { DoesNotHold } from "./errors.js";
import { G, generator, invert, parseElement, parseMember, power, Q, randomScalar, scalar, times } from "./group.js";
import { powerMod } from "./modular.js";
import { expectDecryption, proveDecryption } from "./proofs.js";

/** @param {Ciphertext} ciphertext @returns {Pair} */
function numbers({ alpha, beta }) {
  return [BigInt(alpha), BigInt(beta)];
}

/** Verify some ballots and add them up; one worker's part of the whole.
 *
 * progress: called after each ballot. Returns {sum, credentials, trackers}: sum[question][answer] = [alpha, beta] as numbers.
 * Errors: Malformed, DoesNotHold of the first ballot that fails.
 * @param {Election} election @param {string[]} ballots @param {(done: number) => void} progress */
export async function verifyPart(election, ballots, progress = () => {}) {
  let sum = neutral(election);
  const [credentials, trackers] = [/** @type {string[]} */ ([]), /** @type {string[]} */ ([])];
  for (const raw of ballots) {
    const { credential, tracker, answers } = await check(election, raw);
    credentials.push(credential);
    trackers.push(tracker);
    sum = addSums(sum, answers.map(({ choices }) => choices.map(numbers)));
    progress(1);
  }
  return { sum, credentials, trackers };
}

/** The sum of no ballots.
 * @param {Election} election @returns {Sum} */
export function neutral(election) {
  return election.questions.map((question) => Array.from({ length: Election.width(question) }, () => [1n, 1n]));
}

/** @param {Sum} left @param {Sum} right @returns {Sum} */
export function addSums(left, right) {
  return left.map((row, i) => row.map(([a, b], j) => [times(a, right[i][j][0]), times(b, right[i][j][1])]));
}

/** Put the parts of all workers together. Errors: DoesNotHold when one credential cast twice.
 * @param {Election} election @param {Verified[]} parts @returns {Verified} */
export function joinParts(election, parts) {
  const credentials = parts.flatMap((part) => part.credentials);
  if (new Set(credentials).size !== credentials.length) throw new DoesNotHold("one credential cast two ballots");
  const sum = parts.reduce((total, part) => addSums(total, part.sum), neutral(election));
  return { sum, credentials, trackers: parts.flatMap((part) => part.trackers) };
}

/** Split the ballots into the chunks that workers take one after the other.
 * @param {string[]} ballots @param {number} most */
export function split(ballots, most) {
  const chunks = [];
  for (let at = 0; at < ballots.length; at += most) chunks.push(ballots.slice(at, at + most));
  return chunks;
}

/** Decrypt a sum in part with a scrutineer's share. Returns the canonical string of the record.
 * @param {Election} election @param {Sum} sum @param {bigint} share */
export async function partialDecrypt(election, sum, share, draw = randomScalar) {
  const prefix = `decrypt|${election.hash}|${generator().power(share)}|`;
  const factors = [];
  const proofs = [];
  for (const row of sum) {
    factors.push(row.map(([alpha]) => power(alpha, share).toString()));
    const proved = [];
    for (const [alpha] of row) proved.push(await proveDecryption(share, prefix, alpha, draw));
    proofs.push(proved);
  }
  return dump({ decryption_factors: factors, decryption_proofs: proofs });
}

/** Check a partial decryption under a scrutineer's public key. Returns the factors. Errors: Malformed, DoesNotHold.
 * @param {Election} election @param {Sum} sum @param {bigint} publicKey @param {string} raw */
export async function expectPartial(election, sum, publicKey, raw) {
  const partial = load(raw);
  expectKeys(partial, ["decryption_factors", "decryption_proofs"], "partial decryption");
  expectList(partial.decryption_factors, sum.length, "factors");
  expectList(partial.decryption_proofs, sum.length, "proofs");
  const prefix = `decrypt|${election.hash}|${publicKey}|`;
  const factors = [];
  for (let i = 0; i < sum.length; i += 1) {
    expectList(partial.decryption_factors[i], sum[i].length, "factors");
    expectList(partial.decryption_proofs[i], sum[i].length, "proofs");
    factors.push(partial.decryption_factors[i].map(parseMember));
    for (let j = 0; j < sum[i].length; j += 1) {
      const proof = partial.decryption_proofs[i][j];
      await expectDecryption(publicKey, prefix, sum[i][j][0], factors[i][j], proof, "partial decryption");
    }
  }
  return factors;
}

/** The Lagrange coefficient at 0 of one scrutineer among those whose shares are combined, modulo q.
 * @param {number} index @param {number[]} indices */
function lagrange(index, indices) {
  return indices.reduce((weight, other) => {
    if (other === index) return weight;
    return scalar(weight * BigInt(other) * powerMod(scalar(BigInt(other - index)), Q - 2n, Q));
  }, 1n);
}

/** Combine checked factors of exactly t scrutineers into counts, by question and answer. factors: by seat, from 1; ballots:
 * the bound of every count. Errors: DoesNotHold if a sum is no number of ballots.
 * @param {Sum} sum @param {Map<number, bigint[][]>} factors @param {number} ballots */
export function combine(sum, factors, ballots) {
  const indices = [...factors.keys()];
  const weights = new Map(indices.map((index) => [index, lagrange(index, indices)]));
  const counted = new Map();
  for (let [count, element] = [0, 1n]; count <= ballots; [count, element] = [count + 1, times(element, G)]) counted.set(element, count);
  return sum.map((row, i) =>
    row.map(([, beta], j) => {
      const mask = indices.reduce((product, index) => times(product, power(/** @type {bigint[][]} */ (factors.get(index))[i][j], /** @type {bigint} */ (weights.get(index)))), 1n);
      const count = counted.get(times(beta, invert(mask)));
      if (count === undefined) throw new DoesNotHold("a sum does not decrypt to a number of ballots");
      return /** @type {number} */ (count);
    }),
  );
}

/** The sum as it stands in the record.
 * @param {Sum} sum */
export function dumpSum(sum) {
  return dump(sum.map((row) => row.map(([alpha, beta]) => ({ alpha: String(alpha), beta: String(beta) }))));
}

/** @param {string} raw @returns {Sum} */
export function parseSum(raw) {
  const sum = /** @type {Ciphertext[][]} */ (load(raw));
  return sum.map((row) => row.map(({ alpha, beta }) => [parseElement(alpha), parseElement(beta)]));
}

/** The digest of a closed box, equal to the hall screen's: SHA-256 of the sorted ballots, a line feed after each.
 * @param {string[]} ballots */
export function boxDigest(ballots) {
  return hexSha256([...ballots].sort().map((raw) => `${raw}\n`).join(""));
}
