/**
 * The stage: asks the laboratory for the figures in sight, never more often than a person can follow, and not at all
 * while nobody looks.
 */

import { strings } from "../strings/en.js";
import { element } from "./dom.js";
import { Figure } from "./figure.js";
import { whyNot } from "./not-run.js";
import { Pace } from "./pace.js";
import { Panel } from "./panel.js";
import { choiceTerm } from "./term.js";

export class Stage extends EventTarget {
  attack = "rmia";
  /** Attack by which arms are compared. */
  by = "rmia";
  /** Methods in the trade-off, where these are not all. @type {string[] | undefined} */
  shown;
  /** The round after which it shows them; the last if none. @type {number | undefined} */
  round;
  tradeoff;
  /** Carries `data-drawing` while its figures are not yet those of the numbers. */
  #root;
  #state;
  /** @type {import("./client.js").LabClient | undefined} */
  #client;
  /** @type {Panel[]} */
  #panels = [];
  /** Something has changed while nobody looked. */
  #isStale = false;
  #isInSight = true;
  #pace;
  #wanted = "base";
  /** Of the report in sight. @type {string[]} */
  #arms = [];

  /** @param {HTMLElement} root holds the trade-off @param {Figure} tradeoff @param {import("./state.js").State} state */
  constructor(root, tradeoff, state) {
    super();
    this.#root = root;
    this.#state = state;
    this.#pace = new Pace(state, () => this.#drawAll());
    this.tradeoff = tradeoff;
    root.replaceChildren(tradeoff.root);
    new ResizeObserver(() => this.redraw()).observe(tradeoff.root);
    document.addEventListener("visibilitychange", () => this.redraw());
  }

