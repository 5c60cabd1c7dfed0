// What a key file remembers of each ballot, so that nothing is said twice otherwise: one box, one roll, one sample, one outcome
// for each serial. Each of these returns the secrets to be stored before the statement leaves. Errors: DoesNotHold.

import { dump, hexSha256, load } from "./canonical.js";
import { DoesNotHold } from "./errors.js";

/** @param {Secrets} secrets @param {string} uuid @returns {Said} */
export const saidOf = ({ said }, uuid) => said[uuid] ?? {};

/** @param {Secrets} secrets @param {string} uuid @param {Partial<Said>} more @returns {Secrets} */
function remembering(secrets, uuid, more) {
  return { ...secrets, said: { ...secrets.said, [uuid]: { ...saidOf(secrets, uuid), ...more } } };
}

/** @param {Secrets} secrets @param {string} uuid @param {string} text */
export function withRoll(secrets, uuid, text) {
  if ((saidOf(secrets, uuid).roll ?? text) !== text) throw new DoesNotHold("another roll was signed before");
  return remembering(secrets, uuid, { roll: text });
}

/** @param {Secrets} secrets @param {string} uuid @param {string} text */
export function withSample(secrets, uuid, text) {
  if ((saidOf(secrets, uuid).sample ?? text) !== text) throw new DoesNotHold("another sample was signed before");
  return remembering(secrets, uuid, { sample: text });
}

/** @param {Secrets} secrets @param {string} uuid @param {string} digest of the box that is about to be opened */
export function withDigest(secrets, uuid, digest) {
  if ((secrets.digests[uuid] ?? digest) !== digest) throw new DoesNotHold("this ballot was opened with another digest");
  return { ...secrets, digests: { ...secrets.digests, [uuid]: digest } };
}

/** @param {Secrets} secrets @param {string} uuid @param {{serial: number, previous: string}} bound @param {string} text */
export async function withOutcome(secrets, uuid, { serial, previous }, text) {
  const { outcomes = {} } = saidOf(secrets, uuid);
  const digest = await hexSha256(text);
  if ((outcomes[serial] ?? digest) !== digest) throw new DoesNotHold("another outcome was signed under this serial before");
  if ((outcomes[serial - 1] ?? previous) !== previous) throw new DoesNotHold("the outcome does not follow the one that was signed before");
  return remembering(secrets, uuid, { outcomes: { ...outcomes, [serial]: digest } });
}

/** Remember the figures that were typed from signed sheets: no statement, so what was typed last stands.
 * @param {Secrets} secrets @param {string} uuid @param {Typed} typed */
export function withTyped(secrets, uuid, typed) {
  return remembering(secrets, uuid, { typed: dump(typed) });
}

/** What was typed for this ballot before, or null.
 * @param {Secrets} secrets @param {string} uuid @returns {Typed | null} */
export function typedOf(secrets, uuid) {
  const { typed } = saidOf(secrets, uuid);
  return typed === undefined ? null : load(typed);
}

/** What two copies of one key remember, together: neither's box, roll, sample or outcome is forgotten. Errors: DoesNotHold
 * where they said different things of one ballot.
 * @param {Secrets} secrets @param {Secrets} copy @returns {Secrets} */
export function together(secrets, copy) {
  let both = secrets;
  for (const [uuid, digest] of Object.entries(copy.digests)) both = withDigest(both, uuid, digest);
  for (const [uuid, { roll, sample, outcomes, typed }] of Object.entries(copy.said)) {
    if (roll !== undefined) both = withRoll(both, uuid, roll);
    if (sample !== undefined) both = withSample(both, uuid, sample);
    if (typed !== undefined) both = remembering(both, uuid, { typed });
    if (outcomes !== undefined) both = withOutcomes(both, uuid, outcomes);
  }
  return both;
}

/** @param {Secrets} secrets @param {string} uuid @param {Record<string, string>} more */
function withOutcomes(secrets, uuid, more) {
  /** @type {Record<string, string>} */
  const outcomes = saidOf(secrets, uuid).outcomes ?? {};
  for (const [serial, digest] of Object.entries(more)) {
    if ((outcomes[serial] ?? digest) !== digest) throw new DoesNotHold("another outcome was signed under this serial before");
  }
  return remembering(secrets, uuid, { outcomes: { ...outcomes, ...more } });
}
