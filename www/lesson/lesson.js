/**
 * The lesson: step by step, each one idea, a guess, a picture that answers, and the control that keeps it honest. Recorded runs speak
 * until the visitor has one of their own.
 */

import { byId, element } from "../page/dom.js";
import { html, nothing, render } from "../vendor/lit-html.js";
import { loadCard, loadCrowd, loadSeeds } from "./data.js";
import { Drawer } from "./drawer.js";
import { fill } from "./facts.js";
import { guessing } from "./guess.js";
import { ownSays } from "./own.js";
import { PICTURES } from "./pictures/index.js";
import { ownRun } from "./run.js";
import { loadSteps } from "./steps.js";

/** @typedef {import("./pictures/parts.js").Context} Context */
/** @typedef {import("./steps.js").Step} Step */
/** @typedef {import("../types.js").Report} Report */

/**
 * `start` runs settings and answers with what is wrong with them; `enter` goes to the laboratory, with these settings or with the run in
 * view; `moved` hears which step is in sight.
 * @typedef {{ start: (query: string) => Promise<string | undefined>, enter: (query: string | undefined) => void, moved: (at: number) => void }} Doors
 */

export class Lesson {
  #doors;
  #head = element("div", { class: "lesson-text lesson-head" });
  #result = element("div", { class: "lesson-text lesson-result" });
  #place = element("div", { class: "lesson-picture" });
  #nav = element("nav", { class: "lesson-nav", "aria-label": "Steps of the lesson" });
  #drawerPlace = element("div", {});
  #drawer;
  /** @type {import("./steps.js").Steps | undefined} */
  #steps;
  /** @type {Step | undefined} */
  #step;
  #at = 0;
  /** The picture of each step, which keeps what was done in it. @type {Map<number, { root: HTMLElement, picture: import("./pictures/parts.js").Picture }>} */
  #pictures = new Map();
  /** What was guessed, step by step; a step in it has been answered. @type {Map<number, unknown>} */
  #guesses = new Map();
  /** @type {import("./data.js").Card | undefined} */
  #card;
  /** @type {import("./facts.js").Seeds | undefined} */
  #seeds;
  /** @type {import("./run.js").RunView | undefined} */
  #recorded;
  /** The visitor's runs: the newest, and the one before it. @type {{ report: Report, view: import("./run.js").RunView }[]} */
  #runs = [];
  /** @type {Context["own"]} */
  #own = [];
  /** The visitor's own run is shown once there is one. */
  #showsOwn = true;
  #isReady = false;
  #trouble = "";
  /** What was asked for last: another step may come first. */
  #asked = 0;

