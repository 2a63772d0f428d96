/** The members that an attack is surest about: pictures where the data are pictures. */

import { strings } from "../strings/en.js";
import { html, nothing, render } from "../vendor/lit-html.js";
import { three } from "./format.js";
import { Order } from "./order.js";
import { paint } from "./paint.js";

const words = strings.exposed;

/** @typedef {{ width: number, height: number, pixels: Uint8Array }} Thumbnail */

/** Records shown; more would say no more. */
const SHOWN = 12;

const shown = new Order();

/** Pictures that have come, by record, of the run that is in view. @type {Map<number, Thumbnail | undefined>} */
const known = new Map();
let knownOf = "";

/**
 * The numbers at once, the pictures when they have come.
 * @param {HTMLElement} root
 * @param {import("../types.js").Report} report
 * @param {string} arm
 * @param {(record: number) => Promise<Thumbnail | undefined>} thumbnail
 */
export async function showExposed(root, report, arm, thumbnail) {
  const records = (report.arms.find(({ id }) => id === arm)?.detail?.most_exposed ?? []).slice(0, SHOWN);
  const isNewest = shown.ask();
  const run = JSON.stringify([report.config.data, report.config.seed]);
  if (run !== knownOf) known.clear();
  knownOf = run;
  root.hidden = false;
  draw(root, report, records);
  if (!report.data.image || records.every(({ record }) => known.has(record))) return;
  await Promise.all(records.map(async ({ record }) => known.set(record, await thumbnail(record).catch(() => undefined))));
  if (isNewest()) draw(root, report, records);
}

/** When somebody has come near: what only they need is not loaded before. @param {HTMLElement} root @returns {Promise<void>} */
export const inSight = (root) =>
  new Promise((resolve) => {
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      resolve();
    }, { rootMargin: "300px" });
    observer.observe(root);
  });

/** @param {HTMLElement} root @param {import("../types.js").Report} report @param {import("../types.js").ExposedRecord[]} records */
function draw(root, report, records) {
  const pictures = records.map(({ record }) => known.get(record));
  const items = records.map((record, at) => item(record, pictures[at], report.data.class_names));
  render(
    html`<h2>${words.title}</h2><p class="quiet">${words.help}</p>${records.length === 0 ? html`<p class="quiet">${words.none}</p>` : nothing}<ol>${items}</ol>`,
    root,
  );
  const drawn = pictures.filter((picture) => picture !== undefined);
  root.querySelectorAll("canvas").forEach((canvas, at) => paint(canvas, drawn[at]));
}

/** @param {import("../types.js").ExposedRecord} record @param {Thumbnail | undefined} picture @param {string[] | undefined} names */
function item({ record, label, clean_label, target, shadows }, picture, names) {
  const nameOf = (/** @type {number} */ index) => names?.[index] ?? words.label(index);
  const isWrong = label !== clean_label;
  return html`<li class=${isWrong ? "is-wrong" : ""}>${picture
    ? html`<canvas width=${picture.width} height=${picture.height} role="img" aria-label=${words.record(record)}></canvas>`
    : html`<span class="record">${words.record(record)}</span>`
  }<span class="seen">${isWrong ? words.wrong(nameOf(label), nameOf(clean_label)) : words.seen(nameOf(label))}</span
  >${bar(words.target, target)}${bar(words.shadows, shadows)}</li>`;
}

/** @param {string} name @param {number} value */
const bar = (name, value) =>
  html`<label class="surety"><span>${name}</span><meter min="0" max="1" value=${value}></meter><span class="number">${three(value)}</span></label>`;
