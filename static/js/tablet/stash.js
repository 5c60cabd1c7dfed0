// A deputy's credential between draw and cast, sealed under his PIN; kept before the request leaves.

import { seal, unseal } from "./sealing.js";
import { get, put, remove } from "./store.js";

/** What is kept of one ballot: {secret, credential, inverse, blinded, token}; token null until the answer came. */
export async function keep(keys, uuid, draw) {
  await put("stash", await keys.nameOf(uuid), await seal(await keys.keyOf(uuid), draw));
}

/** Return what was kept for a ballot, or null. */
export async function find(keys, uuid) {
  const sealed = await get("stash", await keys.nameOf(uuid));
  return sealed ? unseal(await keys.keyOf(uuid), sealed) : null;
}

export async function forget(keys, uuid) {
  await remove("stash", await keys.nameOf(uuid));
}
