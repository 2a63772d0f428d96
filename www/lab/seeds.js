/**
 * The finished reports of this session whose configuration differs in the seed only, and what they say together.
 * One configuration at a time: the first finished run of another one begins anew, a stopped or failed one changes
 * nothing.
 */

/** @typedef {import("../protocol.js").Config} Config */
/** @typedef {import("./run.js").Run} Run */

export class Seeds {
  #bundle;
  /** By seed, ascending. @type {Map<number, string>} */
  #reports = new Map();
  /** @type {import("../protocol.js").Repeats | undefined} */
  #repeats;
  #choice = "";
  #device = "";
  /** @type {Uint8Array | undefined} */
  #file;

  /** @param {import("../bundles.js").FiguresBundle} bundle */
  constructor(bundle) {
    this.#bundle = bundle;
  }

  /** Keeps the report of a finished run; the same seed again takes the place of its earlier report. @param {Run} run */
  take(run) {
    if (!this.#isOfThese(run)) this.#begin(run);
    this.#reports.set(run.config.seed, run.report);
    this.#reports = new Map([...this.#reports].sort(([a], [b]) => a - b));
    this.#repeats = undefined;
    if (this.#reports.size > 1) this.#repeats = this.#bundle.repeats([...this.#reports.values()]);
  }

  /** What the seeds so far say of this run's configuration, from two seeds on. @param {Run} run */
  repeatsOf(run) {
    return this.#isOfThese(run) ? this.#repeats : undefined;
  }

  /** The first seed from the configuration's own on that has not come to its end. @param {Config} config */
  next(config) {
    let { seed } = config;
    if (this.#choice === choiceOf(config)) while (this.#reports.has(seed)) seed += 1;
    return seed;
  }

  clear() {
    this.#choice = "";
    this.#reports.clear();
    this.#repeats = undefined;
    this.#file = undefined;
  }

  /** @param {Run} run */
  #begin(run) {
    this.clear();
    this.#choice = choiceOf(run.config);
    this.#device = run.device;
    this.#file = run.file;
  }

  /** Devices round differently, and the visitor's own file is no part of the configuration. @param {Run} run */
  #isOfThese(run) {
    if (this.#choice !== choiceOf(run.config) || this.#device !== run.device) return false;
    if (!isSame(this.#file, run.file)) return false;
    this.#file = run.file; // each order brings its own copy: the next comparison sees at once that it is this one
    return true;
  }
}

/** All but the seed. @param {Config} config */
const choiceOf = (config) => JSON.stringify({ ...config, seed: 0 });

/** @param {Uint8Array | undefined} a @param {Uint8Array | undefined} b */
const isSame = (a, b) =>
  a === b || (a !== undefined && a.length === b?.length && a.every((byte, at) => byte === b[at]));
