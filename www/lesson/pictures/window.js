/** RSW's window slides over one class, from easy to hard; what it never reaches is never shown again. */

import { paint } from "../../page/paint.js";
import { html, nothing, render, svg } from "../../vendor/lit-html.js";
import { summary, valuesOf } from "../facts.js";
import { plane } from "../plane.js";
import { poolOf } from "../../page/pool.js";
import { nameOf } from "./records.js";
import { StepPicture, choice, dataTable, handle, pairs, percent } from "./parts.js";

/** Settings of the recorded sets: `defense.window_width` and `prune.epochs` of the default. */
const WIDTH = 0.25;
const EPOCHS = 7;
const PLAIN = 0.58;
/** Pictures of a strip: the window counts all. */
const DRAWN = 120;
const COVERAGES = [0.3, 0.45, PLAIN, 0.8, 1];

export class WindowPicture extends StepPicture {
  #epoch = 0;
  #coverage = PLAIN;
  #class = "";
  #painted = "";
  #timer = 0;

  show() {
    const { context } = this;
    const { run, seeds, revealed } = context;
    const hasKinds = run.names.length > 0 && run.source.startsWith("fashion");
    const kind = this.#class || (hasKinds ? run.names.at(6) ?? run.names[0] : "");
    const ranked = run.records.ranking.filter((i) => !hasKinds || nameOf(run, i) === kind);
    if (ranked.length === 0) return render(html`<p class="quiet">This run has no ranking of its members.</p>`, this.root);
    const frames = Array.from({ length: EPOCHS }, (_, epoch) => frameOf(ranked.length, epoch, this.#coverage));
    const [from, to] = frames[this.#epoch];
    const uses = ranked.map((_, at) => frames.slice(0, this.#epoch + 1).filter(([first, end]) => at >= first && at < end).length);
    const never = ranked.filter((_, at) => frames.every(([first, end]) => at < first || at >= end)).length;
    const words = `epoch ${this.#epoch + 1} of ${EPOCHS}: pictures ${from + 1} to ${to} of ${ranked.length}`;
    render(
      html`<ol class="strip" aria-label=${`Members of one kind, ${kind}, from easy to hard`}>${ranked.slice(0, DRAWN).map((i, at) => html`<li class="${at >= from && at < to ? "is-in" : uses[at] > 0 ? "was-in" : ""}"
          ><canvas width="28" height="28" data-member=${i} role="img" aria-label=${`Rank ${at + 1}, used ${uses[at]} times so far`}></canvas><span aria-hidden="true">${uses[at] || "·"}</span></li>`)}</ol>
        <div class="handles">${handle({ label: "Epoch", min: 1, max: EPOCHS, value: this.#epoch + 1, text: words, moved: (value) => this.#change(() => (this.#epoch = value - 1)) })}
          <button type="button" @click=${() => this.#play()}>Slide</button>
          ${hasKinds ? html`<label>Kind <select @change=${(/** @type {Event} */ { target }) => this.#change(() => (this.#class = /** @type {HTMLSelectElement} */ (target).value))}>${run.names.map((name) => html`<option ?selected=${name === kind}>${name}</option>`)}</select></label>` : nothing}</div>
        ${revealed ? html`<p>${never} of these ${ranked.length} are never shown again at this coverage.</p>
          ${choice("Coverage", COVERAGES.map((share) => ({ id: String(share), text: percent(share) })), String(this.#coverage), (id) => this.#change(() => (this.#coverage = Number(id))))}
          ${seeds ? walk(seeds, this.#coverage) : nothing}` : nothing}`,
      this.root,
    );
    void this.#paint(ranked, kind);
  }

  /** One epoch after the other; at once where motion is not wanted. */
  #play() {
    clearInterval(this.#timer);
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return this.#change(() => (this.#epoch = EPOCHS - 1));
    this.#change(() => (this.#epoch = 0));
    this.#timer = setInterval(() => {
      if (this.#epoch >= EPOCHS - 1 || !this.root.isConnected) return clearInterval(this.#timer);
      this.#change(() => (this.#epoch += 1));
    }, 450);
  }

  /** @param {() => void} change */
  #change(change) {
    change();
    this.show();
  }

  /** @param {number[]} ranked @param {string} kind */
  async #paint(ranked, kind) {
    const { run } = this.context;
    const key = `${run.isRecorded} ${run.seed} ${kind}`;
    if (key === this.#painted) return;
    this.#painted = key;
    const pool = await poolOf(run.source)?.catch(() => undefined);
    if (!pool || key !== this.#painted) return;
    this.root.querySelectorAll("canvas").forEach((canvas, at) => paint(canvas, pool.picture(run.records.members[ranked[at]])));
  }
}

/** As `Window` in src/finetune/window.rs: ranks of a class in an epoch. @param {number} count @param {number} epoch @param {number} coverage @returns {[number, number]} */
function frameOf(count, epoch, coverage) {
  const stride = Math.max(0, coverage - WIDTH) / (EPOCHS - 1);
  const start = Math.round(stride * epoch * count);
  return [Math.min(start, count), Math.min(start + Math.max(1, Math.round(WIDTH * count)), count)];
}

/** RSW's place on the trade-off, coverage by coverage. @param {import("../facts.js").Seeds} seeds @param {number} now */
function walk(seeds, now) {
  const mean = (/** @type {string} */ set, /** @type {string} */ of) => summary(valuesOf(seeds, { set, of })).mean;
  const setOf = (/** @type {number} */ share) => (share === PLAIN ? "quick" : `coverage-${share}`);
  const places = COVERAGES.map((share) => ({ share, accuracy: mean(setOf(share), "rsw-low-to-high accuracy"), leak: mean(setOf(share), "rsw-low-to-high rmia") }));
  const others = ["dense", "base"].map((arm) => ({ arm, accuracy: mean("quick", `${arm} accuracy`), leak: mean("quick", `${arm} rmia`) }));
  const { across, up, draw } = plane(
    { from: 0.55, to: 0.78, ticks: [0.55, 0.6, 0.65, 0.7, 0.75], name: "pairs told apart, of 100", show: (value) => pairs(value).replace(".0", "") },
    { from: 0.7, to: 0.8, ticks: [0.7, 0.75, 0.8], name: "accuracy on new pictures", show: percent },
  );
  return html`${draw(
    `RSW over ten seeds: ${places.map(({ share, accuracy, leak }) => `coverage ${percent(share)}: accuracy ${pairs(accuracy)} %, leak ${pairs(leak)}`).join("; ")}.`,
    [
      svg`<polyline class="curve arm-rsw-low-to-high" points=${places.map(({ accuracy, leak }) => `${across(leak)},${up(accuracy)}`).join(" ")}></polyline>`,
      ...places.map(({ share, accuracy, leak }) => svg`<circle class="point arm-rsw-low-to-high" cx=${across(leak)} cy=${up(accuracy)} r=${share === now ? 7 : 3.5}></circle>`),
      ...others.map(({ arm, accuracy, leak }) => svg`<circle class="point arm-${arm}" cx=${across(leak)} cy=${up(accuracy)} r="5"></circle><text class="name arm-${arm}" x=${across(leak) + (arm === "base" ? -9 : 9)} y=${up(accuracy) + (arm === "base" ? -9 : 16)} text-anchor=${arm === "base" ? "end" : "start"}>${arm === "base" ? "Base: pruned, no defense" : "before pruning"}</text>`),
    ],
  )}${dataTable(["Coverage", "Accuracy", "Leak"], () => places.map(({ share, accuracy, leak }) => [percent(share), `${pairs(accuracy)} %`, pairs(leak)]))}`;
}
