/** Leaves of the page the part that is asked for: `part.js` says which. */

import { strings } from "../strings/en.js";
import { byId, element } from "./dom.js";
import { Figure } from "./figure.js";
import { controls, part } from "./part.js";
import { loadStored, loadViews } from "./recorded.js";

/** Elements that are shown for a part, by their ids; a figure of a panel brings its panel. @type {Record<string, string[]>} */
const PARTS = { tradeoff: ["tradeoff", "legend"], answer: ["answer"], arms: ["arms", "not-run"], audit: [] };

/** Of parts that are no figure and have none. @type {Record<string, string | undefined>} */
const TITLES = { tradeoff: strings.stage.tradeoff, arms: strings.embed.arms, answer: strings.embed.answer };

/**
 * Hides everything else, by style sheet.
 * @param {import("./stage.js").Stage} stage
 * @param {import("./form.js").Form} form
 * @param {import("../bundles.js").Catalog} catalog
 * @returns {string[]} what was asked for and is not there, in words
 */
export function showPart(stage, form, { figures }) {
  if (part === null) return [];
  hideRest(controls === "none" ? "none" : "transport");
  for (const id of PARTS[part] ?? [stage.panelOf(part)]) keep(byId(id));
  const name = TITLES[part] ?? figures.find(({ id }) => id === part)?.name;
  if (name) byId("stage").prepend(element("h1", { class: "is-part" }, name));
  new IntersectionObserver((entries) => (stage.isInSight = entries.at(-1)?.isIntersecting ?? true)).observe(byId("stage"));
  const unknown = form.only(["none", "transport"].includes(controls) ? [] : controls.split(","));
  return unknown.map((key) => strings.embed.noControl(key));
}

/** Without the laboratory the recorded picture remains. */
export async function showLack() {
  if (part === null) return;
  hideRest("none");
  const [name, svg] = [(await loadViews())[part], await loadStored(part)];
  if (!name || !svg) return;
  const figure = new Figure(part, name);
  figure.showSvg(svg);
  byId("tradeoff").replaceChildren(figure.root);
  keep(byId("tradeoff"));
}

/** @param {"none" | "transport"} controls */
function hideRest(controls) {
  document.body.dataset.part = part ?? "";
  document.body.dataset.controls = controls;
}

/** @param {HTMLElement | null} place and all that it stands in */
function keep(place) {
  for (let at = place; at && at.id !== "stage"; at = at.parentElement) at.classList.add("is-part");
}
