// A reload in the middle of a run: what was kept is gone on with, and ends as if nothing had been.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { downloadReport, laboratory, query, reaches, runToTheEnd, site, TINY, withoutSeconds } from "./page.mjs";
import { instead, tampering } from "./tamper.mjs";

/** Long enough to be left in the middle; each arm is a job of its own. */
const LONGER = { ...TINY, "train.epochs": "20", "prune.epochs": "80", "data.members": "600", arms: "base,rmr,rsw-low-to-high,random-window", workers: "1" };

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
  assert.match((await page.textContent("#interrupted")) ?? "", /Go on with the run that was interrupted at .* It had come to \d+ %/);
  rules.set("engine-worker.js", { change: (body) => body + NO_DENSE });
  const report = await goOn(page);
  rules.clear();
  assert.deepEqual(report, expected);
  assert.equal(await page.locator("#interrupted button").count(), 0);
  assert.deepEqual(await kept(page), [0, 0]);
  assert.deepEqual(complaints, []);
  await page.context().close();
});

/** All stages that a run can have, on several engines. */
const WHOLE = {
  ...LONGER, "train.epochs": "5", "prune.epochs": "30", "memory.score": "half-splits", "memory.submodels": "2", arms: "base,rsw-auto,random-window",
  "attack.learned": "small", workers: "2",
};

test("a run of all stages goes on with any number of engines, also where it was left twice", async () => {
  const expected = await uninterrupted(WHOLE);
  const { page } = await lab.visit(query(WHOLE));
  await reaches(page, "idle");
  await interrupt(page, 6);
  await page.click("#interrupted button:first-of-type");
  await reaches(page, "running");
  await keeps(page, 10);
  await page.reload();
  await page.waitForSelector("#interrupted button");
  assert.deepEqual(await goOn(page), expected);
  await page.context().close();
});

/** A table in which the third column tells the class. */
const table = () => {
  const row = (/** @type {number} */ at) => [(at * 7) % 11, (at * 5) % 13, (at % 3) + ((at * 3) % 5) / 10, at % 3];
  return ["a,b,c,label", ...Array.from({ length: 900 }, (_, at) => row(at).join(","))].join("\n");
};

test("a run on an own file goes on with the file, which the form has again", async () => {
  const { page } = await lab.visit(query({ ...LONGER, "data.source": "own", "data.members": "0" }));
  await reaches(page, "idle");
  await page.setInputFiles("#file", { name: "table.csv", mimeType: "text/csv", buffer: Buffer.from(table()) });
  await page.waitForFunction(() => /table\.csv/.test(document.getElementById("file-note")?.textContent ?? ""));
  await runToTheEnd(page);
  const expected = withoutSeconds(await downloadReport(page));
  await interrupt(page);
  assert.match((await page.textContent("#interrupted")) ?? "", /table\.csv is kept in this browser for it, and stays on this machine/);
  assert.deepEqual(await goOn(page), expected);
  await page.waitForFunction(() => /table\.csv/.test(document.getElementById("file-note")?.textContent ?? ""));
  await page.click("#button-run");
  await reaches(page, "running");
  await reaches(page, "finished");
  assert.deepEqual(withoutSeconds(await downloadReport(page)), expected);
  await page.context().close();
});

test("what is forgotten, stopped or overtaken by another run is not offered again, and nothing of it is left", async () => {
  const { page } = await lab.visit(query(LONGER));
  await reaches(page, "idle");
  await interrupt(page);
  await page.click("#interrupted button:last-of-type");
  await page.waitForSelector("#interrupted button", { state: "detached" });
  assert.deepEqual(await kept(page), [0, 0]);

  await interrupt(page);
  await page.click("#button-run");
  await reaches(page, "running");
  assert.equal(await page.locator("#interrupted button").count(), 0);
  await page.click("#button-stop");
  await reaches(page, "stopped");
  await page.waitForFunction(async () => (await navigator.locks.query()).held?.length === 0);
  assert.deepEqual(await kept(page), [0, 0]);
  await page.reload();
  await reaches(page, "idle");
  assert.equal(await page.locator("#interrupted button").count(), 0);
  await page.context().close();
});

