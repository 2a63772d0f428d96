/**
 * An arm's mark beside its name, of the same form and colour as in the figures. Filled marks are defenses, hollow ones and
 * strokes controls.
 */

import { MARKS } from "./marks.js";

const SVG = "http://www.w3.org/2000/svg";

/** An arm without its strength. @param {string} id */
export const kind = (id) => id.split("@")[0] ?? id;

/** @param {string} id of an arm, in a sweep followed by `@` and its strength */
export function mark(id) {
  const arm = kind(id);
  const { path, solid } = MARKS[arm] ?? /** @type {{ path: string, solid?: true }} */ (MARKS.other);
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "-1.7 -1.7 3.4 3.4");
  svg.setAttribute("class", `swatch arm-${arm in MARKS ? arm : "other"}`);
  svg.setAttribute("aria-hidden", "true");
  const form = document.createElementNS(SVG, "path");
  form.setAttribute("d", path);
  form.setAttribute("fill", solid ? "currentColor" : "none");
  form.setAttribute("stroke", solid ? "none" : "currentColor");
  form.setAttribute("stroke-width", "0.4");
  svg.append(form);
  return svg;
}
