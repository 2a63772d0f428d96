/** An attack as a line across the crowd: level, or tilted towards the diagonal. */

import { html, nothing, render, svg } from "../../vendor/lit-html.js";
import { counts, curve, lineFor } from "../line.js";
import { COLUMNS, crowdOf, rowsOf } from "./records.js";
import { StepPicture, choice, dataTable, handle, sureness } from "./parts.js";

export class LinePicture extends StepPicture {
  #crowd;
  /** Log-odds at which the level line lies. */
  #level = 4;
  /** 0 level, 1 along the diagonal. */
  #slope = 0;
  /** Who is a member is drawn by lot: then no line can find any. */
  #isShuffled = false;
  #arm = "";
  /** The answer has been shown by the line itself. */
  #isAnswered = false;

  /** @param {HTMLElement} root */
  constructor(root) {
    super(root);
    this.#crowd = crowdOf(() => ({ context: this.context, points: this.#points }));
  }

  get #options() {
    const { picture } = this.context.step;
    return { tilts: picture.tilts === true, accused: Number(picture.accused ?? 50), arms: /** @type {{ id: string, text: string }[]} */ (picture.arms ?? []) };
  }

  get #points() {
    const { run } = this.context;
    const points = run.crowd(this.#arm || this.#options.arms[0]?.id || "base");
    return points && this.#isShuffled ? shuffled(points) : points;
  }

  show() {
    const { context } = this;
    const { tilts, accused, arms } = this.#options;
    const points = this.#points;
    if (!points) return render(html`<p class="quiet">This run has no such network.</p>`, this.root);
    if (context.revealed && !this.#isAnswered) {
      this.#isAnswered = true;
      this.#slope = 1;
      this.#level = lineFor(points, 0, accused);
    }
    const others = points.x.length - points.members;
    const line = tilts
      ? { slope: this.#slope, offset: lineFor(points, this.#slope, accused) }
      : { slope: 0, offset: this.#level };
    const found = counts(points, line);
    const words = `${found.found} of ${points.members} members found, ${found.accused} of ${others} others accused`;
    // Until the guess is given the tilted line is not to be tried: it would tell.
    const isLocked = tilts && !context.revealed;
    const moved = tilts
      ? (/** @type {number} */ value) => this.#move(() => (this.#slope = value / 20))
      : (/** @type {number} */ value) => this.#move(() => (this.#level = value / 8));
    render(
      html`${this.#crowd.root}
        <div class="handles">${isLocked ? html`<p class="quiet">The line can be tilted when you have guessed.</p>` : tilts
          ? handle({ label: "Tilt the line", min: 0, max: 20, value: 20 * this.#slope, text: `${tiltWords(this.#slope)}: ${words}`, moved })
          : handle({ label: "Move the line", min: -96, max: 96, value: 8 * this.#level, text: `${sureness(this.#level)}: ${words}`, moved })}
        ${arms.length > 1 ? choice("Network", arms, this.#arm || arms[0].id, (id) => this.#move(() => (this.#arm = id))) : nothing}
        ${tilts && !isLocked ? choice("Who was a member", [{ id: "true", text: "as it is" }, { id: "lot", text: "by lot" }], this.#isShuffled ? "lot" : "true", (id) => this.#move(() => (this.#isShuffled = id === "lot"))) : nothing}</div>
        <div class="tally">${fourCounts(found, points.members, others)}${roc(points, line)}</div>
        ${dataTable(COLUMNS, () => rowsOf(context.run, points))}`,
      this.root,
    );
    // Of the last run only its place in the square is comparable: on one axis it would be strewn over this one.
    const before = tilts ? context.before?.crowd(this.#arm || arms[0]?.id || "base") : undefined;
    this.#crowd.show({ points, line, isLevel: !tilts, before }, `${points.x.length} dots. ${words} by a line that is ${tilts ? tiltWords(this.#slope) : `level at ${sureness(this.#level)}`}.`);
  }

  /** @param {() => void} change */
  #move(change) {
    change();
    this.show();
  }
}

/** @param {number} slope */
const tiltWords = (slope) => (slope === 0 ? "level" : slope === 1 ? "along the diagonal" : `tilted ${Math.round(100 * slope)} %`);

/** @param {{ found: number, accused: number }} found @param {number} members @param {number} others */
const fourCounts = ({ found, accused }, members, others) => html`<dl class="four">
  <div class="is-member"><dt>found</dt><dd>${found}</dd></div><div><dt>missed</dt><dd>${members - found}</dd></div>
  <div class="is-other"><dt>accused wrongly</dt><dd>${accused}</dd></div><div><dt>left alone</dt><dd>${others - accused}</dd></div></dl>`;

/** All lines of this slope, and this one among them. @param {import("../line.js").Points} points @param {import("../line.js").Line} line */
function roc(points, line) {
  const { found, accused } = counts(points, line);
  const at = [accused / (points.x.length - points.members), found / points.members];
  const place = (/** @type {number[]} */ [x, y]) => `${(10 + 100 * x).toFixed(1)},${(110 - 100 * y).toFixed(1)}`;
  return html`<svg class="plane roc" viewBox="0 0 120 134" role="img" aria-label=${`Of all lines of this tilt: this one finds ${(100 * at[1]).toFixed(0)} % of the members and accuses ${(100 * at[0]).toFixed(0)} % of the others.`}
    >${svg`<path class="grid" d="M10 10V110H110"></path><polyline class="guessing" points="10,110 110,10"></polyline><polyline class="curve" points=${curve(points, line.slope).map(place).join(" ")}></polyline><circle class="point" cx=${10 + 100 * at[0]} cy=${110 - 100 * at[1]} r="4"></circle><text class="tick" x="60" y="127" text-anchor="middle">accused</text><text class="tick" x="5" y="60" text-anchor="middle" transform="rotate(-90 5 60)">found</text>`}</svg>`;
}

/** Every second record changes sides with one of the other side: members who are none. @param {import("../line.js").Points} points */
function shuffled({ x, y, members }) {
  const order = [...x.keys()].map((i) => (i % 2 === 0 && i + members < x.length && i < members ? i + members : i >= members && (i - members) % 2 === 0 && i - members < members ? i - members : i));
  return { x: Float32Array.from(order, (i) => x[i]), y: Float32Array.from(order, (i) => y[i]), members };
}
