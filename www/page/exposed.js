/** The members that an attack is surest about: pictures where the data are pictures. */

import { strings } from "../strings/en.js";
import { html, render } from "../vendor/lit-html.js";
import { three } from "./format.js";
import { Order } from "./order.js";

const words = strings.exposed;

/** @typedef {{ width: number, height: number, pixels: Uint8Array }} Thumbnail */

/** Records shown; more would say no more. */
const SHOWN = 12;

const shown = new Order();

/**
 * @param {HTMLElement} root
 * @param {import("../types.js").Report} report
 * @param {string} arm
 * @param {((record: number) => Promise<Thumbnail | undefined>) | undefined} thumbnail where the run has the records
 */
export async function showExposed(root, report, arm, thumbnail) {
  const found = report.arms.find(({ id }) => id === arm)?.detail?.most_exposed ?? [];
  const notes = found.length === 0 ? [words.none] : report.data.image && !thumbnail ? [words.pictures] : [];
  const records = found.slice(0, SHOWN);
  const isNewest = shown.ask();
  const pictures = await Promise.all(records.map(({ record }) => (report.data.image && thumbnail ? thumbnail(record) : undefined)));
  if (!isNewest()) return;
  root.hidden = false;
  const items = records.map((record, at) => item(record, pictures[at], report.data.class_names));
  render(
    html`<h2>${words.title}</h2><p class="quiet">${words.help}</p>${notes.map((note) => html`<p class="quiet">${note}</p>`)}<ol>${items}</ol>`,
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

/** @param {HTMLCanvasElement} canvas @param {Thumbnail} picture */
function paint(canvas, { width, height, pixels }) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = context.createImageData(width, height);
  pixels.forEach((gray, at) => image.data.set([gray, gray, gray, 255], 4 * at));
  context.putImageData(image, 0, 0);
}
