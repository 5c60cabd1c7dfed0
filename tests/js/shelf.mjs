// As much of IndexedDB as the tablet uses, in memory, for tests under Node. Values are kept as they are given.

/** Put a fake indexedDB in its global place; returns its stores: name -> Map. */
export function shelf() {
  const stores = new Map();

  function answered(transaction, act) {
    const request = {};
    queueMicrotask(() => {
      request.result = act();
      queueMicrotask(() => transaction.oncomplete?.());
    });
    return request;
  }

  function transactionOn(name) {
    const transaction = {};
    const records = stores.get(name);
    transaction.objectStore = () => ({
      put: (value, key) => answered(transaction, () => void records.set(key, value)),
      get: (key) => answered(transaction, () => records.get(key)),
      delete: (key) => answered(transaction, () => void records.delete(key)),
      getAllKeys: () => answered(transaction, () => [...records.keys()]),
    });
    return transaction;
  }

  const database = {
    createObjectStore: (name) => stores.set(name, new Map()),
    transaction: (name) => transactionOn(name),
    close: () => {},
  };
  globalThis.indexedDB = {
    open() {
      const request = { result: database };
      queueMicrotask(() => {
        if (stores.size === 0) request.onupgradeneeded();
        request.onsuccess();
      });
      return request;
    },
  };
  return stores;
}
