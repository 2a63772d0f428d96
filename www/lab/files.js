/**
 * Packed data of the built-in sets, fetched before a run and kept for the next one, unless they turn out to be bad.
 */

import { fetchFile, nameOf } from "../fetch.js";

/** @type {Map<string, Promise<Uint8Array>>} */
const kept = new Map();

/**
 * @param {string[]} names relative to the site
 * @param {{ signal: AbortSignal, told: import("../fetch.js").Told }} options
 */
export const dataFiles = (names, options) => Promise.all(names.map((name) => dataFile(name, options)));

/** All of these if they are here by now, or on their way. @param {string[]} names @returns {Promise<Uint8Array[] | undefined>} */
export async function fetched(names) {
  const all = names.map((name) => kept.get(name));
  if (all.includes(undefined)) return undefined;
  return Promise.all(/** @type {Promise<Uint8Array>[]} */ (all)).catch(() => undefined);
}

/** Files that the laboratory refused: the next run asks the host again. @param {string[]} names */
export const forget = (names) => names.forEach((name) => kept.delete(name));

/** @param {string} name @param {{ signal: AbortSignal, told: import("../fetch.js").Told }} options */
function dataFile(name, options) {
  const known = kept.get(name);
  if (known) return known;
  const bytes = packed(new URL(`../${name}`, import.meta.url), options);
  kept.set(name, bytes);
  bytes.catch(() => kept.delete(name));
  return bytes;
}

/** First bytes of gzip, and of IDX where a host has unpacked it on the way. */
const BEGINNINGS = [[0x1f, 0x8b], [0, 0, 8]];

/** @param {URL} url @param {{ signal: AbortSignal, told: import("../fetch.js").Told }} options */
async function packed(url, options) {
  const bytes = await fetchFile(url, options);
  if (BEGINNINGS.some((beginning) => beginning.every((byte, at) => bytes[at] === byte))) return bytes;
  throw new Error(`${nameOf(url)} came damaged: the host of this page answered with something else`);
}
