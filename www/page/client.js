/**
 * The page's end of the lab worker: `ask` answers with a promise, news arrive as `news` events.
 */

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

export class LabClient extends EventTarget {
  #worker = new Worker(new URL("../lab-worker.js", import.meta.url), { type: "module" });
  /** @type {Map<number, { resolve: (value: any) => void, reject: (error: Error) => void }>} */
  #asked = new Map();
  #next = 0;

  constructor() {
    super();
    this.#worker.onmessage = ({ data }) => this.#hear(data);
    this.#worker.onerror = (event) => this.#break(new Error(event.message || "the lab worker could not be loaded"));
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

  /** @param {LabEvent} event */
  #hear(event) {
    if (event.kind !== "reply") return void this.dispatchEvent(new News(event));
    const asked = this.#asked.get(event.id);
    this.#asked.delete(event.id);
    if (event.trouble) asked?.reject(errorOf(event.trouble));
    else asked?.resolve(event.value);
  }

  /** @param {Error} error */
  #break(error) {
    for (const { reject } of this.#asked.values()) reject(error);
    this.#asked.clear();
    this.dispatchEvent(new News({ kind: "trouble", trouble: { name: error.name, message: error.message } }));
  }
}
