/** One arm lit up in every figure and in the table: everything of the other arms is dimmed. */

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
  for (const part of document.querySelectorAll("#stage figure svg [class*='arm-'], #stage tr[data-arm]")) {
    const isOther = lit !== undefined && !isOf(part, lit);
    part.classList.toggle("is-dim", isOther);
  }
}

/** @param {Element} part @param {string} arm */
const isOf = (part, arm) =>
  part instanceof HTMLElement ? part.dataset.arm === arm : part.classList.contains(`arm-${kind(arm)}`);
