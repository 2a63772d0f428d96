/** A small picture of two axes: what the lesson draws of recorded numbers before any wasm is there. */

import { html, nothing, svg } from "../vendor/lit-html.js";

/** @typedef {import("../vendor/lit-html.js").TemplateResult} Template */

/** @typedef {{ from: number, to: number, ticks: number[], name: string, show: (value: number) => string }} Axis */

/** In units of the picture: its viewBox. */
const SIZE = { width: 480, height: 340, left: 56, right: 14, top: 12, bottom: 46 };

/** Where values lie, and back. @param {Axis} x @param {Axis} y */
export function plane(x, y) {
  const { width, height, left, right, top, bottom } = SIZE;
  const across = (/** @type {number} */ value) => left + ((value - x.from) / (x.to - x.from)) * (width - left - right);
  const up = (/** @type {number} */ value) => height - bottom - ((value - y.from) / (y.to - y.from)) * (height - top - bottom);
  return {
    across,
    up,
    /** Values under a pointer. @param {SVGElement} root @param {PointerEvent} event */
    under(root, { clientX, clientY }) {
      const box = root.getBoundingClientRect();
      const at = ((clientX - box.left) / box.width) * width;
      const level = ((clientY - box.top) / box.height) * height;
      return {
        x: x.from + ((at - left) / (width - left - right)) * (x.to - x.from),
        y: y.from + ((height - bottom - level) / (height - top - bottom)) * (y.to - y.from),
      };
    },
    /** @param {string} alt @param {Template | Template[]} inside @param {Record<string, (event: PointerEvent) => void>} [hands] */
    draw: (alt, inside, { down, move, lift } = {}) => html`<svg class="plane" viewBox="0 0 ${width} ${height}" role="img" aria-label=${alt}
      @pointerdown=${down ?? nothing} @pointermove=${move ?? nothing} @pointerup=${lift ?? nothing}
      >${axes(x, y, across, up)}${inside}</svg>`,
  };
}

/** @param {Axis} x @param {Axis} y @param {(value: number) => number} across @param {(value: number) => number} up */
function axes(x, y, across, up) {
  const { width, height, left, right, top, bottom } = SIZE;
  return [
    ...y.ticks.map((tick) => svg`<line class="grid" x1=${left} x2=${width - right} y1=${up(tick)} y2=${up(tick)}></line>
      <text class="tick" x=${left - 6} y=${up(tick) + 4} text-anchor="end">${y.show(tick)}</text>`),
    ...x.ticks.map((tick) => svg`<line class="grid" x1=${across(tick)} x2=${across(tick)} y1=${top} y2=${height - bottom}></line>
      <text class="tick" x=${across(tick)} y=${height - bottom + 17} text-anchor="middle">${x.show(tick)}</text>`),
    svg`<text class="axis" x=${(left + width - right) / 2} y=${height - 8} text-anchor="middle">${x.name}</text>`,
    svg`<text class="axis" x="13" y=${(top + height - bottom) / 2} text-anchor="middle" transform="rotate(-90 13 ${(top + height - bottom) / 2})">${y.name}</text>`,
  ];
}

/** @param {[number, number][]} points in the picture's units @param {string} name class */
export const path = (points, name) =>
  points.length === 0 ? svg`` : svg`<polyline class=${name} points=${points.map((point) => point.map((value) => value.toFixed(1)).join(",")).join(" ")}></polyline>`;
