/**
 * The laboratory behind the page: all wasm of the page's side lives here, so that no figure and no statistic ever
 * holds up the page. Answers commands, owns the run and the audits.
 */

import { glueUrl, moduleOf } from "./bundles.js";
import { Audits } from "./lab/audit.js";
import { dataFiles } from "./lab/files.js";
import { Run } from "./lab/run.js";
import { Seeds } from "./lab/seeds.js";
import { troubleOf } from "./trouble.js";

/** @typedef {import("./protocol.js").Command} Command */

/** @type {import("./bundles.js").FiguresBundle} */
let bundle;
/** @type {Audits} */
let audits;
/** @type {Seeds} */
let seeds;
/** @type {Run | undefined} */
let run;
/** @type {{ report: string, choice: string } | undefined} */
let recorded;
/** Orders are numbered: what an overtaken one was waiting for is dropped. */
let orders = 0;

/** @param {import("./protocol.js").LabEvent} event */
const emit = (event) => postMessage(event);

const opened = open();
opened.catch(() => {});

async function open() {
  bundle = await import(glueUrl("figures"));
  await bundle.default({ module_or_path: await moduleOf("figures") });
  audits = new Audits(bundle);
  seeds = new Seeds(bundle);
}

/** @type {{ [K in Command["kind"]]: (command: Extract<Command, { kind: K }>) => unknown }} */
const obey = {
  open: () => bundle.catalog(),
  resolve: ({ query }) => bundle.resolve(query),
  "set-field": ({ config, key, text }) => bundle.set_field(config, key, text),
  "query-of": ({ preset, config }) => bundle.query_of(preset, config),
  inspect: ({ config, file }) => inspect(config, file),
  recorded: ({ report }) => void (recorded = { report, choice: choiceOf(JSON.parse(report).config) }),
  start: ({ order }) => start(order),
  pause: () => run?.pause(),
  resume: () => run?.resume(),
  step: () => run?.step(),
  stop: () => run?.stop(),
  reset: () => {
    orders += 1;
    drop();
    seeds.clear();
    emit({ kind: "phase", phase: "idle" });
  },
  draw: ({ request }) => draw(request),
  results: () => results(),
  report: () => (run ? reportOf(run) : recorded?.report),
  "next-seed": ({ config }) => seeds.next(config),
  thumbnail: ({ record }) => run?.thumbnail(record),
  audit: ({ files }) => audits.run(files),
  "draw-audit": ({ request }) => audits.draw(request),
};

/** @param {import("./protocol.js").Config} config @param {Uint8Array} file */
function inspect(config, file) {
  const lab = new bundle.Lab(config, [file], "cpu", 1);
  const summary = lab.summary();
  lab.free();
  return summary;
}

/** @param {import("./protocol.js").StartOrder} order */
async function start(order) {
  const number = ++orders;
  const files = order.file ? [order.file] : await dataFiles(bundle.data_files(order.config));
  if (number !== orders) return;
  const next = new Run(bundle, order, files, (event) => run === next && hear(next, event));
  drop();
  run = next;
  emit({ kind: "phase", phase: "preparing" });
  void next.begin();
}

/** @param {Run} run @param {import("./protocol.js").LabEvent} event */
function hear(run, event) {
  if (event.kind === "phase" && event.phase === "finished") keep(run);
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
}

/** @param {import("./protocol.js").DrawRequest} request */
function draw({ source, ...request }) {
  if (source === "recorded") return recorded && bundle.draw(recorded.report, request);
  const isUnderneath = request.figure === "tradeoff" && isRecordedUnderneath();
  return run?.draw(isUnderneath ? { ...request, recorded: recorded?.report } : request);
}

/** The recorded run is a preview of this one only if all but the device is the same, and only until it ends. */
const isRecordedUnderneath = () => run && !run.finished && recorded?.choice === choiceOf(run.config);

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
  return { report, sentences: repeats ? bundle.sentences(reportOf(run)) : run.sentences, repeats: seeds.repeatsOf(run) };
}

/** A run that has not ended is none of the seeds. @param {Run} run */
function reportOf(run) {
  const repeats = run.finished ? seeds.repeatsOf(run) : undefined;
  return repeats ? JSON.stringify({ ...JSON.parse(run.report), repeats }) : run.report;
}

onmessage = async ({ data: { id, ...command } }) => {
  try {
    await opened;
    // @ts-expect-error the table pairs each kind with its own command, which the checker cannot follow
    emit({ kind: "reply", id, value: await obey[command.kind](command) });
  } catch (error) {
    emit({ kind: "reply", id, trouble: troubleOf(error) });
  }
};
