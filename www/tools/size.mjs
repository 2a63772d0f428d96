// Prints what a visitor has to load, and fails where the published page is above its limit.
//
//   node size.mjs FOLDER PROFILE
//
// A bundle counts with its JavaScript; the page counts without bundles, data, licences and METHODS.md, which are loaded later if at all.
// A bundle has a limit for each profile: of the published one and of the one that the tests build, which has its names in it.

import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";

import { brotli } from "./brotli.mjs";

const KB = 1000;

/** Of brotli: as published, and for what is built by every test, where the best takes minutes. */
const QUALITY = { web: 11, quick: 9 };

// `goal` is where we want or wanted to be as published, `limit` what must not be exceeded meanwhile: the measured size and a little room.
const BUDGETS = [
  { name: "figures", folder: "wasm/figures", measure: "brotli", goal: 250 * KB, limit: { web: 250 * KB, quick: 420 * KB } },
  { name: "lab", folder: "wasm/lab", measure: "brotli", limit: { web: 365 * KB, quick: 580 * KB } },
  { name: "engine-cpu", folder: "wasm/engine-cpu", measure: "brotli", goal: 450 * KB, limit: { web: 570 * KB, quick: 850 * KB } },
  { name: "engine-gpu", folder: "wasm/engine-gpu", measure: "brotli", goal: 2000 * KB, limit: { web: 1720 * KB, quick: 3900 * KB } },
  // All scripts, texts and what was recorded for the default: the lesson with all of its steps and pictures (about 65 KB), which are loaded
  // as one reads, and the laboratory with its recorded run. A test of the lesson holds what is loaded before the first picture (70 KB) and
  // before any wasm (200 KB). Recorded runs of other presets are loaded when one is chosen, recorded figures one by one in other people's pages
  // (up to 5 KB each; the page itself loads two).
  {
    name: "page", folder: ".", except: ["wasm", "data", "licences.txt", "methods.txt", "presets", "views", "preview.jpg"], measure: "gzip", goal: 200 * KB,
    limit: { web: 310 * KB, quick: 310 * KB },
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

/** Sizes in bytes; each file is compressed by itself, as a server does. */
function measure(names, quality) {
  const sizes = { raw: 0, gzip: 0, brotli: 0 };
  for (const name of names) {
    const bytes = readFileSync(name);
    sizes.raw += bytes.length;
    sizes.gzip += gzipSync(bytes, { level: 9 }).length;
    sizes.brotli += brotli(bytes, quality).length;
  }
  return sizes;
}

const kilobytes = (bytes) => `${(bytes / KB).toFixed(1).padStart(9)} KB`;

function row(site, profile, budget) {
  const folder = path.join(site, budget.folder);
  const sizes = measure(files(folder, budget.except), QUALITY[profile]);
  const limit = budget.limit[profile];
  const within = sizes[budget.measure] <= limit;
  console.log(
    budget.name.padEnd(11), kilobytes(sizes.raw), kilobytes(sizes.gzip), kilobytes(sizes.brotli), "",
    `${within ? "within" : "ABOVE"} ${limit / KB} KB ${budget.measure}${budget.goal ? `; the goal, as published, is ${budget.goal / KB} KB` : ""}`,
  );
  return within;
}

const [site, profile] = process.argv.slice(2);
if (!["quick", "web"].includes(profile) || !statSync(site).isDirectory()) {
  throw new Error("usage: size.mjs FOLDER quick|web");
}
console.log(`${"".padEnd(11)} ${"raw".padStart(12)} ${"gzip -9".padStart(12)} ${`brotli -${QUALITY[profile]}`.padStart(12)}`);
const passed = BUDGETS.map((budget) => row(site, profile, budget));
if (passed.includes(false)) process.exitCode = 1;
