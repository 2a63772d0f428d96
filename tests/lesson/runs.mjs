// Runs of the native command over seeds, each kept as its report: what was interrupted goes on.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

/** @typedef {{ program: string, packed: string, kept: string }} Place the command, the folder of the packed pictures, that of the reports */

/** @param {string} first @param {string} last */
export const seedsOf = (first, last) => Array.from({ length: Number(last) - Number(first) + 1 }, (_, i) => Number(first) + i);

/**
 * A report that is newer than the program is taken as it is.
 * @param {Place} place @param {string} name of the settings, for the file @param {string} query as in the page's address @param {number} seed
 */
export function reportOf({ program, packed, kept }, name, query, seed) {
  const file = path.join(kept, `${name}-${seed}.json`);
  const asked = path.join(kept, `${name}-${seed}.query`);
  const isKept = existsSync(file) && existsSync(asked) && readFileSync(asked, "utf8") === query;
  if (!isKept || statSync(file).mtimeMs < statSync(program).mtimeMs) {
    mkdirSync(kept, { recursive: true });
    const { preset = "quick", ...settings } = Object.fromEntries(new URLSearchParams(query));
    const values = Object.entries({ ...settings, seed, device: "cpu" }).flatMap(([key, value]) => ["--set", `${key}=${value}`]);
    console.error(`${name}, seed ${seed}`);
    execFileSync(program, ["run", preset, ...values, "--packed", packed, "--out", file], { stdio: ["ignore", "ignore", "ignore"] });
    writeFileSync(asked, query);
  }
  return JSON.parse(readFileSync(file, "utf8"));
}
