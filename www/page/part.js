/**
 * The page as a part of another one: one figure, the answer, the table of methods or the audit, with the controls that the author of that
 * page wants. What the tag and the frame ask for stands in the address (`www/embed.js` writes it).
 *
 * `part=histogram&controls=transport&theme=dark&report=given&host=4f2a`
 */

import { strings } from "../strings/en.js";
import { byId, element } from "./dom.js";

const query = new URLSearchParams(location.search);

/** Keys of the address that are about the place of the page in another. */
const KEYS = ["part", "controls", "report", "host", "theme"];

/** @param {string} key */
export const isOfPart = (key) => KEYS.includes(key);

/** What alone is shown, if anything: the id of a figure, `answer`, `arms` or `audit`. */
export const part = query.get("part");

/** The page stands in another one. */
export const isInside = parent !== self;

/** Where the report that is shown first comes from: the page's own recorded run, an address, or whoever holds the frame. */
export const reportFrom = query.get("report");

/** `light` or `dark`, where the page around does not leave it to the visitor's system. */
export const theme = query.get("theme");

/** Of the page that holds this one and perhaps others. */
export const host = query.get("host");

/** Elements that are shown for a part, by their ids; a figure of a panel brings its panel. @type {Record<string, string[]>} */
const PARTS = { tradeoff: ["tradeoff", "legend"], answer: ["answer"], arms: ["arms", "not-run"], audit: [] };

/** Of parts that are no figure and have none. @type {Record<string, string | undefined>} */
const TITLES = { arms: strings.embed.arms, answer: strings.embed.answer };

/**
 * Hides everything else, by style sheet.
 * @param {import("./stage.js").Stage} stage
 * @param {import("./form.js").Form} form
 * @param {import("../bundles.js").Catalog} catalog
 * @returns {string[]} what was asked for and is not there, in words
 */
export function showPart(stage, form, { figures }) {
  if (part === null) return [];
  const controls = query.get("controls") ?? "transport";
  document.body.dataset.part = part;
  document.body.dataset.controls = controls === "none" ? "none" : "transport";
  for (const id of PARTS[part] ?? [stage.panelOf(part)]) keep(byId(id));
  const name = figures.find(({ id }) => id === part)?.name ?? TITLES[part];
  if (name) byId("stage").prepend(element("h1", { class: "is-part" }, name));
  new IntersectionObserver((entries) => (stage.isInSight = entries.at(-1)?.isIntersecting ?? true)).observe(byId("stage"));
  const unknown = form.only(["none", "transport"].includes(controls) ? [] : controls.split(","));
  return unknown.map((key) => strings.embed.noControl(key));
}

/** @param {HTMLElement | null} place and all that it stands in */
function keep(place) {
  for (let at = place; at && at.id !== "stage"; at = at.parentElement) at.classList.add("is-part");
}
