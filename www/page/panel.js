/** Figures of which one is in sight, chosen by tabs (arrow keys move, as in the ARIA pattern). */

import { figureTerms } from "../strings/glossary.js";
import { element } from "./dom.js";
import { Figure } from "./figure.js";
import { termButton } from "./term.js";

/** @typedef {import("../bundles.js").Choice} Choice */

export class Panel {
  /** @type {Map<string, { tab: HTMLButtonElement, sheet: HTMLElement, figure: Figure }>} */
  #entries = new Map();
  #chosen = "";
  #changed;
  id;

  /**
   * @param {HTMLElement} root
   * @param {string} title
   * @param {Choice[]} figures
   * @param {() => void} changed another figure came into sight
   */
  constructor(root, title, figures, changed) {
    this.#changed = changed;
    this.id = root.id;
    const heading = element("h2", { id: `${root.id}-title` }, title);
    const tabs = element("div", { role: "tablist", class: "tabs", "aria-labelledby": heading.id });
    tabs.addEventListener("keydown", (event) => this.#move(event));
    root.replaceChildren(heading, tabs);
    for (const choice of figures) {
      const entry = this.#entry(choice);
      this.#entries.set(choice.id, entry);
      tabs.append(entry.tab);
      root.append(entry.sheet);
    }
    this.choose(figures[0].id);
  }

  /** The figure in sight. */
  get current() {
    const entry = this.#entries.get(this.#chosen);
    return { id: this.#chosen, figure: /** @type {Figure} */ (entry?.figure) };
  }

  /** @param {string} figure */
  has(figure) {
    return this.#entries.has(figure);
  }

  /** @param {Choice} choice */
  #entry({ id, name, help }) {
    const figure = new Figure(id, name);
    const tab = element(
      "button",
      { type: "button", role: "tab", id: `tab-${id}`, "aria-controls": `sheet-${id}`, onclick: () => this.choose(id) },
      name,
    );
    const sheet = element(
      "div",
      { role: "tabpanel", id: `sheet-${id}`, "aria-labelledby": tab.id, hidden: true },
      element("p", { class: "figure-help" }, help, ...(figureTerms[id] ? [termButton(figureTerms[id])] : [])),
      figure.root,
    );
    return { tab, sheet, figure };
  }

  /** @param {string} chosen of another panel, it is none of this one's business */
  choose(chosen) {
    if (!this.has(chosen)) return;
    this.#chosen = chosen;
    for (const [id, { tab, sheet }] of this.#entries) {
      tab.setAttribute("aria-selected", String(id === chosen));
      tab.tabIndex = id === chosen ? 0 : -1;
      sheet.hidden = id !== chosen;
    }
    this.#changed();
  }

  /** @param {KeyboardEvent} event */
  #move({ key }) {
    const ids = [...this.#entries.keys()];
    const at = ids.indexOf(this.#chosen);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[key];
    if (to === undefined) return;
    const id = /** @type {string} */ (ids.at(to % ids.length));
    this.choose(id);
    this.#entries.get(id)?.tab.focus();
  }
}
