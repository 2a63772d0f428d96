/** A guess comes before the answer, and stays beside it. */

import { html, nothing, svg } from "../vendor/lit-html.js";
import { crowdValue, judge, summary, valuesOf } from "./facts.js";
import { choice, handle } from "./pictures/parts.js";

/** @typedef {import("./steps.js").Guess} Guess */
/** @typedef {import("./pictures/parts.js").Context} Context */

/**
 * @param {Context} context @param {{ draft: number | undefined, moved: (value: number) => void }} number where the handle of a number stands
 */
export function guessing(context, { draft, moved }) {
  const { step, guess: given, revealed } = context;
  const { guess } = step;
  if (!guess) return nothing;
  if (revealed) return html`<div class="guess is-given"><p class="question">${guess.question}</p>${answered(guess, context, given)}</div>`;
  const skip = html`<button type="button" class="plain" id="show-me" @click=${() => context.answer(undefined)}>Show me</button>`;
  const { min = 0, max = 100, unit = "" } = guess;
  const value = draft ?? Math.round((min + max) / 2);
  const asked = {
    choice: () => choice("Your guess", guess.options ?? [], "", (id) => context.answer(id)),
    number: () => html`${handle({ label: "Your guess", min, max, value, text: `${value} ${unit}`, moved })}
      <button type="button" class="primary" id="guess" @click=${() => context.answer(value)}>This is my guess</button>`,
    picture: () => nothing,
  };
  return html`<div class="guess"><p class="question">${guess.question}</p>${asked[guess.kind]()}${skip}</div>`;
}

/** @param {Guess} guess @param {Context} context @param {unknown} given */
function answered(guess, context, given) {
  if (guess.kind === "picture") return nothing;
  const truth = truthOf(guess, context);
  if (guess.kind === "choice") {
    const text = (/** @type {unknown} */ id) => guess.options?.find((option) => option.id === id)?.text ?? "this cannot be told";
    return html`<p>${given === undefined ? nothing : html`Your guess: <strong>${text(given)}</strong>. `}Measured: <strong>${text(truth)}</strong>.</p>`;
  }
  const { min = 0, max = 100, unit = "" } = guess;
  const at = (/** @type {number} */ value) => 100 * Math.max(0, Math.min(1, (value - min) / (max - min)));
  if (typeof truth !== "number") return nothing;
  return html`<p>${given === undefined ? nothing : html`Your guess: <strong>${given}</strong>. `}Measured: <strong>${truth.toFixed(0)} ${unit}</strong>.</p>
    <svg class="ruler" viewBox="-2 0 104 10" preserveAspectRatio="none" aria-hidden="true"><rect class="track" y="4" width="100" height="2"></rect>${given === undefined ? nothing : svgMark("is-guess", at(Number(given)))}${svgMark("is-truth", at(truth))}</svg>`;
}

/** @param {string} name @param {number} x */
const svgMark = (name, x) => svg`<rect class=${name} x=${x - 1} width="2" height="10"></rect>`;

/** What the guess is of, as it was measured. @param {Guess} guess @param {Context} context @returns {string | number | undefined} */
function truthOf({ fact: name = "", kind, scale = 1, counts }, { step, seeds, run }) {
  const fact = step.facts?.[name];
  if (!fact) return undefined;
  if ("crowd" in fact) {
    const value = Number(crowdValue(fact, run));
    return Number.isFinite(value) ? value : undefined;
  }
  if (!seeds) return undefined;
  const found = summary(valuesOf(seeds, fact));
  return kind === "choice" ? judge(found) : counts ? found.agreeing : found.mean * scale;
}
