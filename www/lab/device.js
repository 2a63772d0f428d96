/**
 * Where to compute. A GPU is taken only after its self-check agrees with the CPU's; `auto` also wants it to be
 * faster. Whatever goes wrong leads to the CPU, with the reason.
 */

import { openEngine } from "./pool.js";

/** @typedef {import("../protocol.js").DeviceChoice} DeviceChoice */
/** @typedef {import("./pool.js").Work} Work */
/** @typedef {import("../bundles.js").LabBundle} LabBundle */

/** @typedef {import("../types.js").Agreement} Agreement */

/**
 * What was chosen; what a GPU's self-check found, if one was asked; where it is the GPU, the engine that passed, and a comparison of its
 * later self-checks with the CPU's.
 * @typedef {{ choice: DeviceChoice, check?: Agreement, engine?: import("./engine.js").Engine,
 *   compare?: (check: Uint8Array) => Agreement }} Chosen
 */

/**
 * @param {Work} work
 * @param {number} workers
 * @param {LabBundle} bundle
 * @param {AbortSignal} signal
 * @param {import("./engine.js").Warmed} warmed hears of the GPU, whose programs are compiled meanwhile
 * @returns {Promise<Chosen>}
 */
export async function chooseDevice(work, workers, bundle, signal, warmed) {
  const wanted = work.config.device;
  /** @type {(reason: import("../protocol.js").DeviceReason, details?: DeviceChoice["details"], check?: Agreement) => Chosen} */
  const cpu = (reason, details, check) => ({ choice: { device: "cpu", workers, reason, details }, check });
  if (wanted === "cpu") return cpu("chosen");

  const adapter = await adapterOf();
  if (!adapter) return cpu("no-adapter");
  if (wanted === "auto" && isSoftware(adapter)) return cpu("fallback-adapter");
  try {
    const { engine, compare, check, speed } = await rehearse(work, bundle, wanted === "auto", signal, warmed);
    const times = speed && { cpu: speed.cpu / workers, gpu: speed.gpu };
    const details = { ...detailsOf(check), ...times };
    if (check.agrees && (!times || times.gpu < times.cpu)) {
      const reason = times ? "gpu-faster" : isSoftware(adapter) ? "chosen-software" : "chosen";
      return { choice: { device: "webgpu", workers: 1, reason, details }, check, engine, compare };
    }
    engine.close();
    return cpu(check.agrees ? "cpu-faster" : "self-check-failed", details, check);
  } catch (error) {
    signal.throwIfAborted();
    return cpu("gpu-error", { message: error instanceof Error ? error.message : String(error) });
  }
}

/** For a sentence. @param {Agreement} check */
export const detailsOf = ({ difference, tolerance }) => ({ difference: difference ?? Infinity, tolerance });

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
 * @param {LabBundle} bundle
 * @param {boolean} timed
 * @param {AbortSignal} signal
 * @param {import("./engine.js").Warmed} warmed
 */
async function rehearse(work, bundle, timed, signal, warmed) {
  const cpu = await openEngine("cpu", work, signal);
  /** @type {import("./engine.js").Engine | undefined} */
  let engine;
  try {
    const expected = await cpu.ask({ kind: "self-check" });
    const compare = (/** @type {Uint8Array} */ found) => bundle.compare_self_checks(expected, found);
    engine = await openEngine("webgpu", work, signal);
    const check = compare(await engine.ask({ kind: "self-check" }, warmed));
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
