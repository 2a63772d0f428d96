/**
 * What the page, the lab worker and the engine workers say to each other. Types only; nothing runs here.
 *
 * page ⇄ lab worker: the page sends a `Command` with an id and gets one `reply` with that id; everything else that
 * the lab worker says is news about the run.
 * lab worker → audit worker, inspect worker: one order; the message back is an answer or a trouble, and then the worker ends.
 * lab worker ⇄ engine worker: an `EngineCommand` out, `EngineEvent`s back. Jobs and messages are packed bytes that
 * only the wasm on either side can read.
 */

/**
 * What Rust makes has the types of `types.d.ts`, which are made from Rust's. The page looks up a configuration's values
 * by dotted key and never edits it itself: `set-field` does.
 * @typedef {import("./types.js").Config} Config
 * @typedef {import("./types.js").Picture} Picture
 * @typedef {import("./types.js").Repeats} Repeats
 * @typedef {import("./types.js").Report} Report
 */

/**
 * An error that has crossed a worker's border.
 * @typedef {object} Trouble
 * @property {string} name for example `ConfigError`
 * @property {string} message rule and value in words
 * @property {string} [code] `config`, `data`, `device` or `message`; of the page's own `read`, for a file that the
 *   browser could not read, and `worker`
 * @property {string} [field] configuration key or place in a file
 *
 * @example
 * { name: "ConfigError", code: "config", field: "prune.sparsity", message: "prune.sparsity must be …, but is 1" }
 */

/**
 * A picture asked for. `source` says from which report; sizes are CSS pixels.
 * @typedef {object} DrawRequest
 * @property {"run" | "recorded"} source
 * @property {string} figure id from the catalog
 * @property {string} [arm]
 * @property {string} [attack]
 * @property {string} [by] named attack by which arms are compared
 * @property {string[]} [shown] methods in the trade-off; all if none
 * @property {number} [round] after which the trade-off shows them; the last if none
 * @property {number} width
 * @property {number} height
 * @property {number} [letters] size of its small letters as they are seen
 *
 * @example
 * { source: "run", figure: "roc", arm: "base", attack: "conf", width: 420, height: 320, letters: 11.5 }
 */

/**
 * @typedef {object} StartOrder
 * @property {Config} config
 * @property {number} workers CPU engines wanted
 * @property {Uint8Array} [file] the user's own data, for source `own`
 * @property {boolean} step pause after the first round
 * @property {boolean} [isKept] so that a reload can go on with it; then also what the page has forgotten by then:
 * @property {string} [query] these settings as the address writes them
 * @property {string} [name] of the file
 */

/**
 * A run that a reload or a crash has interrupted. `at` is when the last of it was kept, `share` how much of its work was done then. One
 * of another build is foreign, and no longer there.
 * @typedef {{ id: string, at: number, share: number, name?: string, isForeign: boolean }} Interrupted
 *
 * Answers `go-on`: what the form showed.
 * @typedef {{ config: Config, query: string, name?: string, file?: Uint8Array }} WentOn
 */

/**
 * What a run will cost; what cannot be told is left out.
 * @typedef {object} Estimate
 * @property {number} [bytes] to be fetched first, as the host sends them
 * @property {number} [steps] the most, where training may stop early
 * @property {number} [seconds] on this machine, by the last run of the like
 *
 * @typedef {{ glue: string, module: WebAssembly.Module, config: Config, files: Uint8Array[], workers: number }} EstimateOrder
 *
 * @example
 * { bytes: 2100000, steps: 7268, seconds: 11.4 }
 */

/**
 * A file of an audit. It is handed on unread: only the audit worker holds its bytes.
 * @typedef {object} AuditFile
 * @property {string} name differs from those of the other files
 * @property {"target" | "shadow" | "reference" | "population"} role
 * @property {Blob} file
 *
 * @typedef {{ glue: string, module: WebAssembly.Module, files: AuditFile[], wanted: "report" | "scores" }} AuditOrder
 * @typedef {{ figure: string, width: number, height: number, letters?: number }} AuditDrawRequest
 *
 * @example
 * { name: "target.csv", role: "target", file }
 */

/**
 * A look at the user's own file. A `fresh` one was just chosen: settings that were made for other records do not hold for it.
 * @typedef {{ kind: "inspect", config: Config, name: string, file: Uint8Array, fresh: boolean }} InspectCommand
 * @typedef {Omit<InspectCommand, "kind"> & { glue: string, module: WebAssembly.Module }} InspectOrder
 */

