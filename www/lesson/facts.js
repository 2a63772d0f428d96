/**
 * Numbers of the lesson's sentences. A step names them as data, so that no figure is written by hand: each is computed from the
 * recorded seeds or from a run's crowd, and a claim that a step makes of it can be tried on fresh seeds.
 */

import { counts, lineFor } from "./line.js";

/**
 * A measure of a set over the seeds, or the difference of two, within each seed.
 * @typedef {object} SeedsFact
 * @property {string} of as `base rmia`: an arm and a measure of `tests/lesson/sets.mjs`
 * @property {string} [set] else `quick`
 * @property {string} [minus]
 * @property {string} [minusSet] else the same set
 * @property {Verdict} [is] what the step claims of it
 *
 * What a line across the crowd does. `accused` places it so that so many non-members lie above.
 * @typedef {{ crowd: "found" | "accused" | "right", arm: string, slope: number, accused?: number }} CrowdFact
 * @typedef {SeedsFact | CrowdFact} Fact
 *
 * @typedef {"more" | "less" | "same" | "unknown"} Verdict
 * @typedef {{ seeds: number[], sets: Record<string, { query: string, values: Record<string, (number | null)[]> }> }} Seeds
 */

/** Leaks and accuracies closer than this are called the same, as `MARGIN` in src/sentences/mod.rs. */
export const MARGIN = 0.02;

/** Student's 97.5 % quantile by degrees of freedom, from 1. */
const STUDENT = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131];

/** @param {Seeds} seeds @param {SeedsFact} fact @returns {number[]} one value a seed */
export function valuesOf(seeds, { set = "quick", of, minus, minusSet = set }) {
  const values = measure(seeds, set, of);
  if (minus === undefined) return values;
  const others = measure(seeds, minusSet, minus);
  return values.map((value, i) => value - others[i]);
}

/** @param {Seeds} seeds @param {string} set @param {string} name */
function measure(seeds, set, name) {
  const found = seeds.sets[set]?.values[name];
  if (!found) throw new Error(`a fact must be of a set and a measure that were recorded, but is of ${set}, ${name}`);
  return found.map((value) => value ?? 0);
}

/** Mean, its 95 % interval by Student, and in how many seeds the value has the mean's sign. @param {number[]} values */
export function summary(values) {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(count - 1, 1));
  const half = count > 1 ? ((STUDENT[count - 2] ?? 1.96) * deviation) / Math.sqrt(count) : Infinity;
  const agreeing = values.filter((value) => Math.sign(value) === Math.sign(mean)).length;
  return { count, mean, low: mean - half, high: mean + half, agreeing };
}

/** What an interval of a difference allows to say. @param {{ low: number, high: number }} interval @returns {Verdict} */
export function judge({ low, high }) {
  if (low > -MARGIN && high < MARGIN) return "same";
  return low > 0 ? "more" : high < 0 ? "less" : "unknown";
}

/** In how many seeds a claim holds. @param {number[]} values @param {Verdict} claim */
export function holding(values, claim) {
  return values.filter((value) => (claim === "same" ? Math.abs(value) <= MARGIN : claim === "more" ? value > 0 : value < 0)).length;
}

/**
 * A text with its `{names}` filled: `{rise}` the mean, `{rise.in}` as "9 of 10", `{rise.from}` its interval.
 * @param {string} text @param {Record<string, Fact>} facts @param {Seeds | undefined} seeds
 * @param {import("./run.js").RunView} run
 */
export function fill(text, facts, seeds, run) {
  return text.replace(/\{([\w-]+)(?:\.(\w+))?\}/g, (_, name, part) => {
    const fact = facts[name];
    if (!fact) throw new Error(`a text must name one of the step's facts, but names ${name}`);
    if ("crowd" in fact) return String(crowdValue(fact, run));
    if (!seeds) return "…";
    return seedsText(fact, summary(valuesOf(seeds, fact)), part);
  });
}

/** @param {SeedsFact} fact @param {ReturnType<typeof summary>} found @param {string | undefined} part */
function seedsText({ of, minus }, { count, mean, low, high, agreeing }, part) {
  if (part === "in") return `${agreeing} of ${count}`;
  const isCount = of.endsWith(" epochs");
  const isDifference = minus !== undefined;
  if (part === "from") return `${signed(low, isCount)} to ${signed(high, isCount)}`;
  // Whether a difference is a rise or a fall is said in words.
  return isCount ? mean.toFixed(0) : (100 * (isDifference ? Math.abs(mean) : mean)).toFixed(1).replace("100.0", "100");
}

/** @param {number} value @param {boolean} isCount */
function signed(value, isCount) {
  const size = isCount ? Math.abs(value).toFixed(0) : (100 * Math.abs(value)).toFixed(1);
  return `${value < 0 ? "−" : "+"}${size}`;
}

/** @param {CrowdFact} fact @param {import("./run.js").RunView} run */
export function crowdValue({ crowd, arm, slope, accused }, run) {
  const points = run.crowd(arm);
  if (!points) return "…";
  // Without a number of accused: strictly above the line through the origin, as the step of the twelve pictures says; records lie on eighths.
  const line = { slope, offset: accused === undefined ? 1 / 16 : lineFor(points, slope, accused) };
  const found = counts(points, line);
  if (crowd !== "right") return found[crowd];
  const { members } = points;
  return Math.round(50 * (found.found / members + 1 - found.accused / (points.x.length - members)));
}
