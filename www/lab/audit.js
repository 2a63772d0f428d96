/**
 * Audits of the visitor's own models: each in a worker of its own, the last report that succeeded kept for its figures.
 *
 * The scores of every record are as large as the files and seldom asked for. So nobody holds them: whoever asks has the
 * same files audited once more, which takes as long as the first time and gives the same numbers.
 */

import { sharedOf } from "../bundles.js";
import { inWorker } from "./worker.js";

/** @typedef {import("../protocol.js").AuditFile} AuditFile */

export class Audits {
  #bundle;
  /** As JSON, and the files that it is of; the browser holds no file's content. @type {{ report: string, files: AuditFile[] } | undefined} */
  #last;

  /** @param {import("../bundles.js").FiguresBundle} bundle */
  constructor(bundle) {
    this.#bundle = bundle;
  }

  /** @param {AuditFile[]} files @returns {Promise<string>} */
  async run(files) {
    const report = await this.#audit(files, "report");
    this.#last = { report, files };
    return report;
  }

  /** Of the last report. @returns {Promise<Blob | undefined>} */
  async scores() {
    return this.#last && this.#audit(this.#last.files, "scores");
  }

  /** @param {import("../protocol.js").AuditDrawRequest} request */
  draw(request) {
    return this.#last && this.#bundle.draw_audit(this.#last.report, request);
  }

  /** @param {AuditFile[]} files @param {import("../protocol.js").AuditOrder["wanted"]} wanted */
  async #audit(files, wanted) {
    return inWorker("audit-worker.js", { ...(await sharedOf("lab")), files, wanted });
  }
}
