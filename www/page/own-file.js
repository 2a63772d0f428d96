/**
 * The user's own data: chosen or dropped, looked at at once by the laboratory, shown as it was read, and refused with the
 * place that is wrong. A value corrected is enough: the file is looked at again. The bytes stay in this tab.
 */

import { strings } from "../strings/en.js";
import { element } from "./dom.js";
import { FilePreview } from "./file-preview.js";
import { lead } from "./part.js";
import { valueAt } from "./settings.js";

const words = strings.file;

/** Larger files would not fit into the laboratory's memory several times. */
const LIMIT_MB = 64;

/** Settings that a look at a file may change. */
const FITTED = ["data.source", "data.label_noise", "data.members", "network.kind", "data.label", "data.leave_out"];

export class OwnFile {
  #settings;
  #client;
  #choose;
  #preview;
  #input;
  #note = element("p", { id: "file-note", class: "field-help", "aria-live": "polite" });
  #error = element("p", { id: "file-error", class: "field-error", "aria-live": "polite" });
  #name = "";
  /** Looks are numbered: what an overtaken one finds is dropped. */
  #looks = 0;
  /** The settings that the last look was made with. */
  #seen = "";
  #isFitting = false;
  /** What the note says before what was found. */
  #taken = "";
  root;

  /**
   * @param {import("./settings.js").Settings} settings
   * @param {import("./client.js").LabClient} client
   * @param {(key: string, text: string) => Promise<unknown>} choose sets a value for the visitor
   */
  constructor(settings, client, choose) {
    this.#settings = settings;
    this.#client = client;
    this.#choose = choose;
    this.#preview = new FilePreview((key, text) => void choose(key, text));
    this.#input = element("input", {
      type: "file", id: "file", accept: ".csv,.tsv,.txt,.gz,.tgz,.tar,text/csv", "aria-describedby": "file-error file-note",
      // So that the same file can be chosen again when it has been corrected.
      onclick: () => (this.#input.value = ""),
      onchange: () => this.#take([...(this.#input.files ?? [])]),
    });
    this.root = element(
      "section",
      { class: "form-section own-file", "data-key": "file" },
      element("h3", {}, words.title),
      element("p", { class: "field-help" }, words.help),
      element("div", { class: "drop" }, element("label", { for: "file" }, words.choose), this.#input,
        element("span", { class: "quiet" }, words.drop)),
      this.#note,
      this.#error,
      this.#preview.root,
    );
    settings.addEventListener("change", () => this.#again());
    addEventListener("dragover", (event) => this.#hover(event, true));
    addEventListener("dragleave", (event) => this.#hover(event, false));
    addEventListener("drop", (event) => {
      this.#hover(event, false);
      void this.#take([...(event.dataTransfer?.files ?? [])]);
    });
  }

  get name() {
    return this.#name;
  }

  /** The file of a run that goes on after a reload, for the settings in the form. @param {string} name @param {Uint8Array} bytes */
  takeBack(name, bytes) {
    this.#name = name;
    this.#settings.file = bytes;
    return this.#look(bytes, false);
  }

  /** What is wrong, by the file's own name. @param {string} message */
  fault(message) {
    this.#error.textContent = this.#name ? message.replaceAll("own data", this.#name) : message;
    this.#input.setAttribute("aria-invalid", String(message !== ""));
  }

  /** A run that cannot begin leads the keyboard to the file. @param {string} message */
  stop(message) {
    this.fault(message);
    lead(this.#input);
  }

  /** @param {DragEvent} event @param {boolean} over */
  #hover(event, over) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    document.body.classList.toggle("is-dropping", over);
  }

  /** Takes the first of several. @param {File[]} files */
  async #take([file, ...others]) {
    if (!file) return;
    const look = ++this.#looks;
    this.#settings.file = undefined;
    this.#name = file.name;
    this.#taken = others.length > 0 ? words.onlyFirst(file.name, others.map(({ name }) => name)) : "";
    this.#preview.hide();
    this.#note.textContent = words.reading;
    this.fault("");
    try {
      if (file.size > LIMIT_MB * 1e6) throw new Error(words.tooBig(file.name, file.size, LIMIT_MB));
      const bytes = new Uint8Array(await file.arrayBuffer().catch((error) => {
        throw new Error(strings.audit.unreadable(file.name, error.message));
      }));
      if (look !== this.#looks) return;
      this.#settings.file = bytes;
      await this.#look(bytes, true);
    } catch (error) {
      if (look === this.#looks) this.#refuse(/** @type {Error} */ (error).message);
    }
  }

  /** Settings have changed: what is said of the file may be true no longer. */
  #again() {
    const { file } = this.#settings;
    const [seen, now] = [this.#seen, this.#shape];
    if (this.#isFitting || seen === now) return;
    this.#seen = now;
    if (file && now) this.#look(file, seen === "").catch((error) => this.#refuse(error.message));
  }

  /** @param {Uint8Array} file @param {boolean} fresh settings for other records do not hold for it */
  async #look(file, fresh) {
    const look = ++this.#looks;
    const { config } = this.#settings;
    const found = await this.#client.ask({ kind: "inspect", config, name: this.#name, file, fresh });
    if (look !== this.#looks) return;
    await this.#fit(found.config);
    this.#preview.show(found);
    if (found.fault) return this.#refuse(found.fault.message);
    this.fault("");
    this.#note.textContent = this.#taken + words.read({ ...found.summary, name: this.#name });
  }

  /** Takes over what the look has changed, which is no reason for another one. @param {import("../protocol.js").Config} config */
  async #fit(config) {
    this.#isFitting = true;
    for (const key of FITTED) {
      const value = valueAt(config, key);
      if (value !== this.#settings.value(key)) await this.#choose(key, String(value));
    }
    this.#isFitting = false;
    this.#seen = this.#shape;
  }

  /** The settings that a look depends on; empty for other records. */
  get #shape() {
    const { data, network, attack } = this.#settings.config;
    return data?.source === "own" ? JSON.stringify([data, network.kind, attack.shadows]) : "";
  }

  /** @param {string} message */
  #refuse(message) {
    this.#note.textContent = this.#taken;
    this.fault(message);
  }
}
