// A few records in IndexedDB, so that a tablet that restarts loses no ballot. Values are sealed before they come here.

const NAME = "tablet";
/** @typedef {"stash" | "pending" | "keys"} Store */

/** @type {Store[]} */
const STORES = ["stash", "pending", "keys"];

function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      for (const store of STORES) request.result.createObjectStore(store);
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @param {Store} store @param {IDBTransactionMode} mode @param {(records: IDBObjectStore) => IDBRequest} act */
async function run(store, mode, act) {
  const database = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(store, mode, { durability: "strict" });
      const request = act(transaction.objectStore(store));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** Put a value; resolves only when it is on the disk.
 * @param {Store} store @param {string} key @param {any} value */
export function put(store, key, value) {
  return run(store, "readwrite", (records) => records.put(value, key));
}

/** @param {Store} store @param {string} key @returns {Promise<any>} */
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
