/** The table of arms, which is also the legend. */

import { strings } from "../strings/en.js";
import { element } from "./dom.js";
import { percent, percentRange, seconds, three, threeRange } from "./format.js";
import { applyHighlight, highlight } from "./highlight.js";
import { kind, mark } from "./mark.js";

const words = strings.arms;

/**
 * @param {HTMLElement} root
 * @param {any} report
 * @param {{ names: Map<string, string>, attacks: Map<string, string>, chosen: string, choose: (arm: string) => void }} options
 */
export function showArms(root, report, options) {
  const focused = document.activeElement?.closest("[data-arm]")?.getAttribute("data-arm");
  const heads = [words.arm, words.sparsity, words.train, words.test, words.auc, words.conf, words.tpr, words.seconds];
  const rows = report.arms.map((/** @type {any} */ arm) => row(arm, options));
  root.replaceChildren(tableOfArms(heads, rows));
  applyHighlight();
  // The table is made anew while the run goes on; whoever is in it by keyboard stays where they were.
  if (focused) /** @type {HTMLElement | null} */ (root.querySelector(`[data-arm="${CSS.escape(focused)}"] button`))?.focus();
}

/** @param {string[]} heads @param {HTMLElement[]} rows */
export const tableOfArms = (heads, rows) =>
  element(
    "table",
    { class: "arms" },
    element("thead", {}, element("tr", {}, ...heads.map((head) => element("th", { scope: "col" }, head)))),
    element("tbody", {}, ...rows),
  );

/** @param {any} arm @param {{ names: Map<string, string>, attacks: Map<string, string>, chosen: string, choose: (arm: string) => void }} options */
function row(arm, { names, attacks, chosen, choose }) {
  const button = element(
    "button",
    { type: "button", class: "plain", "aria-pressed": String(arm.id === chosen), onclick: () => choose(arm.id) },
    mark(arm.id),
    nameOf(arm, names),
  );
  const head = element("th", { scope: "row" }, button, ...notes(arm));
  const made = element("tr", { "data-arm": arm.id }, head, ...cells(arm, attacks));
  for (const type of ["pointerenter", "focusin"]) made.addEventListener(type, () => highlight(arm.id));
  for (const type of ["pointerleave", "focusout"]) made.addEventListener(type, () => highlight(undefined));
  return made;
}

/** With its strength, where it was run with several. @param {any} arm @param {Map<string, string>} names */
export function nameOf(arm, names) {
  return (names.get(kind(arm.id)) ?? arm.id) + (arm.knob ? ` ${arm.knob.value}` : "");
}

/** What is to be said of an arm below its name. @param {any} arm */
function notes({ failure, chosen, privacy, reference_records: reference }) {
  const note = (/** @type {string} */ text) => element("small", { class: "arm-note" }, text);
  return [
    ...(failure ? [element("span", { class: "arm-failure" }, words.failed(failure))] : []),
    ...(chosen ? [note(words.chosen(chosen))] : []),
    ...(privacy ? [note(words.privacy(privacy))] : []),
    ...(reference ? [note(words.reference(reference))] : []),
  ];
}

/** @param {any} arm @param {Map<string, string>} attacks */
function cells(arm, attacks) {
  const last = arm.rounds.at(-1);
  if (!last) return Array.from({ length: 7 }, () => element("td", {}, words.none));
  const worst = last.attacks[last.worst_attack];
  const conf = last.attacks.find((/** @type {any} */ { attack, adaptive }) => adaptive && attack === "conf");
  return [
    cell(percent(last.sparsity, 0), ...(last.size ? words.size(last.size) : [])),
    cell(percent(last.train_accuracy)),
    cell(percent(last.test_accuracy), percentRange(last.test_accuracy_interval)),
    worst ? cell(three(worst.auc), `${threeRange(worst.auc_interval)} ${attacks.get(worst.attack) ?? worst.attack}`) : cell(words.none),
    conf ? cell(percent(conf.balanced_accuracy), percentRange(conf.balanced_accuracy_interval)) : cell(words.none),
    worst ? tprCell(worst) : cell(words.none),
    cell(arm.seconds ? seconds(arm.seconds) : words.none),
  ];
}

/** @param {any} attack */
function tprCell(attack) {
  const at = attack.tpr_at_fpr.find((/** @type {any} */ { fpr }) => fpr === 0.01);
  return at?.tpr === undefined ? cell(words.unresolved) : cell(percent(at.tpr), percentRange(at.interval));
}

/** @param {string} value @param {string[]} below a line each */
const cell = (value, ...below) => element("td", {}, value, ...below.map((line) => element("small", {}, line)));
