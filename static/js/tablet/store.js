// A few records in IndexedDB, so that a tablet that restarts loses no ballot. Values are sealed before they come here.

const NAME = "tablet";
const STORES = ["stash", "pending", "keys"];

function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => STORES.forEach((store) => request.result.createObjectStore(store));
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

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

/** Put a value; resolves only when it is on the disk. */
export function put(store, key, value) {
  return run(store, "readwrite", (records) => records.put(value, key));
}

export function get(store, key) {
  return run(store, "readonly", (records) => records.get(key));
}

export function remove(store, key) {
  return run(store, "readwrite", (records) => records.delete(key));
}

export function keysOf(store) {
  return run(store, "readonly", (records) => records.getAllKeys());
}

/** Forget everything: a tablet that is released. */
export function forgetAll() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(NAME);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("another window of the tablet is open"));
  });
}
