/** What the visitor's own run says to a step: the same differences, with the interval over its records. */

import { html, nothing } from "../vendor/lit-html.js";
import { judge } from "./facts.js";

const VERDICTS = { more: "more", less: "less", same: "no more than 2 apart", unknown: "this run cannot tell" };

/** @param {import("./steps.js").Step} step @param {import("../types.js").Report | undefined} report */
export function ownSays({ facts = {} }, report) {
  if (!report) return nothing;
  const lines = Object.values(facts).flatMap((fact) => ("crowd" in fact || !fact.says ? [] : [lineOf(fact, report)]));
  const found = lines.filter((line) => line !== undefined);
  return found.length === 0 ? nothing : html`<div class="own"><h2>Your run, seed ${report.config.seed}</h2><ul>${found.map((line) => html`<li>${line}</li>`)}</ul></div>`;
}

/** @param {import("./facts.js").SeedsFact & { says?: string }} fact @param {import("../types.js").Report} report */
function lineOf({ of, minus, says }, report) {
  const [arm, measure] = of.split(" ");
  const [against, other] = (minus ?? "").split(" ");
  const pair = measure === other ? report.comparisons?.find((one) => one.arm === arm && one.against === against) : undefined;
  const difference = measure === "accuracy" ? pair?.test_accuracy : pair?.attacks.find(({ attack }) => attack === measure)?.auc;
  if (!difference) return undefined;
  const { value, interval: [low, high] } = difference;
  const show = (/** @type {number} */ share) => `${share < 0 ? "−" : "+"}${Math.abs(100 * share).toFixed(1)}`;
  const unit = measure === "accuracy" ? "points" : "of 100 pairs";
  return `${says}: ${show(value)} ${unit} (${show(low)} to ${show(high)}): ${VERDICTS[judge({ low, high })]}.`;
}
