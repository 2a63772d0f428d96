/** The address holds the settings, as far as they differ from the preset; the report can be taken away. */

import { strings } from "../strings/en.js";
import { element, save } from "./dom.js";
import { levelIn, withoutLevel } from "./levels.js";

/** At most this many engines: more cores gain little and cost memory. */
const MOST_WORKERS = 8;

/** What the address asks for; NaN where that is no number of engines. @param {string} search for example `?workers=2` */
function asked(search) {
  const text = new URLSearchParams(search).get("workers");
  if (text === null) return undefined;
  return /^[1-9]\d*$/.test(text) ? Number(text) : NaN;
}

/** CPU engines wanted. @param {string} search */
export const workersOf = (search) => Math.min(asked(search) || navigator.hardwareConcurrency || 1, MOST_WORKERS);

export class Share {
  #settings;
  #notices = element("div", { class: "notices", "aria-live": "polite" });

  /**
   * @param {HTMLElement} root
   * @param {import("./settings.js").Settings} settings
   * @param {import("./client.js").LabClient} client
   * @param {import("./state.js").State} state
   */
  constructor(root, settings, client, state) {
    this.#settings = settings;
    const said = element("span", { class: "quiet", "aria-live": "polite" });
    const share = async () => {
      await navigator.clipboard.writeText(location.href).then(
        () => (said.textContent = strings.run.shared),
        () => (said.textContent = strings.run.address),
      );
    };
    const report = async () => {
      if (!state.can("save")) return;
      const text = await client.ask({ kind: "report" });
      if (text) save("wemem-lab-report.json", text, "application/json");
    };
    root.append(
      this.#notices,
      element(
        "p",
        { class: "take-away" },
        element("button", { type: "button", id: "share", onclick: share }, strings.run.share),
        element("button", { type: "button", id: "report", onclick: report }, strings.run.report),
        said,
      ),
    );
  }

  /** From now on the address says what the settings are. Until something is changed it stays as it was given. */
  follow() {
    this.#settings.addEventListener("change", () => void this.#write());
  }

  /** What the address says of the settings. */
  get query() {
    const query = withoutLevel(new URLSearchParams(location.search));
    query.delete("workers");
    return query.toString();
  }

  /** @param {string[]} notices */
  show(notices) {
    const all = Number.isNaN(asked(location.search)) ? [...notices, strings.run.noWorkers] : notices;
    const lines = all.map((notice) => element("li", {}, notice));
    this.#notices.replaceChildren(...(lines.length ? [strings.run.notices, element("ul", {}, ...lines)] : []));
  }

  async #write() {
    const query = await this.#settings.query();
    const workers = asked(location.search);
    const parts = [...levelIn(location.search), query.replace(/^\?/, ""), workers ? `workers=${workers}` : ""].filter(Boolean);
    history.replaceState(null, "", (parts.length ? `?${parts.join("&")}` : location.pathname) + location.hash);
  }
}
