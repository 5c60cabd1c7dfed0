// A few records in IndexedDB, so that a tablet that restarts loses no ballot. Values are sealed before they come here.

import { recordsOf } from "../records.js";

const NAME = "tablet";
/** What each store holds.
 * @typedef {{stash: Box, pending: Pending, keys: CryptoKey}} Records
 * @typedef {keyof Records} Store */

const run = recordsOf(NAME, ["stash", "pending", "keys"]);

/** Put a value; resolves only when it is on the disk.
 * @template {Store} S
 * @param {S} store @param {string} key @param {Records[S]} value */
export function put(store, key, value) {
  return run(store, "readwrite", (records) => records.put(value, key));
}

/** @template {Store} S
 * @param {S} store @param {string} key @returns {Promise<Records[S]>} undefined where nothing lies under the key */
export function get(store, key) {
  return run(store, "readonly", (records) => records.get(key));
}

/** @param {Store} store @param {string} key */
export function remove(store, key) {
  return run(store, "readwrite", (records) => records.delete(key));
}

/** @param {Store} store @returns {Promise<string[]>} */
export function keysOf(store) {
  return run(store, "readonly", (records) => records.getAllKeys());
}

/** Forget everything: a tablet that is released. */
export function forgetAll() {
  return /** @type {Promise<void>} */ (new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(NAME);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("another window of the tablet is open"));
  }));
}
