/**
 * What a run keeps while it goes, so that a reload can go on with it: its order, and what the engines said of every job that is
 * done. Jobs are told apart by what is in them, because several engines take them in another order each time; a job that
 * was half done is begun again. It stays in this browser and is deleted with the run's end.
 */

import { asked, database, partsOf, take, write } from "./database.js";

/** @typedef {import("../protocol.js").StartOrder} StartOrder */
/** @typedef {import("../protocol.js").DeviceChoice} DeviceChoice */
/** @typedef {import("../protocol.js").Interrupted} Interrupted */

/**
 * `at` is when the last of it was written, `share` how much of the work was done then; `order` is without the visitor's file.
 * @typedef {{ id: string, build: string, order: StartOrder, choice: DeviceChoice, begun: string, at: number, share: number,
 *   seconds: number, bytes: number }} Kept
 */

/** A run to go on with. @typedef {{ log: Log, kept: Kept, order: StartOrder, jobs: Map<string, Uint8Array[]> }} Resumed */

/** More would be a burden on a visitor's disk. */
const LIMIT_BYTES = 200e6;

/** The worker of a page that was just left may work for two seconds more. */
const PATIENCE_MS = 3000;
/** Another tab may be looking at what there is. */
const LOOK_MS = 500;

const FILE = "file";

/** By what a job is known again. @param {Uint8Array} bytes */
export async function nameOf(bytes) {
  const digest = await crypto.subtle.digest("SHA-256", /** @type {Uint8Array<ArrayBuffer>} */ (bytes));
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}

/**
 * Runs that no tab has, the newest first; none where the browser keeps nothing. Those of other builds are deleted: nobody
 * can read them.
 * @param {string} build
 * @returns {Promise<Interrupted[]>}
 */
export async function interrupted(build) {
  try {
    const ids = await asked(runsOf(await database()).getAllKeys());
    const free = (await Promise.all(ids.map((id) => look(String(id))))).filter((kept) => kept !== undefined);
    const found = free.map(({ id, at, share, order, build: its }) => ({ id, at, share, name: order.name, isForeign: its !== build }));
    await Promise.all(found.filter(({ isForeign }) => isForeign).map(({ id }) => forget(id)));
    return found.sort((a, b) => b.at - a.at);
  } catch {
    return [];
  }
}

/** None if another tab goes on with it, or it was forgotten meanwhile. @param {string} id @returns {Promise<Kept | undefined>} */
async function look(id) {
  const letGo = await take(id, PATIENCE_MS);
  if (!letGo) return undefined;
  const kept = await asked(runsOf(await database()).get(id));
  letGo();
  return kept;
}

/** Deletes it, unless a tab goes on with it. @param {string} id */
export async function forget(id) {
  const letGo = await take(id, LOOK_MS);
  if (letGo) await remove(id).finally(letGo);
}

/** @param {string} id */
const remove = (id) =>
  write((runs, parts) => {
    runs.delete(id);
    parts.delete(partsOf(id));
  });

/** @param {IDBDatabase} from */
const runsOf = (from) => from.transaction("runs").objectStore("runs");

/** Takes a run to go on with it. None if another tab has it, or it is no longer there. @param {string} id @returns {Promise<Resumed | undefined>} */
export async function reopen(id) {
  const letGo = await take(id, LOOK_MS);
  if (!letGo) return undefined;
  const transaction = (await database()).transaction(["runs", "parts"]);
  const parts = transaction.objectStore("parts");
  const range = partsOf(id);
  const [kept, keys, values] = await Promise.all([
    asked(transaction.objectStore("runs").get(id)), asked(parts.getAllKeys(range)), asked(parts.getAll(range)),
  ]);
  if (!kept) return void letGo();
  const jobs = new Map(keys.map((key, at) => [/** @type {string[]} */ (key)[1], values[at]]));
  const file = jobs.get(FILE);
  jobs.delete(FILE);
  return { log: new Log(kept, Promise.resolve(letGo)), kept, order: file ? { ...kept.order, file } : kept.order, jobs };
}

/** @typedef {{ name: Promise<string>, messages: Uint8Array[] }} Job */

export class Log {
  #kept;
  /** Lets go of the run; none where nothing can be kept. */
  #held;
  #isOver = false;
  /** Jobs that are out. @type {Map<number, Job>} */
  #out = new Map();
  /** Told why no more is kept; not where nothing ever was. @type {(error: Error) => void} */
  ended = () => {};

  /** @param {Kept} kept @param {Promise<(() => void) | undefined>} held */
  constructor(kept, held) {
    this.#kept = kept;
    this.#held = held.catch((error) => {
      // A visitor's file may be larger than what is left. Whatever else comes at once is a browser that keeps nothing.
      if (error.name === "QuotaExceededError") this.ended(error);
      return undefined;
    });
    void this.#held.then((letGo) => (this.#isOver ||= !letGo));
  }

  /**
   * A new run, which need not wait for it.
   * @param {{ build: string, order: StartOrder, choice: DeviceChoice, begun: string }} of
   */
  static begin({ build, order: { file, ...order }, choice, begun }) {
    const id = `${begun} ${Math.random()}`;
    const kept = { id, build, order, choice, begun, at: Date.now(), share: 0, seconds: 0, bytes: file?.length ?? 0 };
    return new Log(kept, first(kept, file));
  }

  /** A job is handed out, perhaps once more. @param {number} id @param {Uint8Array} bytes */
  hand(id, bytes) {
    if (this.#isOver) return;
    const name = nameOf(bytes);
    name.catch(() => {}); // a page without encryption can name nothing, nor keep it
    this.#out.set(id, { name, messages: [] });
  }

  /** @param {number} id @param {Uint8Array[]} messages */
  hear(id, messages) {
    this.#out.get(id)?.messages.push(...messages);
  }

  /** All was said of a job. @param {number} id @param {{ share: number, seconds: number }} now */
  done(id, now) {
    const job = this.#out.get(id);
    this.#out.delete(id);
    if (job) this.#keep(job, now).catch((error) => this.#giveUp(error));
  }

  /** The run has ended, and what is kept of it goes. */
  end() {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#out.clear();
    // What a browser does not delete now is offered, and can be forgotten then.
    void this.#held.then((letGo) => letGo && remove(this.#kept.id).catch(() => {}).finally(letGo));
  }

  /** The run did not begin again: it can still be gone on with. */
  leave() {
    this.#isOver = true;
    void this.#held.then((letGo) => letGo?.());
  }

  /** @param {Job} job @param {{ share: number, seconds: number }} now */
  async #keep(job, now) {
    await this.#held;
    const name = await job.name;
    if (this.#isOver) return;
    const bytes = job.messages.reduce((sum, { length }) => sum + length, this.#kept.bytes);
    if (bytes > LIMIT_BYTES) throw new Error(`it takes more than ${LIMIT_BYTES / 1e6} MB`);
    this.#kept = { ...this.#kept, ...now, bytes, at: Date.now() };
    await write((runs, parts) => {
      runs.put(this.#kept);
      parts.put(job.messages, [this.#kept.id, name]);
    });
  }

  /** @param {Error} error */
  #giveUp(error) {
    if (this.#isOver) return;
    this.end();
    this.ended(error);
  }
}

/** @param {Kept} kept @param {Uint8Array} [file] */
async function first(kept, file) {
  const letGo = await take(kept.id, LOOK_MS);
  const written = write((runs, parts) => {
    runs.put(kept);
    if (file) parts.put(file, [kept.id, FILE]);
  });
  await written.catch((error) => {
    letGo?.();
    throw error;
  });
  return letGo;
}
