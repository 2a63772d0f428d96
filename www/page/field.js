/**
 * One setting: label, control, unit, help, and its error beside it. Numbers are typed as text, so that whatever was
 * typed can be shown with the rule that it breaks.
 */

import { element } from "./dom.js";
import { lead } from "./part.js";

/** @typedef {import("../bundles.js").Field} FieldInfo */

/** @param {string} key */
export const fieldId = (key) => `field-${key.replaceAll(".", "-").replaceAll("_", "-")}`;

export class Field {
  #control;
  #error;
  root;

  /**
   * @param {FieldInfo} info
   * @param {(text: string) => void} changed
   */
  constructor(info, changed) {
    const id = fieldId(info.key);
    this.#control = controlOf(info, id);
    this.#control.addEventListener("change", () => changed(this.#text));
    this.#error = element("p", { class: "field-error", id: `${id}-error`, "aria-live": "polite" });
    const unit = info.unit ? [element("span", { class: "field-unit" }, info.unit)] : [];
    this.root = element(
      "div",
      { class: "field", "data-key": info.key },
      element("label", { for: id }, info.label),
      element("span", { class: "field-control" }, this.#control, ...unit),
      element("p", { class: "field-help", id: `${id}-help` }, info.help),
      this.#error,
    );
  }

  /** @param {unknown} value */
  show(value) {
    if (this.#control instanceof HTMLInputElement && this.#control.type === "checkbox") this.#control.checked = Boolean(value);
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
    lead(this.#control);
  }

  get #text() {
    const control = this.#control;
    return control instanceof HTMLInputElement && control.type === "checkbox" ? String(control.checked) : control.value;
  }
}

/** @param {FieldInfo} info @param {string} id */
function controlOf(info, id) {
  const common = { id, name: info.key, "aria-describedby": `${id}-error ${id}-help` };
  const { kind } = info;
  if (kind === "boolean") return element("input", { ...common, type: "checkbox" });
  if (kind === "text") return element("input", { ...common, type: "text", autocomplete: "off", spellcheck: "false" });
  if ("choice" in kind) {
    const options = kind.choice.map(({ id: value, name }) => element("option", { value }, name));
    return element("select", common, ...options);
  }
  const inputmode = "integer" in kind ? "numeric" : "decimal";
  return element("input", { ...common, type: "text", inputmode, autocomplete: "off", spellcheck: "false" });
}
