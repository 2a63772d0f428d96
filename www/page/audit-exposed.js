/** The members of an audit that an attack is surest of: a table, and the same to take away. */

import { strings } from "../strings/en.js";
import { html } from "../vendor/lit-html.js";
import { csvRow } from "./csv.js";
import { cell, scrolled, table } from "./table.js";

const words = strings.audit;

/** @typedef {import("../types.js").Exposed} Exposed */

/** @type {("row" | "id" | "label" | "confidence" | "score")[]} */
const COLUMNS = ["row", "id", "label", "confidence", "score"];

/** Columns that the first row has. @param {Exposed} exposed */
const columnsOf = ({ rows }) => COLUMNS.filter((column) => rows[0]?.[column] !== undefined);

/**
 * @param {Exposed} exposed
 * @param {string} attack its name
 */
export function exposedTable(exposed, attack) {
  const columns = columnsOf(exposed);
  const shown = (/** @type {string | number | undefined} */ value) => (typeof value === "number" ? words.number(value) : value ?? "");
  const rows = exposed.rows.map((row) => html`<tr>${columns.map((column) => cell(shown(row[column])))}</tr>`);
  const help = words.exposedHelp(attack, exposed.rows.length, exposed.of, exposed.among_called);
  return html`<section id="audit-exposed"><h3>${words.exposed}</h3><p class="field-help">${help}</p
    >${scrolled(words.exposed, table("", columns.map((column) => words.exposedHead[column]), rows))}</section>`;
}

/** With all digits. @param {Exposed} exposed */
export function exposedAsCsv(exposed) {
  const columns = columnsOf(exposed);
  return [columns, ...exposed.rows.map((row) => columns.map((column) => String(row[column])))].map((row) => `${csvRow(row)}\n`).join("");
}
