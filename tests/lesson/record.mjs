// Makes what the lesson shows before anything has been computed: `www/lesson/recorded/`.
//
//   node tests/lesson/record.mjs PROGRAM PACKED KEPT OUT [FIRST LAST [PAGE]]      or      ./build.sh record-lesson
//
// PAGE is a folder with reports of the set `quick` that the page itself made (`./build.sh record`), so that a visitor's run gives the
// lesson's very numbers; all other runs, and those of fresh seeds, are the native command's, which computes the same in another order of
// sums.
//
// seeds.json: every set of `sets.mjs` over the seeds, 1 to 10 unless given, as the recorded run has them.
// crowd.json: how sure the networks of the first seed are of each record, round by round.
// card.json: the members of the first seed that Base gives away most, with their pictures, for the first screen.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";

import { reportOf, seedsOf } from "./runs.mjs";
import { isKept, measures, SETS } from "./sets.mjs";

const [program, packed, kept, out, first = "1", last = "10", page] = process.argv.slice(2);
if (!out) throw new Error("PROGRAM, PACKED, KEPT and OUT must be given");
const seeds = seedsOf(first, last);
const place = { program, packed, kept };
const report = madeBy("quick", seeds[0]);
/** Arms whose crowd is shown, with every round where the lesson walks through them. */
const CROWDS = ["dense", "base", "rsw-low-to-high", "rmr"];

/** @param {string} name @param {number} seed */
function madeBy(name, seed) {
  if (!page || name !== "quick") return reportOf(place, name, SETS[name], seed);
  return JSON.parse(readFileSync(path.join(page, `quick-${seed}.json`), "utf8"));
}

/** @param {string} name @param {string} query */
function set(name, query) {
  const all = seeds.map((seed) => measures(madeBy(name, seed)));
  const values = Object.keys(all[0]).filter((key) => isKept(name, key)).map((key) => [key, all.map((one) => short(one[key]))]);
  return { query, values: Object.fromEntries(values) };
}

/** Four digits, which is more than ten seeds can tell. @param {number | undefined} value */
const short = (value) => (value === undefined ? null : Number(value.toPrecision(4)));

function crowd() {
  const arms = CROWDS.map((id) => {
    const rounds = arm(id).rounds.map((/** @type {any} */ { log_odds, sparsity, attacks }) => ({ ...log_odds, sparsity, auc: short(rmia(attacks)) }));
    return [id, id === "base" ? rounds : rounds.slice(-1)];
  });
  return { seed: seeds[0], records: report.records, names: report.data.class_names, arms: Object.fromEntries(arms) };
}

function card() {
  const { images, rows, columns } = pictures();
  const records = arm("base").detail.most_exposed.map((/** @type {any} */ { record, label, target, each_shadow }) => {
    const pixels = images.subarray(record * rows * columns, (record + 1) * rows * columns);
    // Two points of the picture a byte: the pool has 16 shades.
    const halves = Buffer.from(Array.from({ length: pixels.length / 2 }, (_, i) => (pixels[2 * i] / 17) * 16 + pixels[2 * i + 1] / 17));
    return { record, label: report.data.class_names[label], target: short(target), shadows: each_shadow.map(short), pixels: halves.toString("base64") };
  });
  return { seed: seeds[0], width: columns, height: rows, records };
}

/** The pool as the page gets it: gzipped IDX. */
function pictures() {
  const bytes = gunzipSync(readFileSync(path.join(packed, "data", "fashion-images.idx.gz")));
  return { rows: bytes.readUInt32BE(8), columns: bytes.readUInt32BE(12), images: bytes.subarray(16) };
}

/** @param {string} id */
const arm = (id) => report.arms.find((/** @type {any} */ arm) => arm.id === id);

/** @param {any[]} attacks */
const rmia = (attacks) => attacks.find(({ attack, adaptive }) => attack === "rmia" && adaptive).auc;

/** @param {string} name @param {any} content */
function write(name, content) {
  const text = `${JSON.stringify(content)}\n`;
  writeFileSync(path.join(out, name), text);
  console.log(`${path.join(out, name)}: ${text.length} bytes`);
}

mkdirSync(out, { recursive: true });
write("seeds.json", { seeds, sets: Object.fromEntries(Object.entries(SETS).map(([name, query]) => [name, set(name, query)])) });
write("crowd.json", crowd());
write("card.json", card());
