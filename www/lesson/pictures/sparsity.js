/** How much is removed: the visitor draws a line, then the recorded ones appear under it. */

import { html, nothing, render, svg } from "../../vendor/lit-html.js";
import { summary, valuesOf } from "../facts.js";
import { path, plane } from "../plane.js";
import { StepPicture, choice, dataTable, handle, pairs, percent } from "./parts.js";

const LEVELS = [0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95];
const LINES = [
  { arm: "base", name: "in rounds" },
  { arm: "one-shot-equal", name: "at once, as much repair" },
  { arm: "one-shot", name: "at once, little repair" },
];
const SETS = [
  { id: "sparsity", text: "trained briefly" },
  { id: "early-stopping", text: "until it no longer helped" },
  { id: "long-dense", text: "trained long" },
];

export class SparsityPicture extends StepPicture {
  #set = "sparsity";
  #measure = "rmia";
  /** The drawn line: a leak a level. */
  #drawn = LEVELS.map(() => 0.65);
  #isTouched = false;
  #isDrawing = false;

  show() {
    const { context } = this;
    const { seeds, revealed } = context;
    if (!seeds) return render(html`<p class="quiet">The recorded runs are on their way.</p>`, this.root);
    const isLeak = this.#measure === "rmia";
    const mean = (/** @type {string} */ arm) => summary(valuesOf(seeds, { set: this.#set, of: `${arm} ${this.#measure}` })).mean;
    const measured = (/** @type {{ arm: string }} */ { arm }) => LEVELS.map((level) => mean(idOf(arm, level, seeds.sets[this.#set])));
    const chart = plane(
      { from: 0.25, to: 1, ticks: [0.3, 0.5, 0.7, 0.9], name: "share of the weights removed", show: percent },
      isLeak
        ? { from: 0.5, to: 0.8, ticks: [0.5, 0.6, 0.7, 0.8], name: "pairs told apart, of 100", show: (value) => pairs(value).replace(".0", "") }
        : { from: 0.6, to: 0.8, ticks: [0.6, 0.7, 0.8], name: "accuracy on new pictures", show: percent },
    );
    const { across, up, draw, under } = chart;
    const line = (/** @type {number[]} */ values) => values.map((value, i) => /** @type {[number, number]} */ ([across(LEVELS[i]), up(value)]));
    const level = (/** @type {string} */ arm, /** @type {string} */ words) => svg`<line class="level arm-${arm}" x1=${across(0.25)} x2=${across(1)} y1=${up(mean(arm))} y2=${up(mean(arm))}></line>
      <text class="name arm-${arm}" x=${across(0.26)} y=${up(mean(arm)) - 5}>${words}</text>`;
    const curves = LINES.map((one) => ({ ...one, values: measured(one) }));
    const inside = [
      isLeak ? level("dense", "before pruning") : svg``,
      ...(revealed ? [isLeak ? level("fine-tune-only", "only retrained") : svg``, ...curves.flatMap(({ arm, name, values }, i) => [path(line(values), `curve arm-${arm}`), ...line(values).map(([x, y]) => svg`<circle class="point arm-${arm}" cx=${x} cy=${y} r="3.5"></circle>`), svg`<text class="name arm-${arm}" x=${across(0.31)} y=${up(isLeak ? 0.585 : 0.675) + 16 * i}>${name}</text>`])] : []),
      isLeak && this.#isTouched ? path(line(this.#drawn), "curve is-drawn") : svg``,
    ];
    const hands = {
      down: (/** @type {PointerEvent} */ event) => {
        if (revealed || !isLeak) return;
        this.#isDrawing = true;
        /** @type {SVGElement} */ (event.currentTarget).setPointerCapture(event.pointerId);
        this.#pull(under(/** @type {SVGElement} */ (event.currentTarget), event));
      },
      move: (/** @type {PointerEvent} */ event) => {
        if (this.#isDrawing) this.#pull(under(/** @type {SVGElement} */ (event.currentTarget), event));
      },
      lift: () => {
        this.#isDrawing = false;
      },
    };
    const spoken = (/** @type {number[]} */ values) => values.map((value, i) => `${pairs(value)} at ${percent(LEVELS[i])}`).join(", ");
    const alt = revealed
      ? `Over ten seeds: ${curves.map(({ name, values }) => `${name} ${spoken(values)}`).join("; ")}.`
      : `Empty axes to draw on. Before pruning ${pairs(mean("dense"))}. Your line: ${spoken(this.#drawn)}.`;
    const done = () => {
      context.answer(this.#drawn);
      context.say("The recorded lines are there.");
    };
    render(
      html`<div class=${revealed ? "" : "can-draw"}>${draw(alt, inside, hands)}</div>
        ${revealed ? html`<div class="handles">${choice("The network before pruning", SETS, this.#set, (id) => this.#change(() => (this.#set = id)))}
          ${choice("What is seen", [{ id: "rmia", text: "the leak" }, { id: "accuracy", text: "the accuracy" }], this.#measure, (id) => this.#change(() => (this.#measure = id)))}</div>
          ${dataTable(["Removed", ...curves.map(({ name }) => name)], () => LEVELS.map((level, i) => [percent(level), ...curves.map(({ values }) => (isLeak ? pairs(values[i]) : percent(values[i])))]))}`
        : html`<p>Draw across the picture, or set each point:</p><div class="handles is-many">${LEVELS.map((level, i) =>
            handle({ label: `At ${percent(level)}`, min: 50, max: 80, value: Math.round(100 * this.#drawn[i]), text: `${Math.round(100 * this.#drawn[i])} of 100`, moved: (value) => this.#change(() => this.#place(i, value / 100)) }))}</div>
          <p class="card-more"><button type="button" class="primary" @click=${done}>${this.#isTouched ? "This is my line" : "Show me"}</button></p>`}`,
      this.root,
    );
  }

  /** @param {number} i @param {number} value */
  #place(i, value) {
    this.#isTouched = true;
    this.#drawn[i] = value;
  }

  /** The nearest level follows the pointer. @param {{ x: number, y: number }} at */
  #pull({ x, y }) {
    const distances = LEVELS.map((level) => Math.abs(level - x));
    const nearest = distances.indexOf(Math.min(...distances));
    this.#change(() => this.#place(nearest, Math.max(0.5, Math.min(0.8, y))));
  }

  /** @param {() => void} change */
  #change(change) {
    change();
    this.show();
  }
}

/** The plain arm has the sparsity of the preset, the others of the sweep carry theirs. @param {string} arm @param {number} level @param {{ values: object }} set */
const idOf = (arm, level, { values }) => (`${arm}@${level} rmia` in values ? `${arm}@${level}` : arm);
