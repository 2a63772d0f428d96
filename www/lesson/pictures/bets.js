/** Bets on doing less: will this control protect as well as RSW? */

import { html, nothing, render, svg } from "../../vendor/lit-html.js";
import { judge, summary, valuesOf } from "../facts.js";
import { plane } from "../plane.js";
import { StepPicture, choice, dataTable, pairs, percent } from "./parts.js";

/** @typedef {import("./parts.js").Context} Context */
/** @typedef {"yes" | "no"} Bet */

const SHOWN = ["dense", "base", "rsw-low-to-high"];
const NAMES = /** @type {Record<string, string>} */ ({ dense: "before pruning", base: "Base", "rsw-low-to-high": "RSW" });
/** Where a name stands beside its mark, so that neighbours' names do not meet: right and down, and on which side it begins. @type {Record<string, [number, number, "start" | "end"]>} */
const BESIDE = {
  base: [-10, 4, "end"],
  dense: [10, 18, "start"],
  "rsw-low-to-high": [-10, -2, "end"],
  "keep-low": [-10, 16, "end"],
  "random-window": [-8, -8, "end"],
  rmr: [8, -8, "start"],
};
const CONTROLS = [
  { arm: "random-window", name: "random order", text: "The same window over a random order, not the ranking" },
  { arm: "keep-low", name: "no sliding", text: "Always the same easy part, without sliding" },
  { arm: "early-stopped", name: "stopped early", text: "Base, simply stopped earlier" },
  { arm: "dp", name: "noise", text: "Every record, but noise in the gradients" },
  { arm: "rmr", name: "RMR", text: "WeMem's second defense: the risky records are pulled towards zero" },
];

export class BetsPicture extends StepPicture {
  /** @type {Map<string, Bet>} */
  #bets = new Map();

  show() {
    const { context } = this;
    const { seeds, own } = context;
    if (!seeds) return render(html`<p class="quiet">The recorded runs are on their way.</p>`, this.root);
    const mean = (/** @type {string} */ of) => summary(valuesOf(seeds, { of })).mean;
    const place = (/** @type {string} */ arm) => ({ accuracy: mean(`${arm} accuracy`), leak: mean(`${arm} rmia`) });
    // "As well" is not more than the margin above it.
    const outcome = (/** @type {string} */ arm) => {
      const found = summary(valuesOf(seeds, { of: `${arm} rmia`, minus: "rsw-low-to-high rmia" }));
      return { ...found, reaches: judge(found) === "less" || judge(found) === "same" };
    };
    const bet = (/** @type {string} */ arm, /** @type {string} */ id) => {
      this.#bets.set(arm, /** @type {Bet} */ (id));
      const { mean: by, reaches } = outcome(arm);
      context.say(reaches ? "It does." : `It leaks ${pairs(by)} more.`);
      if (this.#bets.size === CONTROLS.length) context.answer(Object.fromEntries(this.#bets));
      else {
        this.show();
        /** @type {HTMLElement | null} */ (this.root.querySelector(".bets .choice button"))?.focus();
      }
    };
    const { across, up, draw } = plane(
      { from: 0.55, to: 0.78, ticks: [0.55, 0.6, 0.65, 0.7, 0.75], name: "pairs told apart, of 100", show: (value) => pairs(value).replace(".0", "") },
      { from: 0.72, to: 0.8, ticks: [0.72, 0.74, 0.76, 0.78, 0.8], name: "accuracy on new pictures", show: percent },
    );
    const shown = [...SHOWN.map((arm) => ({ arm, name: NAMES[arm] })), ...CONTROLS.filter(({ arm }) => this.#bets.has(arm) || context.revealed)];
    const dots = shown.map(({ arm, name }) => {
      const { accuracy, leak } = place(arm);
      const [right, down, side] = BESIDE[arm] ?? [9, 4, "start"];
      return svg`<circle class="point arm-${arm}" cx=${across(leak)} cy=${up(accuracy)} r=${SHOWN.includes(arm) ? 6 : 4.5}></circle><text class="name arm-${arm}" x=${across(leak) + right} y=${up(accuracy) + down} text-anchor=${side}>${name}</text>`;
    });
    const within = (/** @type {number} */ value, /** @type {number} */ low, /** @type {number} */ high) => Math.max(low, Math.min(high, value));
    const mine = own.filter(({ arm }) => arm === "rsw-low-to-high").map(({ accuracy, auc }) =>
      svg`<rect class="point is-own" x=${across(within(auc, 0.55, 0.78)) - 4} y=${up(within(accuracy, 0.72, 0.8)) - 4} width="8" height="8"></rect>`);
    const right = CONTROLS.filter(({ arm }) => this.#bets.has(arm) && (this.#bets.get(arm) === "yes") === outcome(arm).reaches).length;
    const says = (/** @type {{ arm: string }} */ { arm }) => {
      const { mean: by, agreeing, count, reaches } = outcome(arm);
      if (pairs(Math.abs(by)) === "0.0") return "Yes: the same on average.";
      return `${reaches ? "Yes" : "No"}: ${pairs(Math.abs(by))} of 100 pairs ${by > 0 ? "more" : "fewer"} than RSW on average, to the same side in ${agreeing} of ${count} runs.`;
    };
    render(
      html`${draw(`Leak and accuracy, means over ten seeds: ${shown.map(({ arm, name }) => `${name} leak ${pairs(place(arm).leak)}, accuracy ${pairs(place(arm).accuracy)} %`).join("; ")}.`, [...dots, ...mine])}
        <ul class="bets">${CONTROLS.map((control) => html`<li><p>${control.text}. <strong>Does it protect as well as RSW?</strong></p>
          ${this.#bets.has(control.arm) || context.revealed ? html`<p>${says(control)}</p>` : choice(`Your bet: ${control.name}`, [{ id: "yes", text: "Yes" }, { id: "no", text: "No" }], "", (id) => bet(control.arm, id))}</li>`)}</ul>
        ${mine.length > 0 ? html`<p class="quiet">Black squares: RSW in your own runs.</p>` : nothing}
        ${this.#bets.size > 0 ? html`<p><strong>${right} of ${this.#bets.size} bets won.</strong></p>` : nothing}
        ${dataTable(["Network", "Accuracy", "Leak"], () => shown.map(({ arm, name }) => [name, `${pairs(place(arm).accuracy)} %`, pairs(place(arm).leak)]))}`,
      this.root,
    );
  }
}
