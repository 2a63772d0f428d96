/** One arm lit up in every figure, in the legend and in the tables: everything of the other arms is dimmed. */

import { kind } from "./mark.js";

/** @type {string | undefined} */
let lit;

/** @param {string | undefined} arm */
export function highlight(arm) {
  lit = arm;
  applyHighlight();
}

/** Again after figures were drawn anew. */
export function applyHighlight() {
  for (const part of document.querySelectorAll("#stage figure svg [class*='arm-'], #stage [data-arm]")) {
    const isOther = lit !== undefined && !isOf(part, lit);
    part.classList.toggle("is-dim", isOther);
  }
}

/** A method is lit up with all its strengths, and a strength with its method. @param {Element} part @param {string} arm */
function isOf(part, arm) {
  if (!(part instanceof HTMLElement)) return part.classList.contains(`arm-${kind(arm)}`);
  const own = part.dataset.arm ?? "";
  return own === arm || own === kind(arm) || kind(own) === arm;
}
