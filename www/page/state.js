/**
 * What the page is doing, and which run is in view: kept here and nowhere else. Who shows it or depends on it subscribes to
 * `change`; what may be done now, `can` says.
 */

/** @typedef {import("../protocol.js").Phase} Phase */
/** What the laboratory says, and what only the page knows. @typedef {Phase | "loading" | "waiting" | "stopping"} Doing */
/** `save` takes the report away. @typedef {"run" | "pause" | "resume" | "step" | "stop" | "reset" | "seed" | "save"} Action */

/** But for `save`, which depends on what there is. @type {Record<Doing, Action[]>} */
const POSSIBLE = {
  loading: [],
  idle: ["run", "step"],
  waiting: ["stop", "reset"],
  preparing: ["pause", "stop", "reset"],
  running: ["pause", "step", "stop", "reset"],
  paused: ["resume", "step", "stop", "reset"],
  stopping: ["reset"],
  stopped: ["run", "reset"],
  finished: ["run", "reset", "seed"],
  failed: ["run", "reset"],
};

export class State extends EventTarget {
  /** @type {Doing} */
  doing = "loading";
  /** Before the last change. @type {Doing} */
  before = "loading";
  /** The run in view. @type {"recorded" | "run"} */
  source = "recorded";
  hasRecorded = false;
  /** Of a run that has ended: methods, and those of them that failed. */
  end = { failed: 0, arms: 0 };

  /** @param {Action} action */
  can(action) {
    if (action === "save") return this.doing !== "loading" && (this.doing !== "idle" || this.hasRecorded);
    return POSSIBLE[this.doing].includes(action);
  }

  /** Engines are at work, or are being opened for it, or it waits until they may be. */
  get isComputing() {
    return ["waiting", "preparing", "running"].includes(this.doing);
  }

  /** A run has begun, and more of it is to come. */
  get isGoing() {
    return this.can("stop");
  }

  /** A run has ended before its time. */
  get isCutShort() {
    return this.doing === "stopped" || this.doing === "failed";
  }

  /** What the main button does now. @returns {"run" | "pause" | "resume"} */
  get main() {
    return this.can("pause") ? "pause" : this.can("resume") ? "resume" : "run";
  }

  /** News of the laboratory. Until a stop has come to it, what it says of the run is overtaken. @param {Phase} phase @param {{ failed?: number, arms?: number }} [end] */
  hear(phase, { failed = 0, arms = 0 } = {}) {
    if (this.doing === "stopping" && ["preparing", "running", "paused"].includes(phase)) return;
    this.end = { failed, arms };
    this.#become(phase);
  }

  /** Another run on the page around goes first. */
  wait() {
    this.#become("waiting");
  }

  /** It waits no more. @param {Doing} doing what it did before */
  giveUp(doing) {
    this.#become(doing);
  }

  /** The laboratory has been asked to stop. */
  stop() {
    this.#become("stopping");
  }

  /** @param {Doing} doing */
  #become(doing) {
    this.before = this.doing;
    this.doing = doing;
    this.dispatchEvent(new Event("change"));
  }
}
