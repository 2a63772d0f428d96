/**
 * One engine. Works on the job it is given in chunks of some tens of milliseconds and lets messages in between:
 * not asking for the next chunk is what pausing means. After an error it reports `broken`; its owner replaces it,
 * since a wasm instance that panicked cannot be trusted.
 */

import { troubleOf } from "./trouble.js";
import { turn } from "./turn.js";

/** @typedef {import("./protocol.js").EngineCommand} EngineCommand */

/** @type {import("./bundles.js").EngineRun} */
let engine;
/** @type {Promise<void> | undefined} */
let pause;
let endPause = () => {};

/** @param {import("./protocol.js").EngineEvent} event @param {Transferable[]} [transfer] */
const say = (event, transfer = []) => postMessage(event, { transfer });

/** @type {{ [K in EngineCommand["kind"]]: (command: Extract<EngineCommand, { kind: K }>) => unknown }} */
const obey = {
  open: async ({ glue, module, config, files, device }) => {
    /** @type {import("./bundles.js").EngineBundle} */
    const bundle = await import(glue);
    await bundle.default({ module_or_path: module });
    engine = await bundle.Engine.create(config, files, device);
    say({ kind: "answer" });
  },
  "self-check": async () => say({ kind: "answer", value: await engine.self_check() }),
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

/** @param {number} id @param {Uint8Array} bytes */
async function work(id, bytes) {
  engine.start(bytes);
  while (!engine.finished()) {
    await pause;
    const messages = await engine.next();
    if (messages.length > 0) say({ kind: "messages", id, messages }, messages.map(({ buffer }) => buffer));
    await turn();
  }
  say({ kind: "done", id });
}

onmessage = async ({ data }) => {
  try {
    // @ts-expect-error the table pairs each kind with its own command, which the checker cannot follow
    await obey[data.kind](data);
  } catch (error) {
    say({ kind: "broken", trouble: troubleOf(error) });
  }
};
