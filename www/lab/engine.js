/**
 * The lab worker's end of one engine worker: questions with one answer at a time, and one job at a time.
 * An engine that owes something and falls silent counts as broken.
 */

import { errorOf } from "../trouble.js";
import { workerFor } from "./page-worker.js";

/**
 * @typedef {object} EngineListener
 * @property {(engine: Engine, id: number, messages: Uint8Array[]) => void} messages
 * @property {(engine: Engine, id: number) => void} done
 * @property {(engine: Engine, error: Error) => void} broken only while it works on a job
 */

/** Hears how many parts of a self-check are done, and of how many. @typedef {(done: number, total: number) => void} Warmed */

/** Engines that are only asked, never given a job. @type {EngineListener} */
const silent = { messages() {}, done() {}, broken() {} };

/** An engine at work says something after every chunk of some tens of milliseconds. */
const SILENT_SECONDS = 30;
/** A GPU compiles its programs within the first answer. */
const FIRST_SECONDS = 180;

export class Engine {
  /** Id of the job in hand. @type {number | undefined} */
  job;
  listener = silent;
  isPaused = false;
  #worker = workerFor("engine-worker.js");
  /** @type {{ resolve: (value: any) => void, reject: (error: Error) => void, warmed: Warmed } | undefined} */
  #asked;
  /** Counted, not measured: a machine that slept has not waited. */
  #silentSeconds = 0;
  /** The longest that it has worked in silence so far, for steps that take long on a slow machine. */
  #longest = 0;
  #timer = setInterval(() => this.#listen(), 1000);

  constructor() {
    this.#worker.onmessage = ({ data }) => this.#hear(data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#break(new Error(event.message || "an engine worker could not be loaded"));
    };
  }

  /**
   * Asks `open`, `self-check` or `calibrate`.
   * @param {import("../protocol.js").EngineCommand} command
   * @param {Warmed} [warmed]
   * @returns {Promise<any>}
   */
  ask(command, warmed = () => {}) {
    return new Promise((resolve, reject) => {
      this.#asked = { resolve, reject, warmed };
      this.tell(command);
    });
  }

  /** @param {import("../protocol.js").EngineCommand} command */
  tell(command) {
    if (command.kind === "job") this.job = command.id;
    if (command.kind === "pause" || command.kind === "resume") this.isPaused = command.kind === "pause";
    this.#silentSeconds = 0;
    this.#worker.postMessage(command);
  }

  close() {
    clearInterval(this.#timer);
    this.#worker.onmessage = null;
    // What a dying worker still throws would else count as an error of the whole laboratory.
    this.#worker.onerror = (event) => event.preventDefault();
    this.#worker.terminate();
    this.#asked?.reject(new Error("the engine was closed"));
    this.#asked = undefined;
  }

  #listen() {
    if (this.isPaused || (this.job === undefined && !this.#asked)) return;
    this.#silentSeconds += 1;
    const limit = this.#asked || this.#longest === 0 ? FIRST_SECONDS : Math.max(SILENT_SECONDS, 10 * this.#longest);
    if (this.#silentSeconds > limit) this.#break(new Error(`an engine has said nothing for ${limit} seconds`));
  }

  /** @param {import("../protocol.js").EngineEvent} event */
  #hear(event) {
    if (this.job !== undefined) this.#longest = Math.max(this.#longest, this.#silentSeconds, 1);
    this.#silentSeconds = 0;
    if (event.kind === "messages") return this.listener.messages(this, event.id, event.messages);
    if (event.kind === "warming") return this.#asked?.warmed(event.done, event.total);
    if (event.kind === "broken") return this.#break(errorOf(event.trouble));
    if (event.kind === "done") {
      this.job = undefined;
      return this.listener.done(this, event.id);
    }
    const asked = this.#asked;
    this.#asked = undefined;
    asked?.resolve(event.value);
  }

  /** @param {Error} error */
  #break(error) {
    const asked = this.#asked;
    this.#asked = undefined;
    if (asked) asked.reject(error);
    else this.listener.broken(this, error);
  }
}
