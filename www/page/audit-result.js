/** What an audit found: a table of attacks, what did not run, the figures, and all of it to take away. */

import { strings } from "../strings/en.js";
import { html, nothing, render } from "../vendor/lit-html.js";
import { about } from "./about.js";
import { exposedAsCsv, exposedTable } from "./audit-exposed.js";
import { scoresButton } from "./audit-scores.js";
import { element, save } from "./dom.js";
import { Figure } from "./figure.js";
import { percent, percentRange, three, threeRange } from "./format.js";
import { Order } from "./order.js";
import { notRunList } from "./not-run.js";
import { cell, head, list, scrolled, table } from "./table.js";

const words = strings.audit;

const REDRAW_AFTER_MS = 250;

/** @typedef {import("../types.js").AuditReport} AuditReport */
/** @typedef {import("../types.js").AttackReport} AttackReport */

export class AuditResult {
  #client;
  /** Names of the attacks by id. @type {Map<string, string>} */
  #attacks = new Map(Object.entries(words.attack));
  /** @type {Map<string, string>} */
  #help = new Map();
  #figures = Object.entries(words.figure).map(([id, name]) => ({ id, name, figure: new Figure(`audit-${id}`, name, () => about.software) }));
  /** @type {number | undefined} */
  #timer;
  #draws = new Order();
  root = element("div", { class: "audit-result", id: "audit-result", hidden: true });

