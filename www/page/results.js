/**
 * Everything that shows results and the two sources that they come from: the recorded run until a live one has
 * something to show, then the live one.
 */

import { strings } from "../strings/en.js";
import { about } from "./about.js";
import { ArmsTable } from "./arms-table.js";
import { byId, element } from "./dom.js";
import { inSight, showExposed } from "./exposed.js";
import { Figure } from "./figure.js";
import { applyHighlight } from "./highlight.js";
import { Legend } from "./legend.js";
import { Order } from "./order.js";
import { isSameChoice, RunLine } from "./run-line.js";
import { showNotRun } from "./not-run.js";
import { Pace } from "./pace.js";
import { reportFrom } from "./part.js";
import { poolOf } from "./pool.js";
import { showSeeds } from "./seeds-table.js";
import { showCloser } from "./stage.js";
import { announce, holdFigures, showVerdict } from "./verdict.js";

/** @typedef {import("../protocol.js").Config} Config */
/** @typedef {{ report: import("../types.js").Report, said: import("../types.js").Said, repeats?: import("../types.js").Repeats,
 *   beneath?: import("./legend.js").Beneath }} Shown */

/** Of a run that has found nothing yet. @type {import("../types.js").Said} */
const NOTHING = { sentences: [] };

export class Results {
  /** Names of the arms by id. @type {Map<string, string>} */
  names = new Map([["dense", strings.arms.dense]]);
  /** Names of the attacks by id. @type {Map<string, string>} */
  #attacks = new Map();
  #stage;
  #state;
  #table = new ArmsTable(byId("arms"));
  #line = new RunLine(byId("source"));
  /** Of the run that was begun last: its settings, and how the address writes them. @type {{ config: Config, query: string } | undefined} */
  #begun;
  #legend;
  /** @type {import("./client.js").LabClient | undefined} */
  #client;
  /** @type {import("./recorded.js").Recorded} */
  #recorded = { said: NOTHING };
  /** @type {Shown | undefined} */
  #shown;
  #pace;
  #pulls = new Order();
  /** The answer of the run that has ended was told. */
  #isAnnounced = false;
  /** Hears of the visitor's own run whenever there is more of it. @type {(report: import("../types.js").Report) => void} */
  heard = () => {};

