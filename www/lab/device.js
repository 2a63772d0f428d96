/**
 * Where to compute. A GPU is taken only after its self-check agrees with the CPU's; `auto` also wants it to be
 * faster. Whatever goes wrong leads to the CPU, with the reason.
 */

import { openEngine } from "./pool.js";

/** @typedef {import("../protocol.js").DeviceChoice} DeviceChoice */
/** @typedef {import("./pool.js").Work} Work */
/** @typedef {import("../bundles.js").FiguresBundle} FiguresBundle */

/**
 * What was chosen; where it is the GPU, the engine that passed, and a comparison of its later self-checks with the CPU's.
 * @typedef {{ choice: DeviceChoice, engine?: import("./engine.js").Engine,
 *   compare?: (check: Uint8Array) => ReturnType<FiguresBundle["compare_self_checks"]> }} Chosen
 */

/**
 * @param {Work} work
 * @param {number} workers
 * @param {FiguresBundle} bundle
 * @param {AbortSignal} signal
 * @returns {Promise<Chosen>}
 */
export async function chooseDevice(work, workers, bundle, signal) {
  const wanted = work.config.device;
  /** @type {(reason: import("../protocol.js").DeviceReason, details?: DeviceChoice["details"]) => Chosen} */
  const cpu = (reason, details) => ({ choice: { device: "cpu", workers, reason, details } });
  if (wanted === "cpu") return cpu("chosen");

  const adapter = await adapterOf();
  if (!adapter) return cpu("no-adapter");
  if (wanted === "auto" && isSoftware(adapter)) return cpu("fallback-adapter");
  try {
    const { engine, compare, check, speed } = await rehearse(work, bundle, wanted === "auto", signal);
    const times = speed && { cpu: speed.cpu / workers, gpu: speed.gpu };
    const details = { difference: check.difference, tolerance: check.tolerance, ...times };
    if (check.agrees && (!times || times.gpu < times.cpu)) {
      const reason = times ? "gpu-faster" : isSoftware(adapter) ? "chosen-software" : "chosen";
      return { choice: { device: "webgpu", workers: 1, reason, details }, engine, compare };
    }
    engine.close();
    return cpu(check.agrees ? "cpu-faster" : "self-check-failed", details);
  } catch (error) {
    signal.throwIfAborted();
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
 * Both devices compute the same, and are timed. The GPU's engine stays open: its programs are compiled.
 * @param {Work} work
 * @param {FiguresBundle} bundle
 * @param {boolean} timed
 * @param {AbortSignal} signal
 */
async function rehearse(work, bundle, timed, signal) {
  const cpu = await openEngine("cpu", work, signal);
  /** @type {import("./engine.js").Engine | undefined} */
  let engine;
  try {
    const expected = await cpu.ask({ kind: "self-check" });
    const compare = (/** @type {Uint8Array} */ found) => bundle.compare_self_checks(expected, found);
    engine = await openEngine("webgpu", work, signal);
    const check = compare(await engine.ask({ kind: "self-check" }));
    if (!timed || !check.agrees) return { engine, compare, check };
    const speed = { cpu: await cpu.ask({ kind: "calibrate" }), gpu: await engine.ask({ kind: "calibrate" }) };
    return { engine, compare, check, speed };
  } catch (error) {
    engine?.close();
    throw error;
  } finally {
    cpu.close();
  }
}
