/**
 * The laboratory: shows the recorded run at once and opens the workers beside it, then lets the visitor work.
 */

import { about } from "./page/about.js";
import { Audit } from "./page/audit.js";
import { Awake } from "./page/awake.js";
import { Bar } from "./page/bar.js";
import { LabClient } from "./page/client.js";
import { byId } from "./page/dom.js";
import { Estimates } from "./page/estimate.js";
import { Figure } from "./page/figure.js";
import { Form } from "./page/form.js";
import { offerToHost } from "./page/host.js";
import { Interrupted } from "./page/interrupted.js";
import { enter } from "./page/levels.js";
import { OwnFile } from "./page/own-file.js";
import { bringIntoView, part, reportFrom } from "./page/part.js";
import { loadPreset, loadRecorded, loadReport } from "./page/recorded.js";
import { followLook, tellHeight, tellHost } from "./page/remote.js";
import { Results } from "./page/results.js";
import { Settings } from "./page/settings.js";
import { showLack, showPart } from "./page/show-part.js";
import { followTryLinks, printOpen, showSources } from "./page/notes.js";
import { chooseCloser, Stage } from "./page/stage.js";
import { State } from "./page/state.js";
import { followTerms, learnTerms, showGlossary } from "./page/term.js";
import { clearTroubles, showTrouble, wordsOf } from "./page/troubles.js";
import { Share, workersOf } from "./page/share.js";
import { Turn } from "./page/turn-taking.js";
import { strings } from "./strings/en.js";

byId("not-loaded").remove();
followTerms();
showGlossary(byId("glossary"));
const state = new State();
const stage = new Stage(byId("tradeoff"), new Figure("tradeoff", strings.stage.tradeoff), state);
const results = new Results(stage, state);
const bar = new Bar(state, (action) => void act(action));
const awake = new Awake(state);
const turn = new Turn();
state.addEventListener("change", () => state.isComputing || turn.give());
/** @type {Promise<import("./page/recorded.js").Recorded> | undefined} */
let recorded;
// Behind a lesson nobody sees it yet: there it comes after the programs.
if (document.body.dataset.level !== "lesson") void fetchRecorded();

/** @type {LabClient} */
let client;
/** @type {Settings} */
let settings;
/** @type {Form} */
let form;
/** @type {OwnFile} */
let ownFile;

/** Settings can be chosen and run from now on; false if never. */
export const ready = open().then(() => true, (error) => {
  fail(error);
  return false;
});

function fetchRecorded() {
  recorded ??= (reportFrom === null ? loadRecorded() : loadReport(reportFrom)).then((found) => {
    results.takeRecorded(found);
    return found;
  });
  return recorded;
}

/** @param {unknown} error */
function fail(error) {
  void fetchRecorded();
  byId("waiting").textContent = strings.run.broken;
  byId("phase").textContent = strings.run.broken;
  showTrouble(/** @type {Error} */ (error).message);
  void showLack().then(tellHeight);
}

async function open() {
  client = new LabClient(); // throws where the browser allows no workers
  settings = new Settings(client);
  const audit = new Audit(byId("audit"), client);
  client.addEventListener("news", (event) => hear(/** @type {import("./page/client.js").News} */ (event).detail));
  const catalog = await client.ask({ kind: "open" });
  about.software = `wemem-lab ${catalog.version}`;
  learnTerms(catalog);
  ownFile = new OwnFile(settings, client, (key, text) => form.choose(key, text));
  form = new Form(byId("form"), catalog, settings, ownFile.root);
  const share = new Share(byId("run"), settings, client, state);
  const notices = await resolve(share.query);
  results.open(client, catalog, settings, share);
  audit.open(catalog);
  stage.open(client, catalog, { attacker: byId("attacker"), network: byId("network") });
  chooseCloser(byId("closer"), catalog, stage);
  share.open([...notices, ...showPart(stage, form, catalog)], stage, catalog);
  followTryLinks(byId("try"), (query) => settings.resolve(query));
  showSources(byId("sources"), catalog);
  printOpen(byId("sources"));
  state.hear("idle");
  client.watch();
  const estimates = new Estimates(client, settings, state, (cost) => bar.cost(cost));
  void fetchRecorded().then(({ report, said: { cost } }) => report && cost && estimates.compare({ config: JSON.parse(report).config, cost }));
  fetchRecorded().then(handOver).then(showPreset).catch((error) => showTrouble(error.message));
  settings.addEventListener("change", () => void showPreset());
  // A part of another page has no place to offer it.
  const interrupted = part === null ? new Interrupted(client, state, goOn) : undefined;
  offerToHost({ state, settings, client, stage, audit, catalog, start: () => start(false), act, show });
  followLook();
  tellHeight();
  // A run that begins at once would take the place of the one to go on with.
  if (share.isToRun && !(await interrupted?.first)) void act("run");
}

/** The laboratory draws the recorded run as well, once both are there. @param {import("./page/recorded.js").Recorded} recorded */
async function handOver({ report }) {
  if (report && state.hasRecorded) await show(report);
}

/** A report as a recorded run, with what it says. @param {string} report */
async function show(report) {
  const said = await client.ask({ kind: "recorded", report });
  results.takeRecorded({ report, said });
  stage.redraw();
}

/** For an exercise of the lesson. @param {string} query @returns {Promise<string | undefined>} what is wrong with it */
export async function startFor(query) {
  if (!state.can("run")) return strings.lesson.busy;
  const notices = await settings.resolve(query);
  if (notices.length > 0) return notices.join(" ");
  return start(false);
}

