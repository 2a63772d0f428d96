/** The bar: buttons that move the run, and one line that says how it goes. */

import { strings } from "../strings/en.js";
import { byId, element } from "./dom.js";

/** @typedef {import("../protocol.js").Phase} Phase */
/** @typedef {"run" | "pause" | "resume" | "step" | "stop" | "reset" | "seed"} Action */

const words = strings.bar;

/** Screen readers are told of progress no more often than this. */
const SPOKEN_EVERY_MS = 8000;

/** Loading that takes longer is told of. */
const PATIENCE_MS = 10_000;

/** Which buttons work when. @type {Record<Phase, Action[]>} */
const POSSIBLE = {
  idle: ["run", "step"],
  preparing: ["pause", "stop", "reset"],
  running: ["pause", "step", "stop", "reset"],
  paused: ["resume", "step", "stop", "reset"],
  stopped: ["run", "reset"],
  finished: ["run", "reset", "seed"],
  failed: ["run", "reset"],
};

export class Bar {
  /** @type {Phase} */
  phase = "idle";
  /** @type {Map<Action, HTMLButtonElement>} */
  #buttons = new Map();
  #spoken = 0;
  /** Files on their way, by name. @type {Map<string, { bytes: number, total?: number }>} */
  #loading = new Map();
  /** When the laboratory, or a run, began to be loaded. */
  #since = performance.now();

  /** @param {(action: Action) => void} act */
  constructor(act) {
    const [run, step, stop, reset] = /** @type {Action[]} */ (["run", "step", "stop", "reset"]).map((action) =>
      this.#button(action, () => act(action === "run" ? this.#main : action)),
    );
    run.className = "primary";
    step.title = words.stepHelp;
    byId("transport").replaceChildren(run, step, stop, reset);
    const seed = this.#button("seed", () => act("seed"));
    seed.title = words.seedHelp;
    byId("another-seed").replaceChildren(seed);
    byId("phase").textContent = words.loading;
    this.#enable([]);
    setTimeout(() => this.#complain(), PATIENCE_MS);
  }

  /** The laboratory is there. */
  open() {
    this.show("idle");
    byId("device").textContent = words.noDevice;
  }

  /** @param {Phase} phase @param {{ failed?: number, arms?: number }} [end] */
  show(phase, { failed = 0, arms = 0 } = {}) {
    if (phase === "preparing" && this.phase !== phase) {
      this.#loading.clear();
      this.#since = performance.now();
      setTimeout(() => this.#complain(), PATIENCE_MS);
    }
    this.phase = phase;
    document.body.dataset.phase = phase;
    const said = failed > 0 && failed === arms ? words.allFailed : words.phase[phase] + (failed > 0 ? words.failed(failed, arms) : "");
    byId("phase").textContent = said;
    byId("live").textContent = said;
    if (phase === "idle" || phase === "preparing") this.progress({ done: 0, total: 1, what: "" });
    if (phase !== "running") byId("left").textContent = "";
    if (phase !== "running" && phase !== "paused") byId("what").textContent = "";
    const run = /** @type {HTMLButtonElement} */ (this.#buttons.get("run"));
    run.textContent = words[this.#main === "run" && phase !== "idle" ? "again" : this.#main];
    this.#enable(POSSIBLE[phase]);
  }

  /** @param {{ done: number, total: number, what: string, secondsLeft?: number }} progress */
  progress({ done, total, what, secondsLeft }) {
    byId("progress").value = total ? done / total : 0;
    const doing = words.what[what] ?? what;
    byId("what").textContent = doing;
    byId("left").textContent = secondsLeft === undefined ? "" : words.left(secondsLeft);
    const now = performance.now();
    if (!what || now - this.#spoken < SPOKEN_EVERY_MS) return;
    this.#spoken = now;
    byId("live").textContent = `${doing}, ${words.percent(Math.floor((100 * done) / total))}`;
  }

  /** @param {{ file: string, bytes: number, total?: number }} state of a file */
  loading({ file, bytes, total }) {
    if (bytes === total) this.#loading.delete(file);
    else this.#loading.set(file, { bytes, total });
    this.#complain();
  }

  /** Where loading takes long, what it waits for. */
  #complain() {
    const isLoading = document.body.dataset.phase === undefined || this.phase === "preparing";
    if (!isLoading || performance.now() - this.#since < PATIENCE_MS) return;
    for (const [file, { bytes, total }] of this.#loading) byId("what").textContent = words.waiting(file, bytes, total);
    if (this.#loading.size === 0) byId("what").textContent = "";
  }

  /** @param {import("../protocol.js").DeviceChoice} choice */
  device({ reason, details = {}, workers, device }) {
    const place = byId("device");
    place.textContent = strings.device[reason](details, workers);
    place.dataset.device = device;
    place.dataset.reason = reason;
  }

  /** @returns {"run" | "pause" | "resume"} what the main button does now */
  get #main() {
    if (this.phase === "paused") return "resume";
    return this.phase === "running" || this.phase === "preparing" ? "pause" : "run";
  }

  /** @param {Action} action @param {() => void} onclick */
  #button(action, onclick) {
    const button = element("button", { type: "button", id: `button-${action}`, onclick }, words[action]);
    this.#buttons.set(action, button);
    return button;
  }

  /** Not `disabled`, which would throw the keyboard's place away. @param {Action[]} possible */
  #enable(possible) {
    for (const [action, button] of this.#buttons) {
      const works = action === "run" ? possible.length > 0 : possible.includes(action);
      button.setAttribute("aria-disabled", String(!works));
    }
  }
}
