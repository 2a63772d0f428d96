/**
 * Loads the wasm bundles and says what is in them. The glue is wasm-bindgen's (`--target web`).
 * A module is compiled once and shared: engine workers get it by message and only instantiate it.
 */

import { fetchFile, nameOf } from "./fetch.js";

/** @typedef {import("./protocol.js").Config} Config */

/**
 * @typedef {object} LabRun the owner of one run, in `src/web`
 * @property {() => { id: number, bytes: Uint8Array } | undefined} next_job
 * @property {(id: number, bytes: Uint8Array) => RunEvent[]} receive
 * @property {(id: number, reason: string) => RunEvent[]} fail
 * @property {() => { done: number, total: number, unit: string, what: string }} progress
 * @property {() => string | undefined} memory_warning
 * @property {() => boolean} finished
 * @property {() => "running" | "finished" | "stopped" | "failed"} ended
 * @property {() => void} stop
 * @property {(time: string) => void} set_begun
 * @property {(found: import("./types.js").Agreement) => void} set_self_check
 * @property {(seconds: number) => void} set_seconds
 * @property {() => string} report
 * @property {() => import("./types.js").DataSummary} summary
 * @property {(record: number) => { width: number, height: number, pixels: Uint8Array } | undefined} thumbnail
 * @property {() => void} free
 */

/**
 * As `src/experiment/event.rs` writes it: `round`, `stage`, `arm-failed` or `again`.
 * @typedef {{ kind: string, arm?: string, round?: number, what?: string, reason?: string }} RunEvent
 */

/** @typedef {"figures" | "lab" | "engine-cpu" | "engine-gpu"} BundleName */

/**
 * @typedef {object} View a report that is read once, however often it is drawn
 * @property {(request: object) => import("./protocol.js").Picture} draw
 * @property {() => import("./types.js").Said} said of all seeds of the report together, if it has several
 * @property {() => void} free
 */

/**
 * What fills the form, and what draws reports and says what they hold.
 * @typedef {object} FiguresBundle
 * @property {(input?: object) => Promise<unknown>} default
 * @property {() => string} build of which sources it was made
 * @property {() => Catalog} catalog
 * @property {(query: string) => { preset: string, config: Config, notices: string[] }} resolve
 * @property {(preset: string, config: Config) => string} query_of
 * @property {(config: Config, key: string, text: string) => Config} set_field
 * @property {(config: Config) => string[]} data_files
 * @property {new (report: string) => View} View
 * @property {(report: string, request: object) => import("./protocol.js").Picture | undefined} draw_audit
 * @property {(reports: string[]) => import("./protocol.js").Repeats} repeats
 */

/**
 * What leads a run, audits, and reads a visitor's own file.
 * @typedef {object} LabBundle
 * @property {(input?: object) => Promise<unknown>} default
 * @property {() => string} build of which sources it was made
 * @property {(config: Config, name: string, file: Uint8Array, fresh: boolean) => string} inspect gives what was found as JSON
 * @property {(names: string[], roles: string[], contents: Uint8Array[]) => string} audit gives the report as JSON
 * @property {(names: string[], roles: string[], contents: Uint8Array[]) => Uint8Array<ArrayBuffer>} audit_scores of every record, as CSV
 * @property {(cpu: Uint8Array, gpu: Uint8Array) => import("./types.js").Agreement} compare_self_checks
 * @property {new (config: Config, files: Uint8Array[], device: string, workers: number) => LabRun} Lab
 */

/**
 * @typedef {object} EngineRun one engine, in `src/web`
 * @property {(job: Uint8Array) => void} start
 * @property {() => Promise<Uint8Array[]>} next
 * @property {() => boolean} finished
 * @property {(told: (done: number, all: number) => void) => Promise<Uint8Array>} self_check
 * @property {() => Promise<number>} calibrate
 */

/**
 * @typedef {object} EngineBundle
 * @property {(input?: object) => Promise<unknown>} default
 * @property {() => string} build of which sources it was made
 * @property {{ create(config: Config, files: Uint8Array[], device: string): Promise<EngineRun> }} Engine
 */

/**
 * @typedef {import("./types.js").Choice} Choice
 * @typedef {import("./types.js").Field} Field
 * @typedef {import("./types.js").MethodInfo} MethodInfo
 * @typedef {import("./types.js").AttackInfo} AttackInfo
 * @typedef {{ version: string, fields: Field[], presets: Choice[], arms: MethodInfo[], attacks: AttackInfo[],
 *   figures: import("./types.js").FigureInfo[], named: string[] }} Catalog
 */

/** @type {Map<string, Promise<WebAssembly.Module>>} */
const modules = new Map();

/** @param {BundleName} name */
export const glueUrl = (name) => new URL(`./wasm/${name}/wemem_lab.js`, import.meta.url).href;

/** What of a bundle is fetched. @param {BundleName} name */
export const bundleUrls = (name) => [new URL(glueUrl(name)), binaryUrl(name)];

/** @param {BundleName} name */
const binaryUrl = (name) => new URL(`./wasm/${name}/wemem_lab_bg.wasm`, import.meta.url);

/** Fetched, or on its way. @param {BundleName} name */
export const isLoaded = (name) => modules.has(name);

/**
 * The compiled module of a bundle, fetched at most once; what was given up or came badly is asked for again.
 * @param {BundleName} name
 * @param {{ signal?: AbortSignal, told?: import("./fetch.js").Told }} [options]
 * @returns {Promise<WebAssembly.Module>}
 */
export function moduleOf(name, options) {
  const known = modules.get(name);
  if (known) {
    return known.catch((error) => {
      // Whoever began to fetch it has given it up, which is no reason of ours.
      if (error.name !== "AbortError" || options?.signal?.aborted) throw error;
      return moduleOf(name, options);
    });
  }
  const made = compile(binaryUrl(name), options);
  modules.set(name, made);
  made.catch(() => modules.delete(name));
  return made;
}

/**
 * A bundle at work in this very worker, the same one however often it is asked for.
 * @param {"figures" | "lab"} name
 * @param {{ signal?: AbortSignal, told?: import("./fetch.js").Told }} [options]
 */
export async function bundleOf(name, options) {
  const module = await moduleOf(name, options);
  const bundle = await import(glueUrl(name));
  await bundle.default({ module_or_path: module });
  return bundle;
}

/** What a worker of its own begins a bundle from. @param {"lab"} name */
export const sharedOf = async (name) => ({ glue: glueUrl(name), module: await moduleOf(name) });

/** @param {URL} url @param {Parameters<typeof fetchFile>[1]} options */
async function compile(url, options) {
  const bytes = await fetchFile(url, options);
  return WebAssembly.compile(bytes).catch((error) => {
    throw new Error(`${nameOf(url)} came damaged (${error.message}); the host of this page answered with something else`);
  });
}
