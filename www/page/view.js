/**
 * What is looked at, as the address writes it: the method, the attack, by which attack methods are compared, and the figures in
 * sight. Only what differs from a first visit stands there.
 *
 * `view.arm=rmr&view.attack=lira&view.by=conf&view.figure=histogram,exposures`
 */

import { strings } from "../strings/en.js";
import { kind } from "./mark.js";

/** Keys of the address that are about looking, not about settings. */
const PREFIX = "view.";

/** @param {string} key */
export const isOfView = (key) => key.startsWith(PREFIX);

/** @typedef {import("./stage.js").Stage} Stage */
/** @typedef {import("../bundles.js").Catalog} Catalog */

/** What a first visit looks at. @param {Stage} stage @returns {Record<string, string>} */
export const viewOf = ({ view: { figures, ...choices } }) => ({ ...choices, figure: figures.join(",") });

/** For the address. @param {Record<string, string>} view @param {Record<string, string>} usual @returns {string[]} */
export const viewParts = (view, usual) =>
  Object.entries(view).filter(([key, value]) => value !== usual[key]).map(([key, value]) => `${PREFIX}${key}=${encodeURIComponent(value).replaceAll("%2C", ",")}`);

/**
 * Looks at what the address asks for.
 * @param {string} search
 * @param {Stage} stage
 * @param {Catalog} catalog
 * @returns {string[]} what of it there is not, in words
 */
export function lookAsAsked(search, stage, { arms, attacks, figures, named }) {
  const ids = (/** @type {{ id: string }[]} */ rows) => rows.map(({ id }) => id);
  /** @type {Record<string, (value: string) => boolean>} */
  const known = {
    arm: (value) => ["dense", ...ids(arms)].includes(kind(value)),
    attack: (value) => ids(attacks).includes(value),
    by: (value) => named.includes(value),
    figure: (value) => value.split(",").every((id) => ids(figures).includes(id)),
  };
  const asked = [...new URLSearchParams(search)].filter(([key]) => isOfView(key)).map(([key, value]) => [key.slice(PREFIX.length), value]);
  const [found, missing] = [true, false].map((wanted) => asked.filter(([key, value]) => (known[key]?.(value) ?? false) === wanted));
  const { figure, ...choices } = Object.fromEntries(found);
  stage.look({ ...choices, ...(figure ? { figures: figure.split(",") } : {}) });
  return missing.map(([key, value]) => strings.run.noView(`${PREFIX}${key}=${value}`));
}
