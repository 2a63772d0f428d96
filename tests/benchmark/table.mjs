// What both benchmarks share: who has not learned has not worked, ratios are told with their spread, and a table goes into the document as it is printed.

import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const DOCUMENT = fileURLToPath(new URL("../../docs/performance.md", import.meta.url));

/** @param {string} who @param {number} first @param {number} last */
export function falls(who, first, last) {
  if (!(last < first)) throw new Error(`${who}: the loss must fall, but went from ${first} to ${last}`);
}

/** Median and quartiles. @param {number[]} values @param {number} digits */
export function spread(values, digits) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (/** @type {number} */ share) => sorted[Math.round(share * (sorted.length - 1))].toFixed(digits);
  return `${at(0.5)} (${at(0.25)} to ${at(0.75)})`;
}

/** With fewer, quartiles say nothing. */
const TURNS = 5;

/** Between the marks of a command. @param {string} command @param {number} turns @param {string[]} lines */
export async function write(command, turns, lines) {
  console.log(lines.join("\n"));
  if (turns < TURNS) return console.error(`${turns} turns are too few for the document: ${TURNS} are needed`);
  const [begin, end] = [`<!-- ${command} -->`, `<!-- end of ${command} -->`];
  const text = await readFile(DOCUMENT, "utf8");
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${DOCUMENT} must have the marks ${begin} and ${end}`);
  await writeFile(DOCUMENT, `${text.slice(0, from)}${begin}\n\n${lines.join("\n")}\n\n${text.slice(to)}`);
}
