// Seal a ballot, check a sealed one, open a challenged one; never counts. Specification 2.0, sections 4.11-4.15.

import { b64Sha256, dump, expectKeys, expectList, load } from "./canonical.js";
import { Election, unsigned } from "./election.js";
import { DoesNotHold, Malformed } from "./errors.js";
import { Base, G, generator, parseElement, parseMember, parseScalar, randomScalar, scalar, times } from "./group.js";
import { expectKnowledge, expectOneOf, proveKnowledge, proveOneOf } from "./proofs.js";

/** @import { FixedBase } from "./group.js" */

const FIELDS = ["election_uuid", "election_hash", "credential", "answers", "signature"];
const DIGITS = { element: 640, proof: 200 }; // generous room per element and per proof, with their JSON

/** The smart ballot tracker: unpadded Base64 SHA-256 of the exact ballot.
 * @param {string} raw */
export function tracker(raw) {
  return b64Sha256(raw);
}

/** @param {number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}

/** @param {Pair[]} ciphertexts @returns {Pair} */
function product(ciphertexts) {
  return ciphertexts.reduce(([a, b], [c, d]) => [times(a, c), times(b, d)], [1n, 1n]);
}

/** @param {Pair[]} ciphertexts */
function joined(ciphertexts) {
  return ciphertexts.map(([alpha, beta]) => `${alpha},${beta}`).join(",");
}

/** Ask that choices fit the questions; the tablet's page never lets it come to this. Errors: Malformed.
 * @param {Election} election @param {number[][]} choices */
export function expectChoices(election, choices) {
  expectList(choices, election.questions.length, "choices");
  election.questions.forEach((question, i) => {
    const chosen = choices[i];
    expectList(chosen, Election.width(question), "choices");
    if (!chosen.every((bit) => bit === 0 || bit === 1)) throw new Malformed("a choice is neither 0 nor 1");
    const blank = question.blank && chosen[0] === 1;
    const many = sum(question.blank ? chosen.slice(1) : chosen);
    if (blank ? many !== 0 : many < question.minimum || many > question.maximum) throw new Malformed("number of choices");
  });
}

/** Seal one answer. chosen: 0/1 per answer; with a blank box its bit comes first.
 * @param {Election} election @param {Question} question @param {string} context @param {number[]} chosen
 * @param {Chance} draw */
async function sealAnswer(election, question, context, chosen, draw) {
  const key = election.key;
  const r = chosen.map(() => draw());
  /** @type {Pair[]} */
  const pairs = chosen.map((bit, j) => {
    const masked = key.power(r[j]);
    return [generator().power(r[j]), bit === 1 ? times(masked, G) : masked];
  });
  const choices = pairs.map(([alpha, beta]) => ({ alpha: alpha.toString(), beta: beta.toString() }));
  const proofs = [];
  for (let j = 0; j < chosen.length; j += 1) {
    const m = BigInt(chosen[j]);
    const either = [{ r: r[j], away: m }, { r: r[j], away: m - 1n }];
    const prefix = `prove|${context}|${joined([pairs[j]])}|`;
    proofs.push(await proveOneOf(key, prefix, either, chosen[j], draw));
  }
  const total = await proveTotal(key, question, `${context}|${joined(pairs)}`, chosen, r, pairs, draw);
  return { answer: { choices, individual_proofs: proofs, ...total }, randomness: r };
}

/** Prove that the number of choices is within the question's range (or that the vote is blank).
 * @param {FixedBase} key @param {Question} question @param {string} statement
 * @param {number[]} chosen @param {bigint[]} r @param {Pair[]} pairs @param {Chance} draw */
async function proveTotal(key, question, statement, chosen, r, pairs, draw) {
  const skip = question.blank ? 1 : 0;
  const many = sum(chosen.slice(skip));
  const all = scalar(r.slice(skip).reduce((total, one) => total + one, 0n));
  const range = [];
  for (let k = question.minimum; k <= question.maximum; k += 1) range.push({ r: all, away: BigInt(many - k) });
  if (!question.blank) {
    const prefix = `prove|${statement}|${joined([product(pairs)])}|`;
    return { overall_proof: await proveOneOf(key, prefix, range, many - question.minimum, draw) };
  }
  const isBlank = chosen[0] === 1;
  const blankFirst = [{ r: r[0], away: BigInt(chosen[0]) - 1n }, ...range];
  const noneOrZero = [{ r: r[0], away: BigInt(chosen[0]) }, { r: all, away: BigInt(many) }];
  const truth = isBlank ? 0 : many - question.minimum + 1;
  const overall = await proveOneOf(key, `bproof1|${statement}|`, blankFirst, truth, draw);
  const none = await proveOneOf(key, `bproof0|${statement}|`, noneOrZero, isBlank ? 1 : 0, draw);
  return { overall_proof: overall, blank_proof: none };
}

/** Seal choices under a credential.
 *
 * secret: the credential's scalar x; choices: 0/1 lists, one per question.
 * Returns {raw, tracker, randomness}: the canonical ballot; the randomness (decimal, per question and answer) opens a
 * challenged ballot and must be forgotten when the ballot is cast. Errors: Malformed.
 * @param {Election} election @param {bigint} secret @param {number[][]} choices */
export async function seal(election, secret, choices, draw = randomScalar) {
  expectChoices(election, choices);
  const credential = generator().power(secret).toString();
  const context = `${election.hash}|${credential}`;
  const answers = [];
  const randomness = [];
  for (let i = 0; i < choices.length; i += 1) {
    const sealed = await sealAnswer(election, election.questions[i], context, choices[i], draw);
    answers.push(sealed.answer);
    randomness.push(sealed.randomness.map(String));
  }
  const body = unsigned(election, credential, answers);
  const hash = await b64Sha256(body);
  const signature = { hash, proof: await proveKnowledge(secret, `sig|${hash}|`, draw) };
  const raw = dump({ ...JSON.parse(body), signature });
  return { raw, tracker: await tracker(raw), randomness };
}

