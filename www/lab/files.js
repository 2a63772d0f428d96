/**
 * Packed data of the built-in sets, fetched before a run and kept for the next one.
 */

/** @type {Map<string, Promise<Uint8Array>>} */
const kept = new Map();

/** @param {string[]} names relative to the site */
export const dataFiles = (names) => Promise.all(names.map(dataFile));

/** @param {string} name */
function dataFile(name) {
  const known = kept.get(name);
  if (known) return known;
  const bytes = fetchBytes(new URL(`../${name}`, import.meta.url));
  kept.set(name, bytes);
  bytes.catch(() => kept.delete(name));
  return bytes;
}

/** @param {URL} url */
async function fetchBytes(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.pathname}: ${response.status} ${response.statusText}`);
  return new Uint8Array(await response.arrayBuffer());
}
