/**
 * Audits of the visitor's own models: each in a worker of its own, the last report that succeeded kept for its figures.
 */

import { glueUrl, moduleOf } from "../bundles.js";
import { inWorker } from "./worker.js";

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
    this.#report = await inWorker("audit-worker.js", { glue: glueUrl("figures"), module: await moduleOf("figures"), files });
    return this.#report;
  }

  /** @param {import("../protocol.js").AuditDrawRequest} request */
  draw(request) {
    return this.#report && this.#bundle.draw_audit(this.#report, request);
  }
}
