// A whole run in the page: the quick preset on the CPU, the same on any number of workers, a tiny one on WebGPU.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";

import { asRecorded, downloadReport, framesPainted, laboratory, mainThreadTasks, query, reaches, runToTheEnd, settled, site, TINY, withoutSeconds } from "./page.mjs";

/** A page whose main thread is never busy for longer than this many milliseconds feels immediate. */
const LONGEST_TASK_MS = 50;

/** Mean training losses of about 2 on two devices that round differently, after 20 steps. */
const LOSS_TOLERANCE = 1e-3;

/** @type {Awaited<ReturnType<typeof laboratory>>} */
let lab;
before(async () => (lab = await laboratory()));
after(() => lab.close());

test("the quick preset ends on the CPU as recorded, with every figure filled and an idle main thread", async () => {
  const { page, requests, complaints } = await lab.visit(query({ preset: "quick", device: "cpu", workers: "2" }));
  await reaches(page, "idle");
  const tasks = await mainThreadTasks(page, () => runToTheEnd(page));
  assert.ok(tasks.length > 100, "the trace saw the run");
  assert.ok(tasks[0] <= LONGEST_TASK_MS, `the longest task took ${tasks[0]} ms`);
  assert.deepEqual(requests.filter(({ phase }) => phase === "running"), [], "no request while it runs");
  assert.deepEqual(complaints, []);

  for (const tab of await page.locator("[role=tab]").all()) {
    await tab.click();
    const sheet = await tab.getAttribute("aria-controls");
    await page.waitForSelector(`#${sheet} svg`);
    if (sheet === "sheet-canaries") {
      // The default has right labels, and the figure says so.
      assert.match((await page.textContent(`#${sheet} svg`)) ?? "", /no member has a wrong label/);
      continue;
    }
    await page.click(`#${sheet} summary`);
    await page.waitForSelector(`#${sheet} tbody td`);
  }
  assert.equal(await page.locator("#exposed canvas").count(), 12);
  assert.ok((await page.locator("#verdict p").count()) >= 2);

  // What all its seeds say together is the recorded run's alone.
  const { repeats, ...recorded } = JSON.parse(await readFile(path.join(site(), "recorded", "quick.json"), "utf8"));
  assert.equal(repeats.seeds.length, 10);
  assert.deepEqual(asRecorded(await downloadReport(page)), recorded);
  await page.context().close();
});

test("while a run goes the page is painted when there are news, not all the time", async () => {
  const { page } = await lab.visit(query({ preset: "quick", device: "cpu" }));
  await reaches(page, "idle");
  await page.click("#button-run");
  await page.waitForFunction(() => /** @type {HTMLProgressElement} */ (document.querySelector("#progress")).value > 0);
  const seconds = 3;
  const frames = await framesPainted(page, () => page.waitForTimeout(1000 * seconds));
  // Four times a second how far it is, and seldom figures. An animation would be painted up to sixty times.
  assert.ok(frames > seconds && frames < 25 * seconds, `${frames} frames in ${seconds} seconds`);
  await page.context().close();
});

test("one worker and two give the same report", async () => {
  const reports = [];
  for (const workers of ["1", "2"]) {
    const { page } = await lab.visit(query({ ...TINY, workers }));
    await runToTheEnd(page);
    reports.push(withoutSeconds(await downloadReport(page)));
    await page.context().close();
  }
  assert.ok(reports[0].arms.length >= 4 && reports[0].arms.every(({ rounds }) => rounds.length > 0));
  assert.deepEqual(reports[0], reports[1]);
});

