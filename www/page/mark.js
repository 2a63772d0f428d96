/**
 * An arm's mark beside its name, of the same form and colour as in the figures. Filled marks are defenses, hollow ones and
 * strokes controls.
 */

import { html } from "../vendor/lit-html.js";
import { MARKS } from "./marks.js";

/** An arm without its strength. @param {string} id */
export const kind = (id) => id.split("@")[0] ?? id;

/** @param {string} id of an arm, in a sweep followed by `@` and its strength */
export function mark(id) {
  const arm = kind(id);
  const { path, solid } = MARKS[arm] ?? /** @type {{ path: string, solid?: true }} */ (MARKS.other);
  const [fill, stroke] = solid ? ["currentColor", "none"] : ["none", "currentColor"];
  return html`<svg viewBox="-1.7 -1.7 3.4 3.4" class="swatch arm-${arm in MARKS ? arm : "other"}" aria-hidden="true"
    ><path d=${path} fill=${fill} stroke=${stroke} stroke-width="0.4"></path></svg>`;
}
