/**
 * The values of a figure's marks: pointed at, tapped, or walked through with the arrow keys. One at a time is told, in a card
 * beside its mark and aloud, while its method is lit up everywhere; pressing it looks closely at the method.
 */

import { strings } from "../strings/en.js";
import { element } from "./dom.js";
import { highlight } from "./highlight.js";

/** @typedef {import("../types.js").Told} Told */

/** A mark is meant by what is no further from it, in pixels of the screen. */
const REACH = 24;

export class Values {
  #frame;
  /** @type {Told[]} */
  #marks = [];
  /** The mark that is told, or was last. */
  #at = 0;
  #whose = element("strong");
  #value = element("span");
  #card = element("span", { class: "value-card" }, this.#whose, this.#value);
  #place = element("span", { class: "value-place", "aria-hidden": "true", hidden: true }, this.#card);
  /** The one stop of the figure for the keyboard: a slider, because its value is spoken when an arrow key changes it. */
  #walker;

  /** @param {HTMLElement} frame holds the picture @param {string} name of the figure */
  constructor(frame, name) {
    this.#frame = frame;
    this.#walker = element("div", {
      class: "values", role: "slider", tabindex: "0", "aria-label": strings.stage.values(name), "aria-valuemin": "1", hidden: true,
      onfocus: () => this.#tell(this.#at),
      onblur: () => this.#hush(),
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.#press(event),
    });
    frame.append(this.#walker, this.#place);
    frame.addEventListener("pointermove", (event) => event.pointerType !== "touch" && this.#point(event));
    frame.addEventListener("pointerleave", (event) => event.pointerType !== "touch" && this.#hush());
    frame.addEventListener("click", (event) => this.#point(event) && this.#choose());
    // What a finger has opened is closed beside it.
    document.addEventListener("pointerdown", ({ target }) => frame.contains(/** @type {Node} */ (target)) || this.#hush());
    document.addEventListener("keydown", ({ key }) => key === "Escape" && this.#hush());
  }

  /** Of the picture that is shown now: a mark that is told stays told, with its new value. @param {Told[]} marks */
  take(marks) {
    const whose = this.#marks[this.#at]?.whose;
    const isSame = (/** @type {Told | undefined} */ mark) => mark?.whose === whose;
    this.#marks = marks;
    if (!isSame(marks[this.#at])) this.#at = Math.max(0, marks.findIndex(isSame));
    this.#walker.hidden = marks.length === 0;
    this.#walker.setAttribute("aria-valuemax", String(marks.length));
    this.#describe();
    if (this.#place.hidden) return;
    if (isSame(marks[this.#at])) this.#tell(this.#at);
    else this.#hush();
  }

  /** @param {number} at */
  #tell(at) {
    const mark = this.#marks[at];
    if (!mark) return;
    this.#at = at;
    this.#describe();
    this.#whose.textContent = mark.whose;
    this.#value.textContent = mark.value;
    this.#place.hidden = false;
    this.#frame.classList.add("is-told");
    const { left, top, width, height } = this.#frame.getBoundingClientRect();
    const on = this.#onScreen(mark);
    const [x, y] = [on.x - left, on.y - top];
    const [isLeft, isAbove] = [x > width / 2, y > height / 2];
    this.#place.style.translate = `${x}px ${y}px`;
    this.#card.style.maxWidth = `min(17rem, ${(isLeft ? x : width - x) - 16}px)`;
    this.#place.classList.toggle("is-left", isLeft);
    this.#place.classList.toggle("is-above", isAbove);
    highlight(mark.arm);
  }

  #hush() {
    if (this.#place.hidden) return;
    this.#place.hidden = true;
    this.#frame.classList.remove("is-told");
    highlight(undefined);
  }

  #describe() {
    const mark = this.#marks[this.#at];
    if (!mark) return;
    this.#walker.setAttribute("aria-valuenow", String(this.#at + 1));
    this.#walker.setAttribute("aria-valuetext", `${mark.whose}: ${mark.value}`);
  }

  /** Tells the mark that is meant, and whether there is one. @param {MouseEvent} event */
  #point({ clientX, clientY, target }) {
    const far = this.#marks.map((mark) => {
      const { x, y } = this.#onScreen(mark);
      return Math.hypot(x - clientX, y - clientY);
    });
    const least = Math.min(...far);
    const isNear = least <= REACH;
    if (isNear) this.#tell(far.indexOf(least));
    // Whoever reads the card with the pointer in it keeps it.
    else if (!this.#card.contains(/** @type {Node} */ (target))) this.#hush();
    return isNear;
  }

  #choose() {
    this.#frame.dispatchEvent(new CustomEvent("closely", { bubbles: true, detail: this.#marks[this.#at].arm }));
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const { key } = event;
    if (key === "Enter" || key === " ") this.#choose();
    else {
      const last = this.#marks.length - 1;
      const to = { ArrowRight: this.#at + 1, ArrowLeft: this.#at - 1, ArrowDown: this.#otherArm(1), ArrowUp: this.#otherArm(-1), Home: 0, End: last }[key];
      if (to === undefined) return;
      this.#tell(Math.min(Math.max(to, 0), last));
    }
    event.preventDefault();
  }

  /** The next mark of another method, or the one before. @param {1 | -1} step */
  #otherArm(step) {
    let at = this.#at;
    while (this.#marks[at]?.arm === this.#marks[this.#at]?.arm) at += step;
    return at;
  }

  /** A picture is as wide as its frame, whatever its own pixels are. @param {Told} mark */
  #onScreen({ x, y }) {
    return new DOMPoint(x, y).matrixTransform(this.#frame.querySelector("svg")?.getScreenCTM() ?? undefined);
  }
}
