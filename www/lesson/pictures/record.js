/** One record's way through the rounds, and which kinds of records leak. */

import { html, nothing, render } from "../../vendor/lit-html.js";
import { summary, valuesOf } from "../facts.js";
import { byLift } from "../crowd.js";
import { COLUMNS, crowdOf, nameOf, rowsOf } from "./records.js";
import { StepPicture, choice, dataTable, handle, pairs } from "./parts.js";

/** Records that the handle goes through: those that were lifted most. */
const WALKED = 30;

export class RecordPicture extends StepPicture {
  #crowd;
  #rank = 0;
  #class = "";

  /** @param {HTMLElement} root */
  constructor(root) {
    super(root);
    this.#crowd = crowdOf(() => ({ context: this.context, points: this.context.run.crowd("base") }));
  }

  show() {
    const { context } = this;
    const { run, seeds, revealed } = context;
    const points = run.crowd("base");
    const dense = run.crowd("dense");
    if (!points || !dense) return render(html`<p class="quiet">This run has no network pruned without a defense.</p>`, this.root);
    const members = byLift(points).filter((i) => i < points.members);
    const i = members[this.#rank];
    const way = [dense, ...Array.from({ length: run.rounds("base") }, (_, round) => run.crowd("base", round) ?? points)];
    const text = `${this.#rank + 1}: ${this.#crowd.describe(i)}`;
    const moved = (/** @type {number} */ value) => {
      this.#rank = value - 1;
      this.show();
    };
    const lit = this.#class ? [...points.x.keys()].filter((i) => nameOf(run, i) === this.#class) : undefined;
    const classes = run.source.startsWith("fashion") ? [{ id: "", text: "all" }, ...run.names.map((name) => ({ id: name, text: name }))] : [];
    render(
      html`${this.#crowd.root}
        <div class="handles">${handle({ label: "Member, by how far it was lifted", min: 1, max: WALKED, value: this.#rank + 1, text, moved })}
        ${revealed && classes.length > 0 ? choice("Kind", classes, this.#class, (id) => { this.#class = id; this.show(); }) : nothing}</div>
        ${revealed && seeds ? gaps(seeds) : nothing}
        ${dataTable(COLUMNS, () => rowsOf(run, points))}`,
      this.root,
    );
    this.#crowd.show({ points, line: { slope: 1, offset: 0 }, way, lit, chosen: i }, `The crowd after pruning. ${text}. Its way from the dense network on is drawn.`);
    this.#crowd.choose(i);
  }
}

/** Surer of members than of others, kind by kind, before and after. @param {import("../facts.js").Seeds} seeds */
function gaps(seeds) {
  const names = Object.keys(seeds.sets.quick.values).flatMap((key) => (key.startsWith("base gap-") ? [key.slice("base gap-".length)] : []));
  const mean = (/** @type {string} */ of) => summary(valuesOf(seeds, { of })).mean;
  const rows = names.map((name) => ({ name, before: mean(`dense gap-${name}`), after: mean(`base gap-${name}`) })).sort((a, b) => b.after - a.after);
  const bar = (/** @type {string} */ kind, /** @type {number} */ value) =>
    html`<svg class="gap ${kind}" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect width=${Math.max(0, 220 * value)} height="6"></rect></svg>`;
  return html`<figure class="gaps"><figcaption>How much surer of members than of others, of 100: before pruning (grey) and after</figcaption>
    <ol>${rows.map(({ name, before, after }) => html`<li><span>${name}</span><span class="gap-bars">${bar("is-before", before)}${bar("is-after", after)}</span><span class="number">${pairs(before)} → ${pairs(after)}</span></li>`)}</ol></figure>`;
}
