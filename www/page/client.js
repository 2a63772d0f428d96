/**
 * The page's end of the lab worker: `ask` answers with a promise, news arrive as `news` events.
 */

import { makeWorker } from "../lab/page-worker.js";
import { startWorker } from "../start-worker.js";
import { errorOf } from "../trouble.js";

/** @typedef {import("../protocol.js").Command} Command */
/** @typedef {import("../protocol.js").LabEvent} LabEvent */

/** Something the lab worker said about the run. */
export class News extends Event {
  /** @param {LabEvent} detail */
  constructor(detail) {
    super("news");
    this.detail = detail;
  }
}

const SIGN_EVERY_MS = 5000;

/** Signs that may be missing: the laboratory may be busy with attacks for some seconds. */
const MISSING_SIGNS = 6;

export class LabClient extends EventTarget {
  #worker = startWorker("lab-worker.js");
  /** @type {Map<number, { resolve: (value: any) => void, reject: (error: Error) => void }>} */
  #asked = new Map();
  #next = 0;
  /** It has answered once, so it was loaded. */
  #isThere = false;
  /** Since the last sign, counted by a timer that stands still while the page does. */
  #missing = 0;

  constructor() {
    super();
    this.#worker.onmessage = ({ data }) => this.#hear(data);
    this.#worker.onerror = (event) => this.#break(event);
  }

  /**
   * @param {Command} command
   * @returns {Promise<any>}
   */
  ask(command) {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject });
      this.#worker.postMessage({ id, ...command });
    });
  }

  /** From now on it is asked for signs of life; that they are missing is news. */
  watch() {
    setInterval(() => {
      this.#missing += 1;
      if (this.#missing === MISSING_SIGNS) this.#tell({ name: "Silence", code: "lab-silent", message: "" });
      if (this.#missing > 1) return; // the last one is still unanswered
      void this.ask({ kind: "sign" }).then(() => (this.#missing = 0), () => {});
    }, SIGN_EVERY_MS);
  }

  /** @param {LabEvent} event */
  #hear(event) {
    this.#isThere ||= event.kind === "reply";
    if (event.kind === "worker") return makeWorker(event);
    if (event.kind !== "reply") return void this.dispatchEvent(new News(event));
    const asked = this.#asked.get(event.id);
    this.#asked.delete(event.id);
    if (event.trouble) asked?.reject(errorOf(event.trouble));
    else asked?.resolve(event.value);
  }

  /** Only a worker that was never there answers nothing: another one still does. @param {ErrorEvent} event */
  #break(event) {
    event.preventDefault();
    const error = new Error(event.message || "the lab worker could not be loaded");
    if (this.#isThere) return this.#tell({ name: error.name, message: error.message });
    for (const { reject } of this.#asked.values()) reject(error);
    this.#asked.clear();
  }

  /** @param {import("../protocol.js").Trouble} trouble */
  #tell(trouble) {
    this.dispatchEvent(new News({ kind: "trouble", trouble }));
  }
}
