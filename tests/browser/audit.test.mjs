// The audit of a visitor's own model: files in, the native core's figures or a refusal beside the file out.

import assert from "node:assert/strict";
import { cp, mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { after, before, test } from "node:test";

import { audit, choose, file, removeAll } from "./audit.mjs";
import {
  barriers, downloadReport, laboratory, mainThreadTasks, query, reaches, runToTheEnd, saved, settled, site, TINY,
} from "./page.mjs";

/** A page whose main thread is never busy for longer than this many milliseconds feels immediate. */
const LONGEST_TASK_MS = 50;

/** @type {Awaited<ReturnType<typeof laboratory>>} */
let lab;
before(async () => (lab = await laboratory()));
after(() => lab.close());

/** The example of `tests/audit.rs`: label 0, this posterior of it, the rest shared. @param {[number, number][]} rows */
const csv = (rows) =>
  ["member,label,p0,p1,p2", ...rows.map(([member, p]) => [member, 0, p, (1 - p) / 2, (1 - p) / 2].join(",")), ""].join("\n");

const TARGET = csv([[0, 0.6], [1, 0.9], [1, 0.8], [0, 0.3], [1, 0.2]]);
const SHADOW = csv([[1, 0.85], [1, 0.75], [0, 0.5], [0, 0.2]]);

// Pairs won: 0.9 and 0.8 beat both non-members, 0.2 none: 4 of 6. The shadow's threshold is 0.75: TPR ⅔, TNR 1.
const AUC = 4 / 6;
const BALANCED = (2 / 3 + 1) / 2;

/** The words of a cell in the row of an attack. @param {import("playwright-core").Page} page @param {string} attack @param {number} column */
const cell = (page, attack, column) => page.textContent(`#audit-result [data-attack=${attack}] > :nth-child(${column})`);

/** The row of a file and its error. @param {import("playwright-core").Page} page @param {string} name */
const fault = (page, name) => page.textContent(`.audit-files li:has(label:text-is("${name}")) .field-error`);

test("dropped files come back as the figures counted by hand, with figures, report and table", async () => {
  const { page, complaints, requests } = await lab.visit(query(TINY));
  await reaches(page, "idle");
  const dropped = await page.evaluateHandle((contents) => {
    const data = new DataTransfer();
    for (const [name, text] of contents) data.items.add(new File([text], name));
    return data;
  }, [["shadow-1.csv", SHADOW], ["target.csv", TARGET]]);
  await page.dispatchEvent("#audit h2", "drop", { dataTransfer: dropped });
  assert.deepEqual(await page.locator(".audit-files select").evaluateAll((all) => all.map(({ value }) => value)), ["shadow", "target"]);
  assert.equal(await page.textContent("#file-note"), "", "the file of a run is another matter");
  await audit(page);

  assert.match((await cell(page, "conf", 2)) ?? "", /^0\.667/);
  assert.match((await cell(page, "conf", 3)) ?? "", /^83\.3 %/);
  assert.equal(await cell(page, "conf", 6), "not resolvable");
  const notRun = (await page.textContent("#audit-result .not-run")) ?? "";
  assert.match(notRun, /LiRA, LiRA online, Mem-aware: .*reference/);
  assert.match(notRun, /NN, Top3-NN, Cl-NN, SAMIA: its network must be trained/);
  assert.match((await page.textContent("#audit-status")) ?? "", /5 of 13 attacks ran/);
  for (const figure of ["audit-roc", "audit-histogram"]) await page.waitForSelector(`[data-figure=${figure}] svg`);
  assert.match((await page.getAttribute("[data-figure=audit-roc] svg", "aria-label")) ?? "", /target\.csv.*Conf 0\.667/);

  const report = JSON.parse(await saved(page, "#audit-json"));
  const conf = report.attacks.find(({ attack }) => attack === "conf");
  assert.ok(Math.abs(conf.auc - AUC) < 1e-12 && Math.abs(conf.balanced_accuracy - BALANCED) < 1e-12);
  assert.deepEqual(report.files.map(({ name, role, records, members }) => [name, role, records, members]), [
    ["target.csv", "target", 5, 3],
    ["shadow-1.csv", "shadow", 4, 2],
  ]);
  const [head, ...rows] = (await saved(page, "#audit-csv")).trim().split("\n").map((line) => line.split(","));
  assert.deepEqual(head.slice(0, 5), ["result_name", "roc_auc", "roc_auc_low", "roc_auc_high", "balanced_accuracy"]);
  assert.ok(head.includes("TPR@0.1%FPR") && rows.every((row) => row.length === head.length));
  assert.equal(rows.length, report.attacks.length);
  assert.deepEqual([rows[0][0], Number(rows[0][1]), rows[0][head.indexOf("TPR@1%FPR")]], ["conf", conf.auc, ""]);
  assert.deepEqual(complaints, []);
  assert.ok(requests.every(({ url }) => url.startsWith(lab.url)));
  await page.context().close();
});

/** What is chosen, which file the error stands beside, and what it must name. @type {[ReturnType<typeof file>[], string, RegExp][]} */
const BROKEN = [
  [[file("target.csv", `${TARGET}1,0,NaN,0.5,0.5\n`)], "target.csv", /row 7, column p0: a posterior must not be missing, but found "NaN"/],
  [[file("target.csv", TARGET), file("shadow.csv", "member,label,p0,p1\n1,0,5,-3\n")], "shadow.csv", /row 2, column p0.*logits.*found 5/],
  [[file("target.csv", TARGET), file("shadow.csv", csv([[1, 0.5]]))], "shadow.csv", /only members/],
  [[file("target.csv", TARGET), file("target-2.csv", SHADOW)], "target-2.csv", /a second target must have the 5 records of target\.csv, but found 4/],
  [[file("target.csv", TARGET), file("shadow.csv", TARGET)], "shadow.csv", /must not be there twice, but this has all rows of target\.csv/],
  [[file("target.csv", gzipSync(TARGET).subarray(0, 40))], "target.csv", /target\.csv/],
  [[file("target.csv", "")], "target.csv", /header and records/],
];

test("a bad file is refused beside its name with row and column, and the earlier result stays", async () => {
  const { page, complaints } = await lab.visit(query(TINY));
  await runToTheEnd(page);
  await settled(page);
  const before = await page.textContent("#arms");
  await page.click("#audit-run");
  assert.match((await page.textContent("#audit-error")) ?? "", /Choose a file/);
  await choose(page, [file("target.csv", TARGET), file("shadow.csv", SHADOW)]);
  await audit(page);
  const found = await page.textContent("#audit-result table");
  for (const [files, name, words] of BROKEN) {
    await removeAll(page);
    await choose(page, files);
    await audit(page);
    assert.match((await fault(page, name)) ?? "", words, name);
    assert.equal(await page.getAttribute(".audit-files [aria-invalid=true]", "id"), await page.evaluate(() => document.activeElement?.id));
    assert.equal(await page.textContent("#audit-result table"), found);
  }
  const gone = path.join(tmpdir(), "wemem-lab-target-gone.csv");
  await writeFile(gone, TARGET);
  await page.setInputFiles("#audit-input", gone);
  await rm(gone);
  await audit(page);
  assert.match((await fault(page, path.basename(gone))) ?? "", /gone\.csv could not be read/);
  await removeAll(page);
  await choose(page, [file("target.csv", TARGET)]);
  await audit(page);
  assert.equal(await page.locator(".audit-files [aria-invalid=true]").count(), 0);
  assert.match((await page.textContent("#audit-result")) ?? "", /no threshold for conf/);
  await page.selectOption(".audit-files select", "shadow");
  await page.click("#audit-run");
  await page.waitForFunction(() => /target/.test(document.getElementById("audit-error")?.textContent ?? ""));
  assert.match((await page.textContent("#audit-error")) ?? "", /must have a target/);
  assert.equal(await page.textContent("#arms"), before, "the run keeps what it found");
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test("roles come from words anywhere in all names, else they are asked for, and no file is lost to another of its name", async () => {
  const { page } = await lab.visit(query(TINY));
  await reaches(page, "idle");
  const roles = () => page.locator(".audit-files select").evaluateAll((all) => all.map(({ value }) => value));
  await choose(page, ["cifar_shadow_0.csv", "cifar_target.csv", "my_ref_1.csv", "Population.csv", "reference_on_target.csv"].map((name) => file(name, TARGET)));
  assert.deepEqual(await roles(), ["shadow", "target", "reference", "population", "reference"]);
  await removeAll(page);
  await choose(page, [file("a.csv", TARGET)]);
  assert.deepEqual(await roles(), ["target"], "a single file is the target");
  await choose(page, [file("a.csv", SHADOW)]);
  assert.deepEqual(await page.locator(".audit-files label").allTextContents(), ["a.csv", "a.csv (2)"]);
  assert.match((await page.textContent("#audit-status")) ?? "", /called a\.csv \(2\)/);
  assert.deepEqual(await roles(), ["", ""], "of two files that say nothing none is");
  await page.click("#audit-run");
  assert.match((await fault(page, "a.csv")) ?? "", /choose a role/);
  await page.locator(".audit-files select").nth(0).selectOption("target");
  await page.locator(".audit-files select").nth(1).selectOption("shadow");
  await audit(page);
  assert.match((await cell(page, "conf", 3)) ?? "", /^83\.3 %/);
  await page.context().close();
});

test("a hundred thousand records of twenty classes leave the main thread idle", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "wemem-lab-audit-"));
  const row = (at) => {
    const [sure, label] = [5 + ((at * 7919) % 90), at % 20];
    const others = ((100 - sure) / 19 / 100).toFixed(5);
    return `${at % 2},${label},${Array.from({ length: 20 }, (_, k) => (k === label ? sure / 100 : others)).join(",")}`;
  };
  const header = ["member,label", ...Array.from({ length: 20 }, (_, k) => `p${k}`)].join(",");
  const text = [header, ...Array.from({ length: 100_000 }, (_, at) => row(at)), ""].join("\n");
  await writeFile(path.join(folder, "target.csv"), text);
  const { page } = await lab.visit(query(TINY));
  try {
    await reaches(page, "idle");
    const tasks = await mainThreadTasks(page, async () => {
      await page.setInputFiles("#audit-input", path.join(folder, "target.csv"));
      await audit(page);
      await page.waitForSelector("[data-figure=audit-histogram] svg");
    });
    assert.match((await page.textContent("#audit-result")) ?? "", /100,000 records, 50,000 of them members/);
    assert.ok(tasks.length > 10, "the trace saw the audit");
    assert.ok(tasks[0] <= LONGEST_TASK_MS, `the longest task took ${tasks[0]} ms`);
  } finally {
    await page.context().close();
    await rm(folder, { recursive: true });
  }
});