  /** @param {HTMLElement} root @param {Doors} doors */
  constructor(root, doors) {
    this.#doors = doors;
    this.#drawer = new Drawer(this.#drawerPlace, doors.start);
    root.replaceChildren(this.#head, this.#place, this.#result, this.#nav);
  }

  /** @param {string | undefined} file a lesson of somebody's own @param {number} at */
  async open(file, at) {
    try {
      [this.#steps, this.#card] = await Promise.all([loadSteps(file), loadCard()]);
    } catch (error) {
      this.#fail(error);
      return;
    }
    await this.go(at);
    // The rest loads while one reads; without it a picture says that it is on its way.
    loadCrowd().then((run) => (this.#recorded = run), (error) => this.#fail(error)).then(() => this.#show());
    loadSeeds().then((seeds) => (this.#seeds = seeds), (error) => this.#fail(error)).then(() => this.#show());
  }

  /** The laboratory can run something from now on. */
  ready() {
    this.#isReady = true;
    this.#show();
  }

  /** Nothing can be run here; what was recorded stays. @param {string} words */
  lack(words) {
    this.#fail(new Error(words));
  }

  /** The step in sight. */
  get at() {
    return this.#at;
  }

  /** @param {number} at */
  async go(at) {
    const steps = this.#steps;
    if (!steps) return;
    this.#at = Math.max(0, Math.min(steps.count - 1, at));
    const asked = ++this.#asked;
    try {
      const step = await steps.at(this.#at);
      await this.#prepare(this.#at, step);
      if (asked !== this.#asked) return;
      this.#step = step;
      this.#trouble = "";
    } catch (error) {
      this.#fail(error);
    }
    this.#show();
    this.#doors.moved(this.#at);
    const next = Math.min(steps.count - 1, this.#at + 1);
    void steps.at(next).then((step) => this.#prepare(next, step)).catch(() => {});
  }

  /** A run of the visitor's own, as it grows. @param {Report} report */
  take(report) {
    const isSame = this.#runs[0]?.report.begun === report.begun && this.#runs[0]?.report.settings === report.settings;
    const run = { report, view: ownRun(report) };
    this.#runs = [run, ...this.#runs.slice(isSame ? 1 : 0)].slice(0, 2);
    if (report.ended === "finished") this.#keepEnds(report);
    this.#show();
  }

  /** @param {Report} report */
  #keepEnds({ config: { seed }, arms, settings = "" }) {
    this.#own = this.#own.filter((one) => one.seed !== seed || one.settings !== settings);
    for (const { id, rounds } of arms) {
      const last = rounds.at(-1);
      const auc = last?.attacks.find(({ attack, adaptive }) => attack === "rmia" && adaptive)?.auc;
      if (last && auc !== undefined) this.#own.push({ arm: id, seed, settings, accuracy: last.test_accuracy, auc });
    }
  }

  /** @param {unknown} error */
  #fail(error) {
    this.#trouble = /** @type {Error} */ (error).message;
    this.#show();
  }

  #show() {
    const step = this.#step;
    render(this.#trouble ? html`<p class="error" role="alert">${this.#trouble}${this.#step ? nothing : html` <a href="?lesson">The page's own lesson</a>`}</p>` : nothing, this.#troublePlace);
    if (!step || !this.#card) return;
    const context = this.#context(step, this.#card);
    render(this.#question(step, context), this.#head);
    render(this.#answer(step, context), this.#result);
    this.#drawer.show(step.exercise, this.#isReady);
    this.#showPicture(context);
    render(this.#steer(), this.#nav);
  }

  #troublePlace = byId("lesson-trouble");

  /** @param {Step} step @param {import("./data.js").Card} card @returns {Context} */
  #context(step, card) {
    // A run speaks as soon as it has the network that most steps are about; the first card is of the recorded one.
    const own = this.#showsOwn && step.picture.kind !== "card" ? this.#runs.filter(({ view }) => view.rounds("base") > 0) : [];
    const run = own[0]?.view ?? this.#recorded ?? NOTHING;
    const before = own.length > 1 ? own[1].view : own.length === 1 ? this.#recorded : undefined;
    return {
      step, card, run, before,
      seeds: this.#seeds,
      own: this.#own,
      guess: this.#guesses.get(this.#at),
      revealed: this.#guesses.has(this.#at) || !step.guess,
      answer: (guess) => {
        this.#guesses.set(this.#at, guess);
        this.#show();
        byId("lesson-result")?.focus({ preventScroll: true });
      },
      say: (text) => (byId("live").textContent = text),
    };
  }

  /** @param {Step} step @param {Context} context */
  #question(step, context) {
    return html`
      <p class="kicker">${this.#steps?.title}</p>
      <h1 id="lesson-title" tabindex="-1">${step.title}</h1>
      ${step.idea.map((text) => html`<p>${text}</p>`)}
      ${guessing(context, { draft: this.#drafts.get(this.#at), moved: (value) => this.#draft(value) })}`;
  }

  /** @param {Step} step @param {Context} context */
  #answer(step, context) {
    const { facts = {}, result, control, misconception, speaker } = step;
    const filled = (/** @type {string} */ text) => fill(text, facts, this.#seeds, context.run);
    const hasOwn = this.#runs.length > 0;
    const from = !context.run.isRecorded ? `your run, seed ${context.run.seed}` : `the recorded run, seed ${this.#card?.seed}`;
    return html`
      <div id="lesson-result" class="result" tabindex="-1" ?hidden=${!context.revealed}>${context.revealed
        ? html`${result ? html`<p class="answered">${filled(result)}</p>` : nothing}${control ? html`<p class="control"><strong>To be sure.</strong> ${filled(control)}</p>` : nothing}
          ${ownSays(step, this.#showsOwn ? this.#runs[0]?.report : undefined)}
          ${this.#drawerPlace}
          <details class="talk"><summary>For talking about it</summary>${misconception ? html`<p><strong>A common mistake:</strong> ${misconception}</p>` : nothing}${speaker ? html`<p><strong>To say aloud:</strong> ${speaker}</p>` : nothing}</details>
          <p><a href="?laboratory" id="to-laboratory" @click=${(/** @type {Event} */ event) => this.#enter(event)}>Into the laboratory with this run</a></p>`
        : nothing}</div>
      <p class="quiet">Seen here: ${from}. ${hasOwn ? html`<button type="button" class="plain" id="swap-run" @click=${() => this.#swap()}>${this.#showsOwn ? "Back to the recorded run" : "Show your run"}</button> ` : nothing}Numbers over several runs are of ten recorded ones.</p>`;
  }

  /** Where handles of numbers stand. @type {Map<number, number>} */
  #drafts = new Map();

  /** @param {number} value */
  #draft(value) {
    this.#drafts.set(this.#at, value);
    this.#show();
  }

  #swap() {
    this.#showsOwn = !this.#showsOwn;
    this.#show();
  }

  /** @param {Event} event */
  #enter(event) {
    event.preventDefault();
    const isOwn = this.#showsOwn && this.#runs.length > 0;
    this.#doors.enter(isOwn ? undefined : (this.#step?.exercise?.query ?? ""));
  }

  /** @param {number} at @param {Step} step */
  async #prepare(at, { picture: { kind } }) {
    if (this.#pictures.has(at)) return;
    const Picture = await PICTURES[kind]();
    const root = element("div", { class: `picture picture-${kind}` });
    if (!this.#pictures.has(at)) this.#pictures.set(at, { root, picture: new Picture(root) });
  }

  /** @param {Context} context */
  #showPicture(context) {
    const made = this.#pictures.get(this.#at);
    if (!made) return;
    if (this.#place.firstChild !== made.root) this.#place.replaceChildren(made.root);
    made.picture.update(context);
  }

  #steer() {
    const steps = /** @type {import("./steps.js").Steps} */ (this.#steps);
    const last = steps.count - 1;
    const turn = (/** @type {number} */ to) => async () => {
      await this.go(to);
      byId("lesson-title")?.focus({ preventScroll: true });
      byId("lesson").scrollIntoView({ block: "start" });
    };
    return html`<p class="step-count" aria-hidden="true">${this.#at + 1} / ${steps.count}</p><button type="button" id="step-back" ?disabled=${this.#at === 0} @click=${turn(this.#at - 1)}>Back</button>
      <ol class="dots">${Array.from({ length: steps.count }, (_, i) => html`<li><button type="button" aria-current=${i === this.#at ? "step" : nothing} aria-label=${`Step ${i + 1} of ${steps.count}`} class=${this.#guesses.has(i) ? "is-done" : ""} @click=${turn(i)}></button></li>`)}</ol>
      <button type="button" id="step-next" class="primary" ?disabled=${this.#at === last} @click=${turn(this.#at + 1)}>Next</button>`;
  }
}

/** A run that is still on its way. @type {import("./run.js").RunView} */
const NOTHING = {
  isRecorded: true, seed: 0, source: "", names: [],
  records: { members: [], non_members: [], ranking: [] },
  rounds: () => 0,
  crowd: () => undefined,
  state: () => ({ sparsity: 0, auc: undefined }),
};
