// Makes of an assembled site the folder that a static host serves, also below a path.
//
//   node publish.mjs SITE OUT [QUALITY [ADDRESS]]
//
// ADDRESS is where the page will be, for those who show a link to it: they want the whole address of its picture.
//
// What the page loads lies in a folder that is named by its content, so that a host may let it be kept for ever and no two versions are
// mixed; index.html, which names that folder, and the service worker, which keeps it offline, stand at the top. Beside each file that
// compression makes smaller lie `.br` (of QUALITY, 11 unless given) and `.gz`. `_headers` tells hosts that read it what may be kept.

import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";

import { brotli } from "./brotli.mjs";

const [site, out, quality = "11", address = ""] = process.argv.slice(2);
if (!out) throw new Error("SITE and OUT must be given");

/** What a visitor's address or another program names stays where it is. */
const TOP = ["index.html", "element.js", "embed.html", "icon.svg", "licences.txt", "manifest.webmanifest", "preview.jpg", "service-worker.js"];
/** Large, and not needed by every visitor. */
const LATER = /^(wasm\/engine-gpu|data\/fashion-tops|recorded\/presets|recorded\/views\/(?!tradeoff|leak-by-round))/;
/** Only for readers without script, who load nothing else. */
const STILL = /-still\.svg$/;
const COMPRESSED = /\.(html|js|css|json|svg|wasm|txt|webmanifest)$/;

const names = filesOf(site).filter((name) => !name.endsWith(".d.ts")).sort();
const inside = names.filter((name) => !TOP.includes(name));
const hash = createHash("sha256");
for (const name of names) hash.update(`${name}\0`).update(readFileSync(path.join(site, name)));
const version = hash.digest("hex").slice(0, 12);
const folder = `v/${version}`;

rmSync(out, { recursive: true, force: true });
for (const name of inside) copy(name, `${folder}/${name}`);
for (const name of TOP.filter((name) => names.includes(name))) copy(name, name);
for (const name of ["index.html", "embed.html"]) edit(name, page);
edit("service-worker.js", worker);
writeFileSync(path.join(out, "_headers"), `/*\n  Access-Control-Allow-Origin: *\n/v/*\n  Cache-Control: public, max-age=31536000, immutable\n/\n  Cache-Control: no-cache\n/service-worker.js\n  Cache-Control: no-cache\n`);
for (const name of filesOf(out)) if (COMPRESSED.test(name)) compress(name);
console.log(`version ${version}: ${names.length} files in ${out}`);

/** @param {string} root @param {string} at @returns {string[]} */
function filesOf(root, at = "") {
  return readdirSync(path.join(root, at), { withFileTypes: true }).flatMap((entry) => {
    const name = path.posix.join(at, entry.name);
    return entry.isDirectory() ? filesOf(root, name) : [name];
  });
}

/** @param {string} from @param {string} to */
function copy(from, to) {
  mkdirSync(path.dirname(path.join(out, to)), { recursive: true });
  cpSync(path.join(site, from), path.join(out, to));
}

/** @param {string} name @param {(text: string) => string} change */
function edit(name, change) {
  writeFileSync(path.join(out, name), change(readFileSync(path.join(out, name), "utf8")));
}

/** Its own files are named in the folder, and its version for the scripts. @param {string} text */
function page(text) {
  const moved = text.replace(/ (href|src)="([^"?#:]+)"/g, (all, attribute, name) => (inside.includes(name) ? ` ${attribute}="${folder}/${name}"` : all));
  const head = '<meta charset="utf-8" />';
  if (!moved.includes(head)) throw new Error(`a page must have ${head}`);
  const preview = 'content="preview.jpg"';
  return moved.replace(preview, () => (address ? `content="${new URL("preview.jpg", address).href}"` : preview)).replace(head, `${head}\n    <meta name="wemem-lab-version" content="${version}" />`);
}

/** @param {string} text */
function worker(text) {
  const kept = inside.filter((name) => !LATER.test(name) && !STILL.test(name)).map((name) => `${folder}/${name}`);
  const later = inside.filter((name) => LATER.test(name)).map((name) => `${folder}/${name}`);
  const values = { 'VERSION = ""': `VERSION = "wemem-lab-${version}"`, "FIRST = []": `FIRST = ${JSON.stringify([...kept, "embed.html", "icon.svg", "manifest.webmanifest"])}`, "LATER = []": `LATER = ${JSON.stringify(later)}` };
  return Object.entries(values).reduce((made, [place, value]) => {
    if (!made.includes(place)) throw new Error(`service-worker.js must have ${place}`);
    return made.replace(place, value);
  }, text);
}

/** @param {string} name */
function compress(name) {
  const file = path.join(out, name);
  const bytes = readFileSync(file);
  for (const [ending, small] of /** @type {const} */ ([[".br", brotli(bytes, Number(quality))], [".gz", gzipSync(bytes, { level: 9 })]])) {
    if (small.length < bytes.length) writeFileSync(`${file}${ending}`, small);
  }
}
