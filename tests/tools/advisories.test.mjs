// Known faults end a build, and so does not to know of any. The databases here are made up.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** Where no database is: git is told to look in the folder instead. */
const HOST = "https://databases.invalid/";
const DENY = process.env.CARGO_DENY ?? "cargo-deny";

/** @type {string} */
let folder;
before(async () => (folder = await mkdtemp(path.join(tmpdir(), "wemem-lab-advisories-"))));
after(() => rm(folder, { recursive: true }));

/** A database of RustSec's form with one fault, and what makes cargo-deny ask it. @param {string} crate */
async function database(crate) {
  const at = path.join(folder, crate);
  await mkdir(path.join(at, "crates", crate), { recursive: true });
  const fault = `[advisory]\nid = "RUSTSEC-2020-0001"\npackage = "${crate}"\ndate = "2020-01-01"\n\n[versions]\npatched = []\n`;
  await writeFile(path.join(at, "crates", crate, "RUSTSEC-2020-0001.md"), `\`\`\`toml\n${fault}\`\`\`\n\n# A fault\n\nMade up.\n`);
  const git = (/** @type {string[]} */ ...words) => execFileSync("git", ["-C", at, "-c", "user.name=x", "-c", "user.email=x@example.org", ...words]);
  git("init", "--quiet", "--initial-branch=main");
  git("add", ".");
  git("commit", "--quiet", "--message=x");
  const config = path.join(folder, `${crate}.toml`);
  const rules = await readFile(path.join(ROOT, "deny.toml"), "utf8");
  const place = `db-urls = ["${HOST}${crate}"]\ndb-path = "${path.join(folder, "kept")}"\nyanked = "allow"\n`;
  await writeFile(config, rules.replace("[advisories]\n", `[advisories]\n${place}`));
  return config;
}

/** An npm that answers an audit so. @param {string} name @param {object} answer @param {number} code */
async function npm(name, answer, code) {
  const at = path.join(folder, name);
  await mkdir(at, { recursive: true });
  await writeFile(path.join(at, "npm"), `#!/bin/sh\ncat <<'END'\n${JSON.stringify(answer)}\nEND\nexit ${code}\n`);
  await chmod(path.join(at, "npm"), 0o755);
  return at;
}

/** @param {string} config @param {string} npmAt @param {string[]} more */
function ask(config, npmAt, ...more) {
  const env = { ...process.env, PATH: `${npmAt}:${process.env.PATH}`, GIT_CONFIG_COUNT: "1", GIT_CONFIG_KEY_0: `url.file://${folder}/.insteadOf`, GIT_CONFIG_VALUE_0: HOST };
  const { status, stderr } = spawnSync("node", [path.join(ROOT, "www/tools/advisories.mjs"), DENY, config, ...more], { env, encoding: "utf8" });
  return { status, stderr };
}

test("nothing known passes; a fault of a crate or of a package does not, whatever else is known", async () => {
  const [clean, faulty] = [await database("no-crate-of-ours"), await database("serde")];
  const sound = await npm("sound", { auditReportVersion: 2, vulnerabilities: {} }, 0);
  const unsound = await npm("unsound", { auditReportVersion: 2, vulnerabilities: { "lit-html": { severity: "high" } } }, 1);
  const none = ask(clean, sound);
  assert.equal(none.status, 0, none.stderr);
  const crate = ask(faulty, sound, "offline-passes");
  assert.equal(crate.status, 1, crate.stderr);
  assert.match(crate.stderr, /RUSTSEC-2020-0001/);
  const library = ask(clean, unsound, "offline-passes");
  assert.equal(library.status, 1);
  assert.match(library.stderr, /lit-html/);
});

test("what cannot be asked is said and is no pass, unless a build without a network is allowed to go on", async () => {
  const clean = await database("none");
  const sound = await npm("well", { auditReportVersion: 2, vulnerabilities: {} }, 0);
  const silent = await npm("silent", { message: "no such address" }, 1);
  const nowhere = path.join(folder, "nowhere.toml");
  await writeFile(nowhere, (await readFile(clean, "utf8")).replace(`${HOST}none`, `${HOST}nowhere`));
  for (const [config, at, words] of [[clean, silent, "packages, by npm"], [nowhere, sound, "crates, by RustSec"]]) {
    const strict = ask(config, at);
    assert.equal(strict.status, 3, strict.stderr);
    assert.ok(strict.stderr.includes(`${words}: NOT CHECKED`), strict.stderr);
    assert.equal(ask(config, at, "offline-passes").status, 0);
  }
});
