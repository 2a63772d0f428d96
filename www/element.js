/**
 * `<wemem-lab>`: a part of wemem-lab in any page, by one tag. It lives in a frame, so that neither page's styles, scripts or faults reach the
 * other, workers start from any origin, and what is removed frees all it held. What stands inside the tag is shown until it can draw.
 *
 *   <script type="module" src="https://HOST/element.js"></script>
 *   <wemem-lab view="tradeoff"><a href="https://HOST/">Privacy against accuracy of pruned networks</a></wemem-lab>
 *
 * `docs/embedding.md` lists attributes, methods and events.
 *
 * @typedef {import("./types.js").Report} Report
 * @typedef {import("./types.js").AuditReport} AuditReport
 * @typedef {import("./protocol.js").Config} Config
 * @typedef {import("./protocol.js").AuditFile} AuditFile
 */

/**
 * Answers of a model, one record a row: shape [records, classes], each row a distribution; `member` 1 or 0; `label` a class from 0.
 * Or scores of an attack of one's own, higher for members.
 * @typedef {{ member: ArrayLike<number>, label: ArrayLike<number>, posteriors: ArrayLike<ArrayLike<number>> }
 *   | { member: ArrayLike<number>, score: ArrayLike<number> }} Answers
 */

/** @typedef {{ target: Answers | Blob, shadows?: (Answers | Blob)[], references?: (Answers | Blob)[], population?: Answers | Blob }} Audited */

/** Told by `wemem-progress`: steps done of how many, what is being done, and the seconds left where they can be told. @typedef {{ done: number, total: number, what: string, secondsLeft?: number }} Progress */

/** Told by `wemem-finished`; no report where the run was of a visitor's own file. @typedef {{ phase: "finished" | "stopped" | "failed", report?: Report }} Finished */

// What bundlers need to see as it is; none of them can pack what a frame loads.
const SITE = new URL(/* @vite-ignore */ ".", import.meta.url);

/** Attributes that go into the frame's address as they are; `settings` is a query as the page's address has it. */
const PASSED = ["view", "step", "file", "preset", "arm", "attack", "by", "controls", "run", "device", "workers", "theme"];

const REMOVED = "the <wemem-lab> was removed";

/** Those that change no run. */
const LOOKS = ["arm", "attack", "by"];

/** A frame that is loaded and says nothing for so long is none of ours. */
const SILENCE_MS = 15_000;

/** What the host's style sheet may set for the part, as `--wemem-accent`. */
const COLORS = ["ink", "ink-soft", "paper", "raised", "line", "accent"];

/** The page around, the same for all its parts, which take turns in computing. */
const HOST = globalThis.performance ? String(performance.timeOrigin) : "";

const STYLE = `
  :host { display: block; max-width: 100%; }
  :host([hidden]) { display: none; }
  [hidden], p:empty { display: none; }
  iframe { display: block; width: 100%; height: 100%; border: 0; color-scheme: inherit; }
`;

/** One for all tags. @type {CSSStyleSheet | undefined} */
let sheet;

function sheetOf() {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
  }
  return sheet;
}

/** Where pages are made there is none: there the file only must not fail. @type {typeof HTMLElement} */
const Base = globalThis.HTMLElement ?? class {};

export class WememLab extends Base {
  static observedAttributes = [...PASSED, "settings", "report", "base", "label"];
  #frame = document.createElement("iframe");
  #inner = document.createElement("slot");
  /** What is wrong before there is a frame to say it. */
  #fault = document.createElement("p");
  #next = 0;
  /** @type {Map<number, { resolve: (value: any) => void, reject: (error: Error) => void }>} */
  #asked = new Map();
  /** The laboratory in the frame, once it is wanted. @type {Promise<void> | undefined} */
  #open;
  #opened = () => {};
  /** Why it could not be. */
  #failed = (/** @type {Error} */ _) => {};
  /** @type {Config | undefined} */
  #config;
  /** What has to be done before anything that a script asks for. @type {Promise<void> | undefined} */
  #configured;
  /** Chosen by a script before the laboratory was open. @type {Config | undefined} */
  #wanted;
  /** By a script. @type {Report | undefined} */
  #handed;
  /** Shown or found last. @type {Report | undefined} */
  #report;
  /** @type {number | undefined} */
  #loading;
  /** @type {number | undefined} */
  #silence;
  /** @param {MessageEvent} event */
  #hear = ({ source, data }) => {
    if (source !== this.#frame.contentWindow) return;
    clearTimeout(this.#silence);
    this.#take(data);
  };

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheetOf()];
    this.#frame.setAttribute("part", "frame");
    this.#frame.loading = "lazy";
    this.#fault.setAttribute("part", "fault");
    this.#fault.setAttribute("role", "alert");
    root.append(this.#fault, this.#inner, this.#frame);
    this.#frame.addEventListener("load", () => this.#listen());
  }

