// A reload in the middle of a run: what was kept is gone on with, and ends as if nothing had been.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { downloadReport, laboratory, query, reaches, runToTheEnd, site, TINY, withoutSeconds } from "./page.mjs";
import { tampering } from "./tamper.mjs";

/** Long enough to be left in the middle; each arm is a job of its own. */
const LONGER = { ...TINY, "train.epochs": "40", "prune.epochs": "200", "data.members": "600", arms: "base,rmr,rsw-low-to-high,random-window", workers: "1" };

/** @type {Map<string, import("./tamper.mjs").Rule>} */
const rules = new Map();

/** @type {Awaited<ReturnType<typeof laboratory>>} */
let lab;
before(async () => (lab = await laboratory(site(), tampering(rules))));
after(() => lab.close());

/** Appended to the engine's script: dense networks are not trained any more. */
const NO_DENSE = `
const trained = onmessage;
onmessage = (event) => {
  if (event.data.kind === "job" && event.data.bytes[0] === 0) throw new Error("dense networks were kept");
  return trained(event);
};
`;

/** What is kept: runs, and all parts of them. @param {import("playwright-core").Page} page */
const kept = (page) =>
  page.evaluate(async () => {
    const open = indexedDB.open("wemem-lab", 1);
    await new Promise((done) => (open.onsuccess = done));
    const counts = ["runs", "parts"].map((name) => open.result.transaction(name).objectStore(name).count());
    await Promise.all(counts.map((count) => new Promise((done) => (count.onsuccess = done))));
    open.result.close();
    return counts.map(({ result }) => result);
  });

/** @param {import("playwright-core").Page} page @param {number} parts */
async function keeps(page, parts) {
  for (;;) if ((await kept(page))[1] >= parts) return;
}

/** A run with these settings, left by a reload when some of its jobs are done. @param {import("playwright-core").Page} page */
async function interrupt(page, parts = 3) {
  await page.click("#button-run");
  await reaches(page, "running");
  await keeps(page, parts);
  assert.equal(await page.getAttribute("body", "data-phase"), "running");
  await page.reload();
  await page.waitForSelector("#interrupted button");
}

/** @param {import("playwright-core").Page} page */
async function goOn(page) {
  await page.click("#interrupted button:first-of-type");
  await reaches(page, "finished");
  return withoutSeconds(await downloadReport(page));
}

/** @param {Record<string, string>} choice */
async function uninterrupted(choice) {
  const { page } = await lab.visit(query(choice));
  await runToTheEnd(page);
  const report = withoutSeconds(await downloadReport(page));
  await page.context().close();
  return report;
}

test("a run goes on after a reload, computes nothing twice, and ends in the same report", async () => {
  const expected = await uninterrupted(LONGER);
  const { page, complaints } = await lab.visit(query(LONGER));
  await reaches(page, "idle");
  await interrupt(page);
  assert.match((await page.textContent("#interrupted")) ?? "", /Go on with the run that was interrupted at .* It had come to \d+%/);
  rules.set("engine-worker.js", { change: (body) => body + NO_DENSE });
  const report = await goOn(page);
  rules.clear();
  assert.deepEqual(report, expected);
  assert.equal(await page.locator("#interrupted button").count(), 0);
  assert.deepEqual(await kept(page), [0, 0]);
  assert.deepEqual(complaints, []);
  await page.context().close();
});
