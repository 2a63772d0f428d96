/** The table over several seeds, below that of the arms: means, their spread, and differences to Base. */

import { strings } from "../strings/en.js";
import { html, nothing, render } from "../vendor/lit-html.js";
import { nameOf } from "./arms-table.js";
import { byId } from "./dom.js";
import { applyHighlight } from "./highlight.js";
import { mark } from "./mark.js";
import { cell, head, table } from "./table.js";

/** @typedef {import("../types.js").Repeated} Repeated */
/** @typedef {import("../types.js").Spread} Spread */
/** How a number is written: its factor, its digits after the point, its unit. @typedef {{ factor: number, digits: number, unit: string }} Scale */

const words = strings.seeds;

const RATE = { factor: 100, digits: 1, unit: " %" };
const POINTS = { factor: 100, digits: 1, unit: ` ${words.points}` };
const AREA = { factor: 1, digits: 3, unit: "" };
/** Of an attack that did not run. @type {Repeated} */
const NOTHING = { values: [] };

/**
 * @param {import("../protocol.js").Repeats | undefined} repeats none before there are two seeds
 * @param {import("../types.js").Report} report of one of the seeds
 * @param {{ names: Map<string, string>, attacks: Map<string, string>, by: string }} options `by`: attack that is shown
 */
export function showSeeds(repeats, report, { names, attacks, by }) {
  byId("seeds").hidden = !repeats;
  if (!repeats) return void render(nothing, byId("seeds-table"));
  const { arms, seeds } = repeats;
  byId("seeds-title").textContent = words.title(seeds.length);
  byId("seeds-list").textContent = words.list(seeds);
  const named = (/** @type {string} */ id) => report.arms.find((arm) => arm.id === id) ?? { id };
  const rows = arms.map(({ id, test_accuracy: accuracy, attacks: found }) =>
    html`<tr data-arm=${id}><th scope="row"><span class="seeds-arm">${mark(id)}${nameOf(named(id), names)}</span></th
      >${cells(accuracy, RATE, POINTS)}${cells(found.find(({ attack }) => attack === by)?.auc ?? NOTHING, AREA, AREA)}</tr>`,
  );
  const name = attacks.get(by) ?? by;
  const heads = [
    head(words.arm, "base"), head(words.test, "test seeds"), head(words.testMinusBase, "base seeds"),
    head(words.auc(name), `auc ${by} seeds`), head(words.aucMinusBase(name), `auc base seeds`),
  ];
  render(table("arms", heads, rows), byId("seeds-table"));
  applyHighlight();
}

/** @param {Repeated} repeated @param {Scale} scale @param {Scale} difference */
function cells({ values, over, minus_base: minusBase }, scale, difference) {
  return [spreadCell(over, values.length, scale, plain), spreadCell(minusBase, values.length, difference, signed)];
}

/** @param {Spread | undefined} spread @param {number} seeds @param {Scale} scale @param {typeof plain} write */
function spreadCell(spread, seeds, { factor, digits, unit }, write) {
  if (!spread) return cell(words.none);
  const { n, mean, deviation, interval } = spread;
  const text = (/** @type {number} */ value) => write(factor * value, digits);
  const spreads = deviation === undefined ? "" : ` ± ${plain(factor * deviation, digits)}`;
  const notes = [
    ...(interval ? [words.interval(text(interval[0]), text(interval[1]))] : []),
    ...(n < seeds ? [words.fewer(n, seeds)] : []),
  ];
  return cell(`${text(mean)}${spreads}${unit}`, ...notes);
}

/** @param {number} value @param {number} digits */
const plain = (value, digits) => value.toFixed(digits).replace("-", "−");

/** @param {number} value @param {number} digits */
const signed = (value, digits) => (Number(value.toFixed(digits)) > 0 ? "+" : "") + plain(value, digits);
