/** Attacks that did not run, and why: those with the same reason in the same arms together. */

import { strings } from "../strings/en.js";
import { html, nothing, render } from "../vendor/lit-html.js";
import { list } from "./table.js";

const words = strings.notRun;

/** @typedef {import("../types.js").NotRun} NotRun */

/**
 * @param {NotRun[]} entries
 * @param {Map<string, string>} attacks names by id
 */
export function notRunList(entries, attacks) {
  const reasons = grouped(entries, ({ reason }) => reason);
  return list("not-run", reasons.map(([reason, group]) => words.item(group.map((entry) => nameOf(entry, attacks)), reason)));
}

/**
 * Under the table of a run's arms; empty where every attack ran.
 * @param {HTMLElement} root
 * @param {import("../types.js").Report} report
 * @param {{ names: Map<string, string>, attacks: Map<string, string> }} names of arms and attacks
 */
export function showNotRun(root, report, { names, attacks }) {
  const found = report.arms.flatMap((arm) => lackingIn(arm).map((entry) => ({ ...entry, arm: names.get(arm.id) ?? arm.id })));
  const byAttack = grouped(found, ({ attack, reason }) => JSON.stringify([attack, reason]));
  const alike = grouped(byAttack, ([, group]) => JSON.stringify([group[0].reason, group.map(({ arm }) => arm)]));
  const items = alike.map(([, same]) => {
    const { reason } = same[0][1][0];
    const arms = same[0][1].map(({ arm }) => arm);
    const where = arms.length === report.arms.length ? words.everyArm : arms.join(", ");
    return words.item(same.map(([, [entry]]) => nameOf(entry, attacks)), reason, where);
  });
  render(items.length > 0 ? html`<h3>${words.title}</h3>${list("not-run", items)}` : nothing, root);
}

/** @param {import("../types.js").ArmReport} arm */
const lackingIn = ({ rounds, not_run }) => [...(rounds.at(-1)?.not_run ?? []), ...(not_run ?? [])];

/** Why an attack has no result in a run; nothing where it has one. @param {import("../types.js").Report} report @param {string} attack */
export function whyNot({ arms, ended }, attack) {
  if (arms.some(({ rounds }) => rounds.at(-1)?.attacks.some((found) => found.adaptive && found.attack === attack))) return undefined;
  const known = arms.flatMap(lackingIn).find((entry) => entry.attack === attack);
  return known?.reason ?? (ended === "running" ? words.waiting : words.absent);
}

/** @param {NotRun} entry @param {Map<string, string>} attacks */
const nameOf = ({ attack }, attacks) => attacks.get(attack) ?? attack;

/**
 * Groups by key, in order of first appearance.
 * @template T
 * @param {T[]} entries
 * @param {(entry: T) => string} key
 * @returns {[string, T[]][]}
 */
function grouped(entries, key) {
  /** @type {Map<string, T[]>} */
  const found = new Map();
  for (const entry of entries) found.set(key(entry), [...(found.get(key(entry)) ?? []), entry]);
  return [...found];
}
