// The page and the command are the same programs, but integers have 32 bits in the one and 64 in the other, and exp and ln are
// other people's: the same audits, made up here, must come out the same.
//
// WEMEM_LAB_COMMAND is the native command.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

import { site } from "./page.mjs";

const run = promisify(execFile);

/** Two libraries may round a logarithm differently in its last digit; nothing that is counted may differ by that. */
const ROUNDING = 1e-9;

let lab;
let folder;

before(async () => {
  const bundle = path.join(site(), "wasm", "lab");
  lab = await import(pathToFileURL(path.join(bundle, "wemem_lab.js")).href);
  await lab.default({ module_or_path: await readFile(path.join(bundle, "wemem_lab_bg.wasm")) });
  folder = await mkdtemp(path.join(tmpdir(), "wemem-lab-alike-"));
});
after(() => rm(folder, { recursive: true }));

/** Numbers in 0..1 that are the same every time. @param {number} seed */
function lottery(seed) {
  let state = seed * 2654435761 + 12345;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** @param {number} rows @param {(row: number) => string} line */
const lines = (rows, line) => Array.from({ length: rows }, (_, row) => line(row)).join("\n");

/** Scores in `steps` steps, so that many are tied. @param {number} seed @param {number} rows @param {number} steps */
function scores(seed, rows, steps) {
  const draw = lottery(seed);
  return `member,score\n${lines(rows, (row) => {
    const member = row % 2;
    return `${member},${Math.round(steps * (draw() + 0.3 * member)) / steps}`;
  })}\n`;
}

/** What a network says of records that `member` tells it was trained on. @param {number} seed @param {number} rows @param {number} classes @param {boolean} labelsOnly */
function posteriors(seed, rows, classes, labelsOnly = false) {
  const draw = lottery(seed);
  const truth = lottery(17); // references answer the target's very records
  const head = ["member", "label", ...Array.from({ length: classes }, (_, k) => `p${k}`)].join(",");
  return `${head}\n${lines(rows, () => {
    const label = Math.floor(truth() * classes);
    const hard = 4 * truth();
    const member = draw() < 0.5 ? 1 : 0;
    const weights = Array.from({ length: classes }, (_, k) => Math.exp(2 * draw() + (k === label ? 3 - hard + 2 * member : 0)));
    const sum = weights.reduce((a, b) => a + b);
    const digits = labelsOnly ? 1 : 9;
    return [member, label, ...weights.map((weight) => (weight / sum).toExponential(digits))].join(",");
  })}\n`;
}

/** Case A1 of the reports on neighbouring tools: the products of counts exceed 32 bits. @param {number} side */
const deep = (side) =>
  `member,score\n${lines(side, (i) => `1,${(((Math.floor(i / 5) % 1000) / 1000) + (i % 5 === 4 ? 0 : 6)).toFixed(3)}`)}\n`
  + `${lines(side, (i) => `0,${((i % 1000) / 1000).toFixed(3)}`)}\n`;

/** @typedef {[role: string, content: string][]} Files */

/** @returns {{ name: string, files: Files }[]} */
function audits() {
  const made = [];
  for (let seed = 0; seed < 20; seed += 1) {
    const [rows, steps] = [20 + 37 * seed, [2, 10, 1000, 1e9][seed % 4]];
    /** @type {Files} */
    const files = [["target", scores(seed, rows, steps)]];
    if (seed % 3 > 0) files.push(["shadow", scores(seed + 100, rows + 11, steps)]);
    if (seed % 3 > 1) files.push(["shadow", scores(seed + 200, 2 * rows, steps)]);
    made.push({ name: `scores, ${rows} rows in ${steps} steps`, files });
  }
  for (let seed = 0; seed < 29; seed += 1) {
    const [rows, classes] = [60 + 23 * seed, 2 + (seed % 9)];
    /** @type {Files} */
    const files = [["target", posteriors(seed, rows, classes)]];
    for (let k = 0; k < seed % 4; k += 1) files.push(["shadow", posteriors(seed + 100 * (k + 1), rows + k, classes)]);
    for (let k = 0; k < seed % 5; k += 1) files.push(["reference", posteriors(seed + 1000 * (k + 1), rows, classes)]);
    made.push({ name: `posteriors, ${rows} rows in ${classes} classes`, files });
  }
  made.push({ name: "100,000 a side", files: [["target", deep(5000)], ["shadow", deep(100_000)]] });
  return made;
}

/** @param {Files} files @param {number} number */
async function natively(files, number) {
  const words = ["audit"];
  for (const [at, [role, content]] of files.entries()) {
    const file = path.join(folder, `${number}-${at}.csv`);
    await writeFile(file, content);
    words.push(`--${role}`, file);
  }
  const { stdout } = await run(process.env.WEMEM_LAB_COMMAND ?? "", words, { maxBuffer: 2 ** 28 });
  return JSON.parse(stdout);
}

/** @param {Files} files @param {number} number */
const inPage = (files, number) =>
  JSON.parse(lab.audit(
    files.map((_, at) => `${number}-${at}.csv`),
    files.map(([role]) => role),
    files.map(([, content]) => new TextEncoder().encode(content)),
  ));

/** Places where two reports differ. @param {any} a @param {any} b @param {string} [place] @returns {string[]} */
function differences(a, b, place = "") {
  if (typeof a === "number" && typeof b === "number") {
    const allowed = Number.isInteger(a) && Number.isInteger(b) ? 0 : ROUNDING * Math.max(1, Math.abs(a), Math.abs(b));
    return Math.abs(a - b) <= allowed ? [] : [`${place}: ${a} and ${b}`];
  }
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b ? [] : [`${place}: ${a} and ${b}`];
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return keys.flatMap((key) => differences(a[key], b[key], `${place}/${key}`));
}

test("fifty audits come out the same in the page's wasm and in the command", async () => {
  const all = audits();
  assert.equal(all.length, 50);
  for (const [number, { name, files }] of all.entries()) {
    const found = differences(inPage(files, number), await natively(files, number));
    assert.deepEqual(found.slice(0, 5), [], name);
  }
});

test("of 100,000 a side both find the threshold 6 and the balanced accuracy 0.9", async () => {
  /** @type {Files} */
  const files = [["target", deep(5000)], ["shadow", deep(100_000)]];
  for (const report of [inPage(files, 99), await natively(files, 99)]) {
    assert.equal(report.attacks[0].balanced_accuracy, 0.9); // TPR 0.8, TNR 1
  }
});
