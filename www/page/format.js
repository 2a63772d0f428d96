/** Numbers as the page writes them. Rates are fractions in 0..1. */

/** @param {number} rate @param {number} [digits] after the point */
export const percent = (rate, digits = 1) => `${(100 * rate).toFixed(digits)} %`;

/** @param {[number, number]} interval */
export const percentRange = ([low, high]) => `${(100 * low).toFixed(1)}–${(100 * high).toFixed(1)}`;

/** @param {number} value */
export const three = (value) => value.toFixed(3);

/** @param {[number, number]} interval */
export const threeRange = ([low, high]) => `${low.toFixed(3)}–${high.toFixed(3)}`;

/** @param {number} value */
export const seconds = (value) => value.toFixed(value < 10 ? 1 : 0);
