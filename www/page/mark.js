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
const LEFT = "M-1.15 0L.8-1.08L.8 1.08z";
const RIGHT = "M1.15 0L-.8 1.08L-.8-1.08z";
const PENTAGON = "M0-1.15L1.09-.36L.68 .93L-.68 .93L-1.09-.36z";
const HEXAGON = "M-.57-1L.57-1L1.15 0L.57 1L-.57 1L-1.15 0z";
const BOWTIE = "M-1.15-.9L0-.2L1.15-.9L1.15 .9L0 .2L-1.15 .9z";
const HOURGLASS = "M-.9-1.15L.9-1.15L.2 0L.9 1.15L-.9 1.15L-.2 0z";
const BAR = "M-1.3-.5L1.3-.5L1.3 .5L-1.3 .5z";
const POST = "M-.5-1.3L.5-1.3L.5 1.3L-.5 1.3z";
const TRAPEZOID = "M-.6-.85L.6-.85L1.25 .85L-1.25 .85z";
const BOWL = "M-1.25-.85L1.25-.85L.6 .85L-.6 .85z";
const HOUSE = "M0-1.2L1-.3L1 1L-1 1L-1-.3z";
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
  "rsw-auto": { path: RIGHT, solid: true },
  "swmr-auto": { path: LEFT, solid: true },
  ppb: { path: PENTAGON, solid: true },
  adv: { path: HEXAGON, solid: true },
  dp: { path: BAR, solid: true },
  relaxloss: { path: BOWTIE, solid: true },
  "mia-pruning": { path: HOUSE, solid: true },
  "mia-pruning-min-max": { path: POST, solid: true },
  "label-smoothing": { path: TRAPEZOID, solid: true },
  neuguard: { path: BOWL, solid: true },
  crl: { path: HOURGLASS, solid: true },
  "fine-tune-only": { path: CIRCLE },
  "random-window": { path: UP },
  "early-stopped": { path: PLUS },
  "one-shot": { path: CROSS },
  "one-shot-equal": { path: ASTERISK },
  "keep-low": { path: DOWN },
  "fresh-subset": { path: DIAMOND },
  "random-risk": { path: SQUARE },
};

/** An arm without its strength. @param {string} id */
export const kind = (id) => id.split("@")[0] ?? id;

/** The dense network: a dot in a circle. */
const DENSE = { path: `${CIRCLE}M-.3 0a.3 .3 0 1 0 .6 0a.3 .3 0 1 0-.6 0z` };

/** @param {string} id of an arm, in a sweep followed by `@` and its strength */
export function mark(id) {
  const arm = kind(id);
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