  connectedCallback() {
    addEventListener("message", this.#hear);
    clearTimeout(this.#loading); // a tag of the document has its attributes first
    this.#load();
  }

  /** Moved by `moveBefore`, its frame goes on. */
  connectedMoveCallback() {}

  disconnectedCallback() {
    removeEventListener("message", this.#hear);
    clearTimeout(this.#silence);
    this.#forget(new Error(REMOVED));
    this.#frame.removeAttribute("src");
  }

  /** Looks are changed in place; the rest begins the part anew, once for several that change together. @param {string} name @param {string | null} _ @param {string | null} value */
  attributeChangedCallback(name, _, value) {
    this.#frame.title = this.getAttribute("label") ?? "wemem-lab";
    if (!this.isConnected || name === "label") return;
    if (name === "theme") return this.#look();
    if (this.#config && LOOKS.includes(name)) return void this.look({ [name]: value ?? "" }).catch((error) => this.#tell("error", { message: error.message }));
    clearTimeout(this.#loading);
    this.#loading = setTimeout(() => this.isConnected && this.#load());
  }

  /** The settings of the laboratory, once it is open. */
  get config() {
    return this.#config ?? this.#wanted;
  }

  /** As a report has them; taken when the laboratory opens. @param {Config | undefined} config */
  set config(config) {
    if (!config) throw new TypeError("config must be the configuration of a report");
    this.#wanted = config;
    if (this.#config) this.#configure(config);
  }

  /** Of what is shown, if it is known here: what was given, or the run that ended last. */
  get report() {
    return this.#report;
  }

  /** Shows it as a recorded result; none, what the page has recorded. @param {Report | undefined} report */
  set report(report) {
    this.#report = this.#handed = report;
    if (!this.isConnected) return;
    if (report && this.#config) this.#configured = this.#send("restore", report).catch((error) => this.#refuse(error));
    else this.#load();
  }

  /** Runs the settings; its report when the run has ended or was stopped, none of a visitor's own file. @returns {Promise<Report | undefined>} */
  run() {
    return this.#ask("run");
  }

  /** @returns {Promise<void>} */
  pause() {
    return this.#ask("pause");
  }

  /** @returns {Promise<void>} */
  resume() {
    return this.#ask("resume");
  }

  /** On to the end of the next round of any arm, where the run pauses. @returns {Promise<void>} */
  step() {
    return this.#ask("step");
  }

  /** Ends the run; what it has found stays. @returns {Promise<void>} */
  stop() {
    return this.#ask("stop");
  }

  /** Back to what is recorded. @returns {Promise<void>} */
  reset() {
    return this.#ask("reset");
  }

  /** What is in view, whole. @returns {Promise<Report>} */
  save() {
    return this.#ask("save");
  }

  /** Shows a report that was saved, and chooses its settings. @param {Report} report @returns {Promise<void>} */
  async restore(report) {
    await this.#ask("restore", report);
    this.#report = report;
  }

  /** Looks at an arm, an attack, or compares arms by another attack. @param {{ arm?: string, attack?: string, by?: string }} view @returns {Promise<void>} */
  look(view) {
    return this.#ask("look", view);
  }

  /** Attacks a model's answers, as the page's audit does. @param {Audited | AuditFile[]} audited @returns {Promise<AuditReport>} */
  async audit(audited) {
    if (typeof audited !== "object" || audited === null) throw new TypeError("audit must be given { target, shadows, references, population } or a list of files");
    return this.#ask("audit", Array.isArray(audited) ? audited : filesOf(audited));
  }

  #load() {
    const report = this.#given();
    this.#forget(new Error("the <wemem-lab> was changed"));
    this.#fault.textContent = "";
    if (report) this.#configured = this.#show(report).catch((error) => this.#refuse(error));
    else this.#go();
  }

  /** @param {Promise<Report>} report */
  async #show(report) {
    this.#report = await report;
    this.#go({ report: "given" });
    await this.#opens();
    await this.#send("restore", this.#report);
  }

  /** What stands inside the tag comes back. @param {Error} error */
  #refuse({ message }) {
    this.#report = undefined;
    this.#forget(new Error(message));
    clearTimeout(this.#silence);
    this.#frame.removeAttribute("src");
    this.#frame.style.height = "0";
    this.#inner.hidden = false;
    this.#fault.textContent = message;
    this.#tell("error", { message });
  }

  /** The report that a script handed over, that stands inside the tag, or that an attribute names. @returns {Promise<Report> | undefined} */
  #given() {
    if (this.#handed) return Promise.resolve(this.#handed);
    const inside = this.querySelector('script[type="application/json"]');
    const address = this.getAttribute("report");
    if (inside) return parsed(async () => inside.textContent ?? "", "the script inside the tag");
    return address === null ? undefined : parsed(() => fetched(address), address);
  }

  /** @param {Record<string, string>} [more] */
  #go(more = {}) {
    const query = new URLSearchParams(this.getAttribute("settings") ?? "");
    const passed = PASSED.map((name) => /** @type {const} */ ([name, this.getAttribute(name)]));
    for (const [name, value] of [...passed, ...Object.entries({ host: HOST, ...more })]) if (value !== null) query.set(name, value);
    const base = new URL(this.getAttribute("base") ?? SITE, this.baseURI);
    const address = new URL(`embed.html?${query}`, base.href.endsWith("/") ? base : `${base.href}/`).href;
    if (this.#frame.src !== address) this.#frame.src = address;
  }

  /** The laboratory, opened where it is not. */
  #opens() {
    this.#open ??= new Promise((resolve, reject) => {
      this.#opened = () => resolve(undefined);
      this.#failed = reject;
      this.#frame.loading = "eager";
      const isOpening = new URL(this.#frame.src).searchParams.has("report");
      if (!isOpening) this.#go({ open: "" });
    });
    return this.#open;
  }

  /** @param {string} method @param {any} [argument] @returns {Promise<any>} */
  async #ask(method, argument) {
    if (!this.isConnected) throw new Error(`${method} needs a <wemem-lab> that stands in a document`);
    await this.#configured; // a report that is given
    if (!this.isConnected) throw new Error(REMOVED);
    await this.#opens();
    await this.#configured; // settings that were chosen before
    return this.#send(method, argument);
  }

  /** @param {string} method @param {any} argument @returns {Promise<any>} */
  #send(method, argument) {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject });
      this.#frame.contentWindow?.postMessage({ type: "wemem-lab-ask", id, method, argument }, "*");
    });
  }

