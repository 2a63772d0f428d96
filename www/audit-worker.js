/**
 * One audit, in a worker and a wasm instance of its own: whatever its files do to the memory, a run beside it goes on
 * and keeps what it has.
 */

import "./owner.js";
import { troubleOf } from "./trouble.js";

/** @param {import("./protocol.js").AuditFile} audited */
async function read({ name, file }) {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    throw Object.assign(new Error(/** @type {Error} */ (error).message), { name: "FileError", code: "read", field: name });
  }
}

/** @param {MessageEvent<import("./protocol.js").AuditOrder>} event */
onmessage = async ({ data: { glue, module, files, wanted } }) => {
  try {
    /** @type {import("./bundles.js").LabBundle} */
    const bundle = await import(glue);
    const contents = await Promise.all(files.map(read));
    await bundle.default({ module_or_path: module });
    const act = { report: bundle.audit, scores: bundle.audit_scores }[wanted];
    const answer = act(files.map(({ name }) => name), files.map(({ role }) => role), contents);
    postMessage({ answer: typeof answer === "string" ? answer : new Blob([answer], { type: "text/csv" }) });
  } catch (error) {
    postMessage({ trouble: troubleOf(error) });
  }
};
