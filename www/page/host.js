/** What a page around this one can do with the laboratory: `docs/embedding.md` says it for authors, `www/element.js` for scripts. */

import { strings } from "../strings/en.js";
import { byId } from "./dom.js";
import { serveHost, tellHost } from "./remote.js";
import { lookAsAsked } from "./view.js";

/** @typedef {import("../types.js").Report} Report */
/** @typedef {import("../protocol.js").Config} Config */

const words = strings.embed;

/**
 * @param {{ state: import("./state.js").State, settings: import("./settings.js").Settings, client: import("./client.js").LabClient,
 *   stage: import("./stage.js").Stage, audit: import("./audit.js").Audit, catalog: import("../bundles.js").Catalog, start: () => Promise<string | undefined>,
 *   act: (action: import("./bar.js").Move) => Promise<void>, show: (report: string) => Promise<void> }} laboratory
 */
export function offerToHost({ state, settings, client, stage, audit, catalog, start, act, show }) {
  /** @param {import("./state.js").Action} action */
  const demand = (action) => {
    if (!state.can(action)) throw new Error(words.cannot(action, state.doing));
  };
  /** @param {import("./bar.js").Move} action */
  const move = (action) => async () => {
    demand(action);
    await act(action);
  };
  /** None of a visitor's own file: that is theirs, and what comes of it is for the screen alone. @returns {Promise<Report | undefined>} */
  const reportOf = async () => {
    const report = JSON.parse(await client.ask({ kind: "report" }));
    return report.config.data.source === "own" ? undefined : report;
  };
  const save = async () => {
    demand("save");
    const report = await reportOf();
    if (!report) throw new Error(words.own);
    return report;
  };
  const run = async () => {
    demand("run");
    const refusal = await start();
    if (refusal) throw new Error(refusal);
    await until(state, ({ doing }) => doing === "idle" || isOver(state));
    if (!isOver(state)) throw new Error(words.reset);
    return reportOf();
  };
  /** @param {Config} config */
  const configure = async (config) => {
    // What is left out would silently be the default's.
    if (typeof config?.version !== "number" || ["data", "network", "train", "prune", "attack"].some((key) => typeof (/** @type {any} */ (config)[key]) !== "object")) throw new Error(words.config);
    const query = await client.ask({ kind: "query-of", preset: settings.preset, config });
    const notices = await settings.resolve(query);
    if (notices.length > 0) throw new Error(notices.join(" "));
  };
  serveHost({
    run,
    pause: move("pause"),
    resume: move("resume"),
    step: async () => {
      await move("step")();
      await until(state, ({ doing }) => doing === "paused" || isOver(state));
    },
    stop: move("stop"),
    reset: move("reset"),
    save,
    configure,
    restore: async (/** @type {Report} */ report) => {
      if (state.can("reset")) await act("reset");
      await show(JSON.stringify(report ?? null));
      await configure(report.config);
    },
    look: (/** @type {Record<string, string>} */ view) => {
      const missing = lookAsAsked(new URLSearchParams(Object.entries(view ?? {}).map(([key, value]) => [`view.${key}`, value])).toString(), stage, catalog);
      if (missing.length > 0) throw new Error(missing.join(" "));
    },
    audit: (/** @type {import("../protocol.js").AuditFile[]} */ files) => audit.of(files),
  });
  settings.addEventListener("change", () => tellHost("config", settings.config));
  state.addEventListener("change", async () => {
    if (!isOver(state)) return;
    tellHost("finished", { phase: state.doing, report: await reportOf() });
  });
  tellHost("open", { config: settings.config, notices: [...byId("run").querySelectorAll(".notices li")].map(({ textContent }) => textContent) });
}

/** @param {import("./state.js").State} state */
const isOver = ({ doing }) => doing === "finished" || doing === "stopped" || doing === "failed";

/** @param {import("./state.js").State} state @param {(state: import("./state.js").State) => boolean} is @returns {Promise<void>} */
const until = (state, is) =>
  new Promise((done) => {
    const look = () => {
      if (!is(state)) return;
      state.removeEventListener("change", look);
      done();
    };
    state.addEventListener("change", look);
    look();
  });
