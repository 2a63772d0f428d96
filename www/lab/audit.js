/**
 * Audits of the visitor's own models: each in a worker of its own, the last report that succeeded kept for its figures.
 */

import { glueUrl, moduleOf } from "../bundles.js";
import { errorOf } from "../trouble.js";

export class Audits {
  #bundle;
  /** As JSON. @type {string | undefined} */
  #report;

  /** @param {import("../bundles.js").FiguresBundle} bundle */
  constructor(bundle) {
    this.#bundle = bundle;
  }

  /** @param {import("../protocol.js").AuditFile[]} files */
  async run(files) {
    this.#report = await inWorker({ glue: glueUrl("figures"), module: await moduleOf("figures"), files });
    return this.#report;
  }

  /** @param {import("../protocol.js").AuditDrawRequest} request */
  draw(request) {
    return this.#report && this.#bundle.draw_audit(this.#report, request);
  }
}

/** @param {import("../protocol.js").AuditOrder} order @returns {Promise<string>} */
async function inWorker(order) {
  const worker = new Worker(new URL("../audit-worker.js", import.meta.url), { type: "module" });
  try {
    return await new Promise((resolve, reject) => {
      worker.onmessage = ({ data: { report, trouble } }) => (trouble ? reject(errorOf(trouble)) : resolve(report));
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
