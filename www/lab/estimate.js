/**
 * What a run will cost, as far as it can be told before it begins: bytes to be fetched first, steps, and seconds where a run of
 * the like has been timed on this machine. What is not known is left out; nothing is fetched for it.
 */

import { bundleUrls, isLoaded, sharedOf } from "../bundles.js";
import { fetched } from "./files.js";
import { inWorker } from "./worker.js";

/** @typedef {import("../protocol.js").Config} Config */
/** @typedef {import("./run.js").Run} Run */

/** A run that did less than this share of its work was hardly timed. */
const ENOUGH = 0.05;

export class Estimates {
  #bundle;
  /** Seconds a step, by what a step costs. @type {Map<string, number>} */
  #paces = new Map();

  /** @param {import("../bundles.js").FiguresBundle} bundle */
  constructor(bundle) {
    this.#bundle = bundle;
  }

  /** A run has ended: its pace is known. @param {Run} run */
  learn({ config, pace: { seconds, done, total } }) {
    if (done > ENOUGH * total) this.#paces.set(likeOf(config), seconds / done);
  }

  /** @param {import("../protocol.js").StartOrder} order @returns {Promise<import("../protocol.js").Estimate>} */
  async of({ config, file, workers }) {
    const names = file ? [] : this.#bundle.data_files(config);
    const [bytes, steps] = await Promise.all([bytesAhead(config, names), this.#steps(config, names, file, workers)]);
    const pace = this.#paces.get(likeOf(config));
    return { bytes, steps, seconds: steps !== undefined && pace !== undefined ? pace * steps : undefined };
  }

  /** Unknown while its records are not there, or what deals them out. @param {Config} config @param {string[]} names @param {Uint8Array | undefined} file @param {number} workers */
  async #steps(config, names, file, workers) {
    const files = file ? [file] : await fetched(names);
    if (!files || !isLoaded("lab") || (config.data.source === "own" && !file)) return undefined;
    return inWorker("estimate-worker.js", { ...(await sharedOf("lab")), config, files, workers });
  }
}

/** What the cost of a step depends on: where, on which records, with which network and how many records at a time. @param {Config} config */
const likeOf = ({ device, data, network, train }) => JSON.stringify([device, data.source, network, train.batch]);

/** As the host says: compressed or not, as it sends them. Unknown where it does not say. @param {Config} config @param {string[]} names of data */
async function bytesAhead({ device }, names) {
  /** @type {import("../bundles.js").BundleName[]} */
  const bundles = device === "webgpu" ? ["lab", "engine-cpu", "engine-gpu"] : ["lab", "engine-cpu"];
  const missing = [
    ...(await Promise.all(names.map(async (name) => ((await fetched([name])) ? [] : [new URL(`../${name}`, import.meta.url)])))).flat(),
    ...bundles.filter((bundle) => !isLoaded(bundle)).flatMap(bundleUrls),
  ];
  const sizes = await Promise.all(missing.map(sizeOf));
  return sizes.every((size) => size !== undefined) ? sizes.reduce((sum, size) => sum + size, 0) : undefined;
}

/** @type {Map<string, Promise<number | undefined>>} */
const sizes = new Map();

/** None of what an earlier visit has kept. @param {URL} url */
async function sizeOf({ href }) {
  if (await globalThis.caches?.match(href)) return 0;
  const known = sizes.get(href) ?? fetch(href, { method: "HEAD" }).then(
    ({ ok, headers }) => (ok && Number(headers.get("content-length"))) || undefined,
    () => undefined,
  );
  sizes.set(href, known);
  return known;
}
