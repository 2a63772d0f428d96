/** What an audit found: a table of attacks, what did not run, the figures, and all of it to take away. */

import { strings } from "../strings/en.js";
import { exposedAsCsv, exposedTable } from "./audit-exposed.js";
import { scoresButton } from "./audit-scores.js";
import { element, save } from "./dom.js";
import { Figure } from "./figure.js";
import { percent, percentRange, three, threeRange } from "./format.js";
import { notRunList } from "./not-run.js";

const words = strings.audit;

const REDRAW_AFTER_MS = 250;

/** As `src/audit/report.rs` writes it. @typedef {any} AuditReport */

export class AuditResult {
  #client;
  /** Names of the attacks by id. @type {Map<string, string>} */
  #attacks = new Map(Object.entries(words.attack));
  /** @type {Map<string, string>} */
  #help = new Map();
  #figures = Object.entries(words.figure).map(([id, name]) => ({ id, name, figure: new Figure(`audit-${id}`, name) }));
  /** @type {number | undefined} */
  #timer;
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
    this.root.hidden = false;
    this.root.replaceChildren(
      element("h3", {}, words.result),
      list([...report.files.map(words.read), ...accuracies(report)]),
      element("div", { class: "verdict" }, element("div", {}, ...report.sentences.map((/** @type {{ text: string }} */ { text }) => element("p", {}, text)))),
      this.#table(report),
      ...(report.against ? [element("h3", {}, words.sideBySide), this.#sideBySide(report)] : []),
      ...(report.not_run.length > 0 ? [element("h3", {}, strings.notRun.title), notRunList(report.not_run, this.#attacks)] : []),
      ...(report.remarks.length > 0 ? [element("h3", {}, words.remarks), list(report.remarks)] : []),
      ...this.#figures.map(({ id, name, figure }) => this.#section(id, name, figure)),
      ...(hasExposed(report) ? [exposedTable(report.most_exposed, this.#nameOf(report.most_exposed.attack))] : []),
      takeAway(report, json, scoresButton(this.#client)),
    );
    this.#redraw();
    return { ran: report.attacks.length, notRun: report.not_run.length };
  }

  /** @param {AuditReport} report */
  #table({ attacks, strongest }) {
    const heads = [words.head.attack, words.head.auc, words.head.balanced, words.head.found, words.head.accused, ...RATES.map(words.head.tpr)];
    const rows = attacks.map((/** @type {any} */ attack) => this.#row(attack, strongest?.attacks.includes(attack.attack)));
    return table(words.result, heads, rows);
  }

  /** Two targets, and the first minus the second. @param {AuditReport} report */
  #sideBySide({ files, attacks, against, train_accuracy: train, test_accuracy: test }) {
    const { second } = against;
    const aucOf = (/** @type {string} */ id) => attacks.find((/** @type {any} */ { attack }) => attack === id).auc;
    const row = (/** @type {string} */ name, /** @type {(value: number) => string} */ shown, /** @type {number[]} */ values, /** @type {any} */ { value, interval }) => {
      const [difference, low, high] = [value, ...interval].map((number) => shown(number).replace("-", "−"));
      const cells = [...values.map((value) => cell(shown(value))), cell((value > 0 ? "+" : "") + difference, words.to(low, high))];
      return element("tr", {}, element("th", { scope: "row" }, name), ...cells);
    };
    const rows = [
      row(words.onMembers, percent, [train, second.train_accuracy], against.train_accuracy),
      row(words.onOthers, percent, [test, second.test_accuracy], against.test_accuracy),
      ...against.attacks.map((/** @type {any} */ { attack, auc }, /** @type {number} */ at) =>
        row(words.aucOf(this.#nameOf(attack)), three, [aucOf(attack), second.aucs[at]], auc)),
    ];
    return table(words.sideBySide, ["", files[0].name, against.file, words.difference], rows);
  }

  /** @param {string} id of an attack */
  #nameOf(id) {
    return this.#attacks.get(id) ?? id;
  }

  /** @param {any} attack @param {boolean} isStrongest */
  #row(attack, isStrongest) {
    const name = this.#nameOf(attack.attack);
    const { balanced_accuracy: balanced, balanced_accuracy_interval: interval } = attack;
    return element(
      "tr",
      { "data-attack": attack.attack },
      element("th", { scope: "row" }, name, ...(isStrongest ? [element("small", {}, words.strongest)] : [])),
      cell(three(attack.auc), threeRange(attack.auc_interval)),
      balanced === undefined ? cell(words.noThreshold) : cell(percent(balanced), percentRange(interval)),
      shareCell(attack.called?.members),
      shareCell(attack.called?.non_members),
      ...RATES.map((rate) => tprCell(tprAt(attack, rate))),
    );
  }

  /** @param {string} id @param {string} name @param {Figure} figure */
  #section(id, name, figure) {
    const help = element("p", { class: "field-help" }, this.#help.get(id) ?? "");
    return element("section", {}, element("h3", {}, name), help, figure.root);
  }

  /** Soon, and once for many calls. */
  #redraw() {
    if (this.root.hidden) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#draw(), REDRAW_AFTER_MS);
  }

  async #draw() {
    for (const { id, figure } of this.#figures) {
      try {
        figure.show(await this.#client.ask({ kind: "draw-audit", request: { figure: id, ...figure.size } }));
      } catch (error) {
        figure.say(/** @type {Error} */ (error).message);
      }
    }
  }
}

const RATES = [0.1, 0.01, 0.001];

/** @param {any} attack @param {number} rate */
const tprAt = (attack, rate) => attack.tpr_at_fpr.find((/** @type {any} */ { fpr }) => fpr === rate);

/** @param {any} at */
const tprCell = (at) =>
  at?.tpr === undefined ? cell(strings.arms.unresolved) : cell(percent(at.tpr), words.at(percentRange(at.interval), percent(at.realised_fpr)));

/** @param {any} share */
const shareCell = (share) => (share ? cell(percent(share.value), percentRange(share.interval)) : cell(words.noThreshold));

/** @param {string} value @param {string} [range] */
const cell = (value, range) => element("td", {}, value, ...(range ? [element("small", {}, range)] : []));

/** @param {string} name @param {string[]} heads @param {HTMLElement[]} rows */
function table(name, heads, rows) {
  const head = element("thead", {}, element("tr", {}, ...heads.map((head) => element("th", { scope: "col" }, head))));
  const made = element("table", { class: "attacks" }, head, element("tbody", {}, ...rows));
  return element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": name }, made);
}

/** @param {string[]} items */
const list = (items) => element("ul", {}, ...items.map((item) => element("li", {}, item)));

/** @param {AuditReport} report */
const hasExposed = ({ most_exposed: exposed }) => (exposed?.rows.length ?? 0) > 0;

/** @param {AuditReport} report */
const accuracies = ({ train_accuracy: train, test_accuracy: test }) =>
  train === undefined ? [] : [words.accuracies(percent(train), percent(test))];

/** @param {AuditReport} report @param {string} json the same @param {HTMLElement[]} scores the button for them */
function takeAway(report, json, scores) {
  const button = (/** @type {string} */ id, /** @type {string} */ name, /** @type {() => void} */ onclick) =>
    element("button", { type: "button", id, onclick }, name);
  return element(
    "p",
    { class: "take-away" },
    button("audit-json", words.json, () => save("wemem-lab-audit.json", json, "application/json")),
    button("audit-csv", words.csv, () => save("wemem-lab-audit.csv", tableAsCsv(report), "text/csv")),
    ...(hasExposed(report) ? [button("audit-exposed-csv", words.exposedCsv, () => save("wemem-lab-audit-exposed.csv", exposedAsCsv(report.most_exposed), "text/csv"))] : []),
    ...scores,
  );
}

/**
 * The table with all digits; a cell is empty where there is no number. Columns are named as in LeakPro where it has
 * them (`result_name`, `roc_auc`, `TPR@1%FPR`).
 * @param {AuditReport} report
 */
function tableAsCsv({ attacks }) {
  const withInterval = (/** @type {string} */ name) => [name, `${name}_low`, `${name}_high`];
  const names = ["roc_auc", "balanced_accuracy", ...RATES.map((rate) => `TPR@${100 * rate}%FPR`)];
  const rows = attacks.map((/** @type {any} */ attack) => [
    attack.attack,
    ...[attack.auc, ...attack.auc_interval],
    ...[attack.balanced_accuracy, ...(attack.balanced_accuracy_interval ?? ["", ""])],
    ...RATES.flatMap((rate) => [tprAt(attack, rate)?.tpr, ...(tprAt(attack, rate)?.interval ?? ["", ""])]),
  ]);
  return [["result_name", ...names.flatMap(withInterval)], ...rows].map((row) => `${row.join(",")}\n`).join("");
}
