/** What the numbers say, as the laboratory has put it: the answer over the figures, and all sentences beside them. */

import { strings } from "../strings/en.js";
import { html, nothing, render } from "../vendor/lit-html.js";
import { byId } from "./dom.js";
import { bringIntoView } from "./part.js";
import { term } from "./term.js";

const words = strings.verdict;

/**
 * `isGoing`: more is to come, and what is not known yet says so.
 * @param {import("../types.js").Said} said @param {"run" | "recorded"} source @param {{ report?: import("../types.js").Report, isGoing?: boolean }} [of]
 */
export function showVerdict({ answer, sentences }, source, { report, isGoing = false } = {}) {
  byId("verdict-title").textContent = source === "run" ? words.title : words.titleRecorded;
  const isAlone = report !== undefined && !report.config.arms.includes("base");
  const shown = sentences.length > 0 ? sentences : [isAlone ? words.noBase : words.waiting];
  render(shown.map((sentence) => html`<p>${sentence}</p>`), byId("verdict"));
  byId("answer").hidden = !answer && !isAlone && !isGoing;
  const awaited = isGoing ? words.awaited : undefined;
  render(answer || !isAlone ? lines(awaited, answer) : html`<p data-line="no-base">${words.noBase}</p>`, byId("answer"));
}

/** @param {string | undefined} awaited in the place of what is not known @param {Partial<import("../types.js").Answer>} [answer] */
const lines = (awaited, { headline, leaks = awaited, protects = awaited, costs = awaited, about } = {}) => html`
  ${headline ? html`<p class="headline">${headline}</p>` : nothing}
  <dl>${line("leaks", leaks)}${line("protects", protects)}${line("costs", costs)}</dl>
  ${about ? html`<p class="quiet" data-line="about">${about}</p>` : nothing}`;

/** By which each line is understood. */
const TERMS = { leaks: "auc rmia interval", protects: "base interval", costs: "base test" };

/** @param {"leaks" | "protects" | "costs"} what @param {string | undefined} text */
const line = (what, text) =>
  text ? html`<div><dt>${words[what]}${term(TERMS[what])}</dt><dd data-line=${what} ?data-awaited=${text === words.awaited}>${text}</dd></div>` : nothing;

/** What stands over the figures and changes its height while a run goes. */
const OVER = ["source", "answer"];

/** While a run goes, the figures stay where they are: what stands over them keeps the height that it had at the beginning. @param {boolean} isGoing */
export function holdFigures(isGoing) {
  for (const place of OVER.map(byId)) {
    const { style } = place;
    style.minBlockSize = isGoing ? style.minBlockSize || `${place.getBoundingClientRect().height}px` : "";
  }
}

/** At the end of a run: seen, but for other people's pages, and heard. @param {import("../types.js").Said} said */
export function announce({ answer }) {
  if (!answer) return;
  bringIntoView(byId("answer"));
  byId("live").textContent = answer.headline ?? answer.leaks;
}
