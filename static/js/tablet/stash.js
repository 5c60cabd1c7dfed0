// A deputy's credential between draw and cast, sealed under his PIN; kept before the request leaves.
// It belongs to one set-up of a ballot, which is its UUID: a set-up that was withdrawn and made anew has another.

import { seal, unseal } from "./sealing.js";
import { get, put, remove } from "./store.js";

/** @import { PinKeys } from "./sealing.js" */

/** The words under which a ballot's credential lies. ballot: {uuid, fingerprint}, the 24 digits of its set-up.
 * @param {SetUp} given */
const label = ({ uuid, fingerprint }) => `${uuid}|${fingerprint}`;

/** What is kept of one ballot: {secret, credential, inverse, blinded, token}; token null, and spare beside it, until the
 * answer came.
 * @param {PinKeys} keys @param {SetUp} ballot @param {Held} draw */
export async function keep(keys, ballot, draw) {
  await put("stash", await keys.nameOf(label(ballot)), await seal(await keys.keyOf(label(ballot)), draw));
}

/** Return what was kept for a ballot as it is set up now, or null.
 * @param {PinKeys} keys @param {SetUp} ballot */
export async function find(keys, ballot) {
  const sealed = await get("stash", await keys.nameOf(label(ballot)));
  return sealed ? unseal(await keys.keyOf(label(ballot)), sealed) : null;
}

/** @param {PinKeys} keys @param {SetUp} ballot */
export async function forget(keys, ballot) {
  await remove("stash", await keys.nameOf(label(ballot)));
}
