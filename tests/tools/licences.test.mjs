// Which licences are refused, tried on crates that are made up.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { npmPackages, refused } from "../../www/tools/licences.mjs";

const RULES = fileURLToPath(new URL("../../deny.toml", import.meta.url));
const DENY = process.env.CARGO_DENY ?? "cargo-deny";

/** @type {string} */
let folder;
before(async () => (folder = await mkdtemp(path.join(tmpdir(), "wemem-lab-licences-"))));
after(() => rm(folder, { recursive: true }));

/** @param {string} name @param {string} licence @param {string} [rest] */
async function crate(name, licence, rest = "") {
  await mkdir(path.join(folder, name, "src"), { recursive: true });
  await writeFile(path.join(folder, name, "src/lib.rs"), "");
  await writeFile(path.join(folder, name, "Cargo.toml"), `[package]\nname = "${name}"\nversion = "1.0.0"\nedition = "2021"\n${licence}${rest}`);
}

/** Checks what uses a crate. @param {string} what of the rules @param {string} licence @param {string} version that is asked for */
async function check(what, licence, version = "1") {
  await crate("used", licence);
  await crate("user", 'license = "MIT"\n', `\n[workspace]\n[dependencies]\nused = { path = "../used", version = "${version}" }\n`);
  const words = ["--manifest-path", path.join(folder, "user/Cargo.toml"), "--config", RULES, "--offline", "check", what];
  const { status, stderr } = spawnSync(DENY, words, { encoding: "utf8" });
  return { passes: status === 0, stderr };
}

const licence = (/** @type {string} */ expression) => `license = "${expression}"\n`;

test("a crate's licence is refused unless it is on the list, as OR, AND and WITH mean it", async () => {
  for (const expression of ["MIT", "GPL-3.0-only OR MIT", "MIT AND Zlib", "Apache-2.0 WITH LLVM-exception"]) {
    const { passes, stderr } = await check("licenses", licence(expression));
    assert.ok(passes, `${expression}: ${stderr}`);
  }
  for (const expression of ["GPL-3.0-only", "MIT AND GPL-3.0-only", "AGPL-3.0-or-later", "MPL-2.0", "MIT WITH Bison-exception-2.2"]) {
    const { passes, stderr } = await check("licenses", licence(expression));
    assert.ok(!passes && /rejected/.test(stderr), `${expression}: ${stderr}`);
  }
  const { passes, stderr } = await check("licenses", "");
  assert.ok(!passes && /unlicensed/.test(stderr), stderr);
});

test("a dependency of any version is refused", async () => {
  assert.ok((await check("bans", licence("MIT"))).passes);
  const { passes, stderr } = await check("bans", licence("MIT"), "*");
  assert.ok(!passes && /wildcard/.test(stderr), stderr);
});

test("what npm brings to a visitor has licences of the same list, and another one is refused", () => {
  const packages = npmPackages();
  assert.ok(["lit-html", "fashion-mnist"].every((name) => packages.some((one) => one.name === name)));
  assert.deepEqual(refused(packages), []);
  assert.deepEqual(refused([{ name: "a", license: "GPL-3.0-only" }, { name: "b", license: "MIT AND GPL-3.0-only" }, { name: "c" }]).length, 3);
});
