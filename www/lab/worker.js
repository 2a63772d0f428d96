/**
 * One order in a worker of its own, which ends with it: whatever a visitor's file does to the memory, a run beside it goes
 * on, and what the worker took is given back.
 */

import { errorOf } from "../trouble.js";
import { workerFor } from "./page-worker.js";

/**
 * @param {string} script relative to the site
 * @param {object} order
 * @returns {Promise<any>} the answer
 */
export async function inWorker(script, order) {
  const worker = workerFor(script);
  try {
    return await new Promise((resolve, reject) => {
      worker.onmessage = ({ data: { answer, trouble } }) => (trouble ? reject(errorOf(trouble)) : resolve(answer));
      worker.onerror = (event) => {
        event.preventDefault(); // else it would count as an error of the whole laboratory
        reject(Object.assign(new Error(event.message || "its worker could not be loaded"), { code: "worker" }));
      };
      worker.postMessage(order);
    });
  } finally {
    worker.terminate();
  }
}
