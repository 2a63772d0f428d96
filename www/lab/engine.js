/**
 * The lab worker's end of one engine worker: questions with one answer at a time, and one job at a time.
 */

import { errorOf } from "../trouble.js";

/**
 * @typedef {object} EngineListener
 * @property {(engine: Engine, id: number, messages: Uint8Array[]) => void} messages
 * @property {(engine: Engine) => void} done
 * @property {(engine: Engine, error: Error) => void} broken only while it works on a job
 */

export class Engine {
  /** Id of the job in hand. @type {number | undefined} */
  job;
  #worker = new Worker(new URL("../engine-worker.js", import.meta.url), { type: "module" });
  /** @type {{ resolve: (value: any) => void, reject: (error: Error) => void } | undefined} */
  #asked;
  #listener;

  /** @param {EngineListener} listener */
  constructor(listener) {
    this.#listener = listener;
    this.#worker.onmessage = ({ data }) => this.#hear(data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#break(new Error(event.message || "an engine worker could not be loaded"));
    };
  }

  /**
   * Asks `open`, `self-check` or `calibrate`.
   * @param {import("../protocol.js").EngineCommand} command
   * @returns {Promise<any>}
   */
  ask(command) {
    return new Promise((resolve, reject) => {
      this.#asked = { resolve, reject };
      this.tell(command);
    });
  }

  /** @param {import("../protocol.js").EngineCommand} command */
  tell(command) {
    if (command.kind === "job") this.job = command.id;
    this.#worker.postMessage(command);
  }

  close() {
    this.#worker.onmessage = null;
    this.#worker.onerror = null;
    this.#worker.terminate();
    this.#asked?.reject(new Error("the engine was closed"));
    this.#asked = undefined;
  }

  /** @param {import("../protocol.js").EngineEvent} event */
  #hear(event) {
    if (event.kind === "messages") return this.#listener.messages(this, event.id, event.messages);
    if (event.kind === "broken") return this.#break(errorOf(event.trouble));
    if (event.kind === "done") {
      this.job = undefined;
      return this.#listener.done(this);
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
    else this.#listener.broken(this, error);
  }
}
