/**
 * The engines of a run: opens them, keeps them busy, replaces the ones that break.
 */

import { glueUrl, moduleOf } from "../bundles.js";
import { Engine } from "./engine.js";

/**
 * What every engine of a run is opened with.
 * @typedef {{ config: import("../protocol.js").Config, files: Uint8Array[], build: string,
 *   told: import("../fetch.js").Told }} Work
 */

/**
 * @typedef {object} PoolListener
 * @property {() => { id: number, bytes: Uint8Array } | undefined} nextJob
 * @property {(id: number, messages: Uint8Array[]) => void} messages
 * @property {(id: number) => void} done after the last message of a job
 * @property {(id: number | undefined, error: Error) => void} broken
 * @property {(engine: Engine) => Promise<void>} trust rejects an engine that takes the place of a broken one, but may not
 * @property {(error: Error) => void} empty no engine is left
 */

/**
 * One engine, ready for jobs.
 * @param {"cpu" | "webgpu"} device
 * @param {Work} work
 * @param {AbortSignal} signal ends its life, also while it is opened or its bundle is on the way
 */
export async function openEngine(device, { config, files, build, told }, signal) {
  const bundle = device === "cpu" ? "engine-cpu" : "engine-gpu";
  const module = await moduleOf(bundle, { signal, told });
  signal.throwIfAborted();
  const engine = new Engine();
  signal.addEventListener("abort", () => engine.close(), { once: true });
  try {
    await engine.ask({ kind: "open", glue: glueUrl(bundle), module, config, files, device, build });
  } catch (error) {
    engine.close();
    throw error;
  }
  return engine;
}

export class Pool {
  #device;
  #work;
  #listener;
  #paused = false;
  #closing = new AbortController();
  /** @type {Set<Engine>} */
  #engines = new Set();
  /** @type {import("./engine.js").EngineListener} */
  #ears = {
    messages: (engine, id, messages) => {
      if (!this.#closed && engine.job === id) this.#listener.messages(id, messages);
    },
    done: (_, id) => {
      this.#listener.done(id);
      this.feed();
    },
    broken: (engine, error) => void this.#replace(engine, error),
  };

  /**
   * @param {"cpu" | "webgpu"} device
   * @param {Work} work
   * @param {PoolListener} listener
   */
  constructor(device, work, listener) {
    this.#device = device;
    this.#work = work;
    this.#listener = listener;
  }

  get size() {
    return this.#engines.size;
  }

  get #closed() {
    return this.#closing.signal.aborted;
  }

  /** @param {number} count @param {Engine[]} [opened] engines that are open already */
  async open(count, opened = []) {
    for (const engine of opened) this.#take(engine);
    await Promise.all(Array.from({ length: count - opened.length }, async () => this.#take(await this.#open())));
  }

  /** Hands out what there is to hand out. */
  feed() {
    for (const engine of this.#engines) {
      if (this.#closed) return;
      if (engine.job !== undefined) continue;
      const job = this.#listener.nextJob();
      if (!job) return;
      engine.tell({ kind: "job", id: job.id, bytes: job.bytes });
    }
  }

  /** The self-check of an engine without a job; if that breaks by it, of another one. @returns {Promise<Uint8Array>} */
  async selfCheck() {
    const [engine] = this.#engines;
    try {
      return await engine.ask({ kind: "self-check" });
    } catch (error) {
      if (this.#closed) throw error;
      this.#drop(engine, /** @type {Error} */ (error));
      const next = await this.#open();
      this.#take(next);
      return next.ask({ kind: "self-check" });
    }
  }

  /** @param {boolean} paused */
  pause(paused) {
    this.#paused = paused;
    for (const engine of this.#engines) engine.tell({ kind: paused ? "pause" : "resume" });
  }

  close() {
    this.#closing.abort();
    for (const engine of this.#engines) engine.close();
    this.#engines.clear();
  }

  #open() {
    return openEngine(this.#device, this.#work, this.#closing.signal);
  }

  /** @param {Engine} engine */
  #take(engine) {
    engine.listener = this.#ears;
    if (this.#paused) engine.tell({ kind: "pause" });
    this.#engines.add(engine);
  }

  /** @param {Engine} engine @param {Error} error */
  #drop(engine, error) {
    this.#engines.delete(engine);
    engine.close();
    this.#listener.broken(engine.job, error);
  }

  /** @param {Engine} engine @param {Error} error */
  async #replace(engine, error) {
    if (this.#closed) return;
    this.#drop(engine, error);
    if (this.#closed) return;
    try {
      const next = await this.#open();
      await this.#listener.trust(next);
      this.#take(next);
    } catch (again) {
      if (this.size === 0 && !this.#closed) return this.#listener.empty(/** @type {Error} */ (again));
    }
    this.feed();
  }
}
