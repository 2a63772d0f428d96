/** What was recorded for the lesson, by `tests/lesson/record.mjs`: loaded as one reads, the first screen's part first. */

import { fetchFile } from "../fetch.js";
import { recordedRun } from "./run.js";

/**
 * Two points of the picture a byte, in base64.
 * @typedef {{ record: number, label: string, target: number, shadows: number[], pixels: string }} CardRecord
 * @typedef {{ seed: number, width: number, height: number, records: CardRecord[] }} Card
 */

/** @param {string} name */
async function recorded(name) {
  return JSON.parse(new TextDecoder().decode(await fetchFile(new URL(`recorded/${name}`, import.meta.url))));
}

/** @returns {Promise<Card>} */
export const loadCard = () => recorded("card.json");

/** @returns {Promise<import("./run.js").RunView>} */
export const loadCrowd = async () => recordedRun(await recorded("crowd.json"));

/** @returns {Promise<import("./facts.js").Seeds>} */
export const loadSeeds = () => recorded("seeds.json");
