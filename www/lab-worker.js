/**
 * The laboratory behind the page: all wasm of the page's side lives here, so that no figure and no statistic ever
 * holds up the page. Answers commands, owns the run and the audits.
 */

import { bundleOf, sharedOf } from "./bundles.js";
import { Audits } from "./lab/audit.js";
import { Estimates } from "./lab/estimate.js";
import { dataFiles, forget } from "./lab/files.js";
import * as logs from "./lab/log.js";
import { Run } from "./lab/run.js";
import { Seeds } from "./lab/seeds.js";
import { inWorker } from "./lab/worker.js";
import { troubleOf } from "./trouble.js";

/** @typedef {import("./protocol.js").Command} Command */
/** @typedef {import("./bundles.js").LabBundle} LabBundle */

/** @type {import("./bundles.js").FiguresBundle} */
let figures;
/** @type {Audits} */
let audits;
/** @type {Seeds} */
let seeds;
/** @type {Estimates} */
let estimates;
/** @type {Run | undefined} */
let run;
/** A report that has come to its end, with what it is of. @typedef {{ report: string, choice: string, source: string, settings: string }} Ended */
/** @type {Ended & { view: import("./bundles.js").View } | undefined} */
let recorded;
/** The run's report as its results were last asked for, which is what figures show. @type {{ report: string, view: import("./bundles.js").View } | undefined} */
let looked;
/** What lies pale under the run, until it is put away. @type {Ended & { which: "recorded" | "before" } | undefined} */
let beneath;
/** The order that waits for its files; a new one, Stop or Reset overtakes it. @type {AbortController | undefined} */
let waiting;
/** Runs that a new one takes the place of. @type {import("./protocol.js").Interrupted[]} */
let offered = [];
/** Of the run, to go back to where an order comes to nothing. @type {import("./protocol.js").LabEvent & { kind: "phase" }} */
let phase = { kind: "phase", phase: "idle" };

/** @param {import("./protocol.js").LabEvent} event */
const emit = (event) => postMessage(event);

/** @type {import("./fetch.js").Told} */
const told = (file, bytes, total) => emit({ kind: "loading", file, bytes, total });

const opened = open();
opened.catch(() => {});

async function open() {
  figures = await bundleOf("figures", { told });
  audits = new Audits(figures);
  seeds = new Seeds(figures);
  estimates = new Estimates(figures);
}

/** @type {{ [K in Command["kind"]]: (command: Extract<Command, { kind: K }>) => unknown }} */
const obey = {
  open: () => figures.catalog(),
  sign: () => {},
  resolve: ({ query }) => figures.resolve(String(query)),
  "set-field": ({ config, key, text }) => figures.set_field(config, key, text),
  "query-of": ({ preset, config }) => figures.query_of(preset, config),
  inspect: (command) => inspect(command),
  estimate: ({ order }) => estimates.of(order),
  recorded: ({ report }) => {
    const view = new figures.View(report); // throws where it is no report
    recorded?.view.free();
    recorded = { ...endedOf(report), view };
    return view.said();
  },
  start: ({ order }) => start(order),
  interrupted: async () => (offered = await logs.interrupted(figures.build())),
  "go-on": (command) => goOn(command.run),
  forget: (command) => logs.forget(command.run),
  pause: () => run?.pause(),
  resume: () => run?.resume(),
  step: () => run?.step(),
  stop: () => (waiting ? giveUp() : run?.stop()),
  reset: () => {
    waiting?.abort();
    waiting = undefined;
    drop();
    beneath = undefined;
    seeds.clear();
    hear({ kind: "phase", phase: "idle" });
  },
  "put-away": () => void (beneath = undefined),
  draw: ({ request }) => draw(request),
  results: () => results(),
  report: () => (run ? reportOf(run) : recorded?.report),
  "next-seed": ({ config }) => seeds.next(config),
  thumbnail: ({ record }) => run?.thumbnail(record),
  audit: ({ files }) => audits.run(files),
  "audit-scores": () => audits.scores(),
  "draw-audit": ({ request }) => audits.draw(request),
};

/** @param {import("./protocol.js").InspectCommand} command */
async function inspect({ config, name, file, fresh }) {
  return inWorker("inspect-worker.js", { ...(await sharedOf("lab")), config, name, file, fresh });
}

/** Undefined if it was overtaken. @param {string} id @returns {Promise<import("./protocol.js").WentOn | undefined>} */
async function goOn(id) {
  const resumed = await logs.reopen(id);
  if (!resumed) throw Object.assign(new Error(`${id} is not there to go on with`), { code: "kept-gone" });
  const { config, query = "", name, file } = resumed.order;
  let isBegun = false;
  try {
    isBegun = await start(resumed.order, resumed);
  } finally {
    if (!isBegun) resumed.log.leave();
  }
  return isBegun ? { config, query, name, file } : undefined;
}

/**
 * Tells whether it came to a run. Until its files are there nothing of the run before is lost.
 * @param {import("./protocol.js").StartOrder} order
 * @param {import("./lab/log.js").Resumed} [resumed]
 */
async function start(order, resumed) {
  if (!(order.workers >= 1)) throw new Error(`a run must have at least one engine, but has ${order.workers}`);
  waiting?.abort();
  const mine = (waiting = new AbortController());
  emit({ kind: "phase", phase: "preparing" });
  try {
    const { signal } = mine;
    const [lab, files] = await Promise.all([labOf(signal), order.file ? [order.file] : builtIn(order.config, signal)]);
    if (signal.aborted) return false;
    begin(lab, order, files, resumed);
  } catch (error) {
    if (mine.signal.aborted) return false;
    giveUp();
    throw error;
  }
  waiting = undefined;
  return true;
}

