/** An arm's mark and colour, as in the figures; `figures.css` gives both. */

const SVG = "http://www.w3.org/2000/svg";

/** @param {string} arm */
export function mark(arm) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "-8 -8 16 16");
  svg.setAttribute("class", `mark arm-${arm}`);
  svg.setAttribute("aria-hidden", "true");
  const dot = document.createElementNS(SVG, "circle");
  dot.setAttribute("r", "5");
  dot.setAttribute("class", "mark-shape");
  svg.append(dot);
  return svg;
}
