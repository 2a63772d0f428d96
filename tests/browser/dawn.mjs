// The engines in Node, without a browser: the GPU's on Dawn, the WebGPU of Chromium, as the npm package `webgpu` brings it. Its null backend
// takes and checks every command and computes nothing: what a run asks of a GPU can be counted without one.
//
// WEMEM_LAB_SITE is the folder of the assembled page.

import { readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";

import { create, globals } from "webgpu";

/** @typedef {{ dispatches: number, submits: number, writes: number, bytes: number, readbacks: number, programs: number }} Counts */

/** Since the beginning. @type {Counts} */
export const counts = { dispatches: 0, submits: 0, writes: 0, bytes: 0, readbacks: 0, programs: 0 };

/** From now on there is a GPU, whose commands are counted. @param {string} backend as Dawn calls it */
export function installGpu(backend) {
  Object.assign(globalThis, globals, { WorkerGlobalScope: Object });
  Object.defineProperty(globalThis, "navigator", { value: { gpu: create([`backend=${backend}`]) }, configurable: true });
  counted(globals.GPUComputePassEncoder, "dispatchWorkgroups", () => (counts.dispatches += 1));
  counted(globals.GPUQueue, "submit", () => (counts.submits += 1));
  counted(globals.GPUQueue, "writeBuffer", (_buffer, _offset, data, _from, size) => {
    counts.writes += 1;
    counts.bytes += size ?? data.byteLength;
  });
  counted(globals.GPUDevice, "createComputePipeline", () => (counts.programs += 1));
  counted(globals.GPUBuffer, "mapAsync", () => (counts.readbacks += 1));
  if (backend === "null") readsZeros();
}

/** What nothing has computed is whatever lay in memory, and a run ends where a loss is no number. */
function readsZeros() {
  const { getMappedRange } = globals.GPUBuffer.prototype;
  globals.GPUBuffer.prototype.getMappedRange = function (/** @type {any[]} */ ...range) {
    const bytes = getMappedRange.apply(this, range);
    new Uint8Array(bytes).fill(0);
    return bytes;
  };
}

/** @param {any} type @param {string} method @param {(...values: any[]) => void} count */
function counted({ prototype }, method, count) {
  const honest = prototype[method];
  prototype[method] = function (/** @type {any[]} */ ...values) {
    count(...values);
    return honest.apply(this, values);
  };
}

let instances = 0;

/** A bundle of the page, as a new instance. @param {string} site @param {"figures" | "lab" | "engine-cpu" | "engine-gpu"} name @returns {Promise<any>} */
export async function bundleOf(site, name) {
  const folder = path.join(site, "wasm", name);
  const bundle = await import(`${pathToFileURL(path.join(folder, "wemem_lab.js")).href}?instance=${(instances += 1)}`);
  await bundle.default({ module_or_path: await readFile(path.join(folder, "wemem_lab_bg.wasm")) });
  return bundle;
}

/** The data that a configuration asks for. @param {string} site @param {any} figures @param {any} config */
export const filesOf = (site, figures, config) =>
  Promise.all(figures.data_files(config).map((/** @type {string} */ name) => readFile(path.join(site, name))));
