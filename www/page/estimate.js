/** Beside the main button: what pressing it will cost, as far as the laboratory can tell. */

import { byId } from "./dom.js";
import { Order } from "./order.js";
import { isSameChoice } from "./run-line.js";
import { workersOf } from "./share.js";

/** After the last change, so that a typist is not computed after. */
const PAUSE_MS = 400;

/** `recorded`: seconds of the recorded run; `atMost`: training may stop early. @typedef {import("../protocol.js").Estimate & { recorded?: number, atMost: boolean }} Cost */
/** What the recorded run cost where it was recorded. @typedef {{ config: import("../protocol.js").Config, cost: import("./recorded.js").Cost }} RecordedCost */

export class Estimates {
  #client;
  #settings;
  #state;
  #show;
  #asks = new Order();
  /** @type {RecordedCost | undefined} */
  #recorded;
  /** @type {number | undefined} */
  #timer;

  /**
   * @param {import("./client.js").LabClient} client
   * @param {import("./settings.js").Settings} settings
   * @param {import("./state.js").State} state
   * @param {(cost: Cost | undefined) => void} show
   */
  constructor(client, settings, state, show) {
    this.#client = client;
    this.#settings = settings;
    this.#state = state;
    this.#show = show;
    settings.addEventListener("change", () => this.#soon());
    state.addEventListener("change", () => this.#soon());
    // Nobody who only takes the lesson is in need of it.
    new IntersectionObserver(() => this.#soon()).observe(byId("bar"));
  }

  /** @param {RecordedCost} recorded */
  compare(recorded) {
    this.#recorded = recorded;
    this.#soon();
  }

  #soon() {
    clearTimeout(this.#timer);
    this.#asks.overtake();
    this.#show(undefined);
    const isWanted = this.#state.can("run") && this.#settings.isValid && byId("bar").getClientRects().length > 0;
    if (isWanted) this.#timer = setTimeout(() => void this.#ask(), PAUSE_MS);
  }

  async #ask() {
    const isNewest = this.#asks.ask();
    const { config, file } = this.#settings;
    const order = { config, workers: workersOf(location.search), file: config.data.source === "own" ? file : undefined, step: false };
    // Settings that contradict each other, or their records, are told of where they are set and at the start.
    const estimate = await this.#client.ask({ kind: "estimate", order }).catch(() => undefined);
    if (!isNewest() || !estimate || !this.#state.can("run")) return;
    const { config: theirs, cost } = this.#recorded ?? {};
    const isRecorded = theirs && isSameChoice({ ...config, seed: 0 }, { ...theirs, seed: 0 });
    const known = isRecorded && cost ? { recorded: cost.seconds, ...estimate, steps: estimate.steps ?? cost.steps } : estimate;
    this.#show({ ...known, atMost: config.train.early_stopping });
  }
}
