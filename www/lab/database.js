/**
 * What a browser keeps for the laboratory, and whose it is. A browser may deny it (a private window, a frame in another page, a
 * page without encryption): then every call rejects, and the laboratory goes on without.
 */

/** @type {Promise<IDBDatabase> | undefined} */
let opened;

/** `runs` says what can be gone on with; `parts` is what that is made of, by the run's id and a name. */
export const database = () => (opened ??= open());

async function open() {
  const request = indexedDB.open("wemem-lab", 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("runs", { keyPath: "id" });
    request.result.createObjectStore("parts");
  };
  return asked(request);
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
export const asked = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/**
 * Everything in one transaction, or nothing.
 * @param {(runs: IDBObjectStore, parts: IDBObjectStore) => void} change
 */
export async function write(change) {
  const transaction = (await database()).transaction(["runs", "parts"], "readwrite", { durability: "relaxed" });
  const written = new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(undefined);
    transaction.onabort = () => reject(transaction.error);
  });
  change(transaction.objectStore("runs"), transaction.objectStore("parts"));
  return written;
}

/** All parts of a run. @param {string} id */
export const partsOf = (id) => IDBKeyRange.bound([id], [id, []]);

/**
 * Takes a run for this worker until it is let go of, or the worker ends: a tab that reloads, closes or crashes lets go of its own.
 * @param {string} id
 * @param {number} patience milliseconds
 * @returns {Promise<(() => void) | undefined>} lets go; none if another worker has it
 */
export function take(id, patience) {
  return new Promise((resolve, reject) => {
    const held = () => new Promise((letGo) => resolve(() => letGo(undefined)));
    navigator.locks
      .request(`wemem-lab run ${id}`, { signal: AbortSignal.timeout(patience) }, held)
      .catch((error) => (error.name === "TimeoutError" ? resolve(undefined) : reject(error)));
  });
}
