/** What the numbers say, in sentences that the laboratory made from them. */

import { strings } from "../strings/en.js";
import { html, render } from "../vendor/lit-html.js";
import { byId } from "./dom.js";

/** @param {string[]} sentences @param {"run" | "recorded"} source */
export function showVerdict(sentences, source) {
  byId("verdict-title").textContent = source === "run" ? strings.verdict.title : strings.verdict.titleRecorded;
  const said = sentences.length > 0 ? sentences : [strings.verdict.waiting];
  render(said.map((sentence) => html`<p>${sentence}</p>`), byId("verdict"));
}
