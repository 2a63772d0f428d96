// Pause, step, stop, reset; settings and the address; an engine that dies.

import assert from "node:assert/strict";
import { appendFile, cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";

import { downloadReport, laboratory, query, reaches, runToTheEnd, settled, site, TINY, withoutSeconds } from "./page.mjs";

/** Long enough to be caught in the act. */
const LONGER = { ...TINY, "train.epochs": "30", "prune.epochs": "30", "data.members": "600" };

/** @type {Awaited<ReturnType<typeof laboratory>>} */
let lab;
before(async () => (lab = await laboratory()));
after(() => lab.close());

/** @param {import("playwright-core").Page} page */
const done = (page) => page.evaluate(() => /** @type {any} */ (document.getElementById("progress")).value);

test("a paused run stands still and goes on where it was", async () => {
  const { page } = await lab.visit(query(LONGER));
  await reaches(page, "idle");
  await page.click("#button-run");
  await reaches(page, "running");
  await page.click("#button-run");
  await reaches(page, "paused");
  await settled(page); // what was under way when the pause came
  const before = await done(page);
  const moves = await page.evaluate(() => new Promise((tell) => {
    new MutationObserver(() => tell(true)).observe(document.getElementById("progress"), { attributes: true });
    setTimeout(() => tell(false), 1000); // that nothing comes can only be waited for
  }));
  assert.equal(moves, false);
  assert.equal(await done(page), before);
  assert.ok(before < 1);
  await page.click("#button-run");
  await reaches(page, "finished");
  await page.context().close();
});

test("a step ends after a round; stop keeps what there is; reset brings the recorded run back", async () => {
  const { page } = await lab.visit(query(LONGER));
  await reaches(page, "idle");
  await page.click("#button-step");
  await reaches(page, "paused");
  await page.waitForSelector("#stage[data-source=run]");
  const rounds = (report) => report.arms.reduce((sum, arm) => sum + arm.rounds.length, 0);
  const first = rounds(await downloadReport(page));
  assert.ok(first >= 1);
  // Waited for from before the click: a round may be over when that returns.
  await Promise.all([reaches(page, "running"), page.click("#button-step")]);
  await reaches(page, "paused");
  const second = rounds(await downloadReport(page));
  assert.ok(second > first);
  await page.click("#button-stop");
  await reaches(page, "stopped");
  assert.ok(rounds(await downloadReport(page)) >= second);
  assert.match((await page.textContent("#source")) ?? "", /stopped early/);
  await page.click("#button-reset");
  await reaches(page, "idle");
  await page.waitForSelector("#stage[data-source=recorded]");
  await page.context().close();
});

test("the address holds what differs from the preset, and leads back to it", async () => {
  const { page } = await lab.visit(query({ preset: "quick" }));
  await reaches(page, "idle");
  await page.fill("#field-prune-sparsity", "0.7");
  await page.press("#field-prune-sparsity", "Tab");
  await page.waitForFunction(() => location.search.includes("prune.sparsity=0.7"));
  assert.ok(!new URL(page.url()).search.includes("prune.rounds"));
  await page.reload();
  await reaches(page, "idle");
  assert.equal(await page.inputValue("#field-prune-sparsity"), "0.7");
  await page.context().close();
});

test("an engine that dies is replaced, and the result is the same", async () => {
  const { page: whole } = await lab.visit(query({ ...TINY, workers: "2" }));
  await runToTheEnd(whole);
  const expected = withoutSeconds(await downloadReport(whole));
  await whole.context().close();

  const folder = await mkdtemp(path.join(tmpdir(), "wemem-lab-mortal-"));
  await cp(site(), folder, { recursive: true });
  await appendFile(path.join(folder, "engine-worker.js"), MORTAL);
  const mortal = await laboratory(folder);
  try {
    const { page } = await mortal.visit(query({ ...TINY, workers: "2" }));
    await runToTheEnd(page);
    assert.match((await page.textContent("#troubles")) ?? "", /replaced/);
    assert.deepEqual(withoutSeconds(await downloadReport(page)), expected);
  } finally {
    await mortal.close();
    await rm(folder, { recursive: true });
  }
});

/** Kills one engine in its first job. A cache remembers that it is done: the dead cannot, and the others do not know. */
const MORTAL = `
const obeyed = onmessage;
onmessage = async (event) => {
  if (event.data.kind === "job" && (await navigator.locks.request("death", isFirst))) {
    setTimeout(() => { throw new Error("killed by the test"); }, 20);
  }
  obeyed(event);
};
async function isFirst() {
  if (await caches.has("dead")) return false;
  await caches.open("dead");
  return true;
}
`;
