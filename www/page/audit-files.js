/** The files of an audit: each with its role, a button that takes it out, and its error beside it. */

import { strings } from "../strings/en.js";
import { element } from "./dom.js";

/** @typedef {import("../protocol.js").AuditFile} AuditFile */
/** @typedef {{ name: string, file: File, select: HTMLSelectElement, error: HTMLElement, row: HTMLElement }} Entry */

const words = strings.audit;

/** @type {AuditFile["role"][]} */
const ROLES = ["target", "shadow", "reference", "population"];

/** @param {string} name @param {boolean} hasTarget */
const guessRole = (name, hasTarget) =>
  ROLES.find((role) => name.toLowerCase().startsWith(role)) ?? (hasTarget ? "shadow" : "target");

export class AuditFiles {
  /** @type {Entry[]} */
  #entries = [];
  #number = 0;
  root = element("ul", { class: "audit-files", "aria-label": words.files, hidden: true });

  /** What was chosen. @returns {AuditFile[]} */
  get chosen() {
    return this.#entries.map(({ name, file, select }) => ({ name, file, role: /** @type {AuditFile["role"]} */ (select.value) }));
  }

  /**
   * A file of a known name takes the other one's place: it is most often the same file, corrected.
   * @param {Iterable<File>} files
   * @returns {string[]} names of those that were replaced
   */
  add(files) {
    const replaced = [];
    for (const file of files) {
      const known = this.#entries.find(({ name }) => name === file.name);
      if (known) replaced.push(file.name);
      if (known) known.file = file;
      else this.#append(file);
    }
    this.clearFaults();
    return replaced;
  }

  clear() {
    this.#entries = [];
    this.root.replaceChildren();
    this.root.hidden = true;
  }

  clearFaults() {
    for (const entry of this.#entries) tell(entry, "");
  }

  /**
   * Shows an error beside the file that it is about.
   * @param {string} place begins with the file's name
   * @param {string} message
   * @returns {HTMLElement | undefined} the file's control, if there is such a file
   */
  fault(place, message) {
    const isAt = (/** @type {Entry} */ { name }) => place === name || place.startsWith(`${name}, row `);
    // One name may begin with another one: the longest is meant.
    const entry = this.#entries.filter(isAt).sort((a, b) => b.name.length - a.name.length)[0];
    if (entry) tell(entry, message);
    return entry?.select;
  }

  /** @param {File} file */
  #append(file) {
    const { name } = file;
    const id = `audit-file-${this.#number++}`;
    const error = element("p", { class: "field-error", id: `${id}-error`, "aria-live": "polite" });
    const options = ROLES.map((role) => element("option", { value: role }, words.role[role]));
    const select = element("select", { id, "aria-describedby": error.id }, ...options);
    select.value = guessRole(name, this.#entries.some((entry) => entry.select.value === "target"));
    const remove = element("button", { type: "button", class: "plain", "aria-label": words.removeOf(name) }, words.remove);
    const row = element("li", {}, element("label", { for: id }, name), select, remove, error);
    const entry = { name, file, select, error, row };
    select.addEventListener("change", () => this.clearFaults());
    remove.addEventListener("click", () => this.#remove(entry));
    this.#entries.push(entry);
    this.root.append(row);
    this.root.hidden = false;
  }

  /** The keyboard goes on with the neighbour. @param {Entry} entry */
  #remove(entry) {
    const at = this.#entries.indexOf(entry);
    this.#entries.splice(at, 1);
    entry.row.remove();
    this.root.hidden = this.#entries.length === 0;
    const next = this.#entries[Math.min(at, this.#entries.length - 1)]?.select ?? document.getElementById("audit-input");
    next?.focus();
  }
}

/** @param {Entry} entry @param {string} message empty if there is none */
function tell({ select, error }, message) {
  error.textContent = message;
  select.setAttribute("aria-invalid", String(message !== ""));
}
