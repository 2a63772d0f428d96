/**
 * The address holds the settings, as far as they differ from the preset, and what is looked at; the report can be taken away.
 * `workers=2` takes so many engines, `run=1` begins at once.
 */

import { strings } from "../strings/en.js";
import { element, save } from "./dom.js";
import { EmbedCode } from "./embed-code.js";
import { levelIn, withoutLevel } from "./levels.js";
import { isOfPart } from "./part.js";
import { isOfView, lookAsAsked, viewOf, viewParts } from "./view.js";

/** At most this many engines: more cores gain little and cost memory. */
const MOST_WORKERS = 8;

/** What the address asks for; NaN where that is no number of engines. @param {string} search for example `?workers=2` */
function asked(search) {
  const text = new URLSearchParams(search).get("workers");
  if (text === null) return undefined;
  return /^[1-9]\d*$/.test(text) ? Number(text) : NaN;
}

/** CPU engines wanted. @param {string} search */
export const workersOf = (search) => Math.min(asked(search) || navigator.hardwareConcurrency || 1, MOST_WORKERS);

/** Keys of the address that the laboratory need not know. @param {string} key */
const isOfPage = (key) => key === "workers" || key === "run" || isOfView(key) || isOfPart(key);

/** @param {string} link @returns {Promise<string>} what came of it, in words */
const copy = (link) => navigator.clipboard.writeText(link).then(() => strings.run.shared, () => strings.run.notShared(link));

export class Share {
  #settings;
  /** @type {import("./stage.js").Stage | undefined} */
  #stage;
  /** What a first visit looks at. @type {Record<string, string>} */
  #usual = {};
  #notices = element("div", { class: "notices", "aria-live": "polite" });
  #embedding = element("div", {});

  /**
   * @param {HTMLElement} root
   * @param {import("./settings.js").Settings} settings
   * @param {import("./client.js").LabClient} client
   * @param {import("./state.js").State} state
   */
  constructor(root, settings, client, state) {
    this.#settings = settings;
    const said = element("span", { class: "quiet", "aria-live": "polite" });
    const share = async () => {
      await settings.settled();
      said.textContent = await copy(await this.#link());
    };
    const report = async () => {
      if (!state.can("save")) return;
      const text = await client.ask({ kind: "report" });
      if (text) save("wemem-lab-report.json", text, "application/json");
    };
    root.append(
      this.#notices,
      element(
        "p",
        { class: "take-away" },
        element("button", { type: "button", id: "share", onclick: share }, strings.run.share),
        element("button", { type: "button", id: "report", onclick: report }, strings.run.report),
        said,
      ),
    );
    root.append(this.#embedding);
  }

  /**
   * Looks at what the address asks for. From now on it says what the settings are and what is looked at; until something is changed
   * it stays as it was given.
   * @param {string[]} notices of its settings
   * @param {import("./stage.js").Stage} stage
   * @param {import("../bundles.js").Catalog} catalog
   */
  open(notices, stage, catalog) {
    this.#stage = stage;
    this.#usual = viewOf(stage);
    const mine = [
      ...(Number.isNaN(asked(location.search)) ? [strings.run.noWorkers] : []),
      ...([null, "1"].includes(new URLSearchParams(location.search).get("run")) ? [] : [strings.run.noRun]),
    ];
    this.#show([...notices, ...lookAsAsked(location.search, stage, catalog), ...mine]);
    this.#settings.addEventListener("change", () => void this.#write());
    new EmbedCode(this.#embedding, catalog, async () => ({ settings: await this.#settings.query(), looks: this.#looks }));
    for (const event of ["look", "figure"]) stage.addEventListener(event, () => void this.#write());
  }

  /** The address asks for a run at once. */
  get isToRun() {
    return new URLSearchParams(location.search).get("run") === "1";
  }

  /** What the address says of the settings. */
  get query() {
    const query = withoutLevel(new URLSearchParams(location.search));
    for (const key of [...query.keys()].filter(isOfPage)) query.delete(key);
    return query.toString();
  }

  /** Copies a link to a run with these settings, and to what is looked at now. @param {string} query @returns {Promise<string>} what came of it, in words */
  copyRun(query) {
    return copy(new URL(`?${[query, ...this.#view].join("&")}`, location.href).href);
  }

  /** @param {string[]} notices */
  #show(notices) {
    const lines = notices.map((notice) => element("li", {}, notice));
    this.#notices.replaceChildren(...(lines.length ? [strings.run.notices, element("ul", {}, ...lines)] : []));
  }

  /** Beside the figure, what is looked at and not as usual. @returns {[string, string][]} */
  get #looks() {
    const view = this.#stage ? viewOf(this.#stage) : {};
    return Object.entries(view).filter(([key, value]) => key !== "figure" && value !== this.#usual[key]);
  }

  get #view() {
    return this.#stage ? viewParts(viewOf(this.#stage), this.#usual) : [];
  }

  /** To the form's settings and what is looked at. */
  async #link() {
    const query = await this.#settings.query();
    const workers = asked(location.search);
    const parts = [...levelIn(location.search), query, ...(workers ? [`workers=${workers}`] : []), ...this.#view];
    return new URL(`?${parts.join("&")}${location.hash}`, location.href).href;
  }

  async #write() {
    history.replaceState(null, "", await this.#link());
  }
}
