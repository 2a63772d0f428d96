/** The tag, or the frame, that shows a part of this page in another one as it is on the screen, to be copied. */

import { strings } from "../strings/en.js";
import { html, render } from "../vendor/lit-html.js";

const words = strings.embed;

/** Of the lesson a step is embedded, which is no part of the laboratory. @typedef {{ settings: string, looks: [string, string][] }} Screen */

export class EmbedCode {
  #root;
  #screen;
  /** What can be embedded, by the value of `view`. @type {[string, string][]} */
  #views;
  #view = "tradeoff";
  #isFrame = false;
  #said = "";

  /**
   * @param {HTMLElement} root
   * @param {import("../bundles.js").Catalog} catalog
   * @param {() => Promise<Screen>} screen settings of the form, as a query, and what is looked at where that is not what a first visit sees
   */
  constructor(root, catalog, screen) {
    this.#root = root;
    this.#screen = screen;
    this.#views = [
      ...catalog.figures.map(({ id, name }) => /** @type {[string, string]} */ ([id, name])),
      ["arms", words.arms], ["answer", words.answer], ["lesson", words.lesson], ["laboratory", words.whole], ["audit", words.ownModel],
    ];
    root.addEventListener("toggle", () => void this.#show(), { capture: true });
    void this.#show();
  }

  async #show() {
    const code = this.#codeOf(await this.#screen());
    const choose = (/** @type {Event} */ { target }) => this.#change({ view: /** @type {HTMLSelectElement} */ (target).value });
    const frame = (/** @type {Event} */ { target }) => this.#change({ isFrame: /** @type {HTMLInputElement} */ (target).checked });
    render(
      html`<details class="embedding" ?open=${this.#said !== ""}><summary>${words.title}</summary>
        <p class="quiet">${words.help}</p>
        <p class="take-away"><label>${words.part} <select @change=${choose}>${this.#views.map(([id, name]) => html`<option value=${id} ?selected=${id === this.#view}>${name}</option>`)}</select></label>
        <label><input type="checkbox" .checked=${this.#isFrame} @change=${frame} /> ${words.asFrame}</label></p>
        <textarea readonly rows="5" aria-label=${words.tag} .value=${code}></textarea>
        <p><button type="button" @click=${() => this.#copy(code)}>${words.copy}</button> <span class="quiet" aria-live="polite">${this.#said}</span></p></details>`,
      this.#root,
    );
  }

  /** @param {{ view?: string, isFrame?: boolean }} change */
  #change({ view = this.#view, isFrame = this.#isFrame }) {
    [this.#view, this.#isFrame] = [view, isFrame];
    void this.#show();
  }

  /** @param {string} code */
  async #copy(code) {
    this.#said = await navigator.clipboard.writeText(code).then(() => words.copied, () => words.notCopied);
    await this.#show();
  }

  /** @param {Screen} screen */
  #codeOf({ settings, looks }) {
    const view = this.#view;
    const isLesson = view === "lesson";
    /** @type {[string, string][]} */
    const attributes = [["view", view], ...(isLesson ? [/** @type {[string, string]} */ (["step", "1"])] : looks), ["settings", isLesson ? "" : settings]];
    const asked = attributes.filter(([, value]) => value !== "");
    return this.#isFrame ? frameOf(asked) : tagOf(asked);
  }
}

/** Beside the page, wherever it lies. @param {string} name */
const at = (name) => new URL(name, document.baseURI.replace(/[?#].*$/, "")).href;

/** @param {string} text */
const quoted = (text) => `"${text.replaceAll("&", "&amp;").replaceAll('"', "%22")}"`;

/** Where the page lies, a script of it can be loaded from any other. @param {[string, string][]} attributes */
function tagOf(attributes) {
  const written = attributes.map(([name, value]) => `${name}=${quoted(value)}`).join(" ");
  return `<script type="module" src="${at("element.js")}"></script>\n<wemem-lab ${written}>\n  <a href="${at("./")}">wemem-lab</a>\n</wemem-lab>`;
}

/** @param {[string, string][]} attributes */
function frameOf(attributes) {
  const query = attributes.map(([name, value]) => (name === "settings" ? value : `${name}=${encodeURIComponent(value)}`)).join("&");
  return `<iframe src=${quoted(`${at("embed.html")}?${query}`)} title="wemem-lab" width="700" height="600" loading="lazy"\n  sandbox="allow-scripts allow-same-origin allow-downloads allow-popups"></iframe>`;
}
