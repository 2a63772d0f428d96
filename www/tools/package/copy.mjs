#!/usr/bin/env node
// Copies the page that the tag shows to where a site keeps what it serves as it is.
//
//   npx wemem-lab copy FOLDER
//
// What it wrote is listed in the folder, each file with its digest. A later version replaces and removes only what is listed and still as
// it was written; everything else is somebody else's.

import { createHash } from "node:crypto";
import { cpSync, lstatSync, mkdirSync, readFileSync, readdirSync, rmSync, rmdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const SITE = fileURLToPath(new URL("site/", import.meta.url));
const LIST = "wemem-lab-files.json";
const USAGE = "npx wemem-lab copy FOLDER";

const [command, target, ...more] = process.argv.slice(2);
try {
  if (command !== "copy") throw new Error(command ? `'${command}' is no command` : "a command is missing");
  if (!target) throw new Error("the folder to copy to is missing, such as public/wemem-lab");
  if (more.length) throw new Error(`one folder is copied to, not also ${more.join(" ")}`);
  copyTo(target);
} catch (error) {
  console.error(`wemem-lab: ${/** @type {Error} */ (error).message}\n${USAGE}`);
  process.exitCode = 1;
}

/** @param {string} folder */
function copyTo(folder) {
  const written = listed(folder);
  const at = (/** @type {string} */ name) => path.join(folder, name);
  const fresh = Object.fromEntries(filesOf(SITE).map((name) => [name, digest(path.join(SITE, name))]));
  const isOurs = (/** @type {string} */ name) => [written[name], fresh[name]].includes(digest(at(name)));
  const theirs = Object.keys(fresh).filter((name) => digest(at(name)) !== undefined && !isOurs(name));
  if (theirs.length) throw new Error(`what lies in ${folder} under these names was changed since it was copied: ${theirs.join(", ")}`);
  mkdirSync(folder, { recursive: true });
  // First, so that what is interrupted can be begun again.
  keepList({ ...written, ...fresh });
  for (const name of Object.keys(fresh)) {
    mkdirSync(path.dirname(at(name)), { recursive: true });
    cpSync(path.join(SITE, name), at(name));
  }
  const old = Object.keys(written).filter((name) => !(name in fresh) && digest(at(name)) === written[name]);
  for (const name of old) rmSync(at(name));
  for (const name of old) removeEmpty(folder, path.dirname(name));
  keepList(fresh);
  console.log(`wemem-lab: ${Object.keys(fresh).length} files are in ${folder}, for <wemem-lab base="…/">`);

  /** @param {Record<string, string | undefined>} files */
  function keepList(files) {
    writeFileSync(at(LIST), `${JSON.stringify(files, undefined, 1)}\n`);
  }
}

/** What an earlier call wrote, by name. @param {string} folder @returns {Record<string, string>} */
function listed(folder) {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (!found) return {};
  if (!found.isDirectory()) throw new Error(`${folder} is not a folder`);
  const names = readdirSync(folder);
  if (names.length === 0) return {};
  if (!names.includes(LIST)) throw new Error(`${folder} is not empty and was not written by this command; choose another folder, or empty it yourself`);
  const list = path.join(folder, LIST);
  try {
    return JSON.parse(readFileSync(list, "utf8"));
  } catch {
    throw new Error(`${list} is not as this command wrote it, so that nobody can tell what in ${folder} is whose`);
  }
}

/** Of what lies there, whatever it is; nothing where nothing lies. @param {string} file */
function digest(file) {
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (!found) return undefined;
  return found.isFile() ? createHash("sha256").update(readFileSync(file)).digest("hex") : "no file";
}

/** @param {string} root @param {string} at @returns {string[]} */
function filesOf(root, at = "") {
  return readdirSync(path.join(root, at), { withFileTypes: true }).flatMap((entry) => {
    const name = path.posix.join(at, entry.name);
    return entry.isDirectory() ? filesOf(root, name) : [name];
  });
}

/** A folder that was left empty, and what it lay in. @param {string} root @param {string} at */
function removeEmpty(root, at) {
  const folder = path.join(root, at);
  if (at === "." || !lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() || readdirSync(folder).length) return;
  rmdirSync(folder);
  removeEmpty(root, path.posix.dirname(at));
}
