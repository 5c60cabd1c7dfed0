// A few records in this device's IndexedDB. Values are sealed before they come here.

/** @typedef {(records: IDBObjectStore) => IDBRequest} Act
 * @typedef {(store: string, mode: IDBTransactionMode, act: Act) => Promise<any>} Run any: what was put under the key */

/** @param {string} name @param {string[]} stores @returns {Promise<IDBDatabase>} */
function opened(name, stores) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      for (const store of stores) request.result.createObjectStore(store);
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** The database of this name and its stores: a function that does one act on one store, and resolves when that is on the disk.
 * @param {string} name @param {string[]} stores @returns {Run} */
export function recordsOf(name, stores) {
  return async (store, mode, act) => {
    const database = await opened(name, stores);
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
  };
}
