/**
 * How the visitor's own file was read, before anything runs: its first rows as a table, with the decisions that can be
 * changed there (header, label, columns left out, scaling), and all of them in sentences.
 */

import { strings } from "../strings/en.js";
import { csvRow } from "./csv.js";
import { element } from "./dom.js";

const words = strings.file.preview;

/** More columns are no help to anybody. */
const SHOWN = 12;

/** @typedef {import("../types.js").Inspection} Inspection */
/** @typedef {import("../types.js").Preview} Preview */
/** @typedef {import("../types.js").Reading | undefined} Reading */
/** @typedef {import("../types.js").DataConfig} DataConfig */

export class FilePreview {
  #choose;
  root = element("div", { class: "file-preview", id: "file-preview", hidden: true });

  /** @param {(key: string, text: string) => void} choose */
  constructor(choose) {
    this.#choose = choose;
  }

  hide() {
    this.root.hidden = true;
    this.root.replaceChildren();
  }

  /** Keeps the keyboard's place, for the control that was used is made anew. @param {Inspection} found */
  show({ config, preview, decisions, notices, summary }) {
    if (!preview) return this.hide();
    const at = document.activeElement?.id;
    const columns = columnsOf(config.data, preview, summary?.reading);
    this.root.hidden = false;
    this.root.replaceChildren(
      element("p", { class: "file-choices" }, ...this.#labelSelect(config.data, columns, summary?.reading), ...this.#box("file-header", "data.header", preview.header, ["no", "yes"], words.header), ...this.#box("file-scaled", "data.scaled", config.data.scaled, ["false", "true"], words.scaled)),
      this.#table(columns, preview),
      ...list(words.decisions, decisions),
      ...list(words.notices, notices),
      ...list(words.remarks, summary?.remarks ?? []),
    );
    if (at && this.root.querySelector(`#${CSS.escape(at)}`)) document.getElementById(at)?.focus();
  }

  /** @param {DataConfig} data @param {Column[]} columns @param {Reading} reading */
  #labelSelect(data, columns, reading) {
    const guessed = reading?.label_guessed ? nameOf(reading.label) : undefined;
    const select = element(
      "select",
      { id: "file-label", onchange: () => this.#choose("data.label", select.value) },
      element("option", { value: "" }, words.guess(guessed)),
      ...columns.map(({ key, name }) => element("option", { value: key }, name)),
    );
    select.value = columns.find(({ key, number }) => data.label && [key.toLowerCase(), String(number)].includes(data.label.toLowerCase()))?.key ?? "";
    return [element("label", { for: select.id }, words.label), select];
  }

  /** @param {string} id @param {string} key @param {boolean} checked @param {string[]} values @param {string} text */
  #box(id, key, checked, values, text) {
    const box = element("input", { type: "checkbox", id, checked, onchange: () => this.#choose(key, values[Number(box.checked)] ?? "") });
    return [box, element("label", { for: id }, text)];
  }

  /** @param {Column[]} columns @param {Preview} preview */
  #table(columns, preview) {
    const shown = columns.filter(({ isLabel }, at) => at < SHOWN || isLabel);
    const more = preview.columns - shown.length;
    const head = shown.map(({ name }) => element("th", { scope: "col" }, name));
    const use = shown.map((column) => element("td", {}, ...this.#use(column, columns)));
    const rows = preview.rows.map((row) =>
      element("tr", {}, ...shown.map(({ number }) => element("td", {}, row[number - 1] ?? ""))));
    const table = element(
      "table",
      { class: "preview" },
      element("caption", {}, words.caption(preview.rows.length, more)),
      element("thead", {}, element("tr", {}, ...head), element("tr", {}, ...use)),
      element("tbody", {}, ...rows),
    );
    return element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": words.title }, table);
  }

  /** @param {Column} column @param {Column[]} columns */
  #use(column, columns) {
    if (column.isLabel) return [element("small", {}, words.isLabel)];
    if (column.why && column.why !== "chosen") return [element("small", {}, words.why[column.why])];
    const box = element("input", {
      type: "checkbox", id: `file-use-${column.number}`, checked: !column.why,
      onchange: () => {
        column.why = box.checked ? undefined : "chosen";
        this.#choose("data.leave_out", csvRow(columns.filter(({ why }) => why === "chosen").map(({ key }) => key)));
      },
    });
    return [box, element("label", { for: box.id }, words.use, element("span", { class: "visually-hidden" }, ` ${column.name}`))];
  }
}

/**
 * `key` is what the settings call a column. `why` it is no feature.
 * @typedef {{ number: number, key: string, name: string, isLabel: boolean, why?: "index" | "empty" | "chosen" }} Column
 */

/** @param {DataConfig} data @param {Preview} preview @param {Reading} reading @returns {Column[]} */
function columnsOf(data, { names, columns }, reading) {
  const chosen = cellsOf(data.leave_out);
  const count = Math.min(columns, Math.max(names.length, 200));
  return Array.from({ length: count }, (_, at) => {
    const number = at + 1;
    const key = names[at] || String(number);
    const left = reading?.left_out.find(({ column }) => column.number === number);
    return {
      number,
      key,
      name: names[at] || words.column(number),
      isLabel: reading ? reading.label.number === number : data.label !== "" && [key, String(number)].includes(data.label),
      why: left ? left.why : chosen.includes(key) || chosen.includes(String(number)) ? "chosen" : undefined,
    };
  });
}

/** @param {{ name: string, number: number }} column */
const nameOf = ({ name, number }) => name || words.column(number);

/** The cells of a row of CSV. @param {string} row */
const cellsOf = (row) => [...row.matchAll(/\s*(?:"((?:[^"]|"")*)"|([^,]+))\s*(?:,|$)/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain.trim());

/** @param {string} title @param {string[]} items */
const list = (title, items) =>
  items.length === 0 ? [] : [element("h4", {}, title), element("ul", {}, ...items.map((item) => element("li", {}, item)))];
