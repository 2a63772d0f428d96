// Writes what was recorded into a site's index.html, for readers without script: the lesson with its numbers, the run's
// sentences, and its figures as pictures that carry their style sheet, because a picture in an <img> sees none of the page's.
//
//   node recorded.mjs SITE

import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { fill } from "../lesson/facts.js";
import { recordedRun } from "../lesson/run.js";

const [site] = process.argv.slice(2);
const read = (name) => readFileSync(path.join(site, name), "utf8");
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

const FIGURES = ["tradeoff", "leak-by-round"];
const rules = ["figures.css", "looks.css"].map(read).join("\n");

/** Keeps the picture beside the recorded one. @param {string} name of a recorded figure */
function picture(name) {
  const svg = read(`recorded/views/${name}.svg`);
  const still = svg.replace(/^<svg[^>]*>/, (start) => `${start}<style><![CDATA[${rules}]]></style>`);
  if (still === svg) throw new Error(`recorded/views/${name}.svg does not begin with an svg element`);
  writeFileSync(path.join(site, `recorded/views/${name}-still.svg`), still);
  const alt = /^<svg[^>]* aria-label="([^"]*)"/.exec(svg)?.[1];
  if (!alt) throw new Error(`recorded/views/${name}.svg has no words for those who cannot see it`);
  return `<img src="recorded/views/${name}-still.svg" alt="${alt}" />`;
}

const { answer, sentences } = JSON.parse(read("recorded/said.json"));
const paragraphs = (texts) => texts.filter(Boolean).map((text) => `<p>${escaped(text)}</p>`).join("\n");

/** The lesson: its first step's idea for everybody, all of it in words for who has no script. */
function lesson() {
  const seeds = JSON.parse(read("lesson/recorded/seeds.json"));
  const run = recordedRun(JSON.parse(read("lesson/recorded/crowd.json")));
  const steps = JSON.parse(read("lesson/lesson.json")).steps.map((name) => JSON.parse(read(`lesson/steps/${name}.json`)));
  const said = ({ title, idea, facts = {}, result = "", control = "" }) =>
    `<h2>${escaped(title)}</h2>\n${paragraphs([...idea, ...[result, control].map((text) => fill(text, facts, seeds, run))])}`;
  return `${paragraphs(steps[0].idea)}\n<noscript>\n${steps.map(said).join("\n")}\n</noscript>`;
}

const places = {
  "<!-- recorded lesson -->": lesson(),
  "<!-- recorded answer -->": `<p><strong>${escaped(answer.headline)}</strong></p>\n${paragraphs([answer.leaks, answer.protects, answer.costs, answer.about])}`,
  "<!-- recorded sentences -->": paragraphs(sentences),
  "<!-- recorded pictures -->": FIGURES.map(picture).join("\n"),
};
let page = read("index.html");
for (const [place, content] of Object.entries(places)) {
  if (!page.includes(place)) throw new Error(`index.html has no ${place}`);
  page = page.replace(place, () => content);
}
writeFileSync(path.join(site, "index.html"), page);
