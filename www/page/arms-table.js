/** The table of arms, which is also the legend. */

import { strings } from "../strings/en.js";
import { html, render } from "../vendor/lit-html.js";
import { percent, percentRange, seconds, three, threeRange } from "./format.js";
import { applyHighlight, highlight } from "./highlight.js";
import { kind, mark } from "./mark.js";
import { cell, table } from "./table.js";

const words = strings.arms;

/** @typedef {import("../types.js").ArmReport} ArmReport */

/**
 * `by`: id of the attack by which arms are compared.
 * @typedef {object} ArmsOptions
 * @property {Map<string, string>} names @property {Map<string, string>} attacks @property {string} by
 * @property {string} chosen @property {(arm: string) => void} choose
 */

/**
 * @param {HTMLElement} root
 * @param {import("../types.js").Report} report
 * @param {ArmsOptions} options
 */
export function showArms(root, report, options) {
  const focused = armInFocus();
  const by = options.attacks.get(options.by) ?? options.by;
  const heads = [
    words.arm, words.sparsity, words.train, words.test, words.auc(by), words.strongest, words.found(by), words.accused(by),
    words.seconds,
  ];
  render(table("arms", heads, report.arms.map((arm) => row(arm, options))), root);
  applyHighlight();
  // Another run may have other arms in these rows; whoever is in the table by keyboard stays with theirs.
  if (focused === armInFocus()) return;
  /** @type {HTMLElement | null} */ (root.querySelector(`[data-arm="${CSS.escape(focused ?? "")}"] button`))?.focus();
}

const armInFocus = () => document.activeElement?.closest("tr[data-arm]")?.getAttribute("data-arm");

/** @param {ArmReport} arm @param {ArmsOptions} options */
function row(arm, { names, attacks, by, chosen, choose }) {
  const light = () => highlight(arm.id);
  const dim = () => highlight(undefined);
  return html`<tr data-arm=${arm.id} @pointerenter=${light} @focusin=${light} @pointerleave=${dim} @focusout=${dim}
    ><th scope="row"
      ><button type="button" class="plain" aria-pressed=${String(arm.id === chosen)} @click=${() => choose(arm.id)}>${mark(arm.id)}${nameOf(arm, names)}</button
      >${notes(arm)}</th
    >${cells(arm, attacks, by)}</tr>`;
}

/** With its strength, where it was run with several. @param {Pick<ArmReport, "id" | "strength">} arm @param {Map<string, string>} names */
export function nameOf(arm, names) {
  return (names.get(kind(arm.id)) ?? arm.id) + (arm.strength ? ` ${arm.strength.value}` : "");
}

/** What is to be said of an arm below its name. @param {ArmReport} arm */
function notes({ failure, chosen, privacy, reference_records: reference }) {
  const note = (/** @type {string} */ text) => html`<small class="arm-note">${text}</small>`;
  return [
    ...(failure ? [html`<span class="arm-failure">${words.failed(failure)}</span>`] : []),
    ...(chosen ? [note(words.chosen(chosen))] : []),
    ...(privacy ? [note(words.privacy(privacy))] : []),
    ...(reference ? [note(words.reference(reference))] : []),
  ];
}

/** @param {ArmReport} arm @param {Map<string, string>} attacks @param {string} by */
function cells(arm, attacks, by) {
  const last = arm.rounds.at(-1);
  if (!last) return Array.from({ length: 8 }, () => cell(words.none));
  const named = last.attacks.find(({ attack, adaptive }) => adaptive && attack === by);
  const { strongest } = last;
  const namesOf = (/** @type {string[]} */ ids) => ids.map((id) => attacks.get(id) ?? id).join(", ");
  return [
    cell(percent(last.sparsity, 0), ...(last.size ? words.size(last.size) : [])),
    cell(percent(last.train_accuracy)),
    cell(percent(last.test_accuracy), percentRange(last.test_accuracy_interval)),
    named ? cell(three(named.auc), threeRange(named.auc_interval)) : cell(words.none),
    strongest ? cell(three(strongest.auc), `${threeRange(strongest.auc_interval)} ${namesOf(strongest.attacks)}`) : cell(words.none),
    shareCell(named?.called?.members),
    shareCell(named?.called?.non_members),
    cell(arm.seconds ? seconds(arm.seconds) : words.none),
  ];
}

/** @param {import("../types.js").Share | undefined} share */
const shareCell = (share) => (share ? cell(percent(share.value), percentRange(share.interval)) : cell(words.none));
