// What a browser saves in a folder.

import { readFile, readdir, rm } from "node:fs/promises";
import path from "node:path";

/** Beside a file that is not whole yet. */
const PARTIAL = /\.(part|wkdownload)$/;

const LOOK_EVERY_MS = 50;
const LIMIT_MS = 30_000;

/** The text of the file that a click saves. Not every browser finds another name for a second file of one name. @param {string} folder @param {() => Promise<void>} click */
export async function clickAndRead(folder, click) {
  for (const name of await readdir(folder)) await rm(path.join(folder, name));
  await click();
  for (const end = Date.now() + LIMIT_MS; Date.now() < end; await new Promise((done) => setTimeout(done, LOOK_EVERY_MS))) {
    const files = await readdir(folder);
    if (files.length === 0 || files.some((name) => PARTIAL.test(name))) continue;
    const text = await readFile(path.join(folder, files[0]), "utf8");
    if (text) return text;
  }
  throw new Error(`nothing was saved within ${LIMIT_MS} ms`);
}
