/** Pictures and labels of the records, from the very files that a run trains on. */

import { fetchFile } from "../fetch.js";

/** @typedef {{ width: number, height: number, pixels: Uint8Array }} Picture */
/** @typedef {{ picture: (record: number) => Picture, label: (record: number) => number }} Pool */

/** @type {Map<string, Promise<Pool>>} */
const pools = new Map();

/** Sources whose records are pictures that the site carries. */
const PICTURES = ["fashion", "fashion-tops"];

/** None where records are no pictures. @param {string} source @returns {Promise<Pool> | undefined} */
export function poolOf(source) {
  if (!PICTURES.includes(source)) return undefined;
  let pool = pools.get(source);
  if (!pool) {
    pool = load(source);
    pools.set(source, pool);
    pool.catch(() => pools.delete(source)); // what came badly is asked for again
  }
  return pool;
}

/** @param {string} source @returns {Promise<Pool>} */
async function load(source) {
  const [images, labels] = await Promise.all(["images", "labels"].map((what) => unpacked(`${source}-${what}.idx.gz`)));
  // IDX: a magic number, then the sizes, big-endian, then the bytes.
  const sizes = new DataView(images.buffer);
  const [height, width] = [sizes.getUint32(8), sizes.getUint32(12)];
  const size = width * height;
  return {
    picture: (record) => ({ width, height, pixels: images.subarray(16 + record * size, 16 + (record + 1) * size) }),
    label: (record) => labels[8 + record],
  };
}

/** Some hosts unpack on the way. @param {string} name */
async function unpacked(name) {
  const bytes = await fetchFile(new URL(`../data/${name}`, import.meta.url));
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(plain).arrayBuffer());
}
