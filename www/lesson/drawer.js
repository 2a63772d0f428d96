/** Change one thing: one field, Run, and the last run stays pale behind the new one. */

import { html, nothing, render } from "../vendor/lit-html.js";

/** @typedef {import("./steps.js").Exercise} Exercise */

export class Drawer {
  #root;
  #start;
  #trouble = "";
  #isBusy = false;
  #isOpen = false;
  /** @type {Exercise | undefined} */
  #exercise;

  /** @param {HTMLElement} root @param {(query: string) => Promise<string | undefined>} start answers with what is wrong */
  constructor(root, start) {
    this.#root = root;
    this.#start = start;
  }

  /** @param {Exercise | undefined} exercise @param {boolean} isReady whether the laboratory is there */
  show(exercise, isReady) {
    const isOther = exercise !== this.#exercise;
    if (isOther) this.#trouble = "";
    this.#exercise = exercise;
    if (!exercise) return render(nothing, this.#root);
    const { text, label, value, field } = exercise;
    const run = async (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      const input = /** @type {HTMLInputElement} */ (/** @type {HTMLFormElement} */ (event.currentTarget).elements.namedItem("value"));
      const query = new URLSearchParams(exercise.query);
      query.set(field, input.value.trim());
      this.#isBusy = true;
      this.#trouble = "";
      this.show(exercise, isReady);
      this.#trouble = (await this.#start(query.toString())) ?? "";
      this.#isBusy = false;
      this.show(exercise, isReady);
    };
    render(
      html`<details class="drawer" ?open=${this.#isOpen} @toggle=${(/** @type {Event} */ { target }) => (this.#isOpen = /** @type {HTMLDetailsElement} */ (target).open)}><summary>Change one thing</summary>
        <p>${text}</p>
        <form @submit=${run} novalidate><label>${label} <input name="value" inputmode="decimal" autocomplete="off" aria-invalid=${String(this.#trouble !== "")} aria-describedby="drawer-trouble" /></label>
          <button type="submit" class="primary" ?disabled=${!isReady || this.#isBusy}>${isReady ? "Run" : "Loading…"}</button></form>
        <p id="drawer-trouble" class="error" role="alert">${this.#trouble}</p></details>`,
      this.#root,
    );
    // What was typed for one step is nothing to another.
    const input = this.#root.querySelector("input");
    if (isOther && input) input.value = value;
  }
}
