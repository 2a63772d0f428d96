/**
 * The columns of the table of arms, first what a reader came for: leak, accuracy, found, accused. On a phone only the
 * first ones are seen without scrolling sideways.
 */

import { strings } from "../strings/en.js";
import { percent, percentRange, seconds, three, threeRange } from "./format.js";
import { cell } from "./table.js";

const words = strings.arms;

/** @typedef {import("../types.js").ArmReport} ArmReport */
/** @typedef {import("../types.js").RoundReport} RoundReport */

/**
 * `value`: by which rows are sorted, and of which a folded group shows the range; none where the arm has none. `write`: how
 * such a value is written. `below`: small lines under it. `terms`: ids of what explains its head.
 * @typedef {object} Column
 * @property {string} id @property {string} head @property {string} terms
 * @property {(last: RoundReport, arm: ArmReport) => number | undefined} value
 * @property {(value: number) => string} write
 * @property {(last: RoundReport) => string[]} [below]
 */

/**
 * @param {Map<string, string>} attacks names by id
 * @param {string} by id of the attack by which arms are compared
 * @returns {Column[]}
 */
export function columnsOf(attacks, by) {
  const nameOf = (/** @type {string} */ id) => attacks.get(id) ?? id;
  const named = (/** @type {RoundReport} */ last) => last.attacks.find(({ attack, adaptive }) => adaptive && attack === by);
  const rate = (/** @type {number} */ value) => percent(value);
  /** @type {(id: string, head: string, of: "members" | "non_members") => Column} */
  const share = (id, head, of) => ({
    id, head, terms: id, write: rate,
    value: (last) => named(last)?.called?.[of]?.value,
    below: (last) => line(named(last)?.called?.[of]?.interval, percentRange),
  });
  return [
    {
      id: "leak", head: words.leak(nameOf(by)), terms: `auc ${by} interval`, write: three,
      value: (last) => named(last)?.auc,
      below: (last) => line(named(last)?.auc_interval, threeRange),
    },
    {
      id: "test", head: words.test, terms: "test interval", write: rate,
      value: (last) => last.test_accuracy,
      below: (last) => [percentRange(last.test_accuracy_interval)],
    },
    share("found", words.found(nameOf(by)), "members"),
    share("accused", words.accused(nameOf(by)), "non_members"),
    {
      id: "strongest", head: words.strongest, terms: "strongest auc", write: three,
      value: ({ strongest }) => strongest?.auc,
      below: ({ strongest }) => (strongest ? [`${threeRange(strongest.auc_interval)} ${strongest.attacks.map(nameOf).join(", ")}`] : []),
    },
    { id: "train", head: words.train, terms: "train", write: rate, value: (last) => last.train_accuracy },
    {
      id: "sparsity", head: words.sparsity, terms: "sparsity", write: (value) => percent(value, 0),
      value: (last) => last.sparsity,
      below: ({ size }) => (size ? words.size(size) : []),
    },
    { id: "seconds", head: words.seconds, terms: "seconds", write: seconds, value: (_, arm) => arm.seconds || undefined },
  ];
}

/** @param {Column} column @param {ArmReport} arm */
export function valueOf({ value }, arm) {
  const last = arm.rounds.at(-1);
  return last && value(last, arm);
}

/** @param {Column} column @param {ArmReport} arm */
export function cellOf(column, arm) {
  const value = valueOf(column, arm);
  if (value === undefined) return cell(words.none);
  const last = /** @type {RoundReport} */ (arm.rounds.at(-1));
  return cell(column.write(value), ...(column.below?.(last) ?? []));
}

/** From the smallest to the largest value of several arms. @param {Column} column @param {ArmReport[]} arms */
export function rangeOf(column, arms) {
  const values = arms.map((arm) => valueOf(column, arm)).filter((value) => value !== undefined);
  if (values.length === 0) return cell(words.none);
  const [low, high] = [Math.min(...values), Math.max(...values)].map(column.write);
  return cell(low === high ? low : words.range(low, high));
}

/** @param {[number, number] | undefined} interval @param {(interval: [number, number]) => string} write */
const line = (interval, write) => (interval ? [write(interval)] : []);
