/**
 * Where to compute. A GPU is taken only after its self-check agrees with the CPU's; `auto` also wants it to be
 * faster. Whatever goes wrong leads to the CPU, with the reason.
 */

import { openEngine } from "./pool.js";

/** @typedef {import("../protocol.js").DeviceChoice} DeviceChoice */
/** @typedef {{ config: import("../protocol.js").Config, files: Uint8Array[] }} Work */

/** Engines that are only asked, never given a job. @type {import("./engine.js").EngineListener} */
const silent = { messages() {}, done() {}, broken() {} };

/**
 * @param {Work} work
 * @param {number} workers
 * @param {import("../bundles.js").FiguresBundle} bundle
 * @returns {Promise<DeviceChoice>}
 */
export async function chooseDevice(work, workers, bundle) {
  const wanted = work.config.device;
  /** @type {(reason: import("../protocol.js").DeviceReason, details?: DeviceChoice["details"]) => DeviceChoice} */
  const cpu = (reason, details) => ({ device: "cpu", workers, reason, details });
  if (wanted === "cpu") return cpu("chosen");

  const adapter = await adapterOf();
  if (!adapter) return cpu("no-adapter");
  if (wanted === "auto" && isSoftware(adapter)) return cpu("fallback-adapter");
  try {
    const { check, speed } = await compare(work, bundle, wanted === "auto");
    if (!check.agrees) return cpu("self-check-failed", { difference: check.difference, tolerance: check.tolerance });
    const details = { ...speed, difference: check.difference, tolerance: check.tolerance };
    if (!speed) return { device: "webgpu", workers: 1, reason: isSoftware(adapter) ? "chosen-software" : "chosen", details };
    if (speed.cpu / workers <= speed.gpu) return cpu("cpu-faster", { ...details, cpu: speed.cpu / workers });
    return { device: "webgpu", workers: 1, reason: "gpu-faster", details: { ...details, cpu: speed.cpu / workers } };
  } catch (error) {
    return cpu("gpu-error", { message: error instanceof Error ? error.message : String(error) });
  }
}

/** @returns {Promise<any>} */
async function adapterOf() {
  const gpu = /** @type {any} */ (navigator).gpu;
  try {
    return await gpu?.requestAdapter();
  } catch {
    return undefined;
  }
}

/** Browsers moved the mark from the adapter to its info. @param {any} adapter */
const isSoftware = (adapter) =>
  Boolean(adapter.info?.isFallbackAdapter ?? adapter.isFallbackAdapter) || /swiftshader/i.test(adapter.info?.architecture);

/**
 * @param {Work} work
 * @param {import("../bundles.js").FiguresBundle} bundle
 * @param {boolean} timed
 */
async function compare(work, bundle, timed) {
  const cpu = await openEngine("cpu", work, silent);
  try {
    const gpu = await openEngine("webgpu", work, silent);
    try {
      const check = bundle.compare_self_checks(await cpu.ask({ kind: "self-check" }), await gpu.ask({ kind: "self-check" }));
      if (!timed || !check.agrees) return { check };
      const speed = { cpu: await cpu.ask({ kind: "calibrate" }), gpu: await gpu.ask({ kind: "calibrate" }) };
      return { check, speed };
    } finally {
      gpu.close();
    }
  } finally {
    cpu.close();
  }
}
