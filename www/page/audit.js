/**
 * The audit of a model of the visitor's own: files are chosen or dropped, looked at by the laboratory, and refused
 * beside the file that is wrong. A result stays until the next one.
 */

import { strings } from "../strings/en.js";
import { exampleFiles, exampleLines } from "./audit-example.js";
import { AuditFiles } from "./audit-files.js";
import { AuditResult } from "./audit-result.js";
import { inWords } from "./audit-scores.js";
import { element } from "./dom.js";

const words = strings.audit;

/** Of all files together. An audit takes six times as much (`./build.sh speed`), and wasm can have 4 GB. */
const LIMIT_MB = 512;

export class Audit {
  #client;
  #files = new AuditFiles();
  #result;
  #input = element("input", {
    type: "file", id: "audit-input", multiple: true, accept: ".csv,.gz,.txt,text/csv", "aria-describedby": "audit-error",
    onchange: () => this.#choose(),
  });
  #button = element("button", { type: "button", id: "audit-run", class: "primary", onclick: () => this.#run() }, words.run);
  #status = element("p", { id: "audit-status", class: "quiet", role: "status" });
  #error = element("p", { id: "audit-error", class: "field-error", "aria-live": "polite" });

  /** @param {HTMLElement} root the whole section, on which files can be dropped @param {import("./client.js").LabClient} client */
  constructor(root, client) {
    this.#client = client;
    this.#result = new AuditResult(client);
    root.append(
      element("pre", { class: "scroll", tabindex: "0", role: "region", "aria-label": words.format }, exampleLines),
      this.#exampleLink(),
      element("div", { class: "drop" }, element("label", { for: this.#input.id }, words.choose), this.#input,
        element("span", { class: "quiet" }, words.drop)),
      this.#files.root,
      this.#error,
      element("p", { class: "take-away" }, this.#button, this.#status),
      this.#result.root,
    );
    this.#takeDrops(root);
  }

  /** The laboratory has loaded. @param {import("../bundles.js").Catalog} catalog */
  open(catalog) {
    this.#result.open(catalog);
  }

  /** For a page around this one: its files are looked at and the result is shown. @param {import("../protocol.js").AuditFile[]} files */
  async of(files) {
    const json = await this.#client.ask({ kind: "audit", files });
    this.#result.show(json);
    return JSON.parse(json);
  }

  #exampleLink() {
    const fill = () => {
      this.#files.clear();
      this.#add(exampleFiles());
    };
    return element("p", { class: "take-away" }, element("button", { type: "button", id: "audit-example", class: "link", onclick: fill }, words.example));
  }

  /** Nobody else on this page may take what is dropped here. @param {HTMLElement} root */
  #takeDrops(root) {
    const over = (/** @type {DragEvent} */ event, /** @type {boolean} */ isOver) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      event.stopPropagation();
      root.classList.toggle("is-over", isOver);
    };
    root.addEventListener("dragover", (event) => over(event, true));
    root.addEventListener("dragleave", (event) => over(event, root.contains(/** @type {Node | null} */ (event.relatedTarget))));
    root.addEventListener("drop", (event) => {
      over(event, false);
      this.#add(event.dataTransfer?.files ?? []);
    });
  }

  #choose() {
    this.#add(this.#input.files ?? []);
    // So that the same file can be chosen again when it has been corrected.
    this.#input.value = "";
  }

  /** @param {Iterable<File>} files */
  #add(files) {
    const renamed = this.#files.add([...files]);
    this.#error.textContent = "";
    this.#status.textContent = renamed.length > 0 ? words.renamed(renamed) : words.ready(this.#files.chosen.length);
  }

  async #run() {
    if (this.#button.ariaDisabled === "true") return;
    const files = this.#files.chosen;
    if (files.length === 0) return this.#refuse({ message: words.missing });
    this.#files.clearFaults();
    this.#error.textContent = "";
    const open = this.#files.askForRoles();
    if (open) return open.focus();
    const megabytes = Math.ceil(files.reduce((sum, { file }) => sum + file.size, 0) / 1e6);
    if (megabytes > LIMIT_MB) return this.#refuse({ message: words.tooBig(megabytes, LIMIT_MB) });
    this.#setBusy(true, words.running);
    try {
      const { ran, notRun } = this.#result.show(await this.#client.ask({ kind: "audit", files }));
      this.#setBusy(false, words.done(ran, notRun));
    } catch (error) {
      this.#setBusy(false, "");
      this.#refuse(/** @type {Error} */ (error));
    }
  }

  /** Not `disabled`, which would throw the keyboard's place away. @param {boolean} isBusy @param {string} status */
  #setBusy(isBusy, status) {
    this.#button.setAttribute("aria-disabled", String(isBusy));
    this.#status.textContent = status;
  }

  /** @param {{ name?: string, code?: string, field?: string, message: string }} error */
  #refuse(error) {
    const said = inWords(error);
    const control = this.#files.fault(error.field ?? "", said);
    if (!control) this.#error.textContent = said;
    this.#status.textContent = "";
    // The keyboard is led to the fault, unless it has gone elsewhere meanwhile.
    if (document.activeElement === this.#button) (control ?? this.#input).focus();
  }
}
