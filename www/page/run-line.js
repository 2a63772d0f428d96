/**
 * Which run is in view: preset, what differs from it, seed and device, as the run's own report says and never the form. Where the
 * form has other settings by now, it says so and offers to bring those of the run back.
 */

import { strings } from "../strings/en.js";
import { html, nothing, render } from "../vendor/lit-html.js";

const words = strings.stage;

/** Differences that are named at once; the rest comes at a press. */
const NAMED = 3;

/** Said for themselves, or no setting of the experiment. */
const APART = ["preset", "seed", "device"];

/** @typedef {import("../protocol.js").Config} Config */
/** @typedef {import("../types.js").Report} Report */

/**
 * `query`: preset and settings as the address writes them.
 * @typedef {{ title: string, help: string, report?: Report, query: string }} RunShown
 */

/** Where a run is computed is no part of what it is. @param {Config} config */
const choiceOf = (config) => JSON.stringify({ ...config, device: "" });

/** @param {Config} a @param {Config} b */
export const isSameChoice = (a, b) => choiceOf(a) === choiceOf(b);

export class RunLine {
  #root;
  /** @type {import("../bundles.js").Catalog | undefined} */
  #catalog;
  /** @type {import("./settings.js").Settings | undefined} */
  #settings;
  /** @type {import("./share.js").Share | undefined} */
  #share;
  /** @type {RunShown} */
  #shown = { title: "", help: "", query: "" };
  #isWhole = false;
  #said = "";

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
  }

  /** @param {import("../bundles.js").Catalog} catalog @param {import("./settings.js").Settings} settings @param {import("./share.js").Share} share */
  open(catalog, settings, share) {
    this.#catalog = catalog;
    this.#settings = settings;
    this.#share = share;
    settings.addEventListener("change", () => this.#render());
    this.#render();
  }

  /** @param {RunShown} shown */
  show(shown) {
    if (shown.query !== this.#shown.query) [this.#isWhole, this.#said] = [false, ""];
    this.#shown = shown;
    this.#render();
  }

  /** The form has other settings than the run in view. */
  get isChanged() {
    const { report } = this.#shown;
    return Boolean(report && this.#settings?.preset && !isSameChoice(report.config, this.#settings.config));
  }

  /** The form gets the settings of the run in view. @param {{ withDevice: boolean }} options else it stays where to compute */
  async restore({ withDevice }) {
    const { report, query } = this.#shown;
    if (!this.#settings || !report) return;
    const now = this.#settings.config.device;
    const device = withDevice ? report.config.device : now;
    if (!this.isChanged && device === now) return;
    const wanted = new URLSearchParams(query);
    wanted.set("device", device);
    await this.#settings.resolve(wanted.toString());
  }

  #render() {
    const { title, help, report } = this.#shown;
    render(
      html`<strong>${title}</strong> ${report ? this.#name(report) : nothing} ${help} ${report && this.#share ? this.#link(this.#share) : nothing}${this.isChanged
        ? html`<span class="changed" id="changed">${words.changed} <button type="button" id="restore" @click=${() => void this.restore({ withDevice: false })}>${words.restore}</button></span>`
        : nothing}`,
      this.#root,
    );
  }

  /** @param {Report} report */
  #name({ config, device }) {
    const differences = this.#differences();
    const shown = this.#isWhole ? differences : differences.slice(0, NAMED);
    const more = differences.length - shown.length;
    const unfold = () => {
      this.#isWhole = true;
      this.#render();
    };
    return html`<span class="run-name">${words.runName(this.#preset, shown)}${more > 0
      ? html` <button type="button" class="link" aria-expanded="false" @click=${unfold}>${words.more(more)}</button>` : nothing}${words.seedAndDevice(config.seed, device)}</span>`;
  }

  /** @param {import("./share.js").Share} share */
  #link(share) {
    const copy = async () => {
      this.#said = await share.copyRun(this.#shown.query);
      this.#render();
    };
    return html`<button type="button" class="link" id="share-run" @click=${copy}>${words.shareRun}</button> <span aria-live="polite">${this.#said}</span>`;
  }

  /** Its name where the laboratory is there to tell it, else its id. */
  get #preset() {
    const id = new URLSearchParams(this.#shown.query).get("preset") ?? "";
    return this.#catalog?.presets.find((preset) => preset.id === id)?.name ?? id;
  }

  /** From the preset, in words. @returns {string[]} */
  #differences() {
    const pairs = [...new URLSearchParams(this.#shown.query)].filter(([key]) => !APART.includes(key));
    return pairs.map(([key, value]) => {
      if (key === "arms") return words.methods(value.split(",").filter(Boolean).length);
      const field = this.#catalog?.fields.find((field) => field.key === key);
      const kind = field?.kind;
      const choice = typeof kind === "object" && "choice" in kind ? kind.choice.find(({ id }) => id === value)?.name : undefined;
      return words.setting(field?.label ?? key, choice ?? value);
    });
  }
}
