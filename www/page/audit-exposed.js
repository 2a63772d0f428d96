/** The members of an audit that an attack is surest of: a table, and the same to take away. */

import { strings } from "../strings/en.js";
import { csvRow } from "./csv.js";
import { element } from "./dom.js";

const words = strings.audit;

/** As `src/audit/report.rs` writes it. @typedef {{ row: number, id?: string, label?: number, confidence?: number, score: number }} ExposedRow */
/** @typedef {{ attack: string, among_called: boolean, of: number, rows: ExposedRow[] }} Exposed */

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
  const head = element("tr", {}, ...columns.map((column) => element("th", { scope: "col" }, words.exposedHead[column])));
  const shown = (/** @type {string | number | undefined} */ value) => (typeof value === "number" ? words.number(value) : value ?? "");
  const rows = exposed.rows.map((row) => element("tr", {}, ...columns.map((column) => element("td", {}, shown(row[column])))));
  const table = element("table", {}, element("thead", {}, head), element("tbody", {}, ...rows));
  return element(
    "section",
    { id: "audit-exposed" },
    element("h3", {}, words.exposed),
    element("p", { class: "field-help" }, words.exposedHelp(attack, exposed.rows.length, exposed.of, exposed.among_called)),
    element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": words.exposed }, table),
  );
}

/** With all digits. @param {Exposed} exposed */
export function exposedAsCsv(exposed) {
  const columns = columnsOf(exposed);
  return [columns, ...exposed.rows.map((row) => columns.map((column) => String(row[column])))].map((row) => `${csvRow(row)}\n`).join("");
}
