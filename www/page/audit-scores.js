/** The scores of every record by every attack: a button, and beside it what has become of them. */

import { strings } from "../strings/en.js";
import { element, save } from "./dom.js";

const words = strings.audit;

/** What went wrong with an audit. @param {{ name?: string, code?: string, field?: string, message: string }} error */
export function inWords({ name, code, field = "", message }) {
  if (code === "read") return words.unreadable(field, message);
  return code === "worker" || name === "RuntimeError" ? words.broken(message) : message;
}

/** @param {import("./client.js").LabClient} client @returns {HTMLElement[]} */
export function scoresButton(client) {
  const said = element("span", { class: "quiet", role: "status" });
  const button = element("button", { type: "button", id: "audit-scores-csv", onclick: () => take() }, words.scoresCsv);
  const take = async () => {
    if (button.ariaDisabled === "true") return;
    button.ariaDisabled = "true";
    said.textContent = words.scoresRunning;
    try {
      const scores = await client.ask({ kind: "audit-scores" });
      if (scores) save("wemem-lab-audit-scores.csv", scores, "text/csv");
      said.textContent = "";
    } catch (error) {
      said.textContent = inWords(/** @type {Error} */ (error));
    }
    button.ariaDisabled = "false";
  };
  return [button, said];
}
