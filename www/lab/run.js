/**
 * One run: jobs from the Lab to the engines, messages from the engines to the Lab, news to the page.
 * The Lab (wasm) knows what is to be done and what came of it; this file knows only workers and time.
 */

import { troubleOf } from "../trouble.js";
import { Clock } from "./clock.js";
import { chooseDevice, detailsOf } from "./device.js";
import { Log, nameOf } from "./log.js";
import { Pool } from "./pool.js";

/** @typedef {import("../protocol.js").LabEvent} LabEvent */
/** @typedef {import("../bundles.js").RunEvent} RunEvent */

/** Each makes the browser lay out and paint the page anew. */
const PROGRESS_EVERY_MS = 250;

export class Run {
  #bundle;
  #order;
  #files;
  #emit;
  #lab;
  /** @type {Pool | undefined} */
  #pool;
  #clock;
  #told = 0;
  #paused = false;
  #stepping;
  /** Ends with the run; whatever is still being fetched or opened then is dropped. */
  #life = new AbortController();
  #device = "cpu";
  /** To the second, in UTC. */
  #begun;
  /** For a reload. @type {Log | undefined} */
  #log;
  /** What was kept of it before a reload, until it has been taken in. */
  #resumed;
  /** Jobs that are handed out, but to no engine. @type {{ id: number, bytes: Uint8Array }[]} */
  #handed = [];
  /** @type {import("./device.js").Chosen["compare"]} */
  #compare;
  #hasLostDevice = false;
  /** @type {import("./engine.js").Warmed} */
  #warmed = (done, total) => this.#emit({ kind: "warming", done, total });
  /** What the GPU's last self-check found. @type {import("./device.js").Agreement | undefined} */
  #agreement;
  /** @type {string | undefined} */
  #report;

  /**
   * @param {import("../bundles.js").LabBundle} bundle
   * @param {import("../protocol.js").StartOrder} order
   * @param {Uint8Array[]} files
   * @param {(event: LabEvent) => void} emit
   * @param {import("./log.js").Resumed} [resumed]
   */
  constructor(bundle, order, files, emit, resumed) {
    this.#bundle = bundle;
    this.#order = order;
    this.#files = files;
    this.#emit = emit;
    this.#stepping = order.step;
    this.#resumed = resumed;
    this.#log = resumed?.log;
    this.#begun = resumed?.kept.begun ?? new Date().toISOString().replace(/\.\d+/, "");
    this.#clock = new Clock(resumed?.kept.seconds);
    this.#lab = this.#newLab(resumed?.kept.choice ?? { device: "cpu", workers: order.workers });
  }

  get config() {
    return this.#order.config;
  }

  /** The user's own data. */
  get file() {
    return this.#order.file;
  }

  /** `cpu` or `webgpu`, as the report says. */
  get device() {
    return this.#device;
  }