  /** What is asked for afterwards is asked of these settings. @param {Config} config */
  #configure(config) {
    this.#config = config;
    this.#configured = this.#send("configure", config).catch((error) => this.#tell("error", { message: error.message }));
  }

  /** @param {Error} reason */
  #forget(reason) {
    this.#failed(reason);
    for (const { reject } of this.#asked.values()) reject(reason);
    this.#asked.clear();
    this.#open?.catch(() => {});
    this.#open = undefined;
    this.#config = undefined;
  }

  /** @param {import("./protocol.js").Told} told */
  #take(told) {
    if (told?.type === "wemem-lab-height") this.#fit(told.height);
    if (told?.type === "wemem-lab-answer") this.#answer(told);
    if (told?.type === "wemem-lab-event") this.#happen(told.name, told.detail);
  }

  /** @param {Extract<import("./protocol.js").Told, { type: "wemem-lab-answer" }>} answer */
  #answer({ id, value, error }) {
    const asked = this.#asked.get(id);
    this.#asked.delete(id);
    if (error) asked?.reject(Object.assign(new Error(error.message), error));
    else asked?.resolve(value);
  }

  /** @param {string} name @param {any} detail */
  #happen(name, detail) {
    if (name === "open") return this.#begin(detail);
    if (name === "config") this.#config = detail;
    else this.#tell(name, detail);
    if (name === "finished" && detail.report) this.#report = detail.report;
    if (name === "error") this.#failed(new Error(detail.message));
  }

  /** The laboratory is there; what was wrong with its settings is told as well as shown. @param {{ config: Config, notices: string[] }} opened */
  #begin({ config, notices }) {
    this.#config = config;
    this.#open ??= Promise.resolve();
    this.#opened();
    for (const message of notices) this.#tell("error", { message });
    if (this.#wanted) this.#configure(this.#wanted);
  }

  /** From the first height on the frame stands in place of what is inside the tag. @param {number | null} height none of the whole page, which scrolls by itself */
  #fit(height) {
    if (height !== null && !(height > 0 && height < 20_000)) return;
    const isFirst = !this.#inner.hidden;
    this.#frame.style.height = height === null ? "min(90vh, 60rem)" : `${height}px`;
    this.#inner.hidden = true;
    this.#look();
    if (isFirst) this.#tell("ready", { height });
  }

  /** Letters, colours and theme, as they are here. */
  #look() {
    const look = getComputedStyle(this);
    const colors = Object.fromEntries(COLORS.map((name) => [name, look.getPropertyValue(`--wemem-${name}`).trim()]));
    this.#frame.contentWindow?.postMessage({ type: "wemem-lab-look", font: look.fontFamily, colors, theme: this.getAttribute("theme") }, "*");
  }

  /** Where the page is not, a browser's own words would stand in the frame. */
  #listen() {
    clearTimeout(this.#silence);
    if (this.#frame.src) this.#silence = setTimeout(() => this.#refuse(new Error(`base must be where wemem-lab is published, but nothing answers at ${this.#frame.src.replace(/embed\.html.*/, "")}`)), SILENCE_MS);
  }

  /** @param {string} name @param {object} detail */
  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(`wemem-${name}`, { detail, bubbles: true, composed: true }));
  }
}

