// Makes of a published page the npm package: the tag, to import, and the page that the tag shows, with a command that copies it to where
// a site keeps what it serves as it is.
//
//   node package.mjs PUBLISHED OUT
//
// `npm pack OUT` then makes one file of it.

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const TOOLS = path.dirname(fileURLToPath(import.meta.url));
const ROOT = path.join(TOOLS, "..", "..");

const [published, out] = process.argv.slice(2);
if (!out) throw new Error("PUBLISHED and OUT must be given");

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
for (const name of readdirSync(path.join(TOOLS, "package"))) cpSync(path.join(TOOLS, "package", name), path.join(out, name));
for (const name of ["LICENSE-MIT", "LICENSE-APACHE"]) cpSync(path.join(ROOT, name), path.join(out, name));
writeTypes();
cpSync(published, path.join(out, "site"), { recursive: true, filter: (name) => !isCompressed(name) });
writeFileSync(path.join(out, "package.json"), `${JSON.stringify(description(), undefined, 2)}\n`);

/** Whether a file is another one, made smaller: a host's own server makes these anew. @param {string} name */
function isCompressed(name) {
  const plain = name.replace(/\.(br|gz)$/, "");
  return plain !== name && existsSync(plain);
}

/** Of the tag from its script, of what it gives from Rust: never written twice. */
function writeTypes() {
  const folder = path.join(out, "types");
  const words = ["--declaration", "--emitDeclarationOnly", "--allowJs", "--target", "esnext", "--module", "esnext", "--moduleResolution", "bundler"];
  const tsc = path.join(ROOT, "node_modules", ".bin", "tsc");
  execFileSync(tsc, [...words, "--ignoreConfig", "--outDir", folder, path.join(ROOT, "www", "element.js")], { stdio: "inherit" });
  cpSync(path.join(ROOT, "www", "types.d.ts"), path.join(folder, "types.d.ts"));
}

/** What `package.json` says. */
function description() {
  const { packages } = JSON.parse(execFileSync("cargo", ["metadata", "--no-deps", "--format-version", "1"], { cwd: ROOT }).toString());
  const { name, version, license, description } = packages[0];
  return {
    name,
    version,
    description,
    license,
    keywords: ["custom-element", "machine-learning", "membership-inference", "pruning", "webassembly"],
    type: "module",
    // The tag lies where the page lies, so that it also finds it where no bundler moves it.
    exports: { ".": { types: "./index.d.ts", default: "./site/element.js" }, "./package.json": "./package.json" },
    types: "./index.d.ts",
    sideEffects: ["./site/element.js"],
    bin: { [name]: "copy.mjs" },
    files: readdirSync(out),
    engines: { node: ">=20" },
  };
}
