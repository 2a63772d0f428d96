// The npm package and its command, made of a small folder that stands for a published page.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";

const TOOL = fileURLToPath(new URL("../../www/tools/package.mjs", import.meta.url));
const FIRST = { "element.js": "export {};", "embed.html": "one", "licences.txt": "", "v/1/main.js": "1", "v/1/data/a.idx.gz": "data" };
const TYPES = ["types/element.d.ts", "types/protocol.d.ts", "types/types.d.ts"];
const SECOND = { "element.js": "export {};", "embed.html": "two", "licences.txt": "", "v/2/main.js": "2" };

const root = mkdtempSync(path.join(tmpdir(), "wemem-lab-package-"));
after(() => rmSync(root, { recursive: true }));
const at = (/** @type {string[]} */ ...names) => path.join(root, ...names);

/** @param {string} folder @param {Record<string, string>} files */
function write(folder, files) {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(at(folder, name)), { recursive: true });
    writeFileSync(at(folder, name), text);
  }
}

/** Names under a folder, sorted. @param {string} folder */
const names = (folder) => readdirSync(at(folder), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => path.relative(at(folder), path.join(entry.parentPath, entry.name))).sort();

for (const [name, files] of Object.entries({ first: FIRST, second: SECOND })) {
  write(`${name}-published`, { ...files, "embed.html.br": "small", "element.js.gz": "small" });
  execFileSync("node", [TOOL, at(`${name}-published`), at(name)]);
}

/** @param {string} from which package @param {string[]} words */
function command(from, ...words) {
  const { status, stderr } = spawnSync("node", [at(from, "copy.mjs"), ...words], { cwd: root, encoding: "utf8" });
  return { status, stderr };
}

/** @param {ReturnType<typeof command>} ended @param {RegExp} reason */
function isRefused({ status, stderr }, reason) {
  assert.equal(status, 1);
  assert.match(stderr, reason);
}

beforeEach(() => rmSync(at("host"), { recursive: true, force: true }));

test("what is packed is the tag, the page without what was made smaller, the command and the licences", () => {
  const [{ files, version }] = JSON.parse(execFileSync("npm", ["pack", at("first"), "--dry-run", "--json"], { cwd: root, encoding: "utf8" }));
  const packed = files.map((/** @type {{ path: string }} */ file) => file.path);
  const expected = ["LICENSE-APACHE", "LICENSE-MIT", "README.md", "copy.mjs", "index.d.ts", "package.json", ...TYPES, ...Object.keys(FIRST).map((name) => `site/${name}`)];
  assert.deepEqual(packed.sort(), expected.sort());
  const { exports, type, license } = JSON.parse(readFileSync(at("first/package.json"), "utf8"));
  assert.deepEqual([exports["."].default, type, license], ["./site/element.js", "module", "MIT OR Apache-2.0"]);
  const cargo = readFileSync(fileURLToPath(new URL("../../Cargo.toml", import.meta.url)), "utf8");
  assert.ok(cargo.includes(`\nversion = "${version}"\n`));
});

test("the page is copied into a new or an empty folder, and copied again without a change", () => {
  mkdirSync(at("host"));
  for (const folder of ["host", "host/public/wemem-lab"]) {
    rmSync(at("host"), { recursive: true, force: true });
    for (let time = 0; time < 2; time += 1) {
      assert.deepEqual(command("first", "copy", folder), { status: 0, stderr: "" });
      assert.deepEqual(names(folder), [...Object.keys(FIRST), "wemem-lab-files.json"].sort());
    }
  }
});

test("a newer page replaces the older one, and nothing that somebody else put there", () => {
  command("first", "copy", "host");
  write("host", { "own.txt": "mine", "v/1/own.txt": "mine", "v/1/main.js": "changed by hand" });
  assert.equal(command("second", "copy", "host").status, 0);
  assert.deepEqual(names("host"), [...Object.keys(SECOND), "own.txt", "v/1/main.js", "v/1/own.txt", "wemem-lab-files.json"].sort());
  assert.equal(readFileSync(at("host/embed.html"), "utf8"), "two");
  assert.ok(!existsSync(at("host/v/1/data")), "a folder that is left empty goes");
});

test("a folder that is somebody else's, a file, a changed page and words that say nothing are refused, and stay as they were", () => {
  write("host", { "embed.html": "a page of the host" });
  isRefused(command("first", "copy", "host"), /host is not empty and was not written by this command/);
  isRefused(command("first", "copy", "host/embed.html"), /host\/embed.html is not a folder/);
  assert.deepEqual(names("host"), ["embed.html"]);
  isRefused(command("first", "copy", "host/lab", "host/other"), /not also host\/other/);
  isRefused(command("first", "copy"), /the folder to copy to is missing/);
  isRefused(command("first", "install", "host/lab"), /'install' is no command/);
  isRefused(command("first"), /a command is missing/);
  command("first", "copy", "host/lab");
  write("host/lab", { "embed.html": "changed by hand" });
  isRefused(command("second", "copy", "host/lab"), /was changed since it was copied: embed.html/);
  assert.ok(existsSync(at("host/lab/v/1/main.js")));
  write("host/lab", { "wemem-lab-files.json": "{" });
  isRefused(command("second", "copy", "host/lab"), /wemem-lab-files.json is not as this command wrote it/);
});
