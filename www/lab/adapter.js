/**
 * What the GPU engine is told of the adapter, where the truth would make it panic. cubecl derives both values from the
 * adapter itself, so this is the only place where they can be set right. Reported in `docs/upstream/`.
 *
 * 1. `timestamp-query`: without it cubecl asks for a clock that wasm lacks as soon as it opens a stream, though nothing
 *    here measures by it (cubecl-wgpu 0.11.3, `compute/stream.rs`). It is claimed, and never asked for.
 * 2. `subgroupMinSize`: the matrix product lays out 8 groups of that many lanes and does not make them smaller where they do
 *    not fit the adapter (cubek-matmul 0.3.1, `simple_unit.rs`). A smaller size can be claimed: no kernel for the browser uses
 *    subgroups.
 */

const CLAIMED = "timestamp-query";

/** Groups of lanes in a workgroup of the product. */
const GROUPS = 8;

/** Bytes of workgroup memory that the product needs at least: 2,816 with 4 lanes, 9,728 with 16, and so on. @param {number} lanes */
const leastBytes = (lanes) => 512 + 576 * lanes;

/**
 * Lanes that may be claimed.
 * @param {number} lanes as the adapter says
 * @param {{ maxComputeWorkgroupStorageSize: number, maxComputeInvocationsPerWorkgroup: number }} limits
 */
export function lanesToClaim(lanes, { maxComputeWorkgroupStorageSize: bytes, maxComputeInvocationsPerWorkgroup: threads }) {
  while (lanes > 4 && (GROUPS * lanes > threads || leastBytes(lanes) > bytes)) lanes /= 2;
  return lanes;
}

/** From now on every adapter of this worker says what the engine can live with. */
export function easeAdapters() {
  const gpu = /** @type {any} */ (navigator).gpu;
  if (!gpu) return;
  const request = gpu.requestAdapter.bind(gpu);
  gpu.requestAdapter = async (/** @type {any[]} */ ...options) => ease(await request(...options));
}

/** @param {any} adapter */
function ease(adapter) {
  if (!adapter) return adapter;
  const { features, info } = adapter;
  if (!features.has(CLAIMED)) {
    const requestDevice = adapter.requestDevice.bind(adapter);
    define(adapter, "features", { has: (/** @type {string} */ name) => name === CLAIMED || features.has(name) });
    define(adapter, "requestDevice", (/** @type {any} */ wanted) =>
      requestDevice({ ...wanted, requiredFeatures: [...wanted.requiredFeatures].filter((name) => name !== CLAIMED) }));
  }
  const lanes = lanesToClaim(info?.subgroupMinSize ?? 0, adapter.limits);
  if (lanes !== (info?.subgroupMinSize ?? 0)) define(adapter, "info", { ...plain(info), subgroupMinSize: lanes });
  return adapter;
}

/** An object of the browser's, whose values are getters of its class, as one of its own. @param {any} info */
function plain(info) {
  const { vendor, architecture, device, description, subgroupMaxSize, isFallbackAdapter } = info;
  return { vendor, architecture, device, description, subgroupMaxSize, isFallbackAdapter };
}

/** @param {object} adapter @param {string} name @param {unknown} value */
const define = (adapter, name, value) => Object.defineProperty(adapter, name, { value });

/** Tells of a device that this worker has and loses, as when its driver begins anew. @param {(reason: string) => void} tell */
export function watchDevices(tell) {
  const { prototype } = /** @type {any} */ (globalThis).GPUAdapter ?? {};
  if (!prototype) return;
  const request = prototype.requestDevice;
  prototype.requestDevice = async function (/** @type {any[]} */ ...wanted) {
    const device = await request.apply(this, wanted);
    void device.lost.then((/** @type {{ reason: string, message: string }} */ { reason, message }) => tell(message || reason));
    return device;
  };
}
