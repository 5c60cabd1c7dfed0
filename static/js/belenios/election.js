// An election as the tablet and the scrutineers read it; never makes one. Specification 2.0, sections 4.9.1 and 4.10.

import { b64Sha256, dump, expectKeys, load } from "./canonical.js";
import { Malformed } from "./errors.js";
import { FixedBase, NAME, parseMember } from "./group.js";

const FIELDS = ["version", "description", "name", "group", "public_key", "questions", "uuid"];
const OTHERS = ["administrator", "credential_authority"]; // in records of others; ours have neither
const UUID = /^[1-9A-HJ-NP-Za-km-z]{14,64}$/; // Base58
const MOST_ANSWERS = 500; // over all questions: bounds the work that one ballot can ask for

/** One question: answers (texts), minimum and maximum of choices, blank (a box of its own for "none of them").
 * @param {any} question */
function parseQuestion(question) {
  const blank = question !== null && typeof question === "object" && "blank" in question;
  expectKeys(question, blank ? ["answers", "blank", "min", "max", "question"] : ["answers", "min", "max", "question"], "question");
  const { answers, min, max } = question;
  const texts = Array.isArray(answers) && answers.every((text) => typeof text === "string");
  if (!texts || answers.length === 0) throw new Malformed("answers");
  const range = Number.isInteger(min) && Number.isInteger(max) && min >= 0 && min <= max && max <= answers.length;
  if (!range || typeof question.question !== "string" || (blank && typeof question.blank !== "boolean")) {
    throw new Malformed("question");
  }
  return { question: question.question, answers, minimum: min, maximum: max, blank: blank && question.blank };
}

/** An election read from its exact bytes.
 *
 * raw: the bytes as text; hash: unpadded Base64 of their SHA-256 (PHI of the specification);
 * key: FixedBase of the joint key y; questions: see parseQuestion.
 */
export class Election {
  /** @param {string} raw @param {string} hash @param {any} fields @param {Question[]} questions */
  constructor(raw, hash, fields, questions) {
    this.raw = raw;
    this.hash = hash;
    this.uuid = fields.uuid;
    this.name = fields.name;
    this.description = fields.description;
    this.questions = questions;
    const key = parseMember(fields.public_key);
    if (key === 1n) throw new Malformed("the public key is 1");
    this.key = new FixedBase(key);
  }

  /** Read an election. Errors: Malformed; DoesNotHold for a key outside the group.
   * @param {string} raw */
  static async parse(raw) {
    const fields = load(raw, 1 << 20);
    expectKeys(fields, [...FIELDS, ...OTHERS.filter((field) => field in Object(fields))], "election");
    if (fields.version !== 1 || fields.group !== NAME) throw new Malformed("version or group");
    if (typeof fields.uuid !== "string" || !UUID.test(fields.uuid)) throw new Malformed("uuid");
    if (typeof fields.name !== "string" || typeof fields.description !== "string") throw new Malformed("name");
    if (!Array.isArray(fields.questions) || fields.questions.length === 0) throw new Malformed("questions");
    /** @type {Question[]} */
    const questions = fields.questions.map(parseQuestion);
    if (questions.reduce((total, one) => total + Election.width(one), 0) > MOST_ANSWERS) throw new Malformed("answers");
    return new Election(raw, await b64Sha256(raw), fields, questions);
  }

  /** How many ciphertexts the answer to a question has: one per answer, and one for the blank box.
   * @param {Pick<Question, "answers" | "blank">} question */
  static width(question) {
    return question.answers.length + (question.blank ? 1 : 0);
  }
}

/** Write the part of a ballot that is signed, in the order of the specification.
 * @param {Election} election @param {string} credential @param {Answer[]} answers */
export function unsigned(election, credential, answers) {
  return dump({ election_uuid: election.uuid, election_hash: election.hash, credential, answers });
}
