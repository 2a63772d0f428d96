/**
 * What the page says by script and the laboratory does not supply; the story stands in `index.html`.
 */

const count = new Intl.NumberFormat("en");
const moment = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });
/** @param {number} share */
const percent = (share) => `${Math.floor(100 * share)} %`;
const compact = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });
/** @param {number | string} value */
const short = (value) => Number(value).toLocaleString("en", { maximumSignificantDigits: 2 });

/** @param {Record<string, any>} details */
const agrees = ({ difference, tolerance }) =>
  `its self-check agrees with the processor to ${short(difference)} (allowed: ${short(tolerance)})`;

export const strings = {
  embed: {
    title: "Embed a part of this page",
    help: "This tag shows it in another page; nothing heavy is loaded before a press. The documentation has frames, attributes and events.",
    part: "Part",
    tag: "The tag to copy",
    copy: "Copy the tag",
    copied: "Copied.",
    notCopied: "This browser does not let it be copied: mark the text above.",
    asFrame: "as a frame, for pages that take no scripts",
    arms: "The table of methods",
    answer: "The answer",
    lesson: "The lesson",
    whole: "The laboratory, with these settings",
    ownModel: "Audit of one's own model",
    /** @param {string} attribute @param {string[]} known @param {string} value */
    unknown: (attribute, known, value) => `${attribute} must be one of ${known.join(", ")}, but is ${value}`,
    /** @param {string} key */
    noControl: (key) => `controls must be none, transport or settings with commas between, but there is no setting ${key}.`,
    /** @param {string} address @param {number} status */
    noReport: (address, status) => `report must be the address of a report, but ${address} answers with status ${status}`,
    /** @param {string} action @param {string} doing */
    cannot: (action, doing) => `${action} is not possible now: the laboratory is ${doing}.`,
    /** @param {string} step */
    noStep: (step) => `step must be the number of a step of the lesson, from 1, but is ${step}`,
    reset: "the run was reset, or given up while it waited for another",
    config: "config must be whole, as a report has it: change what differs in a copy of the one that is there",
    given: "Report",
    givenHelp: "Given by the page around this part.",
    own: "The run is one of the visitor's own file: its report is not told to the page around.",
    missing: "The recorded run could not be loaded: reload the page, or ask the host of wemem-lab.",
    elsewhere: "This is a part of wemem-lab in another page. Its exercises run on the whole page: follow the link below.",
    run: "A recorded run. Yours is computed here, in your browser; some megabytes are loaded for it.",
    laboratory: "Small networks are trained, pruned, attacked and defended here, in your browser; some megabytes are loaded for it.",
    audit: "Audit a model of yours: its files are read here and go nowhere; about one megabyte is loaded for it.",
    open: "Open it here",
  },

  offline: {
    kept: "This page is kept in this browser: it works without a network from now on.",
    newer: "A newer version of this page is ready. ",
    take: "Load it",
  },

  lesson: {
    busy: "A run is under way. Stop it in the bar above, or wait for its end.",
  },

  run: {
    presets: "Preset",
    arms: "What to compare",
    firstArms: "First of all",
    /** @param {number} more @param {number} chosen */
    moreArms: (more, chosen) => `All others: ${more}, of which ${chosen} chosen`,
    defenses: "Defenses",
    controls: "Controls",
    main: "Settings",
    more: "More settings",
    invalid: "Correct the marked settings first.",
    notices: "From the address of this page:",
    noWorkers: "workers must be a whole number of at least 1 and is ignored",
    broken: "The laboratory could not be loaded, so nothing can be computed here. The recorded run stays readable.",
    share: "Copy link to these settings",
    shared: "Link copied.",
    /** @param {string} link */
    notShared: (link) => `This browser does not let it be copied: ${link}`,
    /** @param {string} part of the address */
    noView: (part) => `${part} is nothing that can be looked at here and is ignored`,
    noRun: "run must be 1 and is ignored",
    report: "Download report (JSON)",
  },

  /** The title of a page that nobody looks at. @param {string} phase @param {number | undefined} share @param {string} title */
  away: (phase, share, title) => `${phase}${share === undefined ? "" : ` ${percent(share)}`} · ${title}`,

  interrupted: {
    title: "After a reload:",
    /** @param {number} at */
    goOn: (at) => `Go on with the run that was interrupted at ${moment.format(at)}`,
    forget: "Forget it",
    /** @param {number} share */
    what: (share) =>
      `It had come to ${percent(share)}. What was half done is done again; another run takes its place.`,
    /** @param {string} name */
    file: (name) => `${name} is kept in this browser for it, and stays on this machine.`,
    /** @param {number} at */
    foreign: (at) =>
      `The run that was interrupted at ${moment.format(at)} was begun by another version of this page, which alone could go on with it. It is forgotten.`,
  },

  file: {
    title: "Your own data",
    help:
      "A table as CSV, gzipped or not: one record a row, one column the class, numbers in all others. How it was read is "
      + "shown before anything runs. It is read here and goes nowhere; while a run goes, this browser keeps it for a reload.",
    choose: "Choose a file",
    drop: "or drop it anywhere on this page",
    reading: "Reading…",
    /** @param {import("../types.js").DataSummary} data */
    read: (data) =>
      `${data.name}: ${count.format(data.features)} features, ${count.format(data.classes)} classes, `
      + `${count.format(data.members)} members and ${count.format(data.non_members)} non-members of the target.`,
    /** @param {string} taken @param {string[]} others */
    onlyFirst: (taken, others) => `One file at a time: ${taken} was taken, ${others.join(", ")} ${others.length === 1 ? "was" : "were"} not. `,
    preview: {
      title: "The first rows as they were read",
      label: "The label is",
      /** @param {string | undefined} column */
      guess: (column) => (column === undefined ? "to be guessed" : `guessed: ${column}`),
      header: "The first row names the columns",
      scaled: "Scale every feature to 0..1",
      /** @param {number} number */
      column: (number) => `column ${number}`,
      /** @param {number} rows @param {number} more columns */
      caption: (rows, more) => `The first ${rows} records${more > 0 ? `; ${count.format(more)} more columns are not shown` : ""}`,
      use: "feature",
      isLabel: "label",
      /** Why a column is no feature. @type {Record<string, string>} */
      why: { index: "left out: row names", empty: "left out: empty" },
      decisions: "How it was read",
      notices: "What was changed in the settings for it",
      remarks: "What to know before a run",
    },
    missing: "Choose a file first, or another source of data.",
    /** @param {string} name @param {number} bytes @param {number} limit */
    tooBig: (name, bytes, limit) =>
      `${name}: a file must have at most ${limit} MB, but this has ${count.format(Math.round(bytes / 1e6))} MB.`,
  },

  verdict: {
    title: "What this run says",
    titleRecorded: "What the recorded run says",
    leaks: "Leaks",
    protects: "Protects",
    costs: "Costs",
    awaited: "not known yet",
    noBase: "Base was not run, and without it there is nothing to compare with: tick Base to have the answer.",
    waiting: "The sentences come from the run's own numbers, as soon as there are any.",
  },

  notRun: {
    title: "Attacks that did not run",
    waiting: "no result yet",
    absent: "not part of this run",
    everyArm: "every method",
    /** @param {string[]} attacks @param {string} reason @param {string} [where] */
    item: (attacks, reason, where) => `${attacks.join(", ")}: ${reason}${where ? ` (${where})` : ""}`,
  },

  audit: {
    format: "How a file begins",
    example: "Fill in a tiny made-up example",
    choose: "Choose files",
    drop: "or drop them on this section",
    files: "Files of the audit",
    role: { ask: "Choose a role…", target: "Target", shadow: "Shadow", reference: "Reference", population: "Population" },
    remove: "Remove",
    /** @param {string} name */
    removeOf: (name) => `Remove ${name}`,
    whichRole: "Its name does not tell what this file is: choose a role.",
    /** @param {string[]} names */
    renamed: (names) => `A file of that name was there already. The new one is called ${names.join(", ")}; remove the other if this is a correction of it.`,
    /** @param {number} files */
    ready: (files) => (files === 1 ? "1 file is ready." : `${files} files are ready.`),
    run: "Audit",
    running: "Auditing…",
    missing: "Choose a file first.",
    /** @param {number} size @param {number} limit */
    tooBig: (size, limit) =>
      `The files have ${count.format(size)} MB together, but an audit here takes at most ${limit} MB; the command wemem-lab audit takes more.`,
    /** @param {string} name @param {string} message */
    unreadable: (name, message) => `${name} could not be read: ${message}`,
    /** @param {string} message */
    broken: (message) =>
      `The audit broke off (${message}). The files may be too large for this browser; the command wemem-lab audit takes `
      + "larger ones.",
    /** @param {number} ran @param {number} notRun */
    done: (ran, notRun) => `Done: ${ran} of ${ran + notRun} attacks ran.`,
    result: "What the audit found",
    /** @param {{ name: string, role: string, records: number, members: number }} file */
    read: ({ name, role, records, members }) =>
      `${name} (${role}): ${count.format(records)} records, ${count.format(members)} of them members`,
    /** @param {string} members @param {string} others */
    accuracies: (members, others) => `Accuracy of the target: ${members} on members, ${others} on non-members`,
    head: {
      attack: "Attack",
      auc: "AUC",
      balanced: "Balanced acc.",
      found: "Found (TPR)",
      accused: "Accused wrongly (FPR)",
      /** @param {number} rate */
      tpr: (rate) => `TPR at ${100 * rate} % FPR`,
    },
    /** Of scores without a known attack, by id. */
    attack: { score: "Score" },
    strongest: "strongest",
    /** @param {string} interval @param {string} rate */
    at: (interval, rate) => `${interval} at ${rate}`,
    noThreshold: "no threshold",
    sideBySide: "The two targets",
    onMembers: "Accuracy on members",
    onOthers: "Accuracy on non-members",
    /** @param {string} attack */
    aucOf: (attack) => `AUC of ${attack}`,
    difference: "First minus second, paired",
    /** @param {string} low @param {string} high */
    to: (low, high) => `${low} to ${high}`,
    remarks: "About these files",
    /** By id of the figure. */
    figure: { roc: "ROC of the audit", histogram: "Scores of the audit" },
    exposed: "Most exposed rows",
    /** @param {string} attack @param {number} shown @param {number} of @param {boolean} amongCalled */
    exposedHelp: (attack, shown, of, amongCalled) =>
      `${attack} is surest of these ${count.format(shown)}, out of the ${count.format(of)} members `
      + `${amongCalled ? "that it calls members" : "of the target; it has no threshold"}. A row is a line of the target's file.`,
    /** @param {number} value */
    number: (value) => (Number.isInteger(value) ? String(value) : value.toPrecision(4)),
    exposedHead: { row: "Row", id: "id", label: "Label", confidence: "p of its label", score: "Score" },
    json: "Download report (JSON)",
    csv: "Download table (CSV)",
    exposedCsv: "Download most exposed rows (CSV)",
    scoresCsv: "Download scores of every record (CSV)",
    scoresRunning: "Auditing once more for the scores…",
  },

  stage: {
    recorded: "Recorded run",
    recordedHelp: "Computed earlier with these very programs: figures of one seed, sentences of ten. Press Run for your own.",
    /** @param {string} preset @param {string[]} differences */
    runName: (preset, differences) => (differences.length > 0 ? `${preset}, but ${differences.join(", ")}` : preset),
    /** @param {string} name @param {string} value */
    setting: (name, value) => `${name} ${value === "" ? "–" : value}`,
    /** @param {number} methods */
    methods: (methods) => (methods === 1 ? "1 method" : `${methods} methods`),
    /** @param {number} settings */
    more: (settings) => `and ${settings} more`,
    /** @param {number} seed @param {string} device */
    seedAndDevice: (seed, device) => `; seed ${seed}, on the ${device === "webgpu" ? "GPU" : "processor"}.`,
    shareRun: "Copy link to this run",
    changed: "Settings changed since this run",
    restore: "Restore",
    live: "Your run",
    partial: "Your run, stopped early",
    noRecorded: "No run is recorded. Press Run to make one.",
    attacker: "What the attacker sees",
    network: "What happened inside",
    arm: "Look closely at",
    attack: "Attack",
    by: "Compare methods by",
    table: "The data as a table",
    /** @param {string} figure */
    tableOf: (figure) => `The data as a table: ${figure}`,
    /** @param {string} figure */
    values: (figure) => `Values of ${figure}: arrow keys walk through them, Enter looks closely at the method`,
    /** @param {string} kind */
    file: (kind) => `Save as ${kind}`,
    csv: "Save as CSV",
    /** @param {string} figure @param {string} kind */
    fileOf: (figure, kind) => `Save as ${kind}: ${figure}`,
    /** @param {string} reason */
    noPng: (reason) => `The picture could not be made into points: ${reason}. SVG is left.`,
    tradeoff: "Privacy against utility",
    leak: "Leak by round",
  },

  legend: {
    all: "Show all methods, with their controls",
    after: "After round",
    pale: { recorded: "Pale: the recorded run", before: "Pale: the run before this one" },
    putAway: "Put it away",
    dense: "dense",
    /** @param {number} round @param {boolean} isLast */
    round: (round, isLast) => `${round}${isLast ? " (last)" : ""}`,
  },

  arms: {
    arm: "Method",
    sparsity: "Sparsity",
    train: "Train acc.",
    test: "Test acc.",
    /** @param {string} attack */
    leak: (attack) => `Leak, AUC of ${attack}`,
    strongest: "Strongest attack, AUC",
    /** @param {string} attack */
    found: (attack) => `Found by ${attack}`,
    /** @param {string} attack */
    accused: (attack) => `Accused by ${attack}`,
    seconds: "Seconds",
    dense: "Dense",
    unresolved: "not resolvable",
    none: "–",
    caption: "The methods of this run. The head of each column sorts by it.",
    filter: "Only methods called",
    /** @param {number} rows */
    rows: (rows) => `${rows} rows`,
    /** @param {number} found @param {number} rows */
    filtered: (found, rows) => (found === 0 ? "no method is called so" : `${found} of ${rows} rows`),
    grouped: "Strengths of a method together",
    foldAll: "Fold all",
    unfoldAll: "Unfold all",
    /** @param {number} rows */
    strengths: (rows) => `${rows} strengths`,
    /** With their unit once. @param {string} low @param {string} high */
    range: (low, high) => `${low.replace(/ %$/, "")}–${high}`,
    /** @param {string} reason */
    failed: (reason) => `ended early: ${reason}`,
    /** @param {{ parameters: number, parameters_before: number, multiply_adds: number, multiply_adds_before: number }} size */
    size: (size) => [
      `${compact.format(size.parameters)} of ${compact.format(size.parameters_before)} parameters`,
      ...(size.multiply_adds < size.multiply_adds_before
        ? [`${compact.format(size.multiply_adds)} of ${compact.format(size.multiply_adds_before)} multiply-adds`] : []),
    ],
    /** @param {string} setting */
    chosen: (setting) => `took ${setting}; chosen against Conf, Entr and Mentr only`,
    /** @param {{ epsilon: number | null, at_most?: boolean, delta: number }} privacy */
    privacy: ({ epsilon, at_most, delta }) =>
      `fine-tuning: ${epsilon === null ? "no bound" : `ε ${at_most ? "≤" : "="} ${epsilon.toPrecision(3)}`} at δ = ${delta}; the dense stage has none`,
    /** @param {string} chance */
    atChance: (chance) => `no better than naming the largest class (${chance}): its leak says nothing`,
    /** @param {number} records */
    reference: (records) => `used ${records} development records besides its members`,
  },

  term: {
    /** @param {string} names */
    explain: (names) => `What is this? ${names}`,
    /** @param {string} label */
    choice: (label) => `What is this? ${label}: the one chosen`,
  },

  seeds: {
    /** @param {number} seeds */
    title: (seeds) => `Over ${seeds} seeds`,
    /** @param {number[]} seeds */
    list: (seeds) => `Finished with these settings: seeds ${seeds.join(", ")}.`,
    arm: "Method",
    test: "Test acc.",
    testMinusBase: "Test acc. minus Base",
    /** @param {string} attack */
    auc: (attack) => `${attack}, AUC`,
    /** @param {string} attack */
    aucMinusBase: (attack) => `${attack}, AUC minus Base`,
    points: "points",
    none: "–",
    /** @param {string} low @param {string} high */
    interval: (low, high) => `${low} to ${high}`,
    /** @param {number} n @param {number} seeds */
    fewer: (n, seeds) => `${n} of ${seeds} seeds`,
  },

  exposed: {
    title: "Most exposed records",
    help:
      "The members that the attack is surest about. Bars: how sure the target is of the label it was shown, and how "
      + "sure the shadows are, which never saw this record.",
    none: "Appear when this method's last round is done.",
    target: "target",
    shadows: "shadows",
    /** @param {string} label */
    seen: (label) => `shown as ${label}`,
    /** @param {string} seen @param {string} clean */
    wrong: (seen, clean) => `shown as ${seen}, truly ${clean}`,
    /** @param {number} record */
    record: (record) => `Record ${record}`,
    /** @param {number} label */
    label: (label) => `class ${label}`,
  },

  bar: {
    run: "Run",
    again: "Run again",
    pause: "Pause",
    resume: "Resume",
    step: "Step",
    stop: "Stop",
    reset: "Reset",
    seed: "Another seed",
    seedHelp: "Run these settings with the next seed, and compare over the seeds",
    stepHelp: "Compute to the end of the next round, then pause",
    loading: "Loading the laboratory",
    /** @type {Record<Exclude<import("../page/state.js").Doing, "loading">, string>} */
    phase: {
      idle: "Ready",
      waiting: "Waits for another run on this page",
      preparing: "Preparing data and engines",
      running: "Running",
      paused: "Paused",
      stopping: "Stopping",
      stopped: "Stopped; what was finished is kept",
      finished: "Finished",
      failed: "Ended by an error; what was finished is kept",
    },
    allFailed: "Ended: no method came to its end",
    /** @param {number} failed @param {number} arms */
    failed: (failed, arms) => `, ${failed} of ${arms} methods failed`,
    /** @param {string} file @param {number} bytes @param {number} [total] */
    waiting: (file, bytes, total) =>
      `Still waiting for ${file}: ${count.format(Math.round(bytes / 1000))}${total ? ` of ${count.format(Math.round(total / 1000))}` : ""} KB`,
    /** @param {number} part @param {number} total */
    warming: (part, total) => `Warming up the GPU: its programs are compiled and checked, part ${part} of ${total}`,
    /** What is being done, by stage. @type {Record<string, string>} */
    what: {
      dense: "Training dense networks",
      memory: "Scoring what each network memorizes",
      trials: "Trying settings of the automatic defenses",
      arms: "Pruning, fine-tuning and attacking",
      checking: "Checking the GPU once more",
      finished: "",
    },
    /** @param {number} seconds */
    left: (seconds) =>
      seconds < 1 ? "under a second left" : seconds < 90 ? `about ${Math.round(seconds)} s left`
        : `about ${Math.round(seconds / 60)} min left`,
    /** What pressing Run will cost. @param {import("../page/estimate.js").Cost} cost */
    cost: ({ bytes, steps, seconds, recorded, atMost }) =>
      [
        seconds !== undefined ? `${atMost ? "at most " : ""}about ${span(seconds)}` : recorded !== undefined ? `${span(recorded)} when it was recorded` : "",
        steps === undefined ? "" : `${atMost ? "at most " : ""}${count.format(steps)} training steps`,
        bytes ? `${megabytes(bytes)} to fetch first` : "",
      ].filter(Boolean),
    /** @param {string[]} cost */
    whole: (cost) => `A run: ${cost.join(", ")}.`,
    /** @param {number} percent */
    percent: (percent) => `${percent} %`,
    noDevice: "Nothing is being computed.",
  },

  /** @type {Record<import("../protocol.js").DeviceReason, (details: Record<string, any>, workers: number) => string>} */
  device: {
    chosen: (details, workers) =>
      details.tolerance === undefined ? `Processor, ${engines(workers)}, as chosen.`
        : `GPU, as chosen; ${agrees(details)}.`,
    "chosen-software": (details) =>
      `WebGPU as chosen, but on a software adapter, not a real GPU; ${agrees(details)}.`,
    "no-adapter": (_, workers) => `Processor, ${engines(workers)}: this browser offers no GPU.`,
    "fallback-adapter": (_, workers) => `Processor, ${engines(workers)}: the browser only imitates a GPU here.`,
    "cpu-faster": ({ cpu, gpu }, workers) =>
      `Processor, ${engines(workers)}: faster here (${short(cpu)} against ${short(gpu)} ms a step on the GPU).`,
    "gpu-faster": (details) =>
      `GPU: faster here (${short(details.gpu)} against ${short(details.cpu)} ms a step); ${agrees(details)}.`,
    "self-check-failed": ({ difference, tolerance }, workers) =>
      `Processor, ${engines(workers)}: the GPU's self-check differs by ${short(difference)} `
      + `(allowed: ${short(tolerance)}), so its results would not be believed.`,
    "gpu-error": ({ message }, workers) => `Processor, ${engines(workers)}: the GPU could not be used (${message}).`,
    "gpu-failed": ({ message }, workers) =>
      `Processor, ${engines(workers)}: the GPU failed during the run (${message}). What it had computed is `
      + "discarded; the run has started again.",
  },

  trouble: {
    title: "Something went wrong",
    warning: "Before it begins:",
    dismiss: "Dismiss",
    silent: "The laboratory has not answered for half a minute. If it does not go on, reload the page to begin again.",
    /** @param {string} message */
    address: (message) => `The settings in the address of this page cannot be used: ${message}.`,
    /** @param {string} message */
    workerReplaced: (message) => `An engine failed and was replaced; its work is done again. (${message})`,
    /** @param {string} message */
    deviceLost: (message) =>
      `The GPU was lost and is opened again. Finished work is kept, what was under way is done again, and the self-check is repeated. (${message})`,
    keptGone: "That run is no longer there: it goes on in another tab, or was forgotten.",
    keptElsewhere: "What was kept of the run is of another device than it can have now, so it begins anew.",
    /** @param {string} message */
    notKept: (message) => `The run goes on, but is no longer kept for a reload. (${message})`,
    /** @param {string} arm @param {string} message */
    arm: (arm, message) => `${arm}: ${message}. The other methods go on.`,
    /** @param {string} message */
    dense: (message) => `The dense networks, with which every method begins: ${message}.`,
  },
};

/** @param {number} bytes */
const megabytes = (bytes) => `${(bytes / 1e6).toLocaleString("en", { maximumSignificantDigits: 2 })} MB`;

/** A time that is known roughly. @param {number} seconds */
const span = (seconds) => (seconds < 1 ? "a second" : seconds < 90 ? `${short(seconds)} s` : `${Math.round(seconds / 60)} min`);

/** @param {number} workers */
function engines(workers) {
  return workers === 1 ? "one engine" : `${workers} engines`;
}
