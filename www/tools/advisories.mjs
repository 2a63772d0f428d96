// Asks whether faults are known of what the page is made of: RustSec of its crates, npm of the packages that a visitor gets.
//
//   node advisories.mjs CARGO-DENY [CONFIG [offline-passes]]
//
// Ends with 1 where a fault is known, and with 3 where a database could not be asked: not to know is no pass. With `offline-passes` the
// latter is only said, for builds without a network.

import { spawnSync } from "node:child_process";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "..");
const FAULT = 1;
const UNKNOWN = 3;

const [deny, config = path.join(ROOT, "deny.toml"), rule = ""] = process.argv.slice(2);
if (!deny) throw new Error("CARGO-DENY must be given");

/** @param {string} program @param {string[]} words */
function run(program, words) {
  const { status, stdout, stderr, error } = spawnSync(program, words, { cwd: ROOT, encoding: "utf8" });
  if (error) throw error;
  return { ended: status === 0, stdout, stderr };
}

/** What is known of each kind: what was found, empty if nothing, or why nobody can tell. @type {Record<string, () => { found?: string, unknown?: string }>} */
const SOURCES = {
  "crates, by RustSec"() {
    const common = ["--locked", "--config", config];
    const fetched = run(deny, [...common, "fetch", "db"]);
    if (!fetched.ended) return { unknown: fetched.stderr };
    const checked = run(deny, [...common, "check", "advisories"]);
    return { found: checked.ended ? "" : checked.stderr };
  },
  "packages, by npm"() {
    const { ended, stdout, stderr } = run("npm", ["audit", "--omit=dev", "--json"]);
    const answer = JSON.parse(stdout || "{}");
    if (!answer.auditReportVersion) return { unknown: answer.message ?? stderr };
    return { found: ended ? "" : JSON.stringify(answer.vulnerabilities, undefined, 2) };
  },
};

const answers = Object.entries(SOURCES).map(([name, ask]) => ({ name, ...ask() }));
for (const { name, found, unknown } of answers) {
  if (unknown !== undefined) console.error(`Faults of ${name}: NOT CHECKED, its database cannot be reached. ${unknown.trim()}`);
  else console.error(found ? `Faults of ${name}:\n${found}` : `Faults of ${name}: none is known.`);
}
if (answers.some(({ found }) => found)) process.exitCode = FAULT;
else if (answers.some(({ unknown }) => unknown !== undefined)) process.exitCode = rule === "offline-passes" ? 0 : UNKNOWN;
