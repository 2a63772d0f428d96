/**
 * The engines of a run: opens them, keeps them busy, replaces the ones that break.
 */

import { glueUrl, moduleOf } from "../bundles.js";
import { Engine } from "./engine.js";

/**
 * @typedef {object} PoolListener
 * @property {() => { id: number, bytes: Uint8Array } | undefined} deal
 * @property {(id: number, messages: Uint8Array[]) => void} messages
 * @property {(id: number | undefined, error: Error) => void} broken
 * @property {(error: Error) => void} empty no engine is left
 */

/**
 * One engine, ready for jobs.
 * @param {"cpu" | "webgpu"} device
 * @param {{ config: import("../protocol.js").Config, files: Uint8Array[] }} work
 * @param {import("./engine.js").EngineListener} listener
 */
export async function openEngine(device, { config, files }, listener) {
  const bundle = device === "cpu" ? "engine-cpu" : "engine-gpu";
  const module = await moduleOf(bundle);
  const engine = new Engine(listener);
  try {
    await engine.ask({ kind: "open", glue: glueUrl(bundle), module, config, files, device });
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
  #closed = false;
  /** @type {Set<Engine>} */
  #engines = new Set();
  /** @type {import("./engine.js").EngineListener} */
  #ears = {
    messages: (engine, id, messages) => {
      if (!this.#closed && engine.job === id) this.#listener.messages(id, messages);
    },
    done: () => this.feed(),
    broken: (engine, error) => void this.#replace(engine, error),
  };

  /**
   * @param {"cpu" | "webgpu"} device
   * @param {{ config: import("../protocol.js").Config, files: Uint8Array[] }} work
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

  /** @param {number} count */
  async open(count) {
    await Promise.all(Array.from({ length: count }, () => this.#add()));
  }

  /** Hands out what there is to hand out. */
  feed() {
    for (const engine of this.#engines) {
      if (this.#closed) return;
      if (engine.job !== undefined) continue;
      const job = this.#listener.deal();
      if (!job) return;
      engine.tell({ kind: "job", id: job.id, bytes: job.bytes });
    }
  }

  /** @param {boolean} paused */
  pause(paused) {
    this.#paused = paused;
    for (const engine of this.#engines) engine.tell({ kind: paused ? "pause" : "resume" });
  }

  close() {
    this.#closed = true;
    for (const engine of this.#engines) engine.close();
    this.#engines.clear();
  }

  async #add() {
    const engine = await openEngine(this.#device, this.#work, this.#ears);
    if (this.#closed) return engine.close();
    if (this.#paused) engine.tell({ kind: "pause" });
    this.#engines.add(engine);
  }

  /** @param {Engine} engine @param {Error} error */
  async #replace(engine, error) {
    if (this.#closed) return;
    this.#engines.delete(engine);
    engine.close();
    this.#listener.broken(engine.job, error);
    if (this.#closed) return;
    try {
      await this.#add();
    } catch (again) {
      if (this.size === 0) return this.#listener.empty(/** @type {Error} */ (again));
    }
    this.feed();
  }
}
