/**
 * The recorded run: report, what it says, and two figures, made by `tests/browser/record.mjs` with these very programs.
 * It needs no wasm to be shown, and the page works without it: whatever a host gives in its place counts as missing.
 */

import { strings } from "../strings/en.js";

/** Steps of its last seed, and the seconds that it took where it was recorded. @typedef {{ steps: number, seconds: number }} Cost */
/** @typedef {{ report?: string, said: import("../types.js").Said & { cost?: Cost }, tradeoff?: string, leak?: string }} Recorded */

/** Never rejects. @returns {Promise<Recorded>} */
export async function loadRecorded() {
  const [tradeoff, leak, report, said] = await Promise.all([
    loadStored("tradeoff"),
    loadStored("leak-by-round"),
    file("quick.json", (text) => isReport(JSON.parse(text))),
    file("said.json", (text) => isSaid(JSON.parse(text))),
  ]);
  // Without its report nobody could tell what is said of.
  return { report, tradeoff, leak, said: report && said ? JSON.parse(said) : { sentences: [] } };
}

/** A stored picture, or nothing. @param {string} id of a figure */
export const loadStored = (id) => file(`views/${id}.svg`, isPicture);

/** Names of the figures that are stored, by id. @returns {Promise<Record<string, string>>} */
export const loadViews = async () => JSON.parse((await file("views/views.json", (text) => Boolean(JSON.parse(text)))) ?? "{}");

/**
 * A report that the author of another page gives, by its address or, where that is `given`, later by a message. What it says the
 * laboratory knows.
 * @param {string} address
 * @returns {Promise<Recorded>}
 */
export async function loadReport(address) {
  if (address === "given") return { said: { sentences: [] } };
  const response = await fetch(new URL(address, document.baseURI));
  if (!response.ok) throw new Error(strings.embed.noReport(address, response.status));
  return { report: await response.text(), said: { sentences: [] } };
}

/** What the recorded run says. @returns {Promise<import("../types.js").Said>} */
export const loadSaid = async () => JSON.parse((await file("said.json", (text) => isSaid(JSON.parse(text)))) ?? '{"sentences":[]}');

/** The recorded run of a preset; none where there is none. @param {string} preset @returns {Promise<string | undefined>} */
export const loadPreset = (preset) =>
  file(preset === "quick" ? "quick.json" : `presets/${preset}.json`, (text) => isReport(JSON.parse(text)));

/** @param {string} name @param {(text: string) => boolean} isRight throws, or says no */
async function file(name, isRight) {
  try {
    const response = await fetch(new URL(`../recorded/${name}`, import.meta.url));
    const text = response.ok ? await response.text() : "";
    return isRight(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

/** Whole, from its first element to the last. @param {string} text */
const isPicture = (text) => text.startsWith("<svg") && text.trimEnd().endsWith("</svg>");

/** @param {any} report */
const isReport = (report) =>
  typeof report.config === "object" && Array.isArray(report.arms) && report.arms.every((/** @type {any} */ { rounds }) => Array.isArray(rounds));

/** @param {any} said */
const isSaid = ({ sentences }) => Array.isArray(sentences) && sentences.every((sentence) => typeof sentence === "string");
