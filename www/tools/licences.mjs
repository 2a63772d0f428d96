// Writes the licences of everything that is compiled into the page's bundles, with the texts that the crates come with, and of
// the one library that its scripts load.
//
//   node licences.mjs FILE
//
// The crates are those of cargo's own graph for the browser, without what only builds or tests: more than the linker keeps, never
// fewer. Equal texts stand once, under the names of all crates that carry them.

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const TARGET = "wasm32-unknown-unknown";
const BUNDLES = ["figures", "lab", "engine-cpu", "engine-gpu"];
const LICENCE_FILE = /^(licen[cs]e|copying|copyright|notice|unlicense)/i;
const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "..");

/** What cargo knows of the graph of a bundle. @param {string} bundle */
function metadata(bundle) {
  const words = ["metadata", "--format-version", "1", "--locked", "--filter-platform", TARGET, "--no-default-features", "--features", bundle];
  return JSON.parse(execFileSync("cargo", words, { cwd: ROOT, maxBuffer: 2 ** 28 }).toString());
}

/** Packages that end up in the bundle, this one left out. @param {string} bundle */
function packagesOf(bundle) {
  const { packages, resolve } = metadata(bundle);
  const nodes = new Map(resolve.nodes.map((node) => [node.id, node]));
  const found = new Set([resolve.root]);
  for (const id of found) {
    const isLinked = ({ dep_kinds: kinds }) => kinds.some(({ kind }) => kind === null);
    for (const { pkg } of nodes.get(id).deps.filter(isLinked)) found.add(pkg);
  }
  const isMacro = ({ targets }) => targets.some(({ kind }) => kind.includes("proc-macro"));
  return packages.filter((one) => found.has(one.id) && one.id !== resolve.root && !isMacro(one));
}

/** Everything that is compiled into any bundle, by name and version. */
export function linkedPackages() {
  const all = new Map(BUNDLES.flatMap(packagesOf).map((one) => [`${one.name} ${one.version}`, one]));
  return [...all].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The texts in a crate's folder. @param {{ manifest_path: string, license_file: string | null }} crate */
function textsOf({ manifest_path: manifest, license_file: named }) {
  const folder = path.dirname(manifest);
  const isLicence = (entry) => entry.isFile() && (LICENCE_FILE.test(entry.name) || entry.name === named);
  const files = readdirSync(folder, { withFileTypes: true }).filter(isLicence);
  return files.map(({ name }) => readFileSync(path.join(folder, name), "utf8").replaceAll("\r\n", "\n").trim());
}

/** The library that the page's scripts load, as npm installed it. */
export function library() {
  const folder = path.join(ROOT, "node_modules", "lit-html");
  const { name, version, license, homepage } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  return { name: `${name} ${version}: ${license}; ${homepage}`, text: readFileSync(path.join(folder, "LICENSE"), "utf8").trim() };
}

/** npm packages of which a visitor gets something: what does not only build or test, and the pictures. @returns {{ name: string, license?: string }[]} */
export function npmPackages() {
  const { packages } = JSON.parse(readFileSync(path.join(ROOT, "package-lock.json"), "utf8"));
  const all = Object.entries(packages).flatMap(([at, one]) => (at ? [{ ...one, name: at.replace("node_modules/", "") }] : []));
  return all.filter(({ name, dev }) => !dev || name === "fashion-mnist");
}

/** Those whose licence is not on the list that the crates are held against; what offers a choice is for a reader to judge. @param {{ name: string, license?: string }[]} packages */
export function refused(packages) {
  const list = /^allow = \[(.*)\]$/m.exec(readFileSync(path.join(ROOT, "deny.toml"), "utf8"))?.[1] ?? "";
  const allowed = [...list.matchAll(/"([^"]+)"/g)].map(([, licence]) => licence);
  return packages.filter(({ license }) => !license || !allowed.includes(license));
}

const rule = `\n\n${"=".repeat(100)}\n\n`;

/** The whole file. */
export function licences() {
  const own = ["LICENSE-MIT", "LICENSE-APACHE"].map((name) => readFileSync(path.join(ROOT, name), "utf8").trim());
  const packages = linkedPackages();
  /** @type {Map<string, string[]>} */
  const texts = new Map();
  for (const [name, crate] of packages) {
    for (const text of textsOf(crate)) texts.set(text, [...(texts.get(text) ?? []), name]);
  }
  const list = packages.map(([name, { license, authors, repository }]) =>
    `${name}: ${license ?? "see its text"}${authors.length ? `; ${authors.join(", ")}` : ""}${repository ? `; ${repository}` : ""}`);
  return [
    "wemem-lab, MIT OR Apache-2.0. Its pictures are those of Fashion-MNIST: their licence lies beside them in data/.",
    ...own,
    `The page's scripts load ${library().name}\n\n${library().text}`,
    "The bundles also contain the Rust standard library (MIT OR Apache-2.0, the Rust Project Developers, https://www.rust-lang.org)"
      + ` and the ${packages.length} crates that follow, each with its licence. Their texts come after the list.\n\n${list.join("\n")}`,
    ...[...texts].map(([text, names]) => `${names.join(", ")}:\n\n${text}`),
  ].join(rule) + "\n";
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(process.argv[2], licences());
