/** Attacks as lines across the crowd: whoever lies on or above is called a member. */

/**
 * How sure networks are of each record, members first: x the mean of the networks that never saw it, y this network's, as log-odds.
 * @typedef {{ x: Float32Array, y: Float32Array, members: number }} Points
 * The line y = offset + slope · x. @typedef {{ slope: number, offset: number }} Line
 */

/** How far a record lies above the line through the origin. @param {Points} points @param {number} slope @param {number} i */
const above = ({ x, y }, slope, i) => y[i] - slope * x[i];

/** @param {Points} points @param {Line} line */
export function counts(points, { slope, offset }) {
  let found = 0;
  let accused = 0;
  for (let i = 0; i < points.x.length; i += 1) {
    if (above(points, slope, i) < offset) continue;
    if (i < points.members) found += 1;
    else accused += 1;
  }
  return { found, accused };
}

/** The lowest offset at which at most so many non-members are accused. @param {Points} points @param {number} slope @param {number} accused */
export function lineFor(points, slope, accused) {
  const others = Array.from({ length: points.x.length - points.members }, (_, i) => above(points, slope, points.members + i));
  others.sort((a, b) => b - a);
  const first = others[accused];
  if (first === undefined) return -Infinity;
  // Records lie on eighths: those level with the first that must be left alone are left alone as well.
  const next = others.filter((value) => value > first).at(-1);
  return next === undefined ? first + 1 / 8 : (first + next) / 2;
}

/** False and true positive rates of all lines of a slope, from none called to all. @param {Points} points @param {number} slope */
export function curve(points, slope) {
  const order = Array.from(points.x, (_, i) => i).sort((a, b) => above(points, slope, b) - above(points, slope, a));
  const others = points.x.length - points.members;
  const path = [[0, 0]];
  let [found, accused] = [0, 0];
  for (const [at, i] of order.entries()) {
    if (i < points.members) found += 1;
    else accused += 1;
    const isTied = at + 1 < order.length && above(points, slope, order[at + 1]) === above(points, slope, i);
    if (!isTied) path.push([accused / others, found / points.members]);
  }
  return path;
}