/** @param {string} address of a report, beside the host's page */
async function fetched(address) {
  const response = await fetch(new URL(address, document.baseURI));
  if (!response.ok) throw new Error(`report must be the address of a report, but ${address} answers with status ${response.status}`);
  return response.text();
}

/** @param {() => Promise<string>} read @param {string} where @returns {Promise<Report>} */
async function parsed(read, where) {
  const text = await read();
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`report must be JSON, but ${where} is not: ${/** @type {Error} */ (error).message}`);
  }
}

/** As the page's audit reads them. @param {Audited} audited @returns {AuditFile[]} */
function filesOf({ target, shadows = [], references = [], population, ...rest }) {
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw new TypeError(`audit knows target, shadows, references and population, but not ${unknown}`);
  if (target === undefined) throw new TypeError("audit must be given a target");
  /** @param {string} role @param {(Answers | Blob)[]} parts */
  const list = (role, parts) => {
    if (!Array.isArray(parts)) throw new TypeError(`${role}s must be a list of arrays or files`);
    return parts;
  };
  /** @param {AuditFile["role"]} role @param {(Answers | Blob)[]} parts @returns {AuditFile[]} */
  const files = (role, parts) =>
    list(role, parts).map((part, i) => ({ name: parts.length > 1 ? `${role}-${i + 1}.csv` : `${role}.csv`, role, file: part instanceof Blob ? part : csvOf(part, role) }));
  return [...files("target", [target]), ...files("shadow", shadows), ...files("reference", references), ...files("population", population ? [population] : [])];
}

/** @param {Answers} answers @param {string} role */
function csvOf(answers, role) {
  const columns = "score" in answers ? ["member", "score"] : ["member", "label", "posteriors"];
  const lengths = columns.map((name) => /** @type {any} */ (answers)[name]?.length);
  const wrong = columns.find((_, i) => !(lengths[i] > 0) || lengths[i] !== lengths[0]);
  if (wrong) throw new TypeError(`${wrong} of ${role} must have one value a record, but ${columns.map((name, i) => `${name} has ${lengths[i] ?? "none"}`).join(", ")}`);
  const { member } = answers;
  const lines = (/** @type {string} */ head, /** @type {(row: number) => string} */ of) =>
    new Blob([head, "\n", ...Array.from(member, (is, row) => `${Number(is)},${of(row)}\n`)], { type: "text/csv" });
  if ("score" in answers) return lines("member,score", (row) => String(answers.score[row]));
  const { label, posteriors } = answers;
  if (!(posteriors[0].length > 1)) throw new TypeError(`posteriors of ${role} must have a row of probabilities for each record`);
  const classes = Array.from(posteriors[0], (_, c) => `p${c}`);
  return lines(["member", "label", ...classes].join(","), (row) => [label[row], ...Array.from(posteriors[row])].join(","));
}

if (globalThis.customElements && !customElements.get("wemem-lab")) customElements.define("wemem-lab", WememLab);