  /**
   * From now on figures can be drawn.
   * @param {import("./client.js").LabClient} client
   * @param {import("../bundles.js").Catalog} catalog
   * @param {{ attacker: HTMLElement, network: HTMLElement }} places
   */
  open(client, catalog, { attacker, network }) {
    this.#client = client;
    const of = (/** @type {string} */ place) => catalog.figures.filter(({ panel }) => panel === place);
    const redraw = () => {
      this.redraw();
      this.dispatchEvent(new Event("figure"));
    };
    this.#panels = [
      new Panel(attacker, strings.stage.attacker, of("attacker"), redraw),
      new Panel(network, strings.stage.network, of("network"), redraw),
    ];
    this.redraw();
  }

  /** The arm looked at closely: the wanted one, wherever the report in sight has it. */
  get arm() {
    const last = this.#arms.at(-1);
    return last === undefined || this.#arms.includes(this.#wanted) ? this.#wanted : last;
  }

  /** @param {string[]} arms of the report in sight */
  offer(arms) {
    this.#arms = arms;
  }

  /** What is looked at; `figures`: those in sight, one a panel. */
  get view() {
    return { arm: this.#wanted, attack: this.attack, by: this.by, figures: this.#panels.map(({ current }) => current.id) };
  }

  /** @param {Partial<Stage["view"]>} wanted */
  look({ arm = this.#wanted, attack = this.attack, by = this.by, figures = [] }) {
    this.#wanted = arm;
    Object.assign(this, { attack, by });
    for (const panel of this.#panels) figures.forEach((id) => panel.choose(id));
    this.dispatchEvent(new Event("look"));
    this.redraw();
  }

  /** In another page it may be out of sight: then nothing is drawn. @param {boolean} isInSight */
  set isInSight(isInSight) {
    this.#isInSight = isInSight;
    if (isInSight && this.#isStale) this.redraw();
  }

  /** The id of the panel that holds a figure. @param {string} figure */
  panelOf(figure) {
    return this.#panels.find((panel) => panel.has(figure))?.id ?? "";
  }

  /** Somebody has chosen something else: soon, and once for many calls. */
  redraw() {
    if (this.#mayDraw()) this.#pace.want();
  }

  /** There are other numbers: at the page's own pace. */
  renew() {
    if (this.#mayDraw()) this.#pace.tell();
  }

  #mayDraw() {
    if (this.#client) this.#root.dataset.drawing = "";
    this.#isStale = this.#isUnseen;
    return this.#client !== undefined && !this.#isStale;
  }

  get #isUnseen() {
    return document.hidden || !this.#isInSight;
  }

  async #drawAll() {
    this.#isStale = this.#isUnseen; // it was seen when it was asked for
    if (this.#isStale) return;
    await this.#draw("tradeoff", this.tradeoff);
    for (const panel of this.#panels) {
      await painted(); // in one frame all figures together would hold up the page
      await this.#draw(panel.current.id, panel.current.figure);
    }
    this.dispatchEvent(new Event("drawn"));
    if (!this.#pace.isStale && !this.#isStale) delete this.#root.dataset.drawing;
  }

  /** What is chosen for a figure. @param {string} figure */
  #request(figure) {
    const { arm, attack, by, shown, round } = this;
    return { source: this.#state.source, figure, arm, attack, by, ...(figure === "tradeoff" ? { shown, round } : {}) };
  }

  /** @param {string} id @param {Figure} figure */
  async #draw(id, figure) {
    const request = this.#request(id);
    // An answer to what is chosen no longer is dropped; another one has been asked for already.
    const isOvertaken = () => JSON.stringify(this.#request(id)) !== JSON.stringify(request);
    try {
      const picture = await this.#client?.ask({ kind: "draw", request: { ...request, ...figure.size } });
      if (isOvertaken()) return;
      if (picture) figure.show(picture);
      else figure.say(strings.stage.noRecorded);
    } catch (error) {
      if (!isOvertaken()) figure.say(/** @type {Error} */ (error).message);
    }
  }
}

/** The next frame has come, or nobody looks. */
const painted = () => new Promise((done) => {
  requestAnimationFrame(done);
  setTimeout(done, 100);
});

/** What each choice sets, by its id. @type {Record<string, "arm" | "attack" | "by">} */
const CHOICES = { "closer-arm": "arm", "closer-attack": "attack", "closer-by": "by" };

/**
 * The choices above the panels: which arm, which attack in the ROC, and by which attack arms are compared.
 * @param {HTMLElement} root
 * @param {import("../bundles.js").Catalog} catalog
 * @param {Stage} stage
 */
export function chooseCloser(root, catalog, stage) {
  const nameOf = (/** @type {string} */ id) => catalog.attacks.find((attack) => attack.id === id)?.name ?? id;
  const choice = (/** @type {string} */ id, /** @type {string} */ label, /** @type {{ id: string, name: string }[]} */ options) =>
    element(
      "span",
      { class: "closer-choice" },
      element("label", { for: id }, label),
      element("select", { id }, ...options.map((option) => element("option", { value: option.id }, option.name))),
      choiceTerm(id, label),
    );
  root.replaceChildren(
    choice("closer-arm", strings.stage.arm, [{ id: "dense", name: strings.arms.dense }, ...catalog.arms]),
    choice("closer-attack", strings.stage.attack, catalog.attacks),
    choice("closer-by", strings.stage.by, catalog.named.map((id) => ({ id, name: nameOf(id) }))),
  );
  root.hidden = false;
  root.addEventListener("change", ({ target }) => {
    const { id, value } = /** @type {HTMLSelectElement} */ (target);
    stage.look({ [CHOICES[id]]: value });
  });
  stage.look({});
}

/**
 * Shows what is chosen, and offers only arms and attacks that there are: of the others it says why not.
 * @param {Stage} stage
 * @param {import("../types.js").Report} report in sight
 * @param {Map<string, string>} attacks names by id
 */
export function showCloser(stage, report, attacks) {
  const arms = report.arms.map(({ id }) => id);
  stage.offer(arms);
  for (const [id, key] of Object.entries(CHOICES)) {
    const value = stage[key];
    const select = document.getElementById(id);
    if (!(select instanceof HTMLSelectElement)) continue;
    for (const option of select.options) {
      if (key === "arm") option.hidden = !arms.includes(option.value);
      else offer(option, attacks.get(option.value) ?? option.value, whyNot(report, option.value));
    }
    select.value = value;
  }
}

/** @param {HTMLOptionElement} option @param {string} name @param {string | undefined} why not */
function offer(option, name, why) {
  option.disabled = why !== undefined;
  option.textContent = name + (why ? `: ${why}` : "");
}
