/** What the numbers say, as the laboratory has put it: the answer over the figures, and all sentences beside them. */

import { strings } from "../strings/en.js";
import { html, nothing, render } from "../vendor/lit-html.js";
import { byId } from "./dom.js";
import { bringIntoView } from "./part.js";
import { term } from "./term.js";

const words = strings.verdict;

/** @param {import("../types.js").Said} said @param {"run" | "recorded"} source @param {import("../types.js").Report} [report] */
export function showVerdict({ answer, sentences }, source, report) {
  byId("verdict-title").textContent = source === "run" ? words.title : words.titleRecorded;
  const isAlone = report !== undefined && !report.config.arms.includes("base");
  const shown = sentences.length > 0 ? sentences : [isAlone ? words.noBase : words.waiting];
  render(shown.map((sentence) => html`<p>${sentence}</p>`), byId("verdict"));
  byId("answer").hidden = !answer && !isAlone;
  render(answer ? lines(answer) : isAlone ? html`<p data-line="no-base">${words.noBase}</p>` : nothing, byId("answer"));
}

/** @param {import("../types.js").Answer} answer */
const lines = ({ headline, leaks, protects, costs, about }) => html`
  ${headline ? html`<p class="headline">${headline}</p>` : nothing}
  <dl>${line("leaks", leaks)}${line("protects", protects)}${line("costs", costs)}</dl>
  <p class="quiet" data-line="about">${about}</p>`;

/** By which each line is understood. */
const TERMS = { leaks: "auc rmia interval", protects: "base interval", costs: "base test" };

/** @param {"leaks" | "protects" | "costs"} what @param {string | undefined} text */
const line = (what, text) => (text ? html`<div><dt>${words[what]}${term(TERMS[what])}</dt><dd data-line=${what}>${text}</dd></div>` : nothing);

/** At the end of a run: seen, but for other people's pages, and heard. @param {import("../types.js").Said} said */
export function announce({ answer }) {
  if (!answer) return;
  bringIntoView(byId("answer"));
  byId("live").textContent = answer.headline ?? answer.leaks;
}
