// Prints what a visitor has to load, and fails where the published page is above its limit.
//
//   node size.mjs FOLDER PROFILE
//
// A bundle counts with its JavaScript; the page counts without bundles, data, licences and METHODS.md, which are loaded later if at all.
// Limits bind the profile `web` alone; the page's own limit binds every profile, because no compiler makes it smaller.

import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const KB = 1000;

// `goal` is where we want to be, `limit` what must not be exceeded meanwhile: the measured size and a little room; for
// engine-gpu that of the quick profile, which the published one has to undercut.
const BUDGETS = [
  { name: "figures", folder: "wasm/figures", measure: "brotli", goal: 200 * KB, limit: 610 * KB, profiles: ["web"] },
  { name: "engine-cpu", folder: "wasm/engine-cpu", measure: "brotli", goal: 400 * KB, limit: 735 * KB, profiles: ["web"] },
  { name: "engine-gpu", folder: "wasm/engine-gpu", measure: "brotli", goal: 2000 * KB, limit: 3300 * KB, profiles: ["web"] },
  // All scripts, texts and what was recorded for the default: the lesson with all of its steps and pictures (about 65 KB), which are loaded
  // as one reads, and the laboratory with its recorded run. A test of the lesson holds what is loaded before the first picture (70 KB) and
  // before any wasm (200 KB). Recorded runs of other presets are loaded when one is chosen, recorded figures one by one in other people's pages
  // (up to 5 KB each; the page itself loads two).
  {
    name: "page", folder: ".", except: ["wasm", "data", "licences.txt", "methods.txt", "presets", "views", "preview.jpg"], measure: "gzip", goal: 200 * KB, limit: 310 * KB,
    profiles: ["web", "quick"],
  },
];

function files(folder, except = []) {
  return readdirSync(folder, { withFileTypes: true })
    // Stills are for readers without script, who load nothing else.
    .filter((entry) => !except.includes(entry.name) && !entry.name.endsWith("-still.svg"))
    .flatMap((entry) => {
      const name = path.join(folder, entry.name);
      return entry.isDirectory() ? files(name, except) : [name];
    });
}

function brotli(bytes) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return brotliCompressSync(bytes, { params }).length;
}

/** Sizes in bytes; each file is compressed by itself, as a server does. */
function measure(names) {
  const sizes = { raw: 0, gzip: 0, brotli: 0 };
  for (const name of names) {
    const bytes = readFileSync(name);
    sizes.raw += bytes.length;
    sizes.gzip += gzipSync(bytes, { level: 9 }).length;
    sizes.brotli += brotli(bytes);
  }
  return sizes;
}

const kilobytes = (bytes) => `${(bytes / KB).toFixed(1).padStart(9)} KB`;

function row(site, profile, budget) {
  const folder = path.join(site, budget.folder);
  const sizes = measure(files(folder, budget.except));
  const within = sizes[budget.measure] <= budget.limit;
  const binding = budget.profiles.includes(profile);
  const goal = sizes[budget.measure] <= budget.goal ? "goal reached" : "goal not reached";
  const verdict = !binding
    ? ""
    : `${within ? "within" : "ABOVE"} ${budget.limit / KB} KB ${budget.measure}, ${goal} (${budget.goal / KB} KB)`;
  console.log(budget.name.padEnd(11), kilobytes(sizes.raw), kilobytes(sizes.gzip), kilobytes(sizes.brotli), "", verdict);
  return within || !binding;
}

const [site, profile] = process.argv.slice(2);
if (!["quick", "web"].includes(profile) || !statSync(site).isDirectory()) {
  throw new Error("usage: size.mjs FOLDER quick|web");
}
console.log(`${"".padEnd(11)} ${"raw".padStart(12)} ${"gzip -9".padStart(12)} ${"brotli -9".padStart(12)}`);
const passed = BUDGETS.map((budget) => row(site, profile, budget));
if (passed.includes(false)) process.exitCode = 1;
