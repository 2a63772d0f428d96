/**
 * One look at a visitor's own file, in a worker and a wasm instance of its own: a wasm memory never shrinks, and a file of
 * a megabyte can hold a gigabyte.
 */

import "./owner.js";
import { troubleOf } from "./trouble.js";

/** @param {MessageEvent<import("./protocol.js").InspectOrder>} event */
onmessage = async ({ data: { glue, module, config, name, file, fresh } }) => {
  try {
    /** @type {import("./bundles.js").LabBundle} */
    const bundle = await import(glue);
    await bundle.default({ module_or_path: module });
    postMessage({ answer: JSON.parse(bundle.inspect(config, name, file, fresh)) });
  } catch (error) {
    postMessage({ trouble: troubleOf(error) });
  }
};
