// Chooses the strength of each rival by one rule, on what a trainer can see, with seeds that are shown nowhere else.
//
//   node tests/lesson/tune.mjs PROGRAM PACKED KEPT [PRESET] [FIRST LAST]      or      ./build.sh tune [PRESET] [FIRST LAST]
//
// The rule: of the strengths of its sweep, the one whose target leaks least (largest AUC of Conf, Entr and Mentr between members
// and development records) among those that cost at most two points of accuracy on the development records against Base; the
// most accurate one if all cost more. Means over the seeds, 901 to 905 unless given. No non-member of any target is looked at.

import { reportOf, seedsOf } from "./runs.mjs";

const [program, packed, kept, preset = "quick", first = "901", last = "905"] = process.argv.slice(2);
if (!kept) throw new Error("PROGRAM, PACKED and KEPT must be given");
const BUDGET = 0.02;
const RIVALS = ["ppb", "adv", "dp", "relaxloss", "mia-pruning", "label-smoothing", "neuguard", "crl"];

const query = `preset=${preset}&defense.sweep=true&attack.shadows=2&arms=${["base", ...RIVALS].join(",")}`;
const reports = seedsOf(first, last).map((seed) => reportOf({ program, packed, kept }, `tune-${preset}`, query, seed));

/** Mean over the seeds of what the trainer sees of an arm. @param {string} id @param {"accuracy" | "own_auc"} key */
function seen(id, key) {
  const values = reports.map((report) => report.arms.find((/** @type {any} */ arm) => arm.id === id).development[key]);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

const base = seen("base", "accuracy");
console.log(`${preset}, seeds ${first} to ${last}: Base ${(100 * base).toFixed(1)} %, leak ${seen("base", "own_auc").toFixed(3)}`);
for (const rival of RIVALS) {
  const ids = reports[0].arms.map((/** @type {any} */ arm) => arm.id).filter((/** @type {string} */ id) => id.startsWith(`${rival}@`));
  const cheap = ids.filter((/** @type {string} */ id) => seen(id, "accuracy") >= base - BUDGET);
  const better = cheap.length > 0
    ? (/** @type {string} */ a, /** @type {string} */ b) => seen(a, "own_auc") - seen(b, "own_auc")
    : (/** @type {string} */ a, /** @type {string} */ b) => seen(b, "accuracy") - seen(a, "accuracy");
  const [chosen] = [...(cheap.length > 0 ? cheap : ids)].sort(better);
  const cells = ids.map((/** @type {string} */ id) =>
    `${id.split("@")[1]}: ${(100 * seen(id, "accuracy")).toFixed(1)} %, ${seen(id, "own_auc").toFixed(3)}${id === chosen ? " ←" : ""}`);
  console.log(`${rival} (${cheap.length > 0 ? "within the budget" : "none within the budget"}): ${cells.join(" · ")}`);
}