  /** Seconds of computing, pauses not counted, and steps. */
  get pace() {
    const { done, total } = this.#lab.progress();
    return { seconds: this.#clock.seconds, done, total };
  }

  get finished() {
    return this.#lab.finished();
  }

  /** Made anew only when something has happened since: every figure asks for it. */
  get report() {
    return (this.#report ??= this.#lab.report());
  }

  /** @param {number} record */
  thumbnail(record) {
    return this.#lab.thumbnail(record);
  }

  /** Goes on until the run is over; errors become news. */
  async begin() {
    const message = this.#lab.memory_warning();
    if (message) this.#emit({ kind: "warning", message });
    try {
      const { choice, check, engine, compare } = await this.#choose();
      if (this.#over) return;
      this.#compare = compare;
      this.#note(check);
      if (choice.device !== this.#device) this.#restart(choice);
      await this.#compute(choice, engine && [engine]);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** What was kept is of one device, and of no use on another. */
  async #choose() {
    const { config, workers } = this.#order;
    const before = this.#resumed?.kept.choice;
    const device = before?.device ?? config.device;
    const work = { ...this.#work, config: { ...config, device } };
    const chosen = await chooseDevice(work, workers, this.#bundle, this.#life.signal, this.#warmed);
    if (!before || this.#over) return chosen;
    if (chosen.choice.device === before.device) {
      return { ...chosen, choice: { ...before, details: { ...before.details, ...chosen.choice.details } } };
    }
    this.#emit({ kind: "trouble", trouble: { name: "Kept", code: "kept-elsewhere", message: "" } });
    this.#forget();
    return chosen;
  }

  pause() {
    this.#setPaused(true);
  }

  resume() {
    this.#stepping = false;
    this.#setPaused(false);
  }

  /** On to the end of the next round of any arm. */
  step() {
    this.#stepping = true;
    this.#setPaused(false);
  }

  stop() {
    if (this.#over) return;
    this.#end("stopped");
  }

  /** Frees what the wasm holds; nothing may be asked afterwards. */
  close() {
    this.#die();
    this.#log?.end();
    this.#lab.free();
  }

  get #over() {
    return this.#life.signal.aborted;
  }

  #die() {
    this.#life.abort();
    this.#pool?.close();
  }

  /** @returns {import("./pool.js").Work} */
  get #work() {
    const told = (/** @type {string} */ file, /** @type {number} */ bytes, /** @type {number | undefined} */ total) =>
      this.#emit({ kind: "loading", file, bytes, total });
    return { config: this.#order.config, files: this.#files, build: this.#bundle.build(), told };
  }

  /** @param {import("../protocol.js").DeviceChoice} choice @param {import("./engine.js").Engine[]} [opened] */
  async #compute(choice, opened) {
    if (this.#over) return;
    this.#emit({ kind: "device", choice });
    if (this.#order.isKept) this.#keep(choice);
    const events = await this.#recall();
    if (this.#over) return;
    const pool = new Pool(choice.device, this.#work, {
      nextJob: () => this.#nextJob(),
      messages: (id, messages) => this.#receive(id, messages),
      done: (id) => this.#log?.done(id, this.#now),
      broken: (id, error) => this.#lose(id, error),
      trust: (engine) => this.#trust(engine),
      empty: (error) => (choice.device === "webgpu" ? this.#moveToCpu(error) : this.#fail(error)),
    });
    this.#pool = pool;
    pool.pause(this.#paused);
    try {
      await pool.open(choice.workers, opened);
    } catch (error) {
      if (choice.device === "cpu" || this.#over) throw error;
      return this.#moveToCpu(/** @type {Error} */ (error));
    }
    if (this.#over) return pool.close();
    this.#clock.run(!this.#paused);
    this.#emit({ kind: "phase", phase: this.#paused ? "paused" : "running" });
    this.#tell(events);
  }

  /** @param {import("../protocol.js").DeviceChoice} choice */
  #keep(choice) {
    this.#log ??= Log.begin({ build: this.#bundle.build(), order: { ...this.#order, step: false }, choice, begun: this.#begun });
    this.#log.ended = ({ name, message }) => this.#emit({ kind: "trouble", trouble: { name, code: "not-kept", message } });
  }

  /** Nothing that was computed so far counts. */
  #forget() {
    this.#log?.end();
    this.#log = undefined;
    this.#resumed = undefined;
    this.#handed = [];
    this.#clock = new Clock();
  }

  /** How far the run is. */
  get #now() {
    const { done, total } = this.#lab.progress();
    return { share: done / total, seconds: this.#clock.seconds };
  }

  /** What was kept answers its jobs; those that it does not know wait for the engines. */
  async #recall() {
    const known = this.#resumed?.jobs;
    this.#resumed = undefined;
    /** @type {RunEvent[]} */
    const events = [];
    if (!known) return events;
    for (let job = this.#lab.next_job(); job; job = this.#over ? undefined : this.#lab.next_job()) {
      const { id, bytes } = job;
      const messages = known.get(await nameOf(bytes));
      if (this.#over) break;
      if (messages) events.push(...messages.flatMap((message) => this.#lab.receive(id, message)));
      else this.#handed.push(job);
    }
    return events;
  }

  #nextJob() {
    const job = this.#handed.shift() ?? this.#lab.next_job();
    if (job) this.#log?.hand(job.id, job.bytes);
    return job;
  }

  /** @param {number} id @param {Uint8Array[]} messages */
  #receive(id, messages) {
    this.#log?.hear(id, messages);
    try {
      this.#tell(messages.flatMap((bytes) => this.#lab.receive(id, bytes)));
    } catch (error) {
      this.#fail(error);
    }
  }

  /**
   * An engine is lost, and its job begun again. A GPU's may be lost once, with its device; all else that goes wrong there says that
   * its numbers are not to be believed.
   * @param {number | undefined} id
   * @param {Error & { code?: string }} error
   */
  #lose(id, error) {
    const isGpu = this.#device === "webgpu";
    if (isGpu && error.code !== "device-lost") return this.#moveToCpu(error);
    if (isGpu && this.#hasLostDevice) return this.#moveToCpu(new Error(`its device was lost twice: ${error.message}`));
    this.#hasLostDevice = isGpu;
    this.#emit({ kind: "trouble", trouble: { ...troubleOf(error), code: isGpu ? "device-lost" : "worker-replaced" } });
    if (id !== undefined) this.#tell(this.#lab.fail(id, error.message));
  }

  /**
   * A device that takes the place of a lost one is another, and has to pass as the first one did: no time of the run either.
   * @param {import("./engine.js").Engine} engine
   */
  async #trust(engine) {
    if (this.#device !== "webgpu") return;
    this.#clock.run(false);
    this.#check(await engine.ask({ kind: "self-check" }, this.#warmed));
    this.#clock.run(!this.#paused);
  }

  /** @param {Uint8Array} found by a self-check of the GPU */
  #check(found) {
    const agreement = this.#compare?.(found);
    if (!agreement) return;
    this.#note(agreement);
    const { difference, tolerance } = detailsOf(agreement);
    if (!agreement.agrees) throw new Error(`its self-check differs by ${difference} (allowed: ${tolerance})`);
  }

  /** A GPU that failed once is not believed in what it had computed before. @param {Error} error */
  #moveToCpu(error) {
    this.#pool?.close();
    this.#pool = undefined;
    this.#forget();
    /** @type {import("../protocol.js").DeviceChoice} */
    const choice = {
      device: "cpu", workers: this.#order.workers, reason: "gpu-failed", details: { message: error.message },
    };
    this.#restart(choice);
    this.#compute(choice).catch((again) => this.#fail(again));
  }

  /** How work is stacked depends on the device. @param {{ device: string, workers: number }} choice */
  #restart(choice) {
    this.#lab.free();
    this.#lab = this.#newLab(choice);
    this.#report = undefined;
  }

  /** @param {{ device: string, workers: number }} choice */
  #newLab({ device, workers }) {
    this.#device = device;
    const lab = new this.#bundle.Lab(this.#order.config, this.#files, device, workers);
    lab.set_begun(this.#begun);
    if (this.#agreement) lab.set_self_check(this.#agreement);
    return lab;
  }

  /** @param {import("./device.js").Agreement} [found] by a self-check of the GPU */
  #note(found) {
    this.#agreement = found;
    if (found) this.#lab.set_self_check(found);
    this.#report = undefined;
  }

  /** @param {RunEvent[]} events */
  #tell(events) {
    if (events.length > 0) this.#report = undefined;
    for (const event of events) this.#pass(event);
    this.#tellProgress();
    if (events.length > 0) this.#emit({ kind: "results" });
    if (this.#lab.finished()) void this.#conclude();
    else this.#pool?.feed();
  }

  /** A GPU that was right at the beginning may have gone wrong meanwhile: it is believed only if it is right again. */
  async #conclude() {
    const pool = this.#pool;
    try {
      if (this.#device === "webgpu" && pool) {
        this.#emit({ kind: "progress", done: 1, total: 1, what: "checking" });
        this.#clock.run(false);
        this.#check(await pool.selfCheck());
      }
      if (this.#over) return;
      this.#end(this.#lab.ended() === "failed" ? "failed" : "finished");
    } catch (error) {
      if (!this.#over && pool === this.#pool) this.#moveToCpu(/** @type {Error} */ (error));
    }
  }

  /** @param {RunEvent} event */
  #pass({ kind, arm = "", round = 0, reason = "" }) {
    if (kind === "arm-failed") this.#emit({ kind: "trouble", trouble: { name: kind, code: kind, message: reason, field: arm } });
    if (kind !== "round") return;
    this.#emit({ kind: "round", arm, round });
    if (this.#stepping) this.pause();
  }

  #tellProgress() {
    const now = performance.now();
    if (now - this.#told < PROGRESS_EVERY_MS && !this.#lab.finished()) return;
    this.#told = now;
    const { done, total, what } = this.#lab.progress();
    this.#emit({ kind: "progress", done, total, what, secondsLeft: this.#clock.secondsLeft(done / total) });
  }

  /** @param {boolean} paused */
  #setPaused(paused) {
    if (this.#over || this.#paused === paused) return;
    this.#paused = paused;
    this.#clock.run(!paused);
    if (!this.#pool?.size) return;
    this.#pool.pause(paused);
    this.#emit({ kind: "phase", phase: paused ? "paused" : "running" });
  }

  /** @param {unknown} error */
  #fail(error) {
    if (this.#over) return;
    this.#emit({ kind: "trouble", trouble: troubleOf(error) });
    this.#end("failed");
  }

  /** @param {"finished" | "stopped" | "failed"} phase */
  #end(phase) {
    this.#die();
    this.#log?.end();
    this.#lab.stop(); // changes nothing where the run has come to its end
    this.#lab.set_seconds(this.#clock.seconds);
    this.#report = undefined;
    const arms = JSON.parse(this.report).arms.filter((/** @type {{ id: string }} */ { id }) => id !== "dense");
    const failed = arms.filter((/** @type {{ failure?: string }} */ { failure }) => failure);
    this.#emit({ kind: "phase", phase, failed: failed.length, arms: arms.length });
  }
}
