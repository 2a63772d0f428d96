// What an audit's result says and gives away: the verdict in words, the rows most exposed, the scores of every record.

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";

import { audit, choose, file, natively } from "./audit.mjs";
import { barriers, laboratory, query, reaches, saved, TINY } from "./page.mjs";

/** @type {Awaited<ReturnType<typeof laboratory>>} */
let lab;
before(async () => (lab = await laboratory()));
after(() => lab.close());

// Two classes and names. The shadow's threshold is 0.7 in both classes, so that c and b are called members, d is not.
const TARGET = file("target.csv", "id,member,label,p0,p1\na,0,0,0.99,0.01\nb,1,0,0.8,0.2\n\"c, or 3\",1,1,0.05,0.95\nd,1,0,0.6,0.4\n");
const SHADOW = file("shadow.csv", "member,label,p0,p1\n1,0,0.7,0.3\n1,1,0.3,0.7\n0,0,0.65,0.35\n0,1,0.4,0.6\n");

/** Opens the page and audits there. @param {ReturnType<typeof file>[]} files */
async function audited(files) {
  const { page, complaints } = await lab.visit(query(TINY));
  await reaches(page, "idle");
  await choose(page, files);
  await audit(page);
  return { page, complaints };
}

test("the verdict stands above the table, in the sentences of the command", async () => {
  const { page, complaints } = await audited([TARGET, SHADOW]);
  const said = await page.locator("#audit-result .verdict p").allTextContents();
  const { report } = await natively([["target", TARGET], ["shadow", SHADOW]]);
  assert.deepEqual(said, report.sentences.map(({ text }) => text));
  assert.deepEqual(report.sentences.map(({ kind }) => kind), ["leak", "called", "gap", "missing", "doubt"]);
  assert.match(said[0], /^No leak of target\.csv can be shown: AUC of .*; 0\.5 is guessing\./);
  assert.match(said[1], /Conf finds 66\.7 % \(2 of 3; .*\) of the members and accuses 100\.0 % \(1 of 1; .*\) of the others wrongly/);
  assert.match(said[2], /right on 100\.0 % of its members and on 100\.0 % of the others/);
  for (const width of [1440, 600]) {
    await page.setViewportSize({ width, height: 900 });
    const [verdict, table] = await Promise.all([".verdict", "table"].map((part) => page.locator(`#audit-result ${part}`).first().boundingBox()));
    assert.ok(verdict && table && verdict.y < table.y, `the verdict comes first on ${width} pixels`);
  }
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test("the most exposed rows are named by line and id, on the page and in their file", async () => {
  const { page } = await audited([TARGET, SHADOW]);
  const cells = (/** @type {string} */ part) => page.locator(`#audit-exposed ${part}`).allTextContents();
  assert.deepEqual(await cells("th"), ["Row", "id", "Label", "p of its label", "Score"]);
  assert.deepEqual((await cells("td")).filter((_, at) => at % 5 < 4), ["4", "c, or 3", "1", "0.9500", "3", "b", "0", "0.8000"]);
  assert.match((await page.textContent("#audit-exposed .field-help")) ?? "", /Conf is surest of these 2, out of the 2 members that it calls members/);
  const [head, ...rows] = (await saved(page, "#audit-exposed-csv")).trim().split("\n");
  assert.equal(head, "row,id,label,confidence,score");
  assert.match(rows[0], /^4,"c, or 3",1,0\.95\d*,/);
  assert.match(rows[1], /^3,b,0,0\.8\d*,/);
  assert.equal(rows.length, 2);
  await page.context().close();
});

/** Cells that differ by more than the last digit of a logarithm, which two libraries may round differently. @param {string} a @param {string} b */
function differences(a, b) {
  const cells = (/** @type {string} */ text) => text.split(/[,\n]/);
  const [these, those] = [cells(a), cells(b)];
  const isAlike = (/** @type {string} */ one, /** @type {string} */ other) => one === other || Math.abs(Number(one) - Number(other)) <= 1e-9;
  return these.length === those.length ? these.filter((cell, at) => !isAlike(cell, those[at])) : ["another number of cells"];
}

test("the scores of every record are those that the command writes", async () => {
  const real = file("audit-pandas.csv", await readFile(new URL("../data/files/audit-pandas.csv", import.meta.url)));
  const scores = file("given.csv", "id,member,score\nx,1,3.5\ny,0,-1e-30\nz,1,2e9\n");
  for (const [files, records] of /** @type {[ReturnType<typeof file>[], number][]} */ ([[[TARGET, SHADOW], 4], [[real], 40], [[scores], 3]])) {
    const { page, complaints } = await audited(files);
    const command = await natively(files.map((given, at) => [["target", "shadow"][at], given]));
    const csv = await saved(page, "#audit-scores-csv");
    assert.deepEqual(differences(csv, command.scores), []);
    assert.equal(csv.trim().split("\n").length, 1 + records);
    assert.equal(await saved(page, "#audit-scores-csv"), csv, "it can be had again");
    if (files[0] === scores) assert.equal(csv, "row,id,member,score\n2,x,1,3.5\n3,y,0,-1e-30\n4,z,1,2000000000.0\n");
    assert.deepEqual(complaints, []);
    await page.context().close();
  }
});

/** Three classes, label 0: this posterior of it, the rest shared. @param {[number, number][]} rows */
const csv = (rows) => `member,label,p0,p1,p2\n${rows.map(([member, p]) => `${member},0,${p},${(1 - p) / 2},${(1 - p) / 2}\n`).join("")}`;

test("two targets stand side by side, with the paired difference and what it says", async () => {
  // The first ranks its members in 3 of 4 pairs before the others, the second in 2; the second is wrong on one of two members.
  const files = [
    file("target.csv", csv([[1, 0.9], [0, 0.6], [1, 0.5], [0, 0.4]])),
    file("pruned-target.csv", csv([[1, 0.9], [0, 0.6], [1, 0.3], [0, 0.35]])),
  ];
  const { page, complaints } = await audited(files);
  const table = page.getByRole("region", { name: "The two targets" });
  assert.deepEqual(await table.locator("thead tr > *").allTextContents(), ["", "target.csv", "pruned-target.csv", "First minus second, paired"]);
  const row = (/** @type {number} */ at) => table.locator("tbody tr").nth(at).locator("th, td").allTextContents();
  const { report } = await natively(files.map((given) => ["target", given]));
  const [low, high] = report.against.attacks[0].auc.interval.map((end) => end.toFixed(3).replace("-", "−"));
  assert.deepEqual(await row(2), ["AUC of Conf", "0.750", "0.500", `+0.250${low} to ${high}`]);
  assert.deepEqual((await row(0)).slice(0, 3), ["Accuracy on members", "100.0 %", "50.0 %"]);
  assert.match((await row(0))[3], /^\+50\.0 %−\d.* to /);
  assert.match((await row(1)).join(" "), /^Accuracy on non-members 100\.0 % 100\.0 % 0\.0 %−/);
  assert.equal(await table.locator("tbody tr").count(), 2 + report.against.attacks.length);
  const said = await page.locator("#audit-result .verdict p").allTextContents();
  assert.deepEqual(said, report.sentences.map(({ text }) => text));
  assert.ok(said.some((text) => /^target\.csv and pruned-target\.csv: which of them leaks more cannot be told/.test(text)), said.join("\n"));
  // Both answer the same records, so the remark asks something else than of a shadow.
  assert.match((await page.textContent("#audit-result")) ?? "", /are they two networks\? Where both answer alike/);
  assert.deepEqual(await barriers(page), []);
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test("scores of a file that is gone by now are refused in words, and the result stays", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "wemem-lab-gone-"));
  await writeFile(path.join(folder, "target.csv"), TARGET.buffer);
  const { page } = await lab.visit(query(TINY));
  await reaches(page, "idle");
  await page.setInputFiles("#audit-input", path.join(folder, "target.csv"));
  await audit(page);
  await rm(folder, { recursive: true });
  await page.click("#audit-scores-csv");
  await page.waitForFunction(() => /target\.csv could not be read/.test(document.getElementById("audit-result")?.textContent ?? ""));
  assert.equal(await page.locator("#audit-result [data-attack=conf]").count(), 1);
  await page.context().close();
});
