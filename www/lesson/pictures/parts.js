/** What several pictures of the lesson are made of. */

import { cell, scrolled, table } from "../../page/table.js";
import { strings } from "../../strings/en.js";
import { html, nothing, render } from "../../vendor/lit-html.js";

/**
 * What a picture is told whenever something changes.
 * @typedef {object} Context
 * @property {import("../steps.js").Step} step
 * @property {import("../run.js").RunView} run in view
 * @property {import("../run.js").RunView} [before] the one that was in view before
 * @property {import("../data.js").Card} card
 * @property {import("../facts.js").Seeds} [seeds] none while they are loading
 * @property {{ arm: string, seed: number, settings: string, accuracy: number, auc: number }[]} own ends of the visitor's own runs
 * @property {unknown} guess none before there is one
 * @property {boolean} revealed the answer may be seen
 * @property {(guess: unknown) => void} answer takes the guess, and shows the answer
 * @property {(text: string) => void} say to a screen reader
 *
 * @typedef {{ update: (context: Context) => void }} Picture
 * @typedef {import("../../page/table.js").Template} Template
 */

/** A picture of a step: it keeps what was done in it, and is shown anew whenever something changes. */
export class StepPicture {
  /** @type {Context | undefined} */
  #context;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
  }

  /** As it was told last; a picture is told before it is first shown. */
  get context() {
    return /** @type {Context} */ (this.#context);
  }

  /** @param {Context} context */
  update(context) {
    this.#context = context;
    this.show();
  }

  show() {}
}

/** @typedef {{ columns: string[], rows: () => (string | number)[][] }} Data */

/** The numbers of a picture. A thousand rows are written only where somebody looks, or each movement of a handle would wait for them. */
class DataTable extends HTMLElement {
  /** @type {Data | undefined} */
  #data;
  #isOpen = false;

  /** @param {Data} data */
  set data(data) {
    this.#data = data;
    this.#draw();
  }

  #draw() {
    const { columns, rows } = this.#data ?? { columns: [], rows: () => [] };
    const opened = (/** @type {Event} */ { target }) => {
      this.#isOpen = /** @type {HTMLDetailsElement} */ (target).open;
      this.#draw();
    };
    const lines = () => rows().map((row) => html`<tr>${row.map((value) => cell(value))}</tr>`);
    render(
      html`<details class="data" @toggle=${opened}><summary>${strings.stage.table}</summary>${this.#isOpen ? scrolled(strings.stage.tableOf(columns.join(", ")), table("", columns, lines())) : nothing}</details>`,
      this,
    );
  }
}

customElements.define("lesson-data", DataTable);

/** @param {string[]} columns @param {() => (string | number)[][]} rows */
export const dataTable = (columns, rows) => html`<lesson-data .data=${{ columns, rows }}></lesson-data>`;

/**
 * A handle: dragged, tapped, moved by arrow keys, and its value spoken.
 * @param {{ label: string, min: number, max: number, step?: number, value: number, text: string, moved: (value: number) => void }} handle
 */
export const handle = ({ label, min, max, step = 1, value, text, moved }) => html`<label class="handle"
  ><span>${label}</span
  ><input type="range" min=${min} max=${max} step=${step} .value=${String(value)} aria-valuetext=${text}
    @input=${(/** @type {InputEvent} */ { target }) => moved(Number(/** @type {HTMLInputElement} */ (target).value))} /><output>${text}</output
></label>`;

/** One of several, side by side. @param {string} label @param {{ id: string, text: string }[]} options @param {string} chosen @param {(id: string) => void} choose */
export const choice = (label, options, chosen, choose) => html`<div class="choice" role="group" aria-label=${label}
  ><span class="choice-name">${label}</span>${options.map(({ id, text }) => html`<button type="button" aria-pressed=${String(id === chosen)} @click=${() => choose(id)}>${text}</button>`)}</div>`;

/** @param {number} value */
export const percent = (value) => `${(100 * value).toFixed(0)}\u00a0%`;

/** An AUC as pairs of a member and another in which the member is found out. @param {number} value */
export const pairs = (value) => (100 * value).toFixed(1);

/** Log-odds as a probability. @param {number} phi */
export const sure = (phi) => 1 / (1 + Math.exp(-phi));

/** @param {number} phi */
export const sureness = (phi) => {
  const share = 100 * sure(phi);
  if (share > 99.995 || share < 0.005) return share > 50 ? "> 99.99 %" : "< 0.01 %";
  // Near the ends the digits that tell two apart come later.
  return `${share.toFixed(share > 99 || share < 1 ? 2 : 0)}\u00a0%`;
};

/** Random numbers that are the same whenever they are asked for: mulberry32. @param {number} seed */
export function dice(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** So many of a list, by lot, in random order. @template T @param {T[]} list @param {number} count @param {() => number} random */
export function drawn(list, count, random) {
  const left = [...list];
  return Array.from({ length: Math.min(count, left.length) }, () => left.splice(Math.floor(random() * left.length), 1)[0]);
}
