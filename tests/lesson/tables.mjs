// The tables of what may be said over seeds: runs the native command and prints mean, paired differences and signs.
//
//   node tests/lesson/tables.mjs PROGRAM PACKED KEPT [FIRST LAST]      or      ./build.sh lesson [FIRST LAST]
//
// PROGRAM is the command, PACKED the folder of the packed pictures, KEPT a folder for the reports. Seeds 201 to 210 unless
// given.
//
// AUCs are of RMIA, accuracy in percent, differences of AUC in thousandths within a seed. "+87(10)": the mean over the seeds,
// with the number of seeds in which the difference has that sign.

import { reportOf, seedsOf } from "./runs.mjs";

const [program, packed, kept, first = "201", last = "210"] = process.argv.slice(2);
if (!kept) throw new Error("PROGRAM, PACKED and KEPT must be given");
const seeds = seedsOf(first, last);
const place = { program, packed, kept };
const ATTACK = "rmia";
/** As `MARGIN` in `src/sentences/mod.rs`. */
const MARGIN = 0.02;

/** @typedef {{ accuracy: number, auc: number, epochs: number }} End what an arm has after its last round */
/** @typedef {Map<string, End>[]} Runs one map of arms a seed */

/** @param {string} preset */
const reports = (preset) => seeds.map((seed) => reportOf(place, preset, `preset=${preset}`, seed));

/** @param {string} preset @returns {Runs} */
const runs = (preset) => reports(preset).map(ends);

/** @param {any} report @returns {Map<string, End>} */
function ends(report) {
  const end = (/** @type {any} */ arm) => {
    const round = arm.rounds.at(-1);
    const attack = round.attacks.find((/** @type {any} */ found) => found.attack === ATTACK && found.adaptive);
    const epochs = arm.rounds.reduce((/** @type {number} */ sum, /** @type {any} */ each) => sum + each.epochs, 0);
    return { accuracy: 100 * round.test_accuracy, auc: 1000 * attack.auc, epochs };
  };
  return new Map(report.arms.map((/** @type {any} */ arm) => [arm.id, end(arm)]));
}

/** @param {number[]} values */
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** @param {Runs} all @param {string} id @param {keyof End} key */
const values = (all, id, key) => all.map((arms) => arms.get(id)?.[key] ?? NaN);

/** @param {Runs} all @param {string} id */
const accuracy = (all, id) => mean(values(all, id, "accuracy")).toFixed(1);

/** @param {Runs} all @param {string} id */
const auc = (all, id) => (mean(values(all, id, "auc")) / 1000).toFixed(3);

/** @param {Runs} all @param {string} id */
const epochs = (all, id) => mean(values(all, id, "epochs")).toFixed(0);

/**
 * Mean of the paired differences, how many have its sign, and their standard error.
 * @param {Runs} all @param {string} id @param {string} against @param {keyof End} key
 */
function difference(all, id, against, key, digits = 0) {
  const other = values(all, against, key);
  const each = values(all, id, key).map((value, i) => value - other[i]);
  const middle = mean(each);
  const error = Math.sqrt(mean(each.map((value) => (value - middle) ** 2)) / (each.length - 1));
  const signs = each.filter((value) => Math.sign(value) === Math.sign(middle)).length;
  const size = Math.abs(middle).toFixed(digits);
  const sign = Number(size) === 0 ? "" : middle < 0 ? "−" : "+";
  return `${sign}${size}(${signs}) ±${error.toFixed(digits)}`;
}

