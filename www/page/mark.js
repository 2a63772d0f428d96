/**
 * An arm's mark beside its name, of the same form as in the figures (`src/plot/ink.rs`); `figures.css` gives the
 * colour. Filled marks are defenses, hollow ones and strokes controls.
 */

const SVG = "http://www.w3.org/2000/svg";

const CIRCLE = "M-1 0a1 1 0 1 0 2 0a1 1 0 1 0-2 0z";
const UP = "M0-1.15L1.08.8H-1.08z";
const DOWN = "M0 1.15L1.08-.8H-1.08z";
const SQUARE = "M-.88-.88H.88V.88H-.88z";
const DIAMOND = "M0-1.25L1.25 0L0 1.25L-1.25 0z";
const STAR = "M0-1.35L.33-.45L1.28-.42L.53 .17L.79 1.09L0 .56L-.79 1.09L-.53 .17L-1.28-.42L-.33-.45z";
const PLUS = "M-1.2 0H1.2M0-1.2V1.2";
const CROSS = "M-.95-.95L.95 .95M-.95 .95L.95-.95";
const ASTERISK = "M0-1.2V1.2M-1.04-.6L1.04 .6M-1.04 .6L1.04-.6";

/** @type {Record<string, { path: string, solid?: true }>} */
const FORMS = {
  base: { path: CIRCLE, solid: true },
  "rsw-low-to-high": { path: UP, solid: true },
  "rsw-high-to-low": { path: DOWN, solid: true },
  rmr: { path: SQUARE, solid: true },
  "swmr-low-to-high": { path: DIAMOND, solid: true },
  "swmr-high-to-low": { path: STAR, solid: true },
  "fine-tune-only": { path: CIRCLE },
  "random-window": { path: UP },
  "early-stopped": { path: PLUS },
  "one-shot": { path: CROSS },
  "one-shot-equal": { path: ASTERISK },
  "keep-low": { path: DOWN },
  "fresh-subset": { path: DIAMOND },
  "random-risk": { path: SQUARE },
};

/** The dense network: a dot in a circle. */
const DENSE = { path: `${CIRCLE}M-.3 0a.3 .3 0 1 0 .6 0a.3 .3 0 1 0-.6 0z` };

/** @param {string} arm */
export function mark(arm) {
  const { path, solid } = FORMS[arm] ?? DENSE;
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "-1.7 -1.7 3.4 3.4");
  svg.setAttribute("class", `swatch arm-${arm}`);
  svg.setAttribute("aria-hidden", "true");
  const form = document.createElementNS(SVG, "path");
  form.setAttribute("d", path);
  form.setAttribute("fill", solid ? "currentColor" : "none");
  form.setAttribute("stroke", solid ? "none" : "currentColor");
  form.setAttribute("stroke-width", "0.4");
  svg.append(form);
  return svg;
}
