// Proofs of knowledge, of one value among several, and of a right decryption; knows no ballot.
// Specification 2.0, sections 4.3 (proof), 4.5 (pok), 4.11-4.14 and 4.18.
//
// response = w - x * challenge; the commitment is rebuilt as g^response * X^challenge.

import { expectKeys, expectList, sha256 } from "./canonical.js";
import { DoesNotHold } from "./errors.js";
import { Base, generator, parseScalar, Q, randomScalar, scalar, times, toNumber } from "./group.js";

/** @import { FixedBase } from "./group.js" */

/** Hash a prefix (ending in a bar) and elements, joined by commas, to a scalar.
 * @param {string} prefix @param {bigint[]} elements */
export async function hashToScalar(prefix, elements) {
  return toNumber(await sha256(prefix + elements.join(","))) % Q;
}

/** Read {"challenge", "response"}. Errors: Malformed.
 * @param {any} proof */
export function parseProof(proof) {
  expectKeys(proof, ["challenge", "response"], "proof");
  return { challenge: parseScalar(proof.challenge), response: parseScalar(proof.response) };
}

/** @param {bigint} challenge @param {bigint} response */
function written(challenge, response) {
  return { challenge: challenge.toString(), response: response.toString() };
}

/** Prove knowledge of the secret of g^secret. prefix: pok|..., sigmsg|..., sig|...; draw: only tests replace it.
 * @param {bigint} secret @param {string} prefix */
export async function proveKnowledge(secret, prefix, draw = randomScalar) {
  const w = draw();
  const challenge = await hashToScalar(prefix, [generator().power(w)]);
  return written(challenge, scalar(w - secret * challenge));
}

/** Check a proof of knowledge of the logarithm of a member. Errors: Malformed, DoesNotHold.
 * @param {bigint} member @param {string} prefix @param {any} proof @param {string} what */
export async function expectKnowledge(member, prefix, proof, what) {
  const { challenge, response } = parseProof(proof);
  const commitment = generator().timesPower(new Base(member).power(challenge), response);
  if ((await hashToScalar(prefix, [commitment])) !== challenge) throw new DoesNotHold(what);
}

/** Prove that exactly the statement `truth` of several holds, without telling which.
 *
 * key: FixedBase of the election's key y.
 * statements: of "alpha = g^r, beta = y^r g^away": {r, away}; away is 0 for the true one. The prover knows r and
 * away, so each commitment is a power of a fixed base: g^(s + r c), and y^(s + r c) g^(away c).
 * Draws challenge and response of each false statement in order, then w of the true one.
 * @param {FixedBase} key @param {string} prefix @param {{r: bigint, away: bigint}[]} statements
 * @param {number} truth */
export async function proveOneOf(key, prefix, statements, truth, draw = randomScalar) {
  const proofs = new Array(statements.length);
  const commitments = new Array(2 * statements.length);
  let total = 0n;
  statements.forEach(({ r, away }, j) => {
    if (j === truth) return;
    const [challenge, response] = [draw(), draw()];
    const known = scalar(response + r * challenge);
    commitments[2 * j] = generator().power(known);
    commitments[2 * j + 1] = generator().timesPower(key.power(known), scalar(away * challenge));
    proofs[j] = written(challenge, response);
    total += challenge;
  });
  const w = draw();
  commitments[2 * truth] = generator().power(w);
  commitments[2 * truth + 1] = key.power(w);
  const challenge = scalar((await hashToScalar(prefix, commitments)) - total);
  proofs[truth] = written(challenge, scalar(w - statements[truth].r * challenge));
  return proofs;
}

/** Check that one of the statements "ciphertext encrypts g^level" holds.
 *
 * statements: {alpha: Base, beta: Base, level}, both members; (beta g^-level)^c is computed as beta^c g^(-level c),
 * so that all statements about one ciphertext share its squarings.
 * Errors: Malformed, DoesNotHold(what).
 * @param {FixedBase} key @param {string} prefix @param {{alpha: Base, beta: Base, level: bigint}[]} statements
 * @param {any} proofs @param {string} what */
export async function expectOneOf(key, prefix, statements, proofs, what) {
  expectList(proofs, statements.length, what);
  /** @type {bigint[]} */
  const commitments = [];
  let total = 0n;
  statements.forEach(({ alpha, beta, level }, j) => {
    const { challenge, response } = parseProof(proofs[j]);
    commitments.push(generator().timesPower(alpha.power(challenge), response));
    const second = key.timesPower(beta.power(challenge), response);
    commitments.push(level === 0n ? second : generator().timesPower(second, scalar(-level * challenge)));
    total += challenge;
  });
  if ((await hashToScalar(prefix, commitments)) !== total % Q) throw new DoesNotHold(what);
}

/** Prove that factor = alpha^secret for the secret of publicKey. prefix: decrypt|PHI|X|
 * @param {bigint} secret @param {string} prefix @param {bigint} alpha */
export async function proveDecryption(secret, prefix, alpha, draw = randomScalar) {
  const w = draw();
  const challenge = await hashToScalar(prefix, [generator().power(w), new Base(alpha).power(w)]);
  return written(challenge, scalar(w - secret * challenge));
}

/** Check a decryption factor; all three are members. Errors: Malformed, DoesNotHold.
 * @param {bigint} publicKey @param {string} prefix @param {bigint} alpha @param {bigint} factor @param {any} proof
 * @param {string} what */
export async function expectDecryption(publicKey, prefix, alpha, factor, proof, what) {
  const { challenge, response } = parseProof(proof);
  const first = generator().timesPower(new Base(publicKey).power(challenge), response);
  const second = times(new Base(alpha).power(response), new Base(factor).power(challenge));
  if ((await hashToScalar(prefix, [first, second])) !== challenge) throw new DoesNotHold(what);
}