/** There when the first run begins: who only looks does not load it. @param {AbortSignal} signal @returns {Promise<LabBundle>} */
async function labOf(signal) {
  /** @type {LabBundle} */
  const lab = await bundleOf("lab", { signal, told });
  if (lab.build() !== figures.build()) throw new Error("the laboratory and its figures are of two builds: reload the page");
  return lab;
}

/** @param {import("./protocol.js").Config} config @param {AbortSignal} signal */
async function builtIn(config, signal) {
  return dataFiles(figures.data_files(config), { signal, told });
}

/** @param {LabBundle} lab @param {import("./protocol.js").StartOrder} order @param {Uint8Array[]} files @param {import("./lab/log.js").Resumed} [resumed] */
function begin(lab, order, files, resumed) {
  const next = runOf(lab, order, files, resumed);
  if (!resumed) for (const { id } of offered) void logs.forget(id).catch(() => {});
  beneath = lastFinished() ?? beneath;
  drop();
  run = next;
  hear({ kind: "phase", phase: "preparing" });
  void next.begin();
}

/** @param {LabBundle} lab @param {import("./protocol.js").StartOrder} order @param {Uint8Array[]} files @param {import("./lab/log.js").Resumed} [resumed] */
function runOf(lab, order, files, resumed) {
  try {
    /** @type {Run} */
    const next = new Run(lab, order, files, (event) => run === next && hear(event), resumed);
    return next;
  } catch (error) {
    // A bad download would else be bad for ever.
    if (!order.file && /** @type {{ code?: string }} */ (error).code === "data") forget(figures.data_files(order.config));
    throw error;
  }
}

/** @param {string} report @returns {Ended} */
function endedOf(report) {
  const { config, settings } = JSON.parse(report);
  return { report, choice: choiceOf(config), source: config.data.source, settings };
}

/** The run in sight until now, if it has come to its end. @returns {typeof beneath} */
function lastFinished() {
  if (run) return run.finished ? { which: "before", ...endedOf(run.report) } : undefined;
  return recorded && { which: "recorded", ...recorded };
}

/** Back to where the last run is. */
function giveUp() {
  waiting?.abort();
  waiting = undefined;
  emit(phase);
}

/** @param {import("./protocol.js").LabEvent} event of the run */
function hear(event) {
  if (event.kind === "phase") phase = event;
  if (event.kind === "phase" && event.phase === "finished" && run) keep(run);
  if (event.kind === "phase" && (event.phase === "finished" || event.phase === "stopped") && run) estimates.learn(run);
  emit(event);
}

/** That seeds cannot be compared takes nothing from the run itself. @param {Run} run */
function keep(run) {
  try {
    seeds.take(run);
  } catch (error) {
    emit({ kind: "trouble", trouble: troubleOf(error) });
  }
}

function drop() {
  run?.close();
  run = undefined;
  looked?.view.free();
  looked = undefined;
}

/** Read anew only when there is more in it: while a run goes, that takes its time from the engines. @param {Run} run */
function lookAt({ report }) {
  if (looked?.report !== report) {
    const view = new figures.View(report);
    looked?.view.free();
    looked = { report, view };
  }
  return looked.view;
}

/** @param {import("./protocol.js").DrawRequest} request */
function draw({ source, ...request }) {
  if (source === "recorded") return recorded?.view.draw(request);
  const under = request.figure === "tradeoff" ? inSightBeneath() : undefined;
  return run && (looked?.view ?? lookAt(run)).draw(under ? { ...request, [under.which]: under.report } : request);
}

/** Of other records it would say nothing. One of the same settings, but for the device, is a preview, and only until this run ends. */
function inSightBeneath() {
  if (!run || beneath?.source !== run.config.data.source) return undefined;
  return run.finished && beneath.choice === choiceOf(run.config) ? undefined : beneath;
}

/** @param {import("./protocol.js").Config} config */
function choiceOf(config) {
  return JSON.stringify({ ...config, device: "" });
}

/** What the page's words need; the figures' data stay here. */
function results() {
  if (!run) return undefined;
  const report = JSON.parse(run.report);
  for (const arm of report.arms) arm.detail = arm.detail && { most_exposed: arm.detail.most_exposed };
  const repeats = run.finished ? seeds.repeatsOf(run) : undefined;
  const { which, settings = "" } = inSightBeneath() ?? {};
  const view = lookAt(run); // also where the words are those of all seeds: figures show this run to its end
  const said = repeats ? saidOf(reportOf(run)) : view.said();
  return { report, said, repeats: seeds.repeatsOf(run), beneath: which && { which, settings } };
}

/** @param {string} report */
function saidOf(report) {
  const view = new figures.View(report);
  try {
    return view.said();
  } finally {
    view.free();
  }
}

/** A run that has not ended is none of the seeds. @param {Run} run */
function reportOf(run) {
  const repeats = run.finished ? seeds.repeatsOf(run) : undefined;
  return repeats ? JSON.stringify({ ...JSON.parse(run.report), repeats }) : run.report;
}

onmessage = async ({ data: { id, ...command } }) => {
  try {
    await opened;
    if (!Object.hasOwn(obey, command.kind)) throw new Error(`the laboratory knows no command ${command.kind}`);
    // @ts-expect-error the table pairs each kind with its own command, which the checker cannot follow
    emit({ kind: "reply", id, value: await obey[command.kind](command) });
  } catch (error) {
    emit({ kind: "reply", id, trouble: troubleOf(error) });
  }
};