  /** @param {import("./client.js").LabClient} client */
  constructor(client) {
    this.#client = client;
    new ResizeObserver(() => this.#redraw()).observe(this.root);
  }

  /** @param {import("../bundles.js").Catalog} catalog */
  open({ attacks, figures }) {
    for (const { id, name } of attacks) this.#attacks.set(id, name);
    for (const { id, help } of figures) this.#help.set(id, help);
  }

  /** @param {string} json @returns {{ ran: number, notRun: number }} numbers of attacks */
  show(json) {
    /** @type {AuditReport} */
    const report = JSON.parse(json);
    const exposed = exposedOf(report);
    this.root.hidden = false;
    const titled = (/** @type {boolean} */ isThere, /** @type {string} */ title, /** @type {() => unknown} */ part) =>
      isThere ? html`<h3>${title}</h3>${part()}` : nothing;
    render(
      [
        html`<h3>${words.result}</h3>${list("", [...report.files.map(words.read), ...accuracies(report)])}`,
        html`<div class="verdict"><div>${report.sentences.map(({ text }) => html`<p>${text}</p>`)}</div></div>`,
        this.#table(report),
        report.against ? html`<h3>${words.sideBySide}</h3>${this.#sideBySide(report, report.against)}` : nothing,
        titled(report.not_run.length > 0, strings.notRun.title, () => notRunList(report.not_run, this.#attacks)),
        titled(report.remarks.length > 0, words.remarks, () => list("", report.remarks)),
        ...this.#figures.map(({ id, name, figure }) => this.#section(id, name, figure)),
        exposed ? exposedTable(exposed, this.#nameOf(exposed.attack)) : nothing,
        takeAway(report, json, scoresButton(this.#client)),
      ],
      this.root,
    );
    this.#redraw();
    return { ran: report.attacks.length, notRun: report.not_run.length };
  }

  /** @param {AuditReport} report */
  #table({ attacks, strongest }) {
    const heads = [
      head(words.head.attack, "strongest"), head(words.head.auc, "auc interval"), head(words.head.balanced, "balanced"),
      head(words.head.found, "found"), head(words.head.accused, "accused"), ...RATES.map((rate) => head(words.head.tpr(rate), "tpr")),
    ];
    const rows = attacks.map((attack) => this.#row(attack, strongest?.attacks.includes(attack.attack) ?? false));
    return scrolled(words.result, table("attacks", heads, rows));
  }

  /** Two targets, and the first minus the second. @param {AuditReport} report @param {import("../types.js").Against} against */
  #sideBySide({ files, attacks, train_accuracy: train, test_accuracy: test }, against) {
    const { second } = against;
    const aucOf = (/** @type {string} */ id) => attacks.find(({ attack }) => attack === id)?.auc;
    const one = (/** @type {number | undefined} */ value, /** @type {(value: number) => string} */ shown) =>
      cell(value === undefined ? strings.arms.none : shown(value));
    const row = (/** @type {string} */ name, /** @type {(value: number) => string} */ shown, /** @type {(number | undefined)[]} */ values, /** @type {import("../types.js").Difference} */ { value, interval }) => {
      const [difference, low, high] = [value, ...interval].map((number) => shown(number).replace("-", "−"));
      const cells = [...values.map((value) => one(value, shown)), cell((value > 0 ? "+" : "") + difference, words.to(low, high))];
      return html`<tr><th scope="row">${name}</th>${cells}</tr>`;
    };
    const rows = [
      row(words.onMembers, percent, [train, second?.train_accuracy], against.train_accuracy),
      row(words.onOthers, percent, [test, second?.test_accuracy], against.test_accuracy),
      ...against.attacks.map(({ attack, auc }, at) =>
        row(words.aucOf(this.#nameOf(attack)), three, [aucOf(attack), second?.aucs[at]], auc)),
    ];
    return scrolled(words.sideBySide, table("attacks", ["", files[0].name, against.file, words.difference], rows));
  }

  /** @param {string} id of an attack */
  #nameOf(id) {
    return this.#attacks.get(id) ?? id;
  }

  /** @param {AttackReport} attack @param {boolean} isStrongest */
  #row(attack, isStrongest) {
    const name = this.#nameOf(attack.attack);
    const { balanced_accuracy: balanced, balanced_accuracy_interval: interval } = attack;
    const cells = [
      cell(three(attack.auc), threeRange(attack.auc_interval)),
      balanced === undefined || !interval ? cell(words.noThreshold) : cell(percent(balanced), percentRange(interval)),
      shareCell(attack.called?.members),
      shareCell(attack.called?.non_members),
      ...RATES.map((rate) => tprCell(tprAt(attack, rate))),
    ];
    return html`<tr data-attack=${attack.attack}><th scope="row">${name}${isStrongest ? html`<small>${words.strongest}</small>` : nothing}</th>${cells}</tr>`;
  }

  /** @param {string} id @param {string} name @param {Figure} figure */
  #section(id, name, figure) {
    return html`<section><h3>${name}</h3><p class="field-help">${this.#help.get(id) ?? ""}</p>${figure.root}</section>`;
  }

  /** Soon, and once for many calls. */
  #redraw() {
    if (this.root.hidden) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#draw(), REDRAW_AFTER_MS);
  }

  async #draw() {
    this.#draws.overtake();
    for (const { id, figure } of this.#figures) {
      const isNewest = this.#draws.ask();
      try {
        const picture = await this.#client.ask({ kind: "draw-audit", request: { figure: id, ...figure.size } });
        if (!isNewest()) return;
        figure.show(picture);
      } catch (error) {
        figure.say(/** @type {Error} */ (error).message);
      }
    }
  }
}

const RATES = [0.1, 0.01, 0.001];

/** @param {AttackReport} attack @param {number} rate */
const tprAt = (attack, rate) => attack.tpr_at_fpr.find(({ fpr }) => fpr === rate);

/** @param {import("../types.js").TprAtFpr | undefined} at */
const tprCell = (at) =>
  at && "tpr" in at ? cell(percent(at.tpr), words.at(percentRange(at.interval), percent(at.realised_fpr))) : cell(strings.arms.unresolved);

/** @param {import("../types.js").Share | undefined} share */
const shareCell = (share) => (share ? cell(percent(share.value), percentRange(share.interval)) : cell(words.noThreshold));

/** None where no row stands out. @param {AuditReport} report */
const exposedOf = ({ most_exposed: exposed }) => (exposed && exposed.rows.length > 0 ? exposed : undefined);

/** @param {AuditReport} report */
const accuracies = ({ train_accuracy: train, test_accuracy: test }) =>
  train === undefined || test === undefined ? [] : [words.accuracies(percent(train), percent(test))];

/** @param {AuditReport} report @param {string} json the same @param {HTMLElement[]} scores the button for them */
function takeAway(report, json, scores) {
  const exposed = exposedOf(report);
  const button = (/** @type {string} */ id, /** @type {string} */ name, /** @type {() => void} */ take) =>
    html`<button type="button" id=${id} @click=${take}>${name}</button>`;
  return html`<p class="take-away">${[
    button("audit-json", words.json, () => save("wemem-lab-audit.json", json, "application/json")),
    button("audit-csv", words.csv, () => save("wemem-lab-audit.csv", tableAsCsv(report), "text/csv")),
    exposed
      ? button("audit-exposed-csv", words.exposedCsv, () => save("wemem-lab-audit-exposed.csv", exposedAsCsv(exposed), "text/csv")) : nothing,
    ...scores,
  ]}</p>`;
}

/**
 * The table with all digits; a cell is empty where there is no number. Columns are named as in LeakPro where it has
 * them (`result_name`, `roc_auc`, `TPR@1%FPR`).
 * @param {AuditReport} report
 */
function tableAsCsv({ attacks }) {
  const withInterval = (/** @type {string} */ name) => [name, `${name}_low`, `${name}_high`];
  const names = ["roc_auc", "balanced_accuracy", ...RATES.map((rate) => `TPR@${100 * rate}%FPR`)];
  const rows = attacks.map((attack) => [
    attack.attack,
    ...[attack.auc, ...attack.auc_interval],
    ...[attack.balanced_accuracy, ...(attack.balanced_accuracy_interval ?? ["", ""])],
    ...RATES.flatMap((rate) => {
      const at = tprAt(attack, rate);
      return /** @type {(string | number)[]} */ (at && "tpr" in at ? [at.tpr, ...at.interval] : ["", "", ""]);
    }),
  ]);
  return [["result_name", ...names.flatMap(withInterval)], ...rows].map((row) => `${row.join(",")}\n`).join("");
}
