/** The bar: buttons that move the run, and one line that says how it goes. */

import { strings } from "../strings/en.js";
import { byId, element } from "./dom.js";

/** @typedef {import("../protocol.js").Phase} Phase */
/** @typedef {"run" | "pause" | "resume" | "step" | "stop" | "reset" | "seed"} Action */

const words = strings.bar;

/** Screen readers are told of progress no more often than this. */
const SPOKEN_EVERY_MS = 8000;

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
  }

  /** The laboratory is there. */
  open() {
    this.show("idle");
    byId("device").textContent = words.noDevice;
  }

  /** @param {Phase} phase */
  show(phase) {
    this.phase = phase;
    document.body.dataset.phase = phase;
    byId("phase").textContent = words.phase[phase];
    byId("live").textContent = words.phase[phase];
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