  /** @param {import("./stage.js").Stage} stage @param {import("./state.js").State} state */
  constructor(stage, state) {
    this.#stage = stage;
    this.#state = state;
    this.#pace = new Pace(state, () => this.#pull());
    this.#legend = new Legend(byId("legend"), stage, this.names, { choose: (arm) => this.#stage.look({ arm }), putAway: () => void this.#putAway() });
    state.addEventListener("change", () => this.#follow());
    stage.addEventListener("drawn", applyHighlight);
    stage.addEventListener("look", () => this.#show());
    byId("stage").addEventListener("closely", (/** @type {CustomEvent<string>} */ { detail }) => this.#stage.look({ arm: detail }));
    document.addEventListener("visibilitychange", () => this.refresh());
  }

  /** Usually before any wasm is there; a run that is already shown stays. @param {import("./recorded.js").Recorded} recorded */
  takeRecorded(recorded) {
    this.#recorded = recorded;
    this.#state.hasRecorded = recorded.report !== undefined;
    if (this.#state.source === "run") return;
    try {
      this.#showRecorded();
    } catch {
      // Of another version, or not what it looked like: as good as missing.
      this.#recorded = { said: NOTHING };
      this.#state.hasRecorded = false;
      this.#showRecorded();
    }
  }

  #showRecorded() {
    const recorded = this.#recorded;
    const { report, said } = recorded;
    this.#pulls.overtake();
    this.#state.source = "recorded";
    if (!this.#client) this.#showStored(recorded);
    this.#shown = report ? { report: JSON.parse(report), said } : undefined;
    this.#show();
    showVerdict(said, "recorded", { report: this.#shown?.report });
  }

  /** The stored pictures, until the laboratory can draw them to measure. @param {import("./recorded.js").Recorded} recorded */
  #showStored({ tradeoff, leak }) {
    if (tradeoff) this.#stage.tradeoff.showSvg(tradeoff);
    else this.#stage.tradeoff.say(strings.stage.noRecorded);
    if (!leak) return;
    const figure = new Figure("leak-by-round", strings.stage.leak);
    figure.showSvg(leak);
    byId("attacker").replaceChildren(element("h2", {}, strings.stage.leak), figure.root);
  }

  /**
   * @param {import("./client.js").LabClient} client
   * @param {import("../bundles.js").Catalog} catalog
   * @param {import("./settings.js").Settings} settings
   * @param {import("./share.js").Share} share
   */
  open(client, catalog, settings, share) {
    this.#client = client;
    this.#line.open(catalog, settings, share);
    for (const { id, name } of catalog.arms) this.names.set(id, name);
    for (const { id, name } of catalog.attacks) this.#attacks.set(id, name);
    this.#show();
  }

  /** A run begins: by which preset it was chosen, its report does not say. @param {Config} config @param {string} query */
  begin(config, query) {
    this.#begun = { config, query };
  }

  /** The form gets the settings of the run in view, all of them: seeds are compared on one device. */
  restore() {
    return this.#line.restore({ withDevice: true });
  }

  /** A run is shown as soon as it has a round, the recorded one where there is none. */
  #follow() {
    if (this.#state.doing !== "finished") this.#isAnnounced = false;
    if (this.#state.doing === "idle") this.#showRecorded();
    else this.refresh();
    // The last words of a run of which there is something to see come with its numbers.
    if (this.#state.isGoing || this.#state.source === "recorded") holdFigures(this.#state.isGoing);
    this.#showSource();
    this.#stage.renew();
  }

  /** At the page's own pace, and once for many calls. */
  refresh() {
    if (document.hidden || !this.#client) return;
    byId("arms").dataset.pending = "";
    this.#pace.tell();
  }

  async #pull() {
    const isNewest = this.#pulls.ask();
    // What was asked for before the end may lack the last numbers.
    const isFinal = this.#state.doing === "finished";
    /** @type {Shown | undefined} */
    const results = await this.#client?.ask({ kind: "results" });
    if (!this.#pace.isStale) delete byId("arms").dataset.pending;
    if (!isNewest()) return;
    if (!results || results.report.arms.every(({ rounds }) => rounds.length === 0)) return;
    this.#shown = results;
    this.#state.source = "run";
    this.#show();
    const { isGoing } = this.#state;
    showVerdict(results.said, "run", { report: results.report, isGoing });
    holdFigures(isGoing);
    this.heard(results.report);
    if (isFinal && !this.#isAnnounced) {
      this.#isAnnounced = true;
      announce(results.said);
    }
    this.#stage.renew();
  }

  #show() {
    this.#showSource();
    if (!this.#shown) {
      this.#legend.show(undefined);
      return this.#table.clear();
    }
    const names = { names: this.names, attacks: this.#attacks, by: this.#stage.by };
    const { report, repeats, beneath } = this.#shown;
    showCloser(this.#stage, report, this.#attacks);
    this.#legend.show(report, beneath);
    this.#table.show(report, { ...names, chosen: this.#stage.arm, choose: (arm) => this.#stage.look({ arm }) });
    showSeeds(repeats ?? report.repeats, report, names);
    showNotRun(byId("not-run"), report, names);
    const isLive = this.#state.source === "run";
    const thumbnail = async (/** @type {number} */ record) => this.#client?.ask({ kind: "thumbnail", record });
    const exposed = byId("exposed");
    const stored = async (/** @type {number} */ record) => {
      await inSight(exposed);
      return (await poolOf(report.config.data.source))?.picture(record);
    };
    void showExposed(exposed, report, this.#stage.arm, isLive ? thumbnail : stored);
  }

  async #putAway() {
    await this.#client?.ask({ kind: "put-away" });
    this.refresh();
    this.#stage.redraw();
  }

  #showSource() {
    const words = strings.stage;
    const isLive = this.#state.source === "run";
    const name = isLive ? (this.#state.isCutShort ? words.partial : words.live) : reportFrom === null ? words.recorded : strings.embed.given;
    const report = this.#shown?.report;
    const begun = this.#begun && report && isSameChoice(this.#begun.config, report.config) ? this.#begun : undefined;
    const query = (isLive ? begun?.query : undefined) ?? report?.settings ?? "";
    about.settings = query;
    this.#line.show({
      title: isLive || report ? name : words.noRecorded,
      help: isLive || !report ? "" : reportFrom === null ? words.recordedHelp : strings.embed.givenHelp,
      report,
      query,
    });
    byId("stage").dataset.source = this.#state.source;
  }
}
