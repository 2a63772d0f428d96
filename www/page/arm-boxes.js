/** The choice of arms: one box each with a sentence. Three stand first, the others are folded away, defenses and controls apart. */

import { strings } from "../strings/en.js";
import { html, render } from "../vendor/lit-html.js";
import { element } from "./dom.js";
import { fieldId } from "./field.js";
import { mark } from "./mark.js";
import { lead } from "./part.js";

/** Pruning without a defense, WeMem's first one, and the control that both are measured by. */
const FIRST = ["base", "rsw-low-to-high", "fine-tune-only"];

export class ArmBoxes {
  /** @type {Map<string, HTMLInputElement>} */
  #boxes = new Map();
  #rest = element("summary", {});
  #error = element("p", { class: "field-error", id: `${fieldId("arms")}-error`, "aria-live": "polite" });
  root;

  /**
   * @param {import("../bundles.js").MethodInfo[]} arms
   * @param {(text: string) => void} changed gets ids with commas between
   */
  constructor(arms, changed) {
    const choose = () => changed([...this.#boxes].filter(([, box]) => box.checked).map(([id]) => id).join(","));
    const group = (/** @type {string} */ title, /** @type {import("../bundles.js").MethodInfo[]} */ members) =>
      element(
        "fieldset",
        { "aria-describedby": this.#error.id },
        element("legend", {}, title),
        ...members.map((arm) => this.#line(arm, choose)),
      );
    const rest = arms.filter(({ id }) => !FIRST.includes(id));
    this.root = element(
      "div",
      { class: "arm-boxes", "data-key": "arms" },
      this.#error,
      group(strings.run.firstArms, arms.filter(({ id }) => FIRST.includes(id))),
      element(
        "details",
        { class: "more-arms" },
        this.#rest,
        group(strings.run.defenses, rest.filter(({ control }) => !control)),
        group(strings.run.controls, rest.filter(({ control }) => control)),
      ),
    );
    this.root.addEventListener("change", () => this.#count());
  }

  /** @param {string[]} chosen */
  show(chosen) {
    for (const [id, box] of this.#boxes) box.checked = chosen.includes(id);
    this.#count();
    this.fault("");
  }

  /** How many of the folded ones are chosen. */
  #count() {
    const rest = [...this.#boxes].filter(([id]) => !FIRST.includes(id));
    this.#rest.textContent = strings.run.moreArms(rest.length, rest.filter(([, box]) => box.checked).length);
  }

  /** @param {string} message */
  fault(message) {
    this.#error.textContent = message;
    for (const box of this.#boxes.values()) box.setAttribute("aria-invalid", String(message !== ""));
  }

  focus() {
    const [first] = this.#boxes.values();
    if (first) lead(first);
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
