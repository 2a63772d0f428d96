/**
 * One engine. Works on the job it is given in chunks of some tens of milliseconds and lets messages in between:
 * not asking for the next chunk is what pausing means. After an error it reports `broken`; its owner replaces it,
 * since a wasm instance that panicked cannot be trusted.
 */

import "./owner.js";
import { easeAdapters, watchDevices } from "./lab/adapter.js";
import { troubleOf } from "./trouble.js";
import { turn } from "./turn.js";

/** @typedef {import("./protocol.js").EngineCommand} EngineCommand */

const NO_MEMORY =
  "this run needs more memory than the browser gives; a smaller network, smaller batches or fewer shadows need less";

/** Long enough to hear that the device is lost after what failed by it. */
const LOST_MS = 200;

/** @type {import("./bundles.js").EngineRun} */
let engine;
/** Settles with the end of a GPU's device. @type {Promise<import("./protocol.js").Trouble | undefined>} */
let lost = Promise.resolve(undefined);
/** @type {Promise<void> | undefined} */
let pause;
let endPause = () => {};

/** @param {import("./protocol.js").EngineEvent} event @param {Transferable[]} [transfer] */
const say = (event, transfer = []) => postMessage(event, { transfer });

/** @type {{ [K in EngineCommand["kind"]]: (command: Extract<EngineCommand, { kind: K }>) => unknown }} */
const obey = {
  open: async ({ glue, module, config, files, device, build }) => {
    /** @type {import("./bundles.js").EngineBundle} */
    const bundle = await import(glue);
    await bundle.default({ module_or_path: module });
    if (bundle.build() !== build) throw new Error(`the files of this page are of two builds (${build} and ${bundle.build()}); reload it`);
    if (device === "webgpu") prepareGpu();
    engine = await bundle.Engine.create(config, files, device);
    say({ kind: "answer" });
  },
  "self-check": async () => say({ kind: "answer", value: await engine.self_check((done, total) => say({ kind: "warming", done, total })) }),
  calibrate: async () => say({ kind: "answer", value: await engine.calibrate() }),
  job: ({ id, bytes }) => work(id, bytes),
  pause: () => {
    pause ??= new Promise((resolve) => (endPause = resolve));
  },
  resume: () => {
    endPause();
    pause = undefined;
  },
};

function prepareGpu() {
  easeAdapters();
  lost = new Promise((resolve) => watchDevices((message) => resolve({ name: "DeviceError", code: "device-lost", message })));
  void lost.then(breakDown);
}

/** @param {number} id @param {Uint8Array} bytes */
async function work(id, bytes) {
  engine.start(bytes);
  while (!engine.finished()) {
    await pause;
    const messages = await engine.next();
    // Also when there are none: it is the sign of life that the owner waits for.
    say({ kind: "messages", id, messages }, messages.map(({ buffer }) => buffer));
    await turn();
  }
  say({ kind: "done", id });
}

/** @param {unknown} error */
async function breakDown(error) {
  const trouble = await Promise.race([lost, new Promise((done) => setTimeout(done, LOST_MS))]);
  say({ kind: "broken", trouble: trouble ?? describe(error) });
}

/** A panic has left its words (`src/web/panic.rs`); WebAssembly's own say nothing. @param {unknown} error */
function describe(error) {
  const trouble = troubleOf(error);
  if (!(error instanceof WebAssembly.RuntimeError)) return trouble;
  const panic = /** @type {any} */ (globalThis).wememLabPanic;
  if (panic) return { ...trouble, message: panic };
  // Rust panics in words, but gives up in silence where the browser refuses it more memory.
  return /unreachable/.test(trouble.message) ? { ...trouble, message: NO_MEMORY } : trouble;
}

onmessage = async ({ data }) => {
  try {
    if (!Object.hasOwn(obey, data.kind)) throw new Error(`an engine knows no command ${data.kind}`);
    // @ts-expect-error the table pairs each kind with its own command, which the checker cannot follow
    await obey[data.kind](data);
  } catch (error) {
    breakDown(error);
  }
};

// What the wasm does by itself, as when the GPU answers, fails outside of any command.
addEventListener("error", (event) => {
  event.preventDefault();
  breakDown(event.error ?? event.message);
});
addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  breakDown(event.reason);
});
