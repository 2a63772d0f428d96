/** One figure: the picture with its description, its numbers as a table, and a file to take away. */

import { strings } from "../strings/en.js";
import { html, render } from "../vendor/lit-html.js";
import { about, inOneLine } from "./about.js";
import { csvRow } from "./csv.js";
import { element, save } from "./dom.js";
import { cell, scrolled, table } from "./table.js";
import { showTrouble } from "./troubles.js";
import { Values } from "./values.js";

/** @typedef {import("../protocol.js").Picture} Picture */

/** Small letters of a picture: 11.5 pixels where those of the page have 16. */
const LETTERS_REM = 11.5 / 16;

export class Figure {
  #id;
  #name;
  #about;
  /** The picture, or words in its place. @type {Element} */
  #shown = element("p");
  #frame = element("div", { class: "figure-frame" }, this.#shown);
  #values;
  #save;
  #details;
  /** @type {Picture["table"] | undefined} */
  #table;
  root;

  /** @param {string} id @param {string} name @param {() => string} about what it shows, in a file that leaves the page */
  constructor(id, name, about = inOneLine) {
    this.#id = id;
    this.#name = name;
    this.#about = about;
    this.#values = new Values(this.#frame, name);
    const button = (/** @type {string} */ kind, /** @type {() => void} */ onclick) =>
      element("button", { type: "button", class: "plain", "aria-label": strings.stage.fileOf(name, kind), onclick }, strings.stage.file(kind));
    this.#save = element("span", { class: "figure-files", hidden: true }, button("SVG", () => this.#saveSvg()), button("PNG", () => void this.#savePng()));
    this.#details = element(
      "details",
      { class: "data", hidden: true, ontoggle: () => this.#fillTable() },
      element("summary", {}, strings.stage.table),
    );
    this.root = element(
      "figure",
      { class: `chart chart-${id}`, "data-figure": id },
      this.#frame,
      element("div", { class: "figure-foot" }, this.#details, this.#save),
    );
  }

  /** CSS pixels that a picture can have, and the size of its letters, which follow those of the page. */
  get size() {
    const { clientWidth, clientHeight } = this.#frame;
    const letters = LETTERS_REM * parseFloat(getComputedStyle(document.documentElement).fontSize);
    return { width: Math.max(clientWidth, 240), height: Math.max(clientHeight, 180), letters };
  }

  /** @param {Picture} picture */
  show({ svg, alt, table, marks }) {
    this.showSvg(svg, alt);
    this.#values.take(marks);
    this.#table = table;
    this.#details.hidden = false;
    this.#fillTable();
  }

  /** @param {string} svg @param {string} [alt] else the one that the picture carries */
  showSvg(svg, alt) {
    const parsed = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
    if (parsed.nodeName !== "svg") return this.say(parsed.textContent ?? "");
    const picture = document.importNode(parsed, true);
    picture.setAttribute("role", "img");
    if (alt) picture.setAttribute("aria-label", alt);
    this.#put(picture);
    this.#save.hidden = false;
  }

  /** Words in place of the picture. @param {string} words */
  say(words) {
    this.#put(element("p", { class: "quiet" }, words));
    this.#values.take([]);
    this.#save.hidden = true;
    this.#details.hidden = true;
  }

  /** Alone, for whoever walks through the values must not lose the focus. @param {Element} shown */
  #put(shown) {
    this.#shown.replaceWith(shown);
    this.#shown = shown;
  }

  #fillTable() {
    if (!this.#details.open || !this.#table) return;
    const { columns, rows } = this.#table;
    const lines = rows.map((row) => html`<tr>${row.map((text) => cell(text))}</tr>`);
    render(
      html`${scrolled(strings.stage.tableOf(this.#name), table("", columns, lines))}<button type="button" class="plain" @click=${() => this.#saveCsv()}>${strings.stage.csv}</button>`,
      this.#details,
    );
  }

  #saveCsv() {
    const { columns, rows } = /** @type {Picture["table"]} */ (this.#table);
    save(`wemem-lab-${this.#id}.csv`, [columns, ...rows].map((row) => `${csvRow(row)}\r\n`).join(""), "text/csv");
  }

  #saveSvg() {
    const copy = this.#copy();
    if (copy) save(`wemem-lab-${this.#id}.svg`, new XMLSerializer().serializeToString(copy), "image/svg+xml");
  }

  async #savePng() {
    const copy = this.#copy();
    if (!copy) return;
    try {
      const { pngOf } = await import("./png.js"); // few want it
      const png = await pngOf(copy, { Title: this.#title, Description: `${this.#about()}; ${location.href}`, Software: about.software });
      save(`wemem-lab-${this.#id}.png`, png, "image/png");
    } catch (error) {
      showTrouble(strings.stage.noPng(String(/** @type {Error} */ (error).message)));
    }
  }

  /**
   * As a file shows it, without a style sheet, which many programs that make pages and PDFs of it cannot read: every shape has its colours as
   * attributes, those of a light page, and lies on white. What it shows stands in it as title and description.
   */
  #copy() {
    const picture = this.#frame.querySelector("svg");
    if (!picture) return undefined;
    const copy = /** @type {SVGSVGElement} */ (picture.cloneNode(true));
    const { width, height } = picture.viewBox.baseVal;
    copy.setAttribute("width", String(width));
    copy.setAttribute("height", String(height));
    const part = (/** @type {string} */ tag, /** @type {string} */ text) => {
      const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
      made.textContent = text;
      return made;
    };
    const ground = part("rect", "");
    for (const [name, value] of Object.entries({ width: "100%", height: "100%", fill: "#ffffff" })) ground.setAttribute(name, value);
    copy.prepend(part("title", this.#title), part("desc", `${this.#about()}; ${location.href}`), ground);
    return copy;
  }

  /** What it shows, in words. */
  get #title() {
    return this.#frame.querySelector("svg")?.getAttribute("aria-label") ?? this.#name;
  }
}