test("files that are too large together are refused unread, with their size and what fits", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "wemem-lab-large-"));
  const names = ["target.csv", "shadow.csv"].map((name) => path.join(folder, name));
  for (const name of names) {
    await writeFile(name, TARGET);
    await truncate(name, 300e6); // with a hole, so that it takes no room
  }
  const { page } = await lab.visit(query(TINY));
  await reaches(page, "idle");
  await page.setInputFiles("#audit-input", names);
  await page.click("#audit-run");
  await page.waitForFunction(() => document.getElementById("audit-error")?.textContent !== "");
  assert.match((await page.textContent("#audit-error")) ?? "", /have 600 MB together, but an audit here takes at most 512 MB; the command .* takes more/);
  await page.context().close();
  await rm(folder, { recursive: true });
});

test("the keyboard alone fills in the example, changes a role, audits, and reads the result", async () => {
  const { page } = await lab.visit(query(TINY));
  const chooser = page.waitForEvent("filechooser"); // asked for early: the browser must know before the key is pressed
  await reaches(page, "idle");
  const focused = () => page.evaluate(() => document.activeElement?.id);
  await page.focus("#audit-input");
  await page.keyboard.press("Enter");
  await (await chooser).setFiles([file("my model.csv", TARGET), file("other.csv", SHADOW)]);
  await page.keyboard.press("Tab");
  const chosen = () => page.evaluate(() => /** @type {any} */ (document.activeElement).value);
  assert.equal(await chosen(), "", "no name tells which is the target");
  await page.keyboard.press("t");
  assert.equal(await chosen(), "target");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  assert.equal(await chosen(), "");
  await page.keyboard.press("s");
  assert.equal(await chosen(), "shadow");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "audit-run");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#audit-result [data-attack=conf]");
  assert.equal(await focused(), "audit-run");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("aria-label")), "What the audit found");

  await page.focus("#audit-example");
  await page.keyboard.press("Enter");
  assert.deepEqual(await page.locator(".audit-files label").allTextContents(), ["target.csv", "shadow1.csv"]);
  await page.focus("#audit-run");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => /12 records/.test(document.getElementById("audit-result")?.textContent ?? ""));
  assert.equal(await page.locator(".audit-files [aria-invalid=true]").count(), 0);
  await page.context().close();
});

