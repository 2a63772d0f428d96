/**
 * The table of arms, which is also the legend. Its rows can be sorted by each column; where a run tries several strengths of
 * a method they stand together and can be folded; where rows are many they can be filtered.
 */

import { strings } from "../strings/en.js";
import { html, nothing, render } from "../vendor/lit-html.js";
import { cellOf, columnsOf, rangeOf, valueOf } from "./arms-columns.js";
import { filtered, grouped, pressed, sorted } from "./arms-order.js";
import { percent } from "./format.js";
import { applyHighlight, highlight } from "./highlight.js";
import { kind, mark } from "./mark.js";
import { term } from "./term.js";

const words = strings.arms;

/** More rows than this can be filtered. */
const EASY_ROWS = 12;

/** @typedef {import("../types.js").ArmReport} ArmReport */
/** @typedef {import("./arms-columns.js").Column} Column */
/** @typedef {import("../vendor/lit-html.js").TemplateResult} Template */

/**
 * `by`: id of the attack by which arms are compared.
 * @typedef {object} ArmsOptions
 * @property {Map<string, string>} names @property {Map<string, string>} attacks @property {string} by
 * @property {string} chosen @property {(arm: string) => void} choose
 */

/** `chance`: accuracy of always naming the largest class. @typedef {{ arms: ArmReport[], chance: number, options: ArmsOptions }} Shown */

