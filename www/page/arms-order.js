/** In which order the rows of the table of arms stand, and which of them: plain lists in, plain lists out. */

/** `id` of a column; without a sort the rows stand as in the run. @typedef {{ id: string, descending: boolean } | undefined} Sort */

/** What a press on a column's head makes of the sort: upwards, downwards, as in the run. @param {Sort} sort @param {string} id @returns {Sort} */
export function pressed(sort, id) {
  if (sort?.id !== id) return { id, descending: false };
  return sort.descending ? undefined : { id, descending: true };
}

/**
 * Sorted by a value; what has none comes last, whatever the direction, and equal ones stay as they were.
 * @template T
 * @param {T[]} items
 * @param {(item: T) => number | string | undefined} value
 * @param {boolean} descending
 */
export function sorted(items, value, descending) {
  const sign = descending ? -1 : 1;
  return items.toSorted((a, b) => {
    const [left, right] = [value(a), value(b)];
    if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
    return sign * (typeof left === "string" ? left.localeCompare(String(right)) : left - Number(right));
  });
}

/**
 * Together what has the same key, as the strengths of one method; a group stands where its first item does.
 * @template T
 * @param {T[]} items
 * @param {(item: T) => string} keyOf
 * @returns {[string, T[]][]}
 */
export function grouped(items, keyOf) {
  /** @type {Map<string, T[]>} */
  const groups = new Map();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups];
}

/**
 * Those in whose name every word of the text occurs.
 * @template T
 * @param {T[]} items
 * @param {string} text
 * @param {(item: T) => string} nameOf
 */
export function filtered(items, text, nameOf) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return items.filter((item) => words.every((word) => nameOf(item).toLowerCase().includes(word)));
}