/** As if somebody had set the form. @param {string} query */
export const choose = (query) => void settings?.resolve(query);

/** Hears of the visitor's own run whenever there is more of it. @param {(report: import("./types.js").Report) => void} hears */
export function follow(hears) {
  results.heard = hears;
}

/** Presets without a recorded run are asked for once. @type {Map<string, Promise<string | undefined>>} */
const presets = new Map();
/** The preset whose recorded run is in view. */
let inView = "quick";

const isLive = () => state.source === "run";

/** Plain settings of a preset bring its recorded run into view, until there is a run of the visitor's own. */
async function showPreset() {
  const query = new URLSearchParams(await settings.query());
  for (const key of ["seed", "device"]) query.delete(key);
  const preset = query.get("preset") ?? "quick";
  query.delete("preset");
  if ([...query.keys()].length > 0 || preset === inView || isLive() || !state.can("run")) return;
  if (!presets.has(preset)) presets.set(preset, loadPreset(preset));
  const report = await presets.get(preset);
  // The visitor may have gone on meanwhile.
  if (!report || settings.preset !== preset || isLive()) return;
  inView = preset;
  await show(report);
}

/** A broken address is no reason not to begin. @param {string} query */
async function resolve(query) {
  try {
    return await settings.resolve(query);
  } catch (error) {
    showTrouble(strings.trouble.address(/** @type {Error} */ (error).message));
    return settings.resolve("");
  }
}

/** @param {import("./page/bar.js").Move} action */
async function act(action) {
  if (!state.can(action)) return;
  if (state.doing === "waiting") return turn.give();
  if (action === "seed") await startAnotherSeed();
  else if (action === "run" || (action === "step" && state.can("run"))) await start(action === "step");
  else {
    if (action === "stop") state.stop();
    if (state.doing === "paused" && (action === "resume" || action === "step") && !(await takeTurn())) return;
    await client.ask({ kind: action });
  }
}

/** The settings of the run in view with the next seed that they have not been run with. */
async function startAnotherSeed() {
  await settings.settled();
  await results.restore();
  const seed = await client.ask({ kind: "next-seed", config: settings.config });
  const refusal = await form.choose("seed", String(seed));
  if (refusal) return showTrouble(refusal.message);
  await start(false);
}

/** After a reload. The form gets back what it showed. @param {string} id */
async function goOn(id) {
  clearTroubles();
  try {
    /** @type {import("./protocol.js").WentOn | undefined | false} */
    const run = (await takeTurn()) && (await client.ask({ kind: "go-on", run: id }));
    if (!run) return;
    results.begin(run.config, run.query);
    enter("laboratory");
    await settings.resolve(run.query);
    if (run.file) await ownFile.takeBack(run.name ?? "", run.file);
  } catch (error) {
    turn.give();
    showTrouble(wordsOf(/** @type {Error & { code?: string }} */ (error), results.names));
  }
}

/** @param {boolean} step @returns {Promise<string | undefined>} what is wrong, which also stands beside its place */
async function start(step) {
  await settings.settled();
  clearTroubles();
  if (!settings.isValid) {
    showTrouble(strings.run.invalid);
    form.focusInvalid();
    return strings.run.invalid;
  }
  const isOwn = settings.config.data.source === "own";
  if (isOwn && !settings.file) {
    ownFile.stop(strings.file.missing);
    return strings.file.missing;
  }
  const { config } = settings;
  const own = isOwn ? { file: settings.file, name: ownFile.name } : {};
  try {
    const query = await settings.query();
    const order = { config, workers: workersOf(location.search), ...own, query, step, isKept: part === null };
    if (!(await takeTurn())) return undefined;
    if (!(await client.ask({ kind: "start", order }))) return undefined;
    results.begin(config, query);
    if (document.body.dataset.level === "laboratory") bringIntoView(byId("tradeoff"));
  } catch (error) {
    refuse(/** @type {Error & { code?: string, field?: string }} */ (error));
    return /** @type {Error} */ (error).message;
  }
  return undefined;
}

/** Beside other parts on a page it waits for theirs to end; false if it was stopped meanwhile. */
async function takeTurn() {
  const before = state.doing;
  const isMine = await turn.take(() => state.wait());
  if (!isMine) state.giveUp(before);
  return isMine;
}

/** An error goes beside what it is about; only one without a place goes to the corner. @param {Error & { code?: string, field?: string }} error */
function refuse({ code, field, message }) {
  if (code === "config" && field && form.fault(field, message)) return;
  if (code === "data" && settings.config.data.source === "own") return ownFile.stop(message);
  showTrouble(message);
}

/** @param {import("./protocol.js").LabEvent} event */
function hear(event) {
  if (event.kind === "phase") state.hear(event.phase, event);
  else if (event.kind === "device") bar.device(event.choice);
  else if (event.kind === "progress") progress(event);
  else if (event.kind === "loading") bar.loading(event);
  else if (event.kind === "warming") bar.warming(event);
  else if (event.kind === "round") tellHost("round", { arm: event.arm, round: event.round });
  else if (event.kind === "results") results.refresh();
  else if (event.kind === "warning") showTrouble(event.message, strings.trouble.warning);
  else if (event.kind === "trouble") showTrouble(wordsOf(event.trouble, results.names));
}

/** @param {Extract<import("./protocol.js").LabEvent, { kind: "progress" }>} event */
function progress({ kind: _, ...progress }) {
  bar.progress(progress);
  awake.progress(progress.done / progress.total);
  tellHost("progress", progress);
}