export class ArmsTable {
  #root;
  /** @type {import("./arms-order.js").Sort} */
  #sort;
  #filter = "";
  #isGrouped = true;
  /** Methods whose strengths are folded away. @type {Set<string>} */
  #folded = new Set();
  /** @type {Shown | undefined} */
  #shown;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
  }

  /** @param {import("../types.js").Report} report @param {ArmsOptions} options */
  show({ arms, data: { chance } }, options) {
    this.#shown = { arms, chance, options };
    this.#render();
  }

  clear() {
    this.#shown = undefined;
    render(nothing, this.#root);
  }

  #render() {
    if (!this.#shown) return;
    const { arms, options } = this.#shown;
    const focused = armInFocus();
    const columns = columnsOf(options.attacks, options.by);
    const isMany = arms.length > EASY_ROWS;
    const found = isMany ? filtered(arms, this.#filter, (arm) => nameOf(arm, options.names)) : arms;
    const isSweep = methodsOf(arms).some(([, strengths]) => strengths.length > 1);
    const rows = this.#sorted(found, columns);
    const bodies = isSweep && this.#isGrouped
      ? methodsOf(rows).map(([method, strengths]) => this.#group(method, strengths, columns))
      : [html`<tbody>${rows.map((arm) => this.#row(arm, columns))}</tbody>`];
    render(
      html`${isMany || isSweep ? this.#controls(found.length, isMany, isSweep) : nothing}<div class="scroll"
        ><table class="arms"><caption class="visually-hidden">${words.caption}</caption
          ><thead><tr>${[{ id: "arm", head: words.arm, terms: "base dense" }, ...columns].map((column) => this.#head(column))}</tr></thead
          >${bodies}</table></div>`,
      this.#root,
    );
    applyHighlight();
    // Another run, or another order, may have other arms in these rows; whoever is in the table by keyboard stays with theirs.
    if (focused === armInFocus()) return;
    /** @type {HTMLElement | null} */ (this.#root.querySelector(`[data-arm="${CSS.escape(focused ?? "")}"] button`))?.focus();
  }

  /** @param {ArmReport[]} arms @param {Column[]} columns */
  #sorted(arms, columns) {
    if (!this.#sort) return arms;
    const { id, descending } = this.#sort;
    const column = columns.find((column) => column.id === id);
    const names = /** @type {ArmsOptions} */ (this.#shown?.options).names;
    return sorted(arms, (arm) => (column ? valueOf(column, arm) : nameOf(arm, names)), descending);
  }

  /** @param {number} found @param {boolean} isMany @param {boolean} isSweep */
  #controls(found, isMany, isSweep) {
    const all = this.#shown?.arms.length ?? 0;
    const filter = (/** @type {{ target: HTMLInputElement }} */ { target }) => {
      this.#filter = target.value;
      this.#render();
    };
    const group = (/** @type {{ target: HTMLInputElement }} */ { target }) => {
      this.#isGrouped = target.checked;
      this.#render();
    };
    return html`<div class="arms-controls">${isMany
      ? html`<label>${words.filter} <input type="search" id="arms-filter" autocomplete="off" spellcheck="false" .value=${this.#filter} @input=${filter}></label
        ><span class="quiet" aria-live="polite">${this.#filter ? words.filtered(found, all) : words.rows(all)}</span>`
      : nothing}${isSweep
      ? html`<label class="arms-grouped"><input type="checkbox" id="arms-grouped" .checked=${this.#isGrouped} @change=${group}> ${words.grouped}</label
        ><button type="button" class="link" ?hidden=${!this.#isGrouped} @click=${() => this.#foldAll()}>${this.#folded.size > 0 ? words.unfoldAll : words.foldAll}</button>`
      : nothing}</div>`;
  }

  #foldAll() {
    const methods = methodsOf(this.#shown?.arms ?? []).filter(([, strengths]) => strengths.length > 1);
    this.#folded = new Set(this.#folded.size > 0 ? [] : methods.map(([method]) => method));
    this.#render();
  }

  /** @param {Pick<Column, "id" | "head" | "terms">} column */
  #head({ id, head, terms }) {
    const direction = this.#sort?.id === id ? (this.#sort.descending ? "descending" : "ascending") : undefined;
    const press = () => {
      this.#sort = pressed(this.#sort, id);
      this.#render();
    };
    return html`<th scope="col" aria-sort=${direction ?? nothing} data-column=${id}
      ><button type="button" class="plain sort" @click=${press}>${head}</button>${term(terms)}</th>`;
  }

  /** A method with its strengths; one that has none is its row alone. @param {string} method @param {ArmReport[]} arms @param {Column[]} columns */
  #group(method, arms, columns) {
    if (arms.length === 1) return html`<tbody>${this.#row(arms[0], columns)}</tbody>`;
    const isFolded = this.#folded.has(method) && !this.#filter;
    const name = this.#shown?.options.names.get(method) ?? method;
    const fold = () => {
      if (!this.#folded.delete(method)) this.#folded.add(method);
      this.#render();
    };
    return html`<tbody class="arms-group"
      ><tr class="arms-group-head"
        ><th scope="rowgroup"
          ><button type="button" class="plain" aria-expanded=${String(!isFolded)} @click=${fold}>${mark(method)}<span>${name} <small>${words.strengths(arms.length)}</small></span></button
        ></th>${columns.map((column) => (isFolded ? rangeOf(column, arms) : html`<td></td>`))}</tr
      >${isFolded ? nothing : arms.map((arm) => this.#row(arm, columns))}</tbody>`;
  }

  /** @param {ArmReport} arm @param {Column[]} columns */
  #row(arm, columns) {
    const { chance, options: { names, chosen, choose } } = /** @type {Shown} */ (this.#shown);
    const light = () => highlight(arm.id);
    const dim = () => highlight(undefined);
    return html`<tr data-arm=${arm.id} @pointerenter=${light} @focusin=${light} @pointerleave=${dim} @focusout=${dim}
      ><th scope="row"
        ><button type="button" class="plain" aria-pressed=${String(arm.id === chosen)} @click=${() => choose(arm.id)}>${mark(arm.id)}${nameOf(arm, names)}</button
        >${notes(arm, chance)}</th
      >${columns.map((column) => cellOf(column, arm))}</tr>`;
  }
}

/** Each method with its strengths. @param {ArmReport[]} arms */
const methodsOf = (arms) => grouped(arms, ({ id }) => kind(id));

const armInFocus = () => document.activeElement?.closest("tr[data-arm]")?.getAttribute("data-arm");

/** With its strength, where it was run with several. @param {Pick<ArmReport, "id" | "strength">} arm @param {Map<string, string>} names */
export function nameOf(arm, names) {
  return (names.get(kind(arm.id)) ?? arm.id) + (arm.strength ? ` ${arm.strength.value}` : "");
}

/** What is to be said of an arm below its name. @param {ArmReport} arm @param {number} chance */
function notes({ rounds, failure, chosen, privacy, reference_records: reference }, chance) {
  const lowest = rounds.at(-1)?.test_accuracy_interval[0];
  const note = (/** @type {string} */ text) => html`<small class="arm-note">${text}</small>`;
  return [
    ...(failure ? [html`<span class="arm-failure">${words.failed(failure)}</span>`] : []),
    ...(lowest !== undefined && lowest <= chance ? [note(words.atChance(percent(chance)))] : []),
    ...(chosen ? [note(words.chosen(chosen))] : []),
    ...(privacy ? [html`<small class="arm-note">${words.privacy(privacy)}${term("epsilon")}</small>`] : []),
    ...(reference ? [note(words.reference(reference))] : []),
  ];
}