test("an audit ends while an experiment runs, and neither disturbs the other", async () => {
  const { page, complaints } = await lab.visit(query({ ...TINY, "train.epochs": "60", "prune.epochs": "150", "data.members": "600" }));
  await reaches(page, "idle");
  await page.click("#button-run");
  await reaches(page, "running");
  await page.click("#audit-example");
  await audit(page);
  assert.equal(await page.getAttribute("body", "data-phase"), "running");
  assert.equal(await page.locator("#audit-result [data-attack]").count(), 5);
  await removeAll(page);
  await choose(page, [file("target.csv", "no header")]);
  await audit(page);
  assert.match((await fault(page, "target.csv")) ?? "", /column member/);
  await reaches(page, "finished", 120_000);
  assert.equal(await page.locator("#audit-result [data-attack]").count(), 5);
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test("an audit that breaks off takes nothing with it", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "wemem-lab-broken-"));
  await cp(site(), folder, { recursive: true });
  await writeFile(path.join(folder, "audit-worker.js"), BREAKS);
  const broken = await laboratory(folder);
  try {
    const { page } = await broken.visit(query(TINY));
    await runToTheEnd(page);
    await settled(page);
    const before = await page.textContent("#arms");
    await choose(page, [file("uncaught.csv", TARGET)]);
    await audit(page);
    assert.match((await page.textContent("#audit-error")) ?? "", /broke off \(.*killed by the test\)/);
    await removeAll(page);
    await choose(page, [file("trap.csv", TARGET)]);
    await audit(page);
    assert.match((await page.textContent("#audit-error")) ?? "", /broke off \(unreachable\)/);
    assert.equal(await page.textContent("#troubles"), "");
    await page.click("[data-arm=rsw-low-to-high] button");
    assert.equal(await page.textContent("#arms"), before);
    assert.ok((await downloadReport(page)).arms.length >= 4, "the laboratory still answers");
  } finally {
    await broken.close();
    await rm(folder, { recursive: true });
  }
});

/** Fails outside of every promise, then in the way of a wasm that has run out of memory. */
const BREAKS = `import "./owner.js";
onmessage = ({ data: { files } }) => {
  if (files.at(-1).name === "uncaught.csv") throw new Error("killed by the test");
  postMessage({ trouble: { name: "RuntimeError", message: "unreachable" } });
};
`;

const looks = {
  light: {},
  dark: { colorScheme: "dark" },
  phone: { viewport: { width: 320, height: 640 }, reducedMotion: "reduce" },
};

for (const [name, options] of Object.entries(looks)) {
  test(`a result is no barrier for anybody and does not scroll sideways (${name})`, async () => {
    const { page } = await lab.visit(query(TINY), options);
    await reaches(page, "idle");
    await page.click("#audit-example");
    await audit(page);
    await page.waitForSelector("[data-figure=audit-histogram] svg");
    assert.deepEqual(await barriers(page), []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await page.context().close();
  });
}
