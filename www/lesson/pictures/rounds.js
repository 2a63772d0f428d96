/** The crowd round by round: repairs lift the members. */

import { html, nothing, render, svg } from "../../vendor/lit-html.js";
import { summary, valuesOf } from "../facts.js";
import { path, plane } from "../plane.js";
import { COLUMNS, crowdOf, rowsOf } from "./records.js";
import { StepPicture, dataTable, handle, pairs, percent } from "./parts.js";

export class RoundsPicture extends StepPicture {
  #crowd;
  /** 0 is the dense network. */
  #at = 0;

  /** @param {HTMLElement} root */
  constructor(root) {
    super(root);
    this.#crowd = crowdOf(() => ({ context: this.context, points: this.#points }));
  }

  get #points() {
    return crowdAt(this.context.run, this.#at);
  }

  show() {
    const { context } = this;
    const { run, seeds, revealed } = context;
    const last = run.rounds("base");
    this.#at = Math.min(this.#at, last);
    const points = this.#points;
    if (!points) return render(html`<p class="quiet">This run has no rounds of Base.</p>`, this.root);
    const { sparsity, auc } = this.#at === 0 ? run.state("dense", 0) : run.state("base", this.#at - 1);
    const lifted = Array.from(points.x.subarray(0, points.members)).filter((x, i) => points.y[i] > x).length;
    const leak = auc === undefined || (!revealed && this.#at > 0) ? "" : `; ${pairs(auc)} of 100 pairs told apart`;
    const words = `${nameOf(this.#at)}, ${percent(sparsity)} of the weights removed: ${lifted} of ${points.members} members above the diagonal${leak}`;
    const moved = (/** @type {number} */ value) => {
      this.#at = value;
      this.show();
    };
    render(
      html`${this.#crowd.root}
        <div class="handles">${handle({ label: "Round", min: 0, max: last, value: this.#at, text: words, moved })}
        <div class="mask" role="img" aria-label=${`${percent(1 - sparsity)} of the weights remain`}>${Array.from({ length: 100 }, (_, i) => html`<i class=${(i * 37) % 100 < Math.round(100 * sparsity) ? "is-gone" : ""}></i>`)}</div></div>
        ${seeds ? chart(seeds, revealed, this.#at) : nothing}
        ${dataTable(COLUMNS, () => rowsOf(run, points))}`,
      this.root,
    );
    this.#crowd.show({ points, line: { slope: 1, offset: 0 }, before: context.before ? crowdAt(context.before, this.#at) : this.#at > 0 ? run.crowd("dense") : undefined }, `${words}. Pale behind: ${context.before ? "the last run" : "the network before pruning"}.`);
  }
}

/** @param {import("../run.js").RunView} run @param {number} at 0 is the dense network */
const crowdAt = (run, at) => (at === 0 ? run.crowd("dense") : run.crowd("base", at - 1));

/** @param {number} at */
const nameOf = (at) => (at === 0 ? "Before pruning" : `After round ${at - 1}`);

/** The leak of every round over the recorded seeds; the control stands there when the guess is given. @param {import("../facts.js").Seeds} seeds @param {boolean} revealed @param {number} at */
function chart(seeds, revealed, at) {
  const mean = (/** @type {string} */ of) => summary(valuesOf(seeds, { of })).mean;
  const rounds = [0, 1, 2, 3].filter((round) => `base round-${round}` in seeds.sets.quick.values);
  const series = (/** @type {string} */ arm) => [mean("dense rmia"), ...rounds.map((round) => mean(`${arm} round-${round}`))];
  const base = series("base");
  const control = series("fine-tune-only");
  const levels = [0.6, 0.65, 0.7, 0.75];
  const { across, up, draw } = plane(
    { from: -0.2, to: rounds.length + 0.2, ticks: [0, ...rounds.map((round) => round + 1)], name: "round", show: (value) => (value === 0 ? "dense" : String(value - 1)) },
    { from: 0.6, to: 0.78, ticks: levels, name: "pairs told apart, of 100", show: (value) => pairs(value).replace(".0", "") },
  );
  const line = (/** @type {number[]} */ values) => values.map((value, i) => /** @type {[number, number]} */ ([across(i), up(value)]));
  const shown = revealed ? base : base.slice(0, 1);
  const alt = revealed
    ? `Over ten seeds: pruning in rounds ${base.map(pairs).join(", ")}; the same fine-tuning without pruning ${control.map(pairs).join(", ")}.`
    : `Before pruning ${pairs(base[0])}; the rounds stand here when you have guessed.`;
  return html`${draw(alt, [
      revealed ? path(line(control), "curve arm-fine-tune-only") : svg``,
      path(line(shown), "curve arm-base"),
      ...shown.map((value, i) => svg`<circle class="arm-base point ${i === at ? "is-now" : ""}" cx=${across(i)} cy=${up(value)} r=${i === at ? 6 : 3.5}></circle>`),
      ...(revealed ? [svg`<text class="name arm-base" x=${across(2)} y=${up(0.625)}>pruned in rounds</text>`, svg`<text class="name arm-fine-tune-only" x=${across(2)} y=${up(0.625) + 18}>only retrained</text>`] : []),
    ])}${revealed ? dataTable(["After", "Pruned in rounds", "Only retrained"], () => base.map((value, i) => [i === 0 ? "dense" : `round ${i - 1}`, pairs(value), pairs(control[i])])) : nothing}`;
}
