/**
 * The user's own data: chosen or dropped, looked at at once by the laboratory, and refused with the place that is
 * wrong. The bytes stay in this tab.
 */

import { strings } from "../strings/en.js";
import { element } from "./dom.js";

/** Larger files would not fit into the laboratory's memory several times. */
const LIMIT_MB = 64;

export class OwnFile {
  #settings;
  #client;
  #input;
  #note = element("p", { id: "file-note", class: "field-help", "aria-live": "polite" });
  #error = element("p", { id: "file-error", class: "field-error", "aria-live": "polite" });
  #taken;
  root;

  /**
   * @param {import("./settings.js").Settings} settings
   * @param {import("./client.js").LabClient} client
   * @param {() => Promise<void>} taken chooses the source `own`
   */
  constructor(settings, client, taken) {
    this.#settings = settings;
    this.#client = client;
    this.#taken = taken;
    this.#input = element("input", {
      type: "file", id: "file", accept: ".csv,.gz,.txt,text/csv", "aria-describedby": "file-error file-note",
      onchange: () => this.#take(this.#input.files?.[0]),
    });
    this.root = element(
      "section",
      { class: "form-section own-file", "data-key": "file" },
      element("h3", {}, strings.file.title),
      element("p", { class: "field-help" }, strings.file.help),
      element("div", { class: "drop" }, element("label", { for: "file" }, strings.file.choose), this.#input,
        element("span", { class: "quiet" }, strings.file.drop)),
      this.#note,
      this.#error,
    );
    addEventListener("dragover", (event) => this.#hover(event, true));
    addEventListener("dragleave", (event) => this.#hover(event, false));
    addEventListener("drop", (event) => {
      this.#hover(event, false);
      void this.#take(event.dataTransfer?.files[0]);
    });
  }

  /** @param {string} message */
  fault(message) {
    this.#error.textContent = message;
    this.#input.setAttribute("aria-invalid", String(message !== ""));
    if (message) this.#input.focus();
  }

  /** @param {DragEvent} event @param {boolean} over */
  #hover(event, over) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    document.body.classList.toggle("is-dropping", over);
  }

  /** @param {File | undefined} file */
  async #take(file) {
    if (!file) return;
    this.#settings.file = undefined;
    this.#note.textContent = strings.file.reading;
    this.fault("");
    try {
      this.#note.textContent = strings.file.read(await this.#read(file));
    } catch (error) {
      this.#note.textContent = "";
      this.fault(/** @type {Error} */ (error).message);
    }
  }

  /** @param {File} file */
  async #read(file) {
    if (file.size > LIMIT_MB * 1e6) throw new Error(strings.file.tooBig(file.name, file.size, LIMIT_MB));
    const bytes = new Uint8Array(await file.arrayBuffer());
    await this.#taken();
    const summary = await this.#client.ask({ kind: "inspect", config: this.#settings.config, file: bytes });
    this.#settings.file = bytes;
    return { ...summary, name: file.name };
  }
}
