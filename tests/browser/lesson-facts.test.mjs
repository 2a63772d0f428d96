// What the lesson computes, by hand-made numbers and without a browser: lines across the crowd, intervals over seeds, filled texts.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

import { fill, holding, judge, summary, valuesOf } from "../../www/lesson/facts.js";
import { counts, curve, lineFor } from "../../www/lesson/line.js";
import { recordedRun } from "../../www/lesson/run.js";

/** Two members, three others. */
const POINTS = { x: Float32Array.of(0, -2, 0, 1, -1), y: Float32Array.of(3, 1, 2, 1, -1), members: 2 };

test("a line finds whoever lies on or above it", () => {
  assert.deepEqual(counts(POINTS, { slope: 0, offset: 2 }), { found: 1, accused: 1 });
  assert.deepEqual(counts(POINTS, { slope: 1, offset: 3 }), { found: 2, accused: 0 });
  assert.deepEqual(counts(POINTS, { slope: 0, offset: -9 }), { found: 2, accused: 3 });
});

test("the line for some false alarms accuses at most so many, and is the lowest that does", () => {
  for (const slope of [0, 0.5, 1]) {
    for (const accused of [0, 1]) {
      const offset = lineFor(POINTS, slope, accused);
      assert.ok(counts(POINTS, { slope, offset }).accused <= accused, `${slope} ${accused}`);
      assert.ok(counts(POINTS, { slope, offset: offset - 1.01 }).accused > accused, `${slope} ${accused}`);
    }
  }
  assert.equal(counts(POINTS, { slope: 1, offset: lineFor(POINTS, 1, 0) }).found, 2);
  assert.equal(lineFor(POINTS, 0, 3), -Infinity);
  const tied = { x: Float32Array.of(0, 0, 0), y: Float32Array.of(1, 2, 2), members: 1 };
  assert.equal(counts(tied, { slope: 0, offset: lineFor(tied, 0, 1) }).accused, 0, "of two level ones none can be accused alone");
});

test("the curve of all lines goes from no one to everyone, ties in one step", () => {
  assert.deepEqual(curve(POINTS, 0), [[0, 0], [0, 0.5], [1 / 3, 0.5], [2 / 3, 1], [1, 1]]);
});

test("mean, interval and sign over seeds", () => {
  const { mean, low, high, agreeing, count } = summary([1, 2, 3, 4, -1]);
  // Deviation 1.9235, Student's quantile for 4 degrees of freedom 2.776: 2.388.
  assert.deepEqual([mean, count, agreeing], [1.8, 5, 4]);
  assert.ok(Math.abs(low - -0.588) < 1e-3 && Math.abs(high - 4.188) < 1e-3, `${low} ${high}`);
  assert.deepEqual([{ low: 0.001, high: 1 }, { low: -1, high: -0.1 }, { low: -0.019, high: 0.019 }, { low: -0.1, high: 0.1 }].map(judge), ["more", "less", "same", "unknown"]);
  assert.deepEqual(["more", "less", "same"].map((claim) => holding([0.01, -0.03, 0.2], /** @type {any} */ (claim))), [2, 1, 1]);
});

const SEEDS = { seeds: [1, 2], sets: { quick: { query: "", values: { "base rmia": [0.75, 0.73], "dense rmia": [0.65, 0.67], "base epochs": [10, 14] } } } };

test("texts are filled with what was measured, and with nothing else", () => {
  const facts = { rise: { of: "base rmia", minus: "dense rmia" }, base: { of: "base rmia" }, epochs: { of: "base epochs" } };
  const run = recordedRun({ seed: 1, records: { members: [], non_members: [], ranking: [] }, names: [], arms: {} });
  assert.equal(fill("{base} is {rise} more in {rise.in}; {epochs} epochs", facts, SEEDS, run), "74.0 is 8.0 more in 2 of 2; 12 epochs");
  assert.match(fill("{rise.from}", facts, SEEDS, run), /^−17\.4 to \+33\.4$/);
  assert.equal(fill("{rise}", facts, undefined, run), "…", "while they are on their way");
  assert.throws(() => fill("{fall}", facts, SEEDS, run), /must name one of the step's facts, but names fall/);
  assert.throws(() => valuesOf(SEEDS, { of: "rsw rmia" }), /must be of a set and a measure that were recorded, but is of quick, rsw rmia/);
});

const folder = new URL("../../www/lesson/", import.meta.url);
const read = (/** @type {string} */ name) => JSON.parse(readFileSync(new URL(name, folder), "utf8"));

test("every step's text can be filled from what was recorded, and its claims hold there in eight of ten seeds", () => {
  const seeds = read("recorded/seeds.json");
  const run = recordedRun(read("recorded/crowd.json"));
  let claims = 0;
  for (const name of readdirSync(new URL("steps/", folder))) {
    const { facts = {}, result = "", control = "" } = read(`steps/${name}`);
    const text = fill(`${result} ${control}`, facts, seeds, run);
    assert.doesNotMatch(text, /NaN|undefined|…/, text);
    for (const fact of Object.values(facts)) {
      if (!fact.is) continue;
      claims += 1;
      assert.ok(holding(valuesOf(seeds, fact), fact.is) >= 8, `${name}: ${fact.of} − ${fact.minus} is ${fact.is}`);
    }
  }
  assert.ok(claims > 20, `${claims}`);
});

test("the lesson names the steps that there are, and each card shows a member that only one network knows", () => {
  assert.deepEqual(read("lesson.json").steps.map((/** @type {string} */ name) => `${name}.json`).sort(), readdirSync(new URL("steps/", folder)).sort());
  const { records } = read("recorded/card.json");
  assert.equal(records.length, 12);
  for (const { target, shadows } of records) assert.ok(target > Math.max(...shadows), `${target} ${shadows}`);
});
