// The types of the npm package: what a script in TypeScript may write, and what the compiler refuses.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { WORK } from "./example.mjs";

const RIGHT = `
import { WememLab } from "wemem-lab";
const lab: WememLab = document.createElement("wemem-lab");
lab.addEventListener("wemem-progress", ({ detail }) => console.log(detail.done / detail.total));
const report = await lab.run();
const auc: number | undefined = report?.arms[0].rounds.at(-1)?.attacks[0].auc;
const audited = await lab.audit({ target: { member: [1, 0], label: new Uint8Array(2), posteriors: [[0.9, 0.1], [0.5, 0.5]] } });
console.log(auc, audited.attacks.length);
`;
const WRONG = [
  ["a method that there is not", `document.querySelector("wemem-lab")?.train();`],
  ["a field that a report lacks", `document.querySelector("wemem-lab")?.report?.accuracy;`],
  ["an audit without a target", `document.querySelector("wemem-lab")?.audit({ shadows: [] });`],
];

/** What the compiler says. @param {string} text */
function compiled(text) {
  const at = path.join(WORK, "types");
  mkdirSync(at, { recursive: true });
  writeFileSync(path.join(at, "page.ts"), `import "wemem-lab";\n${text}\nexport {};\n`);
  const config = { compilerOptions: { strict: true, noEmit: true, target: "esnext", module: "esnext", moduleResolution: "bundler", paths: { "wemem-lab": ["../package/index.d.ts"] } }, files: ["page.ts"] };
  writeFileSync(path.join(at, "tsconfig.json"), JSON.stringify(config));
  const tsc = fileURLToPath(new URL("../../node_modules/.bin/tsc", import.meta.url));
  return spawnSync(tsc, ["-p", at], { encoding: "utf8", env: process.env }).stdout;
}

test("a script may use what the package types", () => assert.equal(compiled(RIGHT), ""));

for (const [name, text] of WRONG) {
  test(`the compiler refuses ${name}`, () => assert.match(compiled(text), /page\.ts\(2,\d+\): error TS/));
}
