/**
 * How many steps a run would take, in a worker and a wasm instance of its own: for that the records are read and dealt out, and a
 * wasm memory never shrinks.
 */

import "./owner.js";
import { troubleOf } from "./trouble.js";

/** @param {MessageEvent<import("./protocol.js").EstimateOrder>} event */
onmessage = async ({ data: { glue, module, config, files, workers } }) => {
  try {
    /** @type {import("./bundles.js").LabBundle} */
    const bundle = await import(glue);
    await bundle.default({ module_or_path: module });
    postMessage({ answer: new bundle.Lab(config, files, "cpu", workers).progress().total });
  } catch (error) {
    postMessage({ trouble: troubleOf(error) });
  }
};
