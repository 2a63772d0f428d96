// Which run is in view, and the whole of what is seen in a link.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { downloadReport, laboratory, query, reaches, runToTheEnd, settled, TINY } from "./page.mjs";

/** @type {Awaited<ReturnType<typeof laboratory>>} */
let lab;
before(async () => (lab = await laboratory()));
after(() => lab.close());

const READS = { permissions: ["clipboard-read", "clipboard-write"] };

/** @param {import("playwright-core").Page} page */
const name = (page) => page.locator("#source .run-name").innerText();

/** @param {import("playwright-core").Page} page @param {string} field @param {string} text */
async function set(page, field, text) {
  await page.fill(field, text);
  await page.press(field, "Tab");
}

/** What a button copies. @param {import("playwright-core").Page} page @param {string} button */
async function copied(page, button) {
  await page.evaluate(() => navigator.clipboard.writeText(""));
  await page.click(button);
  await page.waitForFunction(async () => (await navigator.clipboard.readText()) !== "");
  return new URL(await page.evaluate(() => navigator.clipboard.readText()));
}

test("the run in view says preset, differences, seed and device, and no change of the form relabels it", async () => {
  const { page } = await lab.visit(query({ ...TINY, seed: "3" }));
  await runToTheEnd(page);
  await page.waitForSelector('#stage[data-source="run"]');
  const shown = await name(page);
  assert.match(shown, /^Quick, but Data set Mini bits, Members 160, First hidden layer 16 and \d+ more; seed 3, on the processor\.$/);
  assert.equal(await page.locator("#changed").count(), 0);
  await page.click("#source .run-name button");
  const whole = await name(page);
  assert.match(whole, /Epochs a round 3, .*3 methods; seed 3/);

  await page.check("#preset-quick-bits");
  await page.waitForSelector("#changed");
  assert.equal(await name(page), whole);
  await page.click("#restore");
  await page.waitForSelector("#changed", { state: "detached" });
  assert.ok(await page.isChecked("#preset-quick"));
  assert.equal(await page.inputValue("#field-prune-epochs"), "3");
  assert.equal(await page.inputValue("#field-seed"), "3");
  await page.context().close();
});

test("where to compute is no other run, and another seed is one of the run in view, whatever the form says", async () => {
  const { page } = await lab.visit(query({ ...TINY, seed: "3" }));
  await runToTheEnd(page);
  await page.click("#form .more > summary");
  await page.selectOption("#field-device", "auto");
  await page.waitForFunction(() => !location.search.includes("device="));
  assert.equal(await page.locator("#changed").count(), 0);
  await set(page, "#field-prune-sparsity", "0.9");
  await page.waitForSelector("#changed");
  await page.click("#button-seed");
  await reaches(page, "preparing");
  await reaches(page, "finished");
  const { config } = await downloadReport(page);
  assert.deepEqual([config.seed, config.prune.sparsity, config.device], [4, 0.6, "cpu"]);
  await page.waitForSelector("#seeds-table tbody tr");
  assert.equal(await page.inputValue("#field-prune-sparsity"), "0.6");
  await page.context().close();
});

test("the recorded run says what it is, and that a link with other settings is not of it", async () => {
  const { page } = await lab.visit(query({ preset: "quick-bits", "prune.sparsity": "0.9", arms: "base,rmr" }));
  await reaches(page, "idle");
  await page.waitForSelector("#changed");
  assert.equal(await name(page), "Quick; seed 1, on the processor.");
  await page.click("#restore");
  await page.waitForSelector("#changed", { state: "detached" });
  assert.ok(await page.isChecked("#preset-quick"));
  await page.context().close();

  const { page: plain } = await lab.visit("?laboratory");
  await reaches(plain, "idle");
  await settled(plain);
  assert.equal(await plain.locator("#changed").count(), 0);
  await plain.context().close();
});

test("what is looked at stands in the address, and a link brings it back without a word of unknown settings", async () => {
  const { page } = await lab.visit("?laboratory");
  await reaches(page, "idle");
  await settled(page);
  assert.equal(new URL(page.url()).search, "?laboratory", "until something is changed the address stays as it was given");
  await page.click("#arms [data-arm=rmr] button");
  await page.selectOption("#closer-attack", "lira");
  await page.selectOption("#closer-by", "conf");
  await page.click("#tab-histogram");
  await page.click("#tab-exposures");
  await page.waitForFunction(() => location.search.includes("exposures"));
  const address = new URL(page.url()).search;
  assert.equal(address, "?laboratory&preset=quick&view.arm=rmr&view.attack=lira&view.by=conf&view.figure=histogram,exposures");
  await page.context().close();

  const { page: other } = await lab.visit(address);
  await reaches(other, "idle");
  await settled(other);
  const seen = await Promise.all(["arm", "attack", "by"].map((id) => other.inputValue(`#closer-${id}`)));
  assert.deepEqual(seen, ["rmr", "lira", "conf"]);
  assert.deepEqual(await other.locator("[role=tab][aria-selected=true]").evaluateAll((tabs) => tabs.map(({ id }) => id)), ["tab-histogram", "tab-exposures"]);
  assert.match((await other.textContent("#arms [data-column=leak]")) ?? "", /Conf/);
  assert.equal(await other.getAttribute("#arms [data-arm=rmr] button", "aria-pressed"), "true");
  assert.equal(await other.locator("#run .notices li").count(), 0);
  assert.equal(new URL(other.url()).search, address);
  await other.context().close();
});

test("what a link wants to see and there is not is said, and the rest is shown", async () => {
  const { page } = await lab.visit("?preset=quick&view.arm=nobody&view.attack=entr&view.figure=roc,nothing&view.colour=red&run=yes");
  await reaches(page, "idle");
  const notices = (await page.textContent("#run .notices")) ?? "";
  for (const part of ["view.arm=nobody", "view.figure=roc,nothing", "view.colour=red", "run must be 1"]) assert.ok(notices.includes(part), notices);
  assert.equal(await page.inputValue("#closer-attack"), "entr");
  assert.equal(await page.getAttribute("body", "data-phase"), "idle");
  await page.context().close();
});

test("a link that says so begins at once, and shows a method that only its own run has", async () => {
  const { page } = await lab.visit(query({ ...TINY, arms: "base,crl", "view.arm": "crl", run: "1" }));
  await reaches(page, "finished", 120_000);
  await page.waitForSelector('#stage[data-source="run"]');
  await settled(page);
  assert.equal(await page.inputValue("#closer-arm"), "crl");
  assert.equal(await page.locator("#run .notices li").count(), 0);
  await page.context().close();
});

test("one link leads to the settings of the form, the other to the run in view, both to what is looked at", async () => {
  const { page } = await lab.visit(query({ ...TINY, arms: "base,rmr", seed: "3" }), READS);
  await runToTheEnd(page);
  await page.waitForSelector('#stage[data-source="run"]');
  await page.click("#tab-roc");
  await set(page, "#field-seed", "8");
  await page.waitForSelector("#changed");
  const form = await copied(page, "#share");
  const run = await copied(page, "#share-run");
  assert.deepEqual([form, run].map((link) => link.searchParams.get("seed")), ["8", "3"]);
  assert.deepEqual([form, run].map((link) => link.searchParams.get("view.figure")), ["roc,masks", "roc,masks"]);
  assert.equal(run.searchParams.get("preset"), "quick");

  await page.goto(run.href);
  await runToTheEnd(page);
  assert.equal((await downloadReport(page)).config.seed, 3);
  await page.context().close();
});
