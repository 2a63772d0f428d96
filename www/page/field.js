/**
 * One setting: label, control, unit, help, and its error beside it. Numbers are typed as text, so that whatever was
 * typed can be shown with the rule that it breaks.
 */

import { element } from "./dom.js";

/** @typedef {import("../bundles.js").Field} FieldInfo */

/** @param {string} key */
export const fieldId = (key) => `field-${key.replaceAll(".", "-").replaceAll("_", "-")}`;

export class Field {
  #info;
  #control;
  #error;
  root;

  /**
   * @param {FieldInfo} info
   * @param {(text: string) => void} changed
   */
  constructor(info, changed) {
    const id = fieldId(info.key);
    this.#info = info;
    this.#control = controlOf(info, id);
    this.#control.addEventListener("change", () => changed(this.#text));
    this.#error = element("p", { class: "field-error", id: `${id}-error`, "aria-live": "polite" });
    const unit = info.unit ? [element("span", { class: "field-unit" }, info.unit)] : [];
    this.root = element(
      "div",
      { class: `field field-${info.kind}`, "data-key": info.key },
      element("label", { for: id }, info.label),
      element("span", { class: "field-control" }, this.#control, ...unit),
      element("p", { class: "field-help", id: `${id}-help` }, info.help),
      this.#error,
    );
  }

  /** @param {unknown} value */
  show(value) {
    if (this.#control instanceof HTMLInputElement && this.#info.kind === "boolean") this.#control.checked = Boolean(value);
    else this.#control.value = String(value);
    this.fault("");
  }

  /** @param {string} message empty if there is none */
  fault(message) {
    this.#error.textContent = message;
    this.#control.setAttribute("aria-invalid", String(message !== ""));
  }

  focus() {
    for (let at = this.root.parentElement; at; at = at.parentElement) {
      if (at instanceof HTMLDetailsElement) at.open = true;
    }
    this.#control.focus();
  }

  get #text() {
    const { kind } = this.#info;
    return kind === "boolean" ? String(/** @type {HTMLInputElement} */ (this.#control).checked) : this.#control.value;
  }
}

/** @param {FieldInfo} info @param {string} id */
function controlOf(info, id) {
  const common = { id, name: info.key, "aria-describedby": `${id}-error ${id}-help` };
  if (info.kind === "choice") {
    const options = info.choices.map(({ id: value, name }) => element("option", { value }, name));
    return element("select", common, ...options);
  }
  if (info.kind === "boolean") return element("input", { ...common, type: "checkbox" });
  const inputmode = info.kind === "integer" ? "numeric" : "decimal";
  return element("input", { ...common, type: "text", inputmode, autocomplete: "off", spellcheck: "false" });
}
