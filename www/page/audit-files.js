/** The files of an audit: each with its role, a button that takes it out, and its error beside it. */

import { strings } from "../strings/en.js";
import { element } from "./dom.js";

/** @typedef {import("../protocol.js").AuditFile} AuditFile */
/**
 * `isChosen` once the visitor has given the role.
 * @typedef {{ name: string, file: File, select: HTMLSelectElement, error: HTMLElement, row: HTMLElement, isChosen: boolean }} Entry
 */

const words = strings.audit;

/** @type {AuditFile["role"][]} */
const ROLES = ["target", "shadow", "reference", "population"];

/**
 * Words of a name that tell a role, wherever they stand; the target's last, for a reference may answer "on the target".
 * @type {[AuditFile["role"], RegExp][]}
 */
const TELLING = [
  ["population", /population/i],
  ["reference", /reference|(?<![a-z])refs?(?![a-z])/i],
  ["shadow", /shadow/i],
  ["target", /target|victim/i],
];

/**
 * Roles by the words of all names together. A name without any is the target only if it is alone: else it is asked for.
 * @param {string[]} names
 */
const guessRoles = (names) =>
  names.map((name) => TELLING.find(([, word]) => word.test(name))?.[0] ?? (names.length === 1 ? "target" : ""));

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
   * Files of one name, from two folders, are told apart by a number.
   * @param {Iterable<File>} files
   * @returns {string[]} names of those that got a number
   */
  add(files) {
    const renamed = [];
    for (const file of files) {
      const name = this.#free(file.name);
      if (name !== file.name) renamed.push(name);
      this.#append(name, file);
    }
    this.#guess();
    this.clearFaults();
    return renamed;
  }

  /** Asks for a role where none is chosen. @returns {HTMLElement | undefined} the first control that waits for one */
  askForRoles() {
    const open = this.#entries.filter(({ select }) => select.value === "");
    for (const entry of open) tell(entry, words.whichRole);
    return open[0]?.select;
  }

  /** @param {string} name */
  #free(name) {
    const isTaken = (/** @type {string} */ wanted) => this.#entries.some((entry) => entry.name === wanted);
    let free = name;
    for (let number = 2; isTaken(free); number += 1) free = `${name} (${number})`;
    return free;
  }

  /** A role that the visitor has given stays. */
  #guess() {
    const roles = guessRoles(this.#entries.map(({ name }) => name));
    this.#entries.forEach(({ select, isChosen }, at) => {
      if (!isChosen) select.value = roles[at];
    });
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

  /** @param {string} name @param {File} file */
  #append(name, file) {
    const id = `audit-file-${this.#number++}`;
    const error = element("p", { class: "field-error", id: `${id}-error`, "aria-live": "polite" });
    const ask = element("option", { value: "" }, words.role.ask);
    const options = [ask, ...ROLES.map((role) => element("option", { value: role }, words.role[role]))];
    const select = element("select", { id, "aria-describedby": error.id }, ...options);
    const remove = element("button", { type: "button", class: "plain", "aria-label": words.removeOf(name) }, words.remove);
    const row = element("li", {}, element("label", { for: id }, name), select, remove, error);
    const entry = { name, file, select, error, row, isChosen: false };
    select.addEventListener("change", () => {
      entry.isChosen = true;
      this.clearFaults();
    });
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
    this.#guess();
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