/**
 * @typedef {(
 *   | { kind: "open" }
 *   | { kind: "sign" }
 *   | { kind: "resolve", query: string }
 *   | { kind: "set-field", config: Config, key: string, text: string }
 *   | { kind: "query-of", preset: string, config: Config }
 *   | InspectCommand
 *   | { kind: "recorded", report: string }
 *   | { kind: "estimate", order: StartOrder }
 *   | { kind: "start", order: StartOrder }
 *   | { kind: "interrupted" } | { kind: "go-on", run: string } | { kind: "forget", run: string }
 *   | { kind: "pause" } | { kind: "resume" } | { kind: "step" } | { kind: "stop" } | { kind: "reset" }
 *   | { kind: "put-away" }
 *   | { kind: "draw", request: DrawRequest }
 *   | { kind: "results" }
 *   | { kind: "report" }
 *   | { kind: "next-seed", config: Config }
 *   | { kind: "thumbnail", record: number }
 *   | { kind: "audit", files: AuditFile[] }
 *   | { kind: "audit-scores" }
 *   | { kind: "draw-audit", request: AuditDrawRequest }
 * )} Command
 *
 * @example
 * { id: 12, kind: "set-field", config, key: "prune.sparsity", text: "0.7" }
 */

/**
 * `idle` before a run, `preparing` while bundles, data and device are made ready.
 * @typedef {"idle" | "preparing" | "running" | "paused" | "stopped" | "finished" | "failed"} Phase
 */

/**
 * Why a device was taken. The page has a sentence for each.
 * @typedef {"chosen" | "chosen-software" | "no-adapter" | "fallback-adapter" | "cpu-faster" | "gpu-faster"
 *   | "self-check-failed" | "gpu-error" | "gpu-failed"} DeviceReason
 */

/**
 * @typedef {object} DeviceChoice
 * @property {"cpu" | "webgpu"} device
 * @property {number} workers
 * @property {DeviceReason} reason
 * @property {Record<string, string | number>} [details] numbers and texts for the sentence
 *
 * @example
 * { device: "webgpu", workers: 1, reason: "gpu-faster", details: { cpu: 3.1, gpu: 0.8 } }
 */

/**
 * At the end `phase` says how many of how many arms failed. `sign` asks only whether the laboratory still listens;
 * `worker` is one that the page makes for it (`lab/page-worker.js`).
 * @typedef {(
 *   | { kind: "reply", id: number, value?: any, trouble?: Trouble }
 *   | { kind: "phase", phase: Phase, failed?: number, arms?: number }
 *   | { kind: "loading", file: string, bytes: number, total?: number }
 *   | { kind: "warming", done: number, total: number }
 *   | { kind: "device", choice: DeviceChoice }
 *   | { kind: "progress", done: number, total: number, what: string, secondsLeft?: number }
 *   | { kind: "round", arm: string, round: number }
 *   | { kind: "results" }
 *   | { kind: "warning", message: string }
 *   | { kind: "worker", script: string, talk: MessagePort, life: MessagePort }
 *   | { kind: "trouble", trouble: Trouble }
 * )} LabEvent
 *
 * @example
 * { kind: "progress", done: 1200, total: 3100, what: "arms", secondsLeft: 3.2 }
 */

/**
 * @typedef {(
 *   | { kind: "open", glue: string, module: WebAssembly.Module, config: Config, files: Uint8Array[],
 *       device: "cpu" | "webgpu", build: string }
 *   | { kind: "self-check" }
 *   | { kind: "calibrate" }
 *   | { kind: "job", id: number, bytes: Uint8Array }
 *   | { kind: "pause" } | { kind: "resume" }
 * )} EngineCommand
 *
 * @example
 * { kind: "job", id: 3, bytes }
 */

/**
 * `answer` belongs to `open`, `self-check` and `calibrate`, and `warming` comes on the way to that of `self-check`; after `broken` the worker is of no more use.
 * @typedef {(
 *   | { kind: "answer", value?: any }
 *   | { kind: "warming", done: number, total: number }
 *   | { kind: "messages", id: number, messages: Uint8Array[] }
 *   | { kind: "done", id: number }
 *   | { kind: "broken", trouble: Trouble }
 * )} EngineEvent
 *
 * @example
 * { kind: "messages", id: 3, messages: [bytes] }
 */

/**
 * What a page around this one asks, and is answered or told (`www/page/remote.js`, `www/element.js`).
 * @typedef {{ type: "wemem-lab-ask", id: number, method: string, argument?: any }} Asked
 * @typedef {(
 *   | { type: "wemem-lab-answer", id: number, value?: any, error?: { name: string, message: string, field?: string, code?: string } }
 *   | { type: "wemem-lab-event", name: "open" | "config" | "progress" | "round" | "finished" | "error", detail: any }
 *   | { type: "wemem-lab-height", height: number | null }
 * )} Told
 *
 * @example
 * { type: "wemem-lab-ask", id: 4, method: "look", argument: { arm: "rmr" } }
 */

export {};
