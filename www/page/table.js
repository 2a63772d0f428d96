/** Tables that are updated in place: what is focused, selected or pointed at in them stays while numbers change. */

import { html, nothing } from "../vendor/lit-html.js";
import { term } from "./term.js";

/** @typedef {import("../vendor/lit-html.js").TemplateResult} Template */
/** What a template can show in one place. @typedef {Template | string | number} Shown */

/** @param {string} name class @param {Shown[]} heads @param {Template[]} rows */
export const table = (name, heads, rows) =>
  html`<table class=${name || nothing}><thead><tr>${heads.map((head) => (head === "" ? html`<td></td>` : html`<th scope="col">${head}</th>`))}</tr></thead><tbody>${rows}</tbody></table>`;

/** What stands over a column, with the terms that explain it. @param {string} text @param {string} terms ids, blanks between */
export const head = (text, terms) => html`${text}${term(terms)}`;

/** @param {Shown} value @param {string[]} below a line each */
export const cell = (value, ...below) => html`<td>${value}${below.map((line) => html`<small>${line}</small>`)}</td>`;

/** A table that may be wider than its place. @param {string} name @param {Template} inner */
export const scrolled = (name, inner) => html`<div class="scroll" tabindex="0" role="region" aria-label=${name}>${inner}</div>`;

/** @param {string} name class @param {string[]} items */
export const list = (name, items) => html`<ul class=${name || nothing}>${items.map((item) => html`<li>${item}</li>`)}</ul>`;
