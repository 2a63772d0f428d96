/** One run is one throw: seeds are shown one by one, and the interval shrinks. */

import { html, nothing, render, svg } from "../../vendor/lit-html.js";
import { judge, summary, valuesOf } from "../facts.js";
import { plane } from "../plane.js";
import { StepPicture, choice, dataTable } from "./parts.js";

/** @typedef {import("./parts.js").Context} Context */

const PAIRS = [
  { id: "base-dense", of: "base rmia", minus: "dense rmia", text: "pruned − before pruning" },
  { id: "base-retrained", of: "base rmia", minus: "fine-tune-only rmia", text: "pruned − only retrained" },
  { id: "rsw-base", of: "rsw-low-to-high rmia", minus: "base rmia", text: "RSW − pruned" },
  { id: "rsw-random", of: "rsw-low-to-high rmia", minus: "random-window rmia", text: "RSW − random order" },
];

const WORDS = {
  more: "It leaks more.",
  less: "It leaks less.",
  same: "The difference is smaller than 2 of 100 pairs.",
  unknown: "These throws cannot tell.",
};

export class ThrowsPicture extends StepPicture {
  #pair = PAIRS[1];
  /** Seeds shown, comparison by comparison. @type {Map<string, number>} */
  #shown = new Map();

  show() {
    const { context } = this;
    const { seeds, own, revealed } = context;
    if (!seeds) return render(html`<p class="quiet">The recorded runs are on their way.</p>`, this.root);
    if (!revealed) return render(html`<p class="quiet">Guess first: then the throws can be rolled.</p>`, this.root);
    const { id, of, minus } = this.#pair;
    const all = valuesOf(seeds, { of, minus });
    const values = all.slice(0, this.#shown.get(id) ?? 1);
    const found = summary(values);
    const mine = differences(own, of, minus);
    const verdict = values.length > 1 ? judge(found) : "unknown";
    const { across, up, draw } = plane(
      { from: -0.2, to: 0.2, ticks: [-0.2, -0.1, 0, 0.1, 0.2], name: "difference of the leak, of 100 pairs", show: (value) => (100 * value).toFixed(0).replace("-", "−") },
      { from: 0, to: 11, ticks: [], name: "", show: String },
    );
    const clamp = (/** @type {number} */ value) => across(Math.max(-0.2, Math.min(0.2, value)));
    const inside = [
      svg`<line class="zero" x1=${across(0)} x2=${across(0)} y1=${up(0)} y2=${up(11)}></line>`,
      values.length > 1 ? svg`<line class="interval" x1=${clamp(found.low)} x2=${clamp(found.high)} y1=${up(0.5)} y2=${up(0.5)}></line><circle class="point" cx=${clamp(found.mean)} cy=${up(0.5)} r="6"></circle>` : svg``,
      ...values.map((value, i) => svg`<circle class="point is-throw" cx=${across(value)} cy=${up(10.3 - 0.95 * i)} r="5"></circle>`),
      ...mine.map(({ value }) => svg`<rect class="point is-own" x=${clamp(value) - 5} y=${up(11) - 2} width="10" height="10"></rect>`),
    ];
    const show = (/** @type {number} */ value) => `${Math.abs(100 * value) < 0.05 ? "" : value < 0 ? "−" : "+"}${Math.abs(100 * value).toFixed(1)}`;
    const spoken = values.length > 1 ? `mean ${show(found.mean)}, interval ${show(found.low)} to ${show(found.high)}; ${found.agreeing} of ${found.count} on its side` : `one throw: ${show(values[0])}`;
    const roll = (/** @type {number} */ to) => {
      this.#shown.set(id, to);
      context.say(`${to} throws.`);
      this.show();
      if (to === all.length) /** @type {HTMLElement | null} */ (this.root.querySelector(".choice button[aria-pressed=true]"))?.focus();
    };
    render(
      html`${choice("Compare", PAIRS.map(({ id, text }) => ({ id, text })), id, (chosen) => {
          this.#pair = PAIRS.find((pair) => pair.id === chosen) ?? PAIRS[0];
          this.show();
        })}
        ${draw(`${values.length} throws of ${this.#pair.text}: ${spoken}.`, inside)}
        <p class="card-more">${values.length < all.length ? html`<button type="button" class="primary" @click=${() => roll(values.length + 1)}>Roll once more</button><button type="button" @click=${() => roll(all.length)}>All ${all.length}</button>` : nothing}</p>
        <p>${values.length} of ${all.length}: ${spoken}.</p>
        <p class="sentence ${verdict === "unknown" ? "is-open" : ""}">${WORDS[verdict]}</p>
        ${mine.length > 0 ? html`<p class="quiet">Your own runs: ${mine.map(({ seed, value }) => `seed ${seed} ${show(value)}`).join(", ")}.</p>` : nothing}
        ${dataTable(["Seed", "Difference, of 100 pairs"], () => values.map((value, i) => [seeds.seeds[i], show(value)]))}`,
      this.root,
    );
  }
}

/** Of the visitor's own runs that have both arms. @param {Context["own"]} own @param {string} of @param {string} minus */
function differences(own, of, minus) {
  const aucs = (/** @type {string} */ measure) => own.filter(({ arm }) => `${arm} rmia` === measure);
  return aucs(of).flatMap(({ seed, settings, auc }) => {
    const other = aucs(minus).find((one) => one.seed === seed && one.settings === settings);
    return other ? [{ seed, value: auc - other.auc }] : [];
  });
}
