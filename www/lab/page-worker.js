/**
 * A worker for the laboratory, which is a worker itself. The page makes it: in Firefox (153) a worker that makes a worker now and then
 * never comes back from that, and with it the whole laboratory. What the two say goes between them, not through the page.
 */

import { startWorker } from "../start-worker.js";

/** As much of a `Worker` as is used. */
class PageWorker {
  /** @type {((event: MessageEvent) => void) | null} */
  onmessage = null;
  /** @type {((event: ErrorEvent) => void) | null} */
  onerror = null;
  /** With the worker. */
  #talk = new MessageChannel();
  /** With the page: its errors come, its end goes. */
  #life = new MessageChannel();

  /** @param {string} script relative to the site */
  constructor(script) {
    this.#talk.port1.onmessage = (event) => this.onmessage?.(event);
    this.#life.port1.onmessage = ({ data: message }) => this.onerror?.(new ErrorEvent("error", { message, cancelable: true }));
    const [talk, life] = [this.#talk.port2, this.#life.port2];
    postMessage({ kind: "worker", script, talk, life }, { transfer: [talk, life] });
  }

  /** @param {any} message */
  postMessage(message) {
    this.#talk.port1.postMessage(message);
  }

  terminate() {
    this.#life.port1.postMessage("end");
    this.#talk.port1.close();
  }
}

/** Where there is a page, as in a measurement, the worker is its own. @param {string} script relative to the site @returns {Worker | PageWorker} */
export const workerFor = (script) => (globalThis.document ? startWorker(script) : new PageWorker(script));

/** The page's part. @param {{ script: string, talk: MessagePort, life: MessagePort }} wanted */
export function makeWorker({ script, talk, life }) {
  const worker = startWorker(script);
  worker.onerror = (event) => {
    event.preventDefault(); // it is an error of what the laboratory asked for
    life.postMessage(event.message);
  };
  life.onmessage = () => {
    worker.terminate();
    life.close();
  };
  worker.postMessage({ talk }, [talk]);
}
