/**
 * The form, made from the laboratory's own list of fields: the few that matter most in sight, the rest folded away.
 */

import { strings } from "../strings/en.js";
import { ArmBoxes } from "./arm-boxes.js";
import { element } from "./dom.js";
import { Field } from "./field.js";

const MAIN = ["data.source", "data.members", "prune.epochs", "prune.sparsity", "seed"];

/** Set by presets, by the own file and by the boxes. */
const ELSEWHERE = ["version", "arms"];

export class Form {
  #settings;
  /** @type {Map<string, Field | ArmBoxes>} */
  #fields = new Map();
  #presets;
  #ownFile;

  /**
   * @param {HTMLFormElement} root
   * @param {import("../bundles.js").Catalog} catalog
   * @param {import("./settings.js").Settings} settings
   * @param {HTMLElement} ownFile
   */
  constructor(root, catalog, settings, ownFile) {
    this.#settings = settings;
    this.#ownFile = ownFile;
    this.#presets = presetBoxes(catalog.presets, (id) => settings.resolve(`preset=${id}`));
    const boxes = new ArmBoxes(catalog.arms, (text) => this.#set("arms", text));
    this.#fields.set("arms", boxes);
    const listed = catalog.fields.filter(({ key }) => !ELSEWHERE.includes(key));
    const main = MAIN.flatMap((key) => listed.filter((field) => field.key === key));
    const rest = listed.filter((field) => !main.includes(field));
    root.replaceChildren(
      this.#presets,
      section(strings.run.main, element("div", { class: "fields" }, ...this.#rows(main))),
      section(strings.run.arms, boxes.root),
      element(
        "details",
        { class: "more" },
        element("summary", {}, strings.run.more),
        ...groups(rest).map(([name, fields]) =>
          section(name, element("div", { class: "fields" }, ...this.#rows(fields))),
        ),
      ),
      ownFile,
    );
    root.addEventListener("submit", (event) => event.preventDefault());
    settings.addEventListener("replaced", () => this.#show());
  }

  /**
   * Shows an error beside its field.
   * @param {string} key
   * @param {string} message
   * @returns {boolean} whether there is such a field
   */
  fault(key, message) {
    const field = this.#fields.get(key);
    field?.fault(message);
    field?.focus();
    return field !== undefined;
  }

  /** Shows these fields alone. @param {string[]} keys as the address names settings, `preset` among them @returns {string[]} those that there are not */
  only(keys) {
    /** @type {Map<string, HTMLElement>} */
    const roots = new Map([["preset", this.#presets], ["file", this.#ownFile]]);
    for (const [key, { root }] of this.#fields) roots.set(key, root);
    for (const [key, root] of roots) root.hidden = !keys.includes(key);
    /** @type {HTMLDetailsElement} */ (document.querySelector("#form > .more")).open = true;
    return keys.filter((key) => !roots.has(key));
  }

  focusInvalid() {
    const at = document.querySelector("#form [aria-invalid=true]")?.closest("[data-key]");
    this.#fields.get(/** @type {HTMLElement} */ (at)?.dataset.key ?? "")?.focus();
  }

  /**
   * Sets a value for the visitor. Where it is refused the old one stays, and is shown.
   * @param {string} key
   * @param {string} text
   * @returns {Promise<Error | undefined>} the refusal
   */
  async choose(key, text) {
    const refusal = await this.#set(key, text);
    this.#settings.forget(key);
    this.#fields.get(key)?.show(this.#settings.value(key));
    return refusal;
  }

  /** @param {import("../bundles.js").Field[]} fields */
  #rows(fields) {
    return fields.map((info) => {
      const field = new Field(info, (text) => this.#set(info.key, text));
      this.#fields.set(info.key, field);
      return field.root;
    });
  }

  /** @param {string} key @param {string} text @returns {Promise<Error | undefined>} the refusal, which is shown */
  async #set(key, text) {
    try {
      await this.#settings.set(key, text);
      this.#fields.get(key)?.fault("");
      return undefined;
    } catch (error) {
      const refusal = /** @type {Error & { field?: string }} */ (error);
      (this.#fields.get(refusal.field ?? key) ?? this.#fields.get(key))?.fault(refusal.message);
      return refusal;
    }
  }

  #show() {
    for (const [key, field] of this.#fields) field.show(this.#settings.value(key));
    const chosen = this.#presets.querySelector(`input[value="${CSS.escape(this.#settings.preset)}"]`);
    if (chosen instanceof HTMLInputElement) chosen.checked = true;
  }
}

/** @param {string} title @param {HTMLElement} content */
const section = (title, content) => element("section", { class: "form-section" }, element("h3", {}, title), content);

/** @param {import("../bundles.js").Choice[]} presets @param {(id: string) => void} choose */
function presetBoxes(presets, choose) {
  const boxes = presets.map(({ id, name, help }) =>
    element(
      "div",
      { class: "preset" },
      element("input", {
        type: "radio", name: "preset", id: `preset-${id}`, value: id, "aria-describedby": `preset-${id}-help`,
        onchange: () => choose(id),
      }),
      element("label", { for: `preset-${id}` }, name),
      element("p", { id: `preset-${id}-help`, class: "field-help" }, help),
    ),
  );
  return element("fieldset", { class: "presets" }, element("legend", {}, strings.run.presets), ...boxes);
}

/** Fields by group, in the list's order. @param {import("../bundles.js").Field[]} fields */
function groups(fields) {
  /** @type {Map<string, import("../bundles.js").Field[]>} */
  const found = new Map();
  for (const field of fields) found.set(field.group, [...(found.get(field.group) ?? []), field]);
  return [...found];
}
