// Tries every claim of the lesson on seeds that it was not made from: how often each holds in a single run.
//
//   node tests/lesson/claims.mjs RECORDED      or      ./build.sh claims [FIRST LAST]
//
// RECORDED is a folder that `record.mjs` has made. A claim must hold in at least eight of ten seeds, and the mean over the seeds must agree
// with it.

import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";

import { MARGIN, holding, summary, valuesOf } from "../../www/lesson/facts.js";

const [folder] = process.argv.slice(2);
if (!folder) throw new Error("RECORDED must be given");
const OFTEN = 0.8;
const seeds = JSON.parse(readFileSync(path.join(folder, "seeds.json"), "utf8"));
const steps = new URL("../../www/lesson/steps/", import.meta.url);
let failed = 0;

console.log(`Claims of the lesson on seeds ${seeds.seeds.join(", ")}\n\n| step | claim | mean | interval | holds in |\n| --- | --- | --- | --- | --- |`);
for (const name of readdirSync(steps).sort()) {
  const { facts = {} } = JSON.parse(readFileSync(new URL(name, steps), "utf8"));
  for (const [id, fact] of Object.entries(facts)) {
    if (!fact.is) continue;
    const values = valuesOf(seeds, fact);
    const { mean, low, high } = summary(values);
    const holds = holding(values, fact.is);
    const agrees = fact.is === "same" ? Math.abs(mean) <= MARGIN : fact.is === "more" ? low > 0 : high < 0;
    const isEnough = agrees && holds >= OFTEN * values.length;
    if (!isEnough) failed += 1;
    const of = `${fact.of}${fact.minus ? ` − ${fact.minus}` : ""} is ${fact.is}`;
    const shown = [mean, low, high].map((value) => (100 * value).toFixed(1));
    console.log(`| ${path.basename(name, ".json")} | ${id}: ${of} | ${shown[0]} | ${shown[1]} to ${shown[2]} | ${holds} of ${values.length}${isEnough ? "" : ", NOT ENOUGH"} |`);
  }
}
if (failed > 0) {
  console.log(`\n${failed} claims do not hold often enough`);
  process.exitCode = 1;
}