/** @param {string} title @param {string[]} heads @param {string[][]} rows */
function print(title, heads, rows) {
  const line = (/** @type {string[]} */ cells) => `| ${cells.join(" | ")} |`;
  console.log([`\n## ${title}\n`, line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n"));
}

function printDefault() {
  const all = runs("quick");
  const others = (/** @type {string} */ id, /** @type {string} */ against) =>
    id === against ? ["", ""] : [difference(all, id, against, "accuracy", 1), difference(all, id, against, "auc")];
  const row = (/** @type {string} */ id) =>
    [id, accuracy(all, id), auc(all, id), ...others(id, "base"), ...others(id, "dense"), epochs(all, id)];
  const heads = ["arm", "accuracy", "AUC", "accuracy − Base", "AUC − Base", "accuracy − dense", "AUC − dense", "epochs"];
  print(`The default: right labels, four shadows (${seeds.length} seeds)`, heads, [...all[0].keys()].map(row));
}

/** @param {string} preset @param {string} title */
function printSparsity(preset, title) {
  const all = runs(preset);
  const names = [...all[0].keys()];
  const level = (/** @type {string} */ id) => `${id} ${accuracy(all, id)} / ${auc(all, id)} after ${epochs(all, id)} epochs`;
  const plain = reportOf(place, preset, `preset=${preset}`, seeds[0]).config.prune.sparsity;
  const strengths = names.flatMap((id) => (id.includes("@") ? [Number(id.split("@")[1])] : []));
  const sparsities = [...new Set([plain, ...strengths])].sort((a, b) => a - b);
  const cells = (/** @type {string} */ arm, /** @type {number} */ sparsity) => {
    const id = sparsity === plain ? arm : `${arm}@${sparsity}`;
    if (!names.includes(id)) return ["", "", "", ""];
    const against = (/** @type {string} */ other) => difference(all, id, other, "auc");
    return [accuracy(all, id), against("dense"), against("fine-tune-only"), epochs(all, id)];
  };
  const arms = ["base", "one-shot-equal", "one-shot"];
  const heads = arms.flatMap((arm) => [`${arm}: accuracy`, "AUC − dense", "AUC − fine-tune only", "epochs"]);
  const rows = sparsities.map((sparsity) => [String(sparsity), ...arms.flatMap((arm) => cells(arm, sparsity))]);
  print(`${title} (${seeds.length} seeds): ${level("dense")}; ${level("fine-tune-only")}`, ["sparsity", ...heads], rows);
}

/** As the sentences judge an interval. @param {[number, number]} interval */
function judged([low, high]) {
  if (low > -MARGIN && high < MARGIN) return "same";
  return low > 0 ? "more" : high < 0 ? "less" : "cannot tell";
}

/** Whether what one run says holds for the mean over the seeds. @param {string} said @param {number} middle */
const holds = (said, middle) => (said === "same" ? Math.abs(middle) <= MARGIN : said === "more" ? middle > 0 : middle < 0);

/** How often a single run says what, and how often the mean over the seeds says the same. */
function printSentences() {
  /** @type {Map<string, { value: number, said: string }[]>} */
  const all = new Map();
  for (const { comparisons } of reports("quick")) {
    for (const { arm, against, test_accuracy: accuracy, attacks } of comparisons) {
      const auc = attacks.find((/** @type {any} */ { attack }) => attack === ATTACK).auc;
      for (const [what, { value, interval }] of Object.entries({ leak: auc, accuracy })) {
        const key = `${arm} − ${against}, ${what}`;
        all.set(key, [...(all.get(key) ?? []), { value, said: judged(interval) }]);
      }
    }
  }
  let claims = 0;
  let agreeing = 0;
  const rows = [...all].map(([key, found]) => {
    const middle = mean(found.map(({ value }) => value));
    const count = (/** @type {string} */ said) => String(found.filter((one) => one.said === said).length);
    const claimed = found.filter(({ said }) => said !== "cannot tell");
    const right = claimed.filter(({ said }) => holds(said, middle)).length;
    claims += claimed.length;
    agreeing += right;
    return [key, middle.toFixed(3), count("more"), count("less"), count("same"), count("cannot tell"), `${right} of ${claimed.length}`];
  });
  const heads = ["difference", "mean", "more", "less", "same", "cannot tell", "claims that hold for the mean"];
  print(`What single runs of the default say: ${agreeing} of ${claims} claims hold for the mean`, heads, rows);
}

printDefault();
printSentences();
printSparsity("sparsity", "Against sparsity, fixed epochs");
printSparsity("sparsity-early-stopping", "Against sparsity, early stopping");
printSparsity("sparsity-long-dense", "Against sparsity, dense network trained to its end");
