// What several tests need: a small election with a 2-of-3 key, made by the modules themselves.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { dump, hexSha256 } from "../../static/js/belenios/canonical.js";
import { Election } from "../../static/js/belenios/election.js";
import { Refused } from "../../static/js/belenios/errors.js";
import { generator, NAME, randomScalar } from "../../static/js/belenios/group.js";
import * as trustees from "../../static/js/belenios/trustees.js";

export const UUID = "1ooMockBa11otQ";
export const CEREMONY = "7";

/** Run the three rounds of all scrutineers. Returns {raw, secrets, certs, deals}. */
export async function ceremony(size = 3, threshold = 2) {
  const made = [];
  for (let index = 1; index <= size; index += 1) made.push(await trustees.certify(CEREMONY, { size, threshold, index }));
  const certs = made.map(({ cert }) => cert);
  const deals = [];
  for (const { secrets } of made) deals.push(await trustees.deal(secrets, certs));
  const finished = [];
  for (const [i, { secrets }] of made.entries()) {
    const mine = deals.map((one) => one.sealed_shares[i]);
    finished.push(await trustees.finish(secrets, certs, deals, mine, `监票人${i + 1}`));
  }
  const raw = trustees.assemble(threshold, certs, deals, finished.map((one) => one.verification_key));
  return { raw, certs, deals, secrets: finished.map((one) => one.secrets), first: made.map((one) => one.secrets) };
}

export function question(answers, min, max, extra = {}) {
  return { answers: Array.from({ length: answers }, (_, i) => `项目“${i + 1}”`), ...extra, min, max, question: "请选择" };
}

export async function electionFor(publicKey, questions, description = "") {
  const raw = dump({
    version: 1, description, name: "民生实事项目票决", group: NAME, public_key: String(publicKey), questions, uuid: UUID,
  });
  return Election.parse(raw);
}

/** An election under a key whose secret nobody needs. */
export function anyElection(...questions) {
  return electionFor(generator().power(randomScalar()), questions.length ? questions : [question(3, 0, 2)]);
}

/** Assert that a promise is refused with this kind of refusal, and with this reason if given. */
export async function refuses(promise, kind, reason = undefined) {
  await assert.rejects(promise, (error) => {
    assert.ok(error instanceof Refused, `${error?.stack}`);
    assert.ok(error instanceof kind, `${error.name}: ${error.reason}`);
    if (reason !== undefined) assert.match(error.reason, reason);
    return true;
  });
}

/** Read the records of a Belenios archive: [[name, text], ...]. */
export function archive(path) {
  const bytes = readFileSync(path);
  const records = [];
  for (let at = 0; at < bytes.length; ) {
    const size = parseInt(bytes.subarray(at + 124, at + 135).toString(), 8);
    const name = bytes.subarray(at, at + 100).toString().split("\0")[0];
    records.push([name, bytes.subarray(at + 512, at + 512 + size).toString()]);
    at += 512 + 512 * Math.ceil(size / 512);
  }
  return records;
}

export const FIXTURES = new URL("../belenios/records/", import.meta.url);
export { hexSha256 };
