/** What pictures of the crowd share: records in words and pictures, and the crowd's numbers as a table. */

import { Crowd } from "../crowd.js";
import { poolOf } from "../../page/pool.js";
import { sureness } from "./parts.js";

/** @typedef {import("./parts.js").Context} Context */

/**
 * A crowd that speaks of the records of the run in view.
 * @param {() => { context: Context, points: import("../line.js").Points | undefined }} now
 */
export function crowdOf(now) {
  const describe = (/** @type {number} */ i) => {
    const { context, points } = now();
    if (!points) return "";
    return `${nameOf(context.run, i)}, ${i < points.members ? "used in training" : "not used"}: this network ${sureness(points.y[i])} sure, the others ${sureness(points.x[i])}`;
  };
  const picture = async (/** @type {number} */ i) => {
    const { run } = now().context;
    const pool = await poolOf(run.source)?.catch(() => undefined);
    return pool?.picture(poolIndex(run, i));
  };
  return new Crowd(describe, picture);
}

/** @param {import("../run.js").RunView} run @param {number} i */
export const poolIndex = ({ records: { members, non_members: others } }, i) => (i < members.length ? members[i] : others[i - members.length]);

/** Classes follow each other in the packed pools. @param {import("../run.js").RunView} run @param {number} i */
export function nameOf(run, i) {
  const record = poolIndex(run, i);
  return run.source.startsWith("fashion") && run.names.length > 0 ? run.names[record % run.names.length] : `record ${record}`;
}

/** Rows of a table: each record once. @param {import("../run.js").RunView} run @param {import("../line.js").Points} points */
export const rowsOf = (run, points) =>
  Array.from(points.x, (x, i) => [nameOf(run, i), poolIndex(run, i), i < points.members ? "yes" : "no", sureness(points.y[i]), sureness(x)]);

export const COLUMNS = ["What it is", "Record", "Used", "This network", "The others"];
