/** Puts the words of `strings/en.js` where the document asks for them. */

import { strings } from "../strings/en.js";
import { element } from "./dom.js";

/** @param {string} path for example `story.question` */
const lookUp = (path) => path.split(".").reduce((at, key) => at[key], /** @type {any} */ (strings));

/** Terms in `*…*` become definitions. @param {string} text */
export const rich = (text) =>
  text.split("*").map((part, index) => (index % 2 ? element("dfn", {}, part) : document.createTextNode(part)));

export function fillWords() {
  for (const [attribute, put] of fillers) {
    for (const place of document.querySelectorAll(`[data-${attribute}]`)) {
      put(place, lookUp(/** @type {HTMLElement} */ (place).dataset[attribute] ?? ""));
    }
  }
}

/** @type {[string, (place: Element, words: string) => void][]} */
const fillers = [
  ["text", (place, words) => (place.textContent = words)],
  ["rich", (place, words) => place.replaceChildren(...rich(words))],
  ["label", (place, words) => place.setAttribute("aria-label", words)],
];