test("a run of another tab is not offered while it goes; what two tabs offer, one of them gets", async () => {
  const { page } = await lab.visit(query(LONGER));
  await reaches(page, "idle");
  await page.click("#button-run");
  await reaches(page, "running");
  await keeps(page, 3);
  await page.click("#button-run");
  await reaches(page, "paused");
  const other = await page.context().newPage();
  await other.goto(lab.url + query(LONGER));
  await reaches(other, "idle");
  const answered = await other.evaluate(() => new Promise((done) => setTimeout(() => done(document.querySelectorAll("#interrupted button").length), 4000)));
  assert.equal(answered, 0);

  await page.reload();
  await page.waitForSelector("#interrupted button");
  await other.reload();
  await other.waitForSelector("#interrupted button");
  await page.click("#interrupted button:first-of-type");
  await reaches(page, "running");
  await other.click("#interrupted button:first-of-type");
  await other.waitForSelector("#troubles .trouble");
  assert.match((await other.textContent("#troubles")) ?? "", /no longer there: it goes on in another tab/);
  await reaches(page, "finished");
  await page.context().close();
});

test("what another build kept is dropped with a word", async () => {
  const { page } = await lab.visit(query(LONGER));
  await reaches(page, "idle");
  rules.set("lab-worker.js", instead("logs.interrupted(figures.build())", 'logs.interrupted("another")'));
  await page.click("#button-run");
  await reaches(page, "running");
  await keeps(page, 3);
  await page.reload();
  await page.waitForSelector("#troubles .trouble");
  rules.clear();
  assert.match((await page.textContent("#troubles")) ?? "", /another version of this page.*It is forgotten/);
  assert.equal(await page.locator("#interrupted button").count(), 0);
  assert.deepEqual(await kept(page), [0, 0]);
  await page.context().close();
});

/** The software adapter takes its time. */
const ON_GPU = { ...TINY, device: "webgpu", "train.epochs": "1", "prune.rounds": "1", "prune.epochs": "1", "memory.epochs": "1", arms: "base" };

test("a run on the GPU goes on there, and begins anew with a word where that is gone", async () => {
  const { page } = await lab.visit(query(ON_GPU));
  await reaches(page, "idle");
  await interrupt(page, 1);
  rules.set("engine-worker.js", { change: (body) => body + NO_DENSE });
  const report = await goOn(page);
  rules.clear();
  assert.deepEqual([report.device, report.ended], ["webgpu", "finished"]);

  await interrupt(page, 1);
  rules.set("lab-worker.js", { change: (body) => `Object.defineProperty(navigator, "gpu", { value: undefined });${body}` });
  await page.reload();
  await page.waitForSelector("#interrupted button");
  assert.equal((await goOn(page)).device, "cpu");
  rules.clear();
  assert.match((await page.textContent("#troubles")) ?? "", /of another device than it can have now, so it begins anew/);
  await page.context().close();
});

/** Put before the laboratory's script. @type {[string, string][]} */
const DENIALS = [
  ["denies its storage", `indexedDB.open = () => { throw new DOMException("denied", "SecurityError"); };`],
  ["gives no locks", `Object.defineProperty(navigator, "locks", { value: undefined });`],
];

for (const [name, script] of DENIALS) {
  test(`where a browser ${name}, a run goes as ever, and without a word`, async () => {
    rules.set("lab-worker.js", { change: (body) => script + body });
    const { page, complaints } = await lab.visit(query(TINY));
    await runToTheEnd(page);
    rules.clear();
    assert.equal((await downloadReport(page)).ended, "finished");
    assert.equal(await page.locator("#troubles .trouble, #interrupted button").count(), 0);
    assert.deepEqual(complaints, []);
    await page.context().close();
  });
}

test("a storage that fills up ends the keeping with a word, and not the run", async () => {
  const full = `
const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (value, key) {
  if (key) throw new DOMException("the disk is full", "QuotaExceededError");
  return put.call(this, value);
};
`;
  rules.set("lab-worker.js", { change: (body) => full + body });
  const { page } = await lab.visit(query(TINY));
  await runToTheEnd(page);
  rules.clear();
  assert.match((await page.textContent("#troubles")) ?? "", /goes on, but is no longer kept for a reload\. \(the disk is full\)/);
  assert.equal((await downloadReport(page)).ended, "finished");
  assert.deepEqual(await kept(page), [0, 0]);
  await page.context().close();
});
