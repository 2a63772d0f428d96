/** Five networks and one picture: which of them was trained with it? */

import { paint } from "../../page/paint.js";
import { html, nothing, render } from "../../vendor/lit-html.js";
import { StepPicture, dataTable, percent, sure } from "./parts.js";

/** @typedef {import("./parts.js").Context} Context */

const LETTERS = "ABCDE";

export class CardPicture extends StepPicture {
  #at = 0;
  /** Which network was picked, card by card. @type {Map<number, number>} */
  #picked = new Map();
  /** Where the network stands on the card whose picture is drawn. */
  #drawn = -1;

  show() {
    const { context } = this;
    const { records, width, height } = context.card;
    const record = records[this.#at];
    const { label, networks, right } = dealt(record);
    const picked = this.#picked.get(this.#at);
    // Who only wants to see is shown the first card.
    const isTold = picked !== undefined || (this.#at === 0 && context.revealed);
    const pick = (/** @type {number} */ network) => {
      if (isTold) return;
      this.#picked.set(this.#at, network);
      context.answer(LETTERS[network]);
      context.say(verdict(network === right, LETTERS[right]));
      this.show();
    };
    const rows = networks.map((share, i) => {
      const state = !isTold ? "" : i === right ? "is-right" : i === picked ? "is-wrong" : "is-other";
      return html`<li><button type="button" class="network ${state}" aria-disabled=${String(isTold)} @click=${() => pick(i)}
        ><span class="letter"><span class="visually-hidden">Network </span>${LETTERS[i]}</span
        ><svg class="sureness" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect width=${100 * share} height="10"></rect></svg
        ><span class="number">${shown(share)}<span class="visually-hidden"> sure.</span></span><span class="pick">${!isTold ? "This one" : i === right ? "trained with it" : ""}</span></button></li>`;
    });
    render(
      html`<div class="card">
        <figure class="card-picture"><canvas width=${width} height=${height} role="img" aria-label=${`A small grey picture, labelled ${label}`}></canvas></figure>
        <div class="card-rows"><p id="card-question">How sure is each that this is a <strong>${label}</strong>?</p>
        <ul class="networks" aria-labelledby="card-question">${rows}</ul>
        ${picked === undefined ? nothing : html`<p class="card-verdict">${verdict(picked === right, LETTERS[right])}</p>`}${isTold ? rule(context) : nothing}
        <p class="card-more">${this.#at + 1 < records.length ? html`<button type="button" @click=${() => this.#turn(1)}>Another picture</button>` : nothing}
          <span class="quiet">Picture ${this.#at + 1} of ${records.length}</span></p>
        </div></div>
        ${dataTable(["Picture", ...[...LETTERS].map((letter) => `Network ${letter}`)], () => records.map((one) => [`${one.label}, record ${one.record}`, ...dealt(one).networks.map(shown)]))}`,
      this.root,
    );
    if (this.#drawn === this.#at) return;
    this.#drawn = this.#at;
    const canvas = this.root.querySelector("canvas");
    if (canvas) paint(canvas, { width, height, pixels: unpacked(record.pixels) });
  }

  /** @param {number} by */
  #turn(by) {
    this.#at += by;
    this.show();
    this.root.querySelector("button")?.focus();
  }
}

/** Sureness from which the card's rule says "trained with it", and up to which the others must be, on average of their log-odds. */
const SURE = 0.9;
const UNSURE = 0.1;

/** How far the rule by which one picks a network reaches. @param {Context} context */
function rule({ run }) {
  const points = run.crowd("base");
  if (!points) return nothing;
  const passes = Array.from(points.x, (x, i) => sure(points.y[i]) >= SURE && sure(x) <= UNSURE);
  const of = (/** @type {boolean[]} */ some) => `${some.filter(Boolean).length} of ${some.length}`;
  return html`<p class="quiet" id="card-rule">By this rule (one at least ${percent(SURE)} sure, the four others at most ${percent(UNSURE)}) ${of(passes.slice(0, points.members))} members are found, and ${of(passes.slice(points.members))} others accused.</p>`;
}

/** @param {boolean} isRight @param {string} letter */
const verdict = (isRight, letter) =>
  `${isRight ? "Yes," : "No, it was"} ${letter}. ${isRight ? "You have just done" : "To tell it by its sureness is"} a membership inference attack.`;

/** Among the others its place depends on the record alone. @param {import("../data.js").CardRecord} record */
function dealt({ record, label, target, shadows }) {
  const right = record % (shadows.length + 1);
  return { label, right, networks: [...shadows.slice(0, right), target, ...shadows.slice(right)] };
}

/** @param {number} share */
const shown = (share) => (share > 0.995 ? "> 99 %" : share < 0.005 ? "< 1 %" : percent(share));

/** Two points a byte, in 16 shades. @param {string} text */
export function unpacked(text) {
  return Uint8Array.from(
    [...atob(text)].flatMap((letter) => [letter.charCodeAt(0) >> 4, letter.charCodeAt(0) & 15]),
    (shade) => 17 * shade,
  );
}
