/** Under the trade-off: its marks by name, which methods it shows, and after which round. The stage has it drawn. */

import { strings } from "../strings/en.js";
import { html, nothing, render } from "../vendor/lit-html.js";
import { nameOf } from "./arms-table.js";
import { highlight } from "./highlight.js";
import { kind, mark } from "./mark.js";

/** @typedef {import("../types.js").Report} Report */
/** The run that lies pale under the one that is shown. @typedef {{ which: "recorded" | "before", settings: string }} Beneath */

const words = strings.legend;

/** The dense network and three methods: as many as somebody takes in who sees the picture for the first time. */
const FIRST = 4;

/** So many are shown at once. */
const FEW = 6;

/** Round before the first one. */
const DENSE = -1;

export class Legend {
  #root;
  #stage;
  #names;
  #act;
  #showsAll = false;
  /** The last one if none, also while there come more. @type {number | undefined} */
  #round;
  /** @type {Report | undefined} */
  #report;
  /** @type {Beneath | undefined} */
  #beneath;

  /**
   * @param {HTMLElement} root @param {import("./stage.js").Stage} stage
   * @param {Map<string, string>} names of the arms @param {{ choose: (arm: string) => void, putAway: () => void }} act
   */
  constructor(root, stage, names, act) {
    this.#root = root;
    this.#stage = stage;
    this.#names = names;
    this.#act = act;
  }

  /** @param {Report | undefined} report @param {Beneath} [beneath] */
  show(report, beneath) {
    this.#report = report;
    this.#beneath = beneath;
    if (!report) return void render(nothing, this.#root);
    const kinds = [...new Set(report.arms.map(({ id }) => kind(id)))];
    const isCrowded = kinds.length > FEW;
    const looked = kind(this.#stage.arm);
    const shown = isCrowded && !this.#showsAll ? kinds.filter((id, at) => at < FIRST || id === looked) : kinds;
    const rounds = Math.max(0, ...report.arms.filter(({ id }) => id !== "dense").map(({ rounds }) => rounds.length));
    if (this.#round !== undefined && this.#round >= rounds - 1) this.#round = undefined;
    const isDense = this.#round === DENSE;
    this.#stage.shown = isDense ? ["dense"] : shown.length < kinds.length ? shown : undefined;
    this.#stage.round = isDense ? undefined : this.#round;
    const chips = shown.map((id) => this.#chip(id, report, id === looked));
    const below = [isCrowded ? this.#all() : nothing, rounds > 0 ? this.#rounds(rounds) : nothing, beneath ? this.#pale(beneath) : nothing];
    render([html`<ul class="chips">${chips}</ul>`, ...below], this.#root);
  }

  #changed() {
    this.show(this.#report, this.#beneath);
    this.#stage.redraw();
  }

  /** Of a method: of several strengths the first stands for all. @param {string} id @param {Report} report @param {boolean} isLooked */
  #chip(id, { arms }, isLooked) {
    const arm = arms.find((arm) => kind(arm.id) === id)?.id ?? id;
    const light = () => highlight(id);
    const dim = () => highlight(undefined);
    return html`<li><button type="button" class="chip" data-arm=${id} aria-pressed=${String(isLooked)}
      @pointerenter=${light} @focus=${light} @pointerleave=${dim} @blur=${dim} @click=${() => this.#act.choose(arm)}
      >${mark(id)}${nameOf({ id }, this.#names)}</button></li>`;
  }

  #all() {
    const change = (/** @type {{ target: HTMLInputElement }} */ { target }) => {
      this.#showsAll = target.checked;
      this.#changed();
    };
    return html`<label><input type="checkbox" role="switch" id="shows-all" .checked=${this.#showsAll} @change=${change} />${words.all}</label>`;
  }

  /** @param {Beneath} beneath */
  #pale({ which, settings }) {
    return html`<p>${words.pale[which]} (${settings.replaceAll("&", ", ")}). <button type="button" class="link" id="put-away" @click=${this.#act.putAway}>${words.putAway}</button></p>`;
  }

  /** From the dense network to the last round. @param {number} rounds */
  #rounds(rounds) {
    const at = this.#round === undefined ? rounds : this.#round + 1;
    const said = at === 0 ? words.dense : words.round(at - 1, at === rounds);
    const change = (/** @type {{ target: HTMLInputElement }} */ { target: { value } }) => {
      this.#round = Number(value) === rounds ? undefined : Number(value) - 1;
      this.#changed();
    };
    return html`<label class="after-round">${words.after}<input type="range" id="after-round" min="0" max=${rounds} step="1"
      .value=${String(at)} aria-valuetext=${said} @input=${change} /><output for="after-round">${said}</output></label>`;
  }
}