/** The longest ballot this election can have, in characters; anything longer is refused unread.
 * @param {Election} election */
export function longest(election) {
  const parts = election.questions.map((question) => {
    const width = Election.width(question);
    return width * (2 * DIGITS.element + 2 * DIGITS.proof) + (question.maximum - question.minimum + 4) * DIGITS.proof;
  });
  return 4096 + sum(parts);
}

/** Read a ballot's fields and hold them against the election, without any proof. Errors: Malformed, DoesNotHold.
 * @param {Election} election @param {string} raw
 * @returns {{credential: string, answers: Answer[], signature: {hash: string, proof: Proof}}} */
function parse(election, raw) {
  const ballot = load(raw, longest(election));
  expectKeys(ballot, FIELDS, "ballot");
  expectKeys(ballot.signature, ["hash", "proof"], "signature");
  if (ballot.election_uuid !== election.uuid) throw new DoesNotHold("ballot is of another election");
  if (ballot.election_hash !== election.hash) throw new DoesNotHold("ballot is of another version of the election");
  expectList(ballot.answers, election.questions.length, "answers");
  ballot.answers.forEach((/** @type {any} */ answer, /** @type {number} */ i) => {
    const question = election.questions[i];
    const fields = ["choices", "individual_proofs", "overall_proof", ...(question.blank ? ["blank_proof"] : [])];
    expectKeys(answer, fields, "answer");
    expectList(answer.choices, Election.width(question), "choices");
    expectList(answer.individual_proofs, Election.width(question), "individual proofs");
    for (const pair of answer.choices) expectKeys(pair, ["alpha", "beta"], "ciphertext");
  });
  return ballot;
}

/** @param {Election} election @param {Question} question @param {string} context @param {Answer} answer */
async function expectAnswer(election, question, context, answer) {
  const key = election.key;
  /** @type {Pair[]} */
  const pairs = answer.choices.map(({ alpha, beta }) => [parseElement(alpha), parseElement(beta)]);
  const bases = pairs.map(([alpha, beta]) => ({ alpha: new Base(alpha), beta: new Base(beta) }));
  const inside = bases.every(({ alpha, beta }) => alpha.isMember() && beta.isMember());
  if (!inside) throw new DoesNotHold("element is outside the subgroup");
  for (let j = 0; j < bases.length; j += 1) {
    const prefix = `prove|${context}|${joined([pairs[j]])}|`;
    const either = [{ ...bases[j], level: 0n }, { ...bases[j], level: 1n }];
    await expectOneOf(key, prefix, either, answer.individual_proofs[j], "individual proof");
  }
  const total = product(question.blank ? pairs.slice(1) : pairs);
  const whole = { alpha: new Base(total[0]), beta: new Base(total[1]) };
  const range = [];
  for (let k = question.minimum; k <= question.maximum; k += 1) range.push({ ...whole, level: BigInt(k) });
  const statement = `${context}|${joined(pairs)}`;
  if (!question.blank) {
    await expectOneOf(key, `prove|${statement}|${joined([total])}|`, range, answer.overall_proof, "overall proof");
    return;
  }
  const first = [{ ...bases[0], level: 1n }, ...range];
  const none = [{ ...bases[0], level: 0n }, { ...whole, level: 0n }];
  await expectOneOf(key, `bproof1|${statement}|`, first, answer.overall_proof, "overall proof");
  await expectOneOf(key, `bproof0|${statement}|`, none, answer.blank_proof, "blank proof");
}

/** Check a sealed ballot completely: form, membership, every proof, the signature.
 *
 * Returns {raw, credential, tracker, answers}. Errors: Malformed, DoesNotHold.
 * @param {Election} election @param {string} raw */
export async function check(election, raw) {
  const ballot = parse(election, raw);
  const credential = parseMember(ballot.credential);
  if (credential === 1n) throw new DoesNotHold("credential is the neutral element");
  const hash = await b64Sha256(unsigned(election, ballot.credential, ballot.answers));
  if (ballot.signature.hash !== hash) throw new DoesNotHold("signature hash");
  await expectKnowledge(credential, `sig|${hash}|`, ballot.signature.proof, "signature");
  const context = `${election.hash}|${ballot.credential}`;
  for (let i = 0; i < ballot.answers.length; i += 1) {
    await expectAnswer(election, election.questions[i], context, ballot.answers[i]);
  }
  return { raw, credential: ballot.credential, tracker: await tracker(raw), answers: ballot.answers };
}

/** Check that a challenged ballot seals exactly these choices, by encrypting them again.
 *
 * randomness: decimal scalars as seal returned them. Errors: Malformed, DoesNotHold.
 * @param {Election} election @param {string} raw @param {number[][]} choices @param {string[][]} randomness */
export async function expectOpening(election, raw, choices, randomness) {
  const ballot = parse(election, raw);
  expectChoices(election, choices);
  expectList(randomness, election.questions.length, "randomness");
  ballot.answers.forEach((answer, i) => {
    expectList(randomness[i], answer.choices.length, "randomness");
    answer.choices.forEach(({ alpha, beta }, j) => {
      const r = parseScalar(randomness[i][j]);
      const masked = election.key.power(r);
      const again = choices[i][j] === 1 ? times(masked, G) : masked;
      if (alpha !== generator().power(r).toString() || beta !== again.toString()) {
        throw new DoesNotHold("the sealed ballot holds another choice");
      }
    });
  });
}
