/** The bar: buttons that move the run, and one line that says how it goes. */

import { strings } from "../strings/en.js";
import { stageTerms } from "../strings/glossary.js";
import { byId, element } from "./dom.js";
import { setTerm, termButton } from "./term.js";

/** What the buttons of the run do. @typedef {Exclude<import("./state.js").Action, "save">} Move */

const words = strings.bar;

/** Screen readers are told of progress no more often than this. */
const SPOKEN_EVERY_MS = 8000;

/** Loading that takes longer is told of. */
const PATIENCE_MS = 10_000;

export class Bar {
  #state;
  /** @type {Map<Move, HTMLButtonElement>} */
  #buttons = new Map();
  /** Explains what is being done. */
  #term = termButton(stageTerms[""]);
  #spoken = 0;
  /** Files on their way, by name. @type {Map<string, { bytes: number, total?: number }>} */
  #loading = new Map();
  /** What a run would cost, while none is on: the most telling part first. @type {string[]} */
  #cost = [];
  /** When the laboratory, or a run, began to be loaded. */
  #since = performance.now();

  /** @param {import("./state.js").State} state @param {(action: Move) => void} act */
  constructor(state, act) {
    this.#state = state;
    const [run, step, stop, reset] = /** @type {("run" | "step" | "stop" | "reset")[]} */ (["run", "step", "stop", "reset"]).map((action) =>
      this.#button(action, () => act(action === "run" ? state.main : action)),
    );
    run.className = "primary";
    step.title = words.stepHelp;
    byId("transport").replaceChildren(run, step, stop, reset);
    const seed = this.#button("seed", () => act("seed"));
    byId("another-seed").replaceChildren(seed, element("span", { class: "quiet" }, words.seedHelp));
    byId("what").after(this.#term);
    byId("phase").textContent = words.loading;
    this.#enable();
    state.addEventListener("change", () => this.#show());
    setTimeout(() => this.#complain(), PATIENCE_MS);
  }

  #show() {
    const { doing, before, main, end: { failed, arms } } = this.#state;
    if (doing === "loading") return;
    if (before === "loading") byId("device").textContent = words.noDevice;
    if (doing === "preparing" && before !== doing) {
      this.#loading.clear();
      this.#since = performance.now();
      setTimeout(() => this.#complain(), PATIENCE_MS);
    }
    document.body.dataset.phase = doing;
    const said = failed > 0 && failed === arms ? words.allFailed : words.phase[doing] + (failed > 0 ? words.failed(failed, arms) : "");
    byId("phase").textContent = said;
    byId("live").textContent = said;
    if (doing === "idle" || doing === "preparing") this.progress({ done: 0, total: 1, what: "" });
    if (doing !== "running") byId("left").textContent = "";
    this.#showCost();
    if (doing !== "running" && doing !== "paused") byId("what").textContent = "";
    const run = /** @type {HTMLButtonElement} */ (this.#buttons.get("run"));
    run.textContent = words[main === "run" && doing !== "idle" ? "again" : main];
    this.#enable();
  }

  /** @param {{ done: number, total: number, what: string, secondsLeft?: number }} progress */
  progress({ done, total, what, secondsLeft }) {
    byId("progress").value = total ? done / total : 0;
    const doing = words.what[what] ?? what;
    byId("what").textContent = doing;
    setTerm(this.#term, stageTerms[what] ?? stageTerms[""]);
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

  /** A GPU's programs are compiled and checked: what comes before the run, and counts for none of its time. @param {{ done: number, total: number }} parts */
  warming({ done, total }) {
    // Nothing is being waited for.
    this.#since = performance.now();
    byId("progress").value = done / total;
    byId("what").textContent = words.warming(done + 1, total);
    if (done === 0) byId("live").textContent = words.warming(done + 1, total);
  }

  /** Where loading takes long, what it waits for. */
  #complain() {
    const isLoading = this.#state.doing === "loading" || this.#state.doing === "preparing";
    if (!isLoading || performance.now() - this.#since < PATIENCE_MS) return;
    for (const [file, { bytes, total }] of this.#loading) byId("what").textContent = words.waiting(file, bytes, total);
    if (this.#loading.size === 0) byId("what").textContent = "";
  }

  /** @param {import("./estimate.js").Cost | undefined} cost of a run that may begin now */
  cost(cost) {
    this.#cost = cost ? words.cost(cost) : [];
    this.#showCost();
  }

  /** In words where nothing has been computed yet; beside the device of the last run in parts, of which a narrow page shows the first. */
  #showCost() {
    if (!this.#state.can("run")) return;
    const isFirst = !byId("device").dataset.device;
    byId("left").replaceChildren(...(isFirst ? [] : this.#cost.map((part) => element("span", {}, part))));
    if (isFirst) byId("device").textContent = this.#cost.length > 0 ? words.whole(this.#cost) : words.noDevice;
  }

  /** @param {import("../protocol.js").DeviceChoice} choice */
  device({ reason, details = {}, workers, device }) {
    const place = byId("device");
    place.textContent = strings.device[reason](details, workers);
    place.dataset.device = device;
    place.dataset.reason = reason;
  }

  /** @param {"run" | "step" | "stop" | "reset" | "seed"} action @param {() => void} onclick */
  #button(action, onclick) {
    const button = element("button", { type: "button", id: `button-${action}`, onclick }, words[action]);
    this.#buttons.set(action, button);
    return button;
  }

  /** Not `disabled`, which would throw the keyboard's place away. */
  #enable() {
    for (const [action, button] of this.#buttons) {
      const works = this.#state.can(action === "run" ? this.#state.main : action);
      button.setAttribute("aria-disabled", String(!works));
    }
  }
}
