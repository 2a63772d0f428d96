/** The members that an attack is surest about: pictures where the data are pictures. */

import { strings } from "../strings/en.js";
import { element } from "./dom.js";
import { three } from "./format.js";

const words = strings.exposed;

/** Records shown; more would say no more. */
const SHOWN = 12;

/**
 * @param {HTMLElement} root
 * @param {any} report
 * @param {string} arm
 * @param {((record: number) => Promise<any>) | undefined} thumbnail where the run has the records
 */
export async function showExposed(root, report, arm, thumbnail) {
  /** @type {any[]} */
  const found = report.arms.find((/** @type {any} */ { id }) => id === arm)?.detail?.most_exposed ?? [];
  const notes = found.length === 0 ? [words.none] : report.data.image && !thumbnail ? [words.pictures] : [];
  const records = found.slice(0, SHOWN);
  const pictures = await Promise.all(records.map(({ record }) => (report.data.image && thumbnail ? thumbnail(record) : undefined)));
  root.hidden = false;
  root.replaceChildren(
    element("h2", {}, words.title),
    element("p", { class: "quiet" }, words.help),
    ...notes.map((note) => element("p", { class: "quiet" }, note)),
    element("ol", {}, ...records.map((record, at) => item(record, pictures[at], report.data.class_names))),
  );
}

/** @param {any} record @param {any} picture @param {string[] | undefined} names */
function item({ record, label, clean_label, target, shadows }, picture, names) {
  const nameOf = (/** @type {number} */ index) => names?.[index] ?? words.label(index);
  const isWrong = label !== clean_label;
  return element(
    "li",
    { class: isWrong ? "is-wrong" : "" },
    ...(picture ? [canvasOf(picture, words.record(record))] : [element("span", { class: "record" }, words.record(record))]),
    element("span", { class: "seen" }, isWrong ? words.wrong(nameOf(label), nameOf(clean_label)) : words.seen(nameOf(label))),
    bar(words.target, target),
    bar(words.shadows, shadows),
  );
}

/** @param {string} name @param {number} value */
function bar(name, value) {
  return element(
    "label",
    { class: "surety" },
    element("span", {}, name),
    element("meter", { min: "0", max: "1", value: String(value) }),
    element("span", { class: "number" }, three(value)),
  );
}

/** @param {{ width: number, height: number, pixels: Uint8Array }} picture @param {string} label */
function canvasOf({ width, height, pixels }, label) {
  const canvas = element("canvas", { width: String(width), height: String(height), role: "img", "aria-label": label });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = context.createImageData(width, height);
  pixels.forEach((gray, at) => image.data.set([gray, gray, gray, 255], 4 * at));
  context.putImageData(image, 0, 0);
  return canvas;
}
