/** The choice of arms: one box each, defenses and controls apart, with a sentence on each. */

import { strings } from "../strings/en.js";
import { html, render } from "../vendor/lit-html.js";
import { element } from "./dom.js";
import { fieldId } from "./field.js";
import { mark } from "./mark.js";

export class ArmBoxes {
  /** @type {Map<string, HTMLInputElement>} */
  #boxes = new Map();
  #error = element("p", { class: "field-error", id: `${fieldId("arms")}-error`, "aria-live": "polite" });
  root;

  /**
   * @param {import("../bundles.js").MethodInfo[]} arms
   * @param {(text: string) => void} changed gets ids with commas between
   */
  constructor(arms, changed) {
    const choose = () => changed([...this.#boxes].filter(([, box]) => box.checked).map(([id]) => id).join(","));
    const group = (/** @type {string} */ title, /** @type {boolean} */ control) =>
      element(
        "fieldset",
        { "aria-describedby": this.#error.id },
        element("legend", {}, title),
        ...arms.filter((arm) => arm.control === control).map((arm) => this.#line(arm, choose)),
      );
    this.root = element(
      "div",
      { class: "arm-boxes", "data-key": "arms" },
      group(strings.run.defenses, false),
      group(strings.run.controls, true),
      this.#error,
    );
  }

  /** @param {string[]} chosen */
  show(chosen) {
    for (const [id, box] of this.#boxes) box.checked = chosen.includes(id);
    this.fault("");
  }

  /** @param {string} message */
  fault(message) {
    this.#error.textContent = message;
    for (const box of this.#boxes.values()) box.setAttribute("aria-invalid", String(message !== ""));
  }

  focus() {
    this.#boxes.values().next().value?.focus();
  }

  /** @param {import("../bundles.js").MethodInfo} arm @param {() => void} choose */
  #line({ id, name, help }, choose) {
    const box = element("input", { type: "checkbox", id: `arm-${id}`, "aria-describedby": `arm-${id}-help`, onchange: choose });
    this.#boxes.set(id, box);
    const label = element("label", { for: box.id });
    render(html`${mark(id)}${name}`, label);
    return element(
      "div",
      { class: "arm-box" },
      box,
      label,
      element("p", { id: `arm-${id}-help`, class: "field-help" }, help),
    );
  }
}