test("every arm and every attack of the lists come to an end on the page", async () => {
  const { page: form } = await lab.visit(query(TINY));
  await reaches(form, "idle");
  const arms = await form.locator(".arm-boxes input").evaluateAll((boxes) => boxes.map(({ id }) => id.replace("arm-", "")));
  await form.context().close();
  assert.ok(arms.length >= 25);

  const everything = { "attack.learned": "small", "attack.dense_too": "true", "attack.mem_aware": "true" };
  const { page, complaints } = await lab.visit(query({ ...TINY, ...everything, arms: arms.join(",") }));
  await runToTheEnd(page, 600_000);
  const report = await downloadReport(page);
  assert.deepEqual(report.arms.map(({ id }) => id), ["dense", ...arms]);
  const names = ({ rounds, not_run: missing = [] }) => {
    const last = rounds.at(-1);
    return [...last.attacks, ...(last.not_run ?? []), ...missing].map(({ attack }) => attack).sort();
  };
  for (const arm of report.arms.slice(1)) {
    assert.equal(arm.failure, undefined, arm.id);
    assert.ok(arm.rounds.at(-1).attacks.length >= 13, arm.id);
    assert.deepEqual(names(arm), names(report.arms[1]), arm.id);
  }
  assert.equal(await page.locator("table.arms tbody tr").count(), arms.length + 1);
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test("WebGPU ends, says what it is, and agrees with the CPU in the first losses", async () => {
  const reports = [];
  for (const device of ["webgpu", "cpu"]) {
    const { page } = await lab.visit(query({ ...TINY, device }));
    await runToTheEnd(page);
    assert.equal(await page.getAttribute("#device", "data-device"), device, (await page.textContent("#device")) ?? "");
    reports.push(await downloadReport(page));
    await page.context().close();
  }
  const [gpu, cpu] = reports;
  assert.equal(gpu.device, "webgpu");
  assert.ok(cpu.first_losses.length > 0 && gpu.first_losses.length === cpu.first_losses.length);
  cpu.first_losses.forEach((loss, step) => {
    assert.ok(Math.abs(loss - gpu.first_losses[step]) < LOSS_TOLERANCE, `step ${step}: ${loss}, ${gpu.first_losses[step]}`);
  });
  assert.equal(gpu.arms.length, cpu.arms.length);
});

test("with only a software adapter, auto takes the CPU and says why", async () => {
  const { page } = await lab.visit(query({ ...TINY, device: "auto" }));
  await runToTheEnd(page);
  assert.equal(await page.getAttribute("#device", "data-device"), "cpu");
  assert.match((await page.getAttribute("#device", "data-reason")) ?? "", /^(fallback-adapter|no-adapter)$/);
  await page.context().close();
});

test("the answer of a run is in view when it ends, is spoken, and says what it belongs to", async () => {
  for (const viewport of [{ width: 1440, height: 900 }, { width: 390, height: 844 }]) {
    const { page } = await lab.visit(query({ ...TINY, seed: "5", arms: "base,rsw-low-to-high,fine-tune-only" }), { viewport });
    await runToTheEnd(page);
    await settled(page);
    assert.ok(await page.locator("#answer").evaluate((answer) => {
      const { top, bottom } = answer.getBoundingClientRect();
      return bottom > 0 && top < innerHeight;
    }), `${viewport.width} px`);
    // Networks as small as these may guess: then there is no headline, and the first line is spoken.
    const [first] = await page.locator("#answer .headline, #answer [data-line=leaks]").allTextContents();
    assert.ok(first);
    assert.equal(await page.textContent("#live"), first);
    assert.ok((await page.locator("#verdict p").allTextContents()).includes(first));
    assert.match((await page.textContent("#answer [data-line=about]")) ?? "", /^One run, seed 5, on the processor: Mini bits, 160 members/);
    await page.click("#button-reset");
    await page.waitForFunction(() => /^10 runs/.test(document.querySelector("#answer [data-line=about]")?.textContent ?? ""));
    assert.equal(await page.textContent("#answer .headline"), "Not the pruning. The retraining.");
    await page.context().close();
  }
});

test("while a run goes its figures stay where they were, under an answer that is not known yet", async () => {
  for (const viewport of [{ width: 1440, height: 900 }, { width: 390, height: 844 }]) {
    const { page } = await lab.visit(query(TINY), { viewport });
    await page.waitForFunction(() => document.querySelector("#answer [data-line=about]"));
    const place = () => page.evaluate(() => {
      const top = (/** @type {string} */ id) => document.getElementById(id)?.getBoundingClientRect().top ?? NaN;
      return Math.round(top("tradeoff") - top("answer"));
    });
    const before = await place();
    await page.click("#button-step");
    await reaches(page, "paused");
    await page.waitForSelector('#stage[data-source="run"]');
    await page.waitForSelector("#answer [data-awaited]");
    assert.equal(await page.locator("#answer dt").count(), 3);
    assert.equal(await place(), before, `${viewport.width} px`);
    await page.click("#button-stop");
    await page.waitForFunction(() => !document.querySelector("#answer [data-awaited]"));
    assert.notEqual(await place(), before);
    await page.context().close();
  }
});

test("a run without Base says what is missing for an answer", async () => {
  const { page } = await lab.visit(query({ ...TINY, arms: "rmr" }));
  await runToTheEnd(page);
  await page.waitForSelector('#stage[data-source="run"]');
  for (const place of ["#answer", "#verdict"]) assert.match((await page.textContent(place)) ?? "", /tick Base/);
  assert.ok(await page.isVisible("#answer"));
  await page.context().close();
});

test("once loaded, a second run and an audit ask for the scripts of their workers, which a host lets be kept, and for nothing else", async () => {
  const { page, requests } = await lab.visit(query(TINY));
  await runToTheEnd(page);
  await settled(page);
  requests.length = 0;
  await page.click("#button-run");
  await page.waitForSelector('body[data-phase="preparing"], body[data-phase="running"]');
  await page.waitForSelector('body[data-phase="finished"]', { timeout: 60_000 });
  await settled(page);
  await page.click("#doors [data-level=audit]");
  await page.click("#audit-example");
  await page.click("#audit-run");
  await page.waitForSelector("#audit-result:not([hidden])");
  const asked = requests.map(({ url }) => url.replace(lab.url, "")).filter((url) => !url.startsWith("blob:"));
  assert.ok(asked.includes("engine-worker.js") && asked.includes("audit-worker.js"));
  // The browser may look at the tab's icon again.
  assert.deepEqual(asked.filter((url) => url !== "icon.svg" && !/^[\w/-]+\.js$/.test(url)), []);
  await page.context().close();
});
