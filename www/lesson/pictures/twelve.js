/** Twelve pictures by lot, six of them members: the visitor's eye against the network's sureness. */

import { paint } from "../../page/paint.js";
import { html, nothing, render } from "../../vendor/lit-html.js";
import { poolOf } from "../../page/pool.js";
import { StepPicture, dataTable, dice, drawn, sureness } from "./parts.js";

const EACH = 6;

export class TwelvePicture extends StepPicture {
  #draw = 0;
  #marked = /** @type {Set<number>} */ (new Set());
  #isShown = false;
  #sum = { you: 0, attacker: 0, of: 0 };
  /** Pictures that are painted, so that they are not painted anew. @type {string} */
  #painted = "";
  /** Why there are none. */
  #noPictures = "";

  /** Records by lot: fixed by the run's seed, never picked. */
  get #records() {
    const { run } = this.context;
    const { members, non_members: others } = run.records;
    const random = dice(1000 * run.seed + this.#draw);
    const lots = [drawn([...members.keys()], EACH, random), drawn([...others.keys()], EACH, random).map((i) => members.length + i)];
    return drawn(lots.flat(), 2 * EACH, random);
  }

  show() {
    const { context } = this;
    const { run, step } = context;
    const arm = String(step.picture.arm ?? "base");
    const points = run.crowd(arm);
    if (!points) {
      this.#painted = "";
      return render(html`<p class="quiet">This run has no network “${arm}”.</p>`, this.root);
    }
    // Who only wants to see is not counted.
    if (context.revealed && context.guess === undefined && this.#draw === 0) this.#isShown = true;
    const records = this.#records;
    const isMember = (/** @type {number} */ i) => i < points.members;
    const isCalled = (/** @type {number} */ i) => points.y[i] > points.x[i];
    const toggle = (/** @type {number} */ i) => {
      if (this.#isShown) return;
      if (!this.#marked.delete(i)) this.#marked.add(i);
      this.show();
    };
    const tell = () => {
      this.#isShown = true;
      this.#sum.of += records.length;
      this.#sum.you += records.filter((i) => this.#marked.has(i) === isMember(i)).length;
      this.#sum.attacker += records.filter((i) => isCalled(i) === isMember(i)).length;
      context.answer(this.#sum.you);
      context.say(this.#score());
      this.show();
    };
    const again = () => {
      this.#draw += 1;
      this.#marked.clear();
      this.#isShown = false;
      this.show();
      this.root.querySelector("button")?.focus();
    };
    const item = (/** @type {number} */ i, /** @type {number} */ at) => {
      return html`<li><button type="button" class="tile ${this.#isShown ? (isMember(i) ? "is-member" : "is-other") : ""}" aria-pressed=${String(this.#marked.has(i))} @click=${() => toggle(i)}
        ><span class="visually-hidden">Picture ${at + 1}: </span><canvas width="28" height="28" data-record=${i}></canvas>${this.#isShown
          ? html`<span>${sureness(points.y[i])} <small>others ${sureness(points.x[i])}</small></span><span>${isMember(i) ? "used" : "not used"}${this.#marked.has(i) ? " (you: used)" : ""}${isCalled(i) === isMember(i) ? "" : html` <small>attacker wrong</small>`}</span>`
          : html`<span>${this.#marked.has(i) ? "used, I think" : ""}</span>`}</button></li>`;
    };
    render(
      html`<p>Six of these twelve were used in training. Which? Tap them.</p>
        ${this.#noPictures ? html`<p class="quiet">${this.#noPictures}</p>` : nothing}
        <ul class="tiles">${records.map(item)}</ul>
        <p class="card-more">${this.#isShown ? html`<button type="button" @click=${again}>Draw twelve more</button>` : html`<button type="button" @click=${tell}>Show the network's sureness</button>`}
        ${this.#isShown && this.#sum.of > 0 ? html`<strong>${this.#score()}</strong>` : nothing}</p>
        ${this.#isShown ? dataTable(["Picture", "Used", "This network", "The others", "Attacker says"], () => records.map((i, at) => [at + 1, isMember(i) ? "yes" : "no", sureness(points.y[i]), sureness(points.x[i]), isCalled(i) ? "used" : "not used"])) : nothing}`,
      this.root,
    );
    void this.#paint(records);
  }

  #score() {
    const { you, attacker, of } = this.#sum;
    return `Right of ${of}: you ${you}, the attacker ${attacker}.`;
  }

  /** @param {number[]} records */
  async #paint(records) {
    const { run } = this.context;
    const key = `${run.source} ${run.seed} ${run.isRecorded} ${this.#draw}`;
    if (this.#painted === key) return;
    this.#painted = key;
    try {
      const pool = await poolOf(run.source);
      if (!pool) {
        this.#noPictures = "These records are no pictures: only the answers can be seen.";
        return this.show();
      }
      const all = [...run.records.members, ...run.records.non_members];
      for (const canvas of this.root.querySelectorAll("canvas")) paint(canvas, pool.picture(all[Number(canvas.dataset.record)]));
    } catch (error) {
      this.#painted = "";
      this.#noPictures = /** @type {Error} */ (error).message;
      this.show();
    }
  }
}
