// Tables that change under the reader's hand: reports come up to four times a second, and nothing of the reader's is lost.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { barriers, downloadReport, laboratory, query, reaches, runToTheEnd, settled, TINY } from "./page.mjs";

/** Many reports, so that a table is updated often. */
const LONGER = { ...TINY, "prune.rounds": "8", "prune.epochs": "60", "data.members": "600" };

/** @type {Awaited<ReturnType<typeof laboratory>>} */
let lab;
before(async () => (lab = await laboratory()));
after(() => lab.close());

/** A number of the table of arms has changed since it was last asked for. @param {import("playwright-core").Page} page */
async function another(page) {
  const before = await page.textContent("#arms tbody");
  await page.waitForFunction((old) => document.querySelector("#arms tbody")?.textContent !== old, before);
}

/** A run of which the table is in sight. @param {import("playwright-core").Page} page */
async function begin(page) {
  await reaches(page, "idle");
  await page.click("#button-run");
  await page.waitForSelector('#stage[data-source="run"]');
}

test("a button of the table keeps the focus through further reports, and is the same button", async () => {
  const { page } = await lab.visit(query(LONGER));
  await begin(page);
  const button = await page.waitForSelector("#arms [data-arm=rsw-low-to-high] button");
  await button.focus();
  for (let report = 0; report < 3; report += 1) await another(page);
  assert.ok(await button.evaluate((one) => one.isConnected && one === document.activeElement));
  await page.context().close();
});

test("a selected name stays selected through further reports", async () => {
  const { page } = await lab.visit(query(LONGER));
  await begin(page);
  await page.evaluate(() => {
    const heads = document.querySelectorAll("#arms thead th");
    getSelection()?.setBaseAndExtent(heads[0], 0, heads[2], 1);
  });
  const selected = await page.evaluate(() => String(getSelection()));
  assert.match(selected, /Method\s+Leak/);
  for (let report = 0; report < 3; report += 1) await another(page);
  assert.equal(await page.evaluate(() => String(getSelection())), selected);
  await page.context().close();
});

test("a run with other methods in the rows leaves the keyboard with the method where it was", async () => {
  const { page } = await lab.visit(query({ ...TINY, arms: "random-window,base" }));
  await reaches(page, "idle");
  await page.focus("#arms [data-arm=random-window] button");
  await page.evaluate(() => document.getElementById("button-run")?.click());
  await reaches(page, "finished");
  await page.waitForSelector('#stage[data-source="run"]');
  assert.equal(await page.evaluate(() => document.activeElement?.closest("tr")?.dataset.arm), "random-window");
  await page.context().close();
});

/** Two defenses with their strengths and Base along the sparsity: more rows than can be seen at a glance. */
const SWEEP = { ...TINY, "prune.epochs": "1", arms: "base,rmr,dp,fine-tune-only", "defense.sweep": "true", "prune.sweep": "true" };

test("rows of a sweep stand by method, and can be sorted, folded and filtered by keyboard and pointer", async () => {
  const { page, complaints } = await lab.visit(query(SWEEP));
  await runToTheEnd(page);
  await page.waitForSelector('#stage[data-source="run"]');
  await settled(page);
  const arms = () => page.locator("#arms tr[data-arm]").evaluateAll((rows) => rows.map((row) => /** @type {HTMLElement} */ (row).dataset.arm));
  const leaks = () => page.locator("#arms tr[data-arm] > td:nth-child(2)").evaluateAll((cells) => cells.map((cell) => Number.parseFloat(cell.textContent ?? "")));
  const inRun = await arms();
  const methods = inRun.map((id) => id?.split("@")[0]);
  assert.ok(inRun.length > 12 && methods.filter((id) => id === "rmr").length === 5, String(inRun));
  assert.equal(await page.locator("#arms .arms-group-head").count(), 3, "Base, RMR and DP-SGD have several rows");

  // Over all rows, then within each method.
  await page.uncheck("#arms-grouped");
  await page.focus("#arms [data-column=leak] .sort");
  await page.keyboard.press("Enter");
  assert.equal(await page.getAttribute("#arms [data-column=leak]", "aria-sort"), "ascending");
  const up = await leaks();
  assert.deepEqual(up, up.toSorted((a, b) => a - b));
  await page.keyboard.press("Enter");
  assert.equal(await page.getAttribute("#arms [data-column=leak]", "aria-sort"), "descending");
  assert.deepEqual(await leaks(), up.toReversed());
  assert.equal(await page.evaluate(() => document.activeElement?.closest("th")?.dataset.column), "leak", "the focus stays");
  await page.check("#arms-grouped");
  assert.equal((await arms()).map((id) => id?.split("@")[0]).filter((id, at, all) => id !== all[at - 1]).length, 5, "every method once");
  await page.click("#arms [data-column=leak] .sort");
  assert.deepEqual(await arms(), inRun);
  assert.equal(await page.locator("#arms [aria-sort]").count(), 0);

  await page.click("text=Fold all");
  assert.deepEqual(await arms(), ["dense", "fine-tune-only"]);
  assert.match((await page.locator("#arms .arms-group-head", { hasText: "RMR" }).textContent()) ?? "", /5 strengths0\.\d{3}/);
  await page.locator("#arms .arms-group-head button", { hasText: "RMR" }).click();
  assert.equal((await arms()).filter((id) => id?.startsWith("rmr@")).length, 5);

  await page.fill("#arms-filter", "dp");
  assert.equal((await arms()).length, 5, "also what is folded is found");
  assert.match((await page.textContent("#arms .arms-controls")) ?? "", new RegExp(`5 of ${inRun.length} rows`));
  await page.fill("#arms-filter", "no such method");
  assert.deepEqual(await arms(), []);
  assert.deepEqual(await barriers(page), []);
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test("the head of a long table and the name of a method stay in sight, and leak and accuracy fit on a phone", async () => {
  const { page } = await lab.visit(query(SWEEP), { viewport: { width: 390, height: 844 } });
  await runToTheEnd(page);
  await page.waitForSelector('#stage[data-source="run"]');
  await settled(page);
  const found = await page.evaluate(() => {
    const region = /** @type {HTMLElement} */ (document.querySelector("#arms .scroll"));
    const of = (/** @type {string} */ part) => /** @type {HTMLElement} */ (document.querySelector(part)).getBoundingClientRect();
    const columns = [...document.querySelectorAll("#arms th[data-column]")].map((head) => /** @type {HTMLElement} */ (head).dataset.column);
    const before = { region: region.getBoundingClientRect(), test: of("#arms [data-column=test]") };
    region.scrollTo(200, 300);
    const after = { region: region.getBoundingClientRect(), head: of("#arms [data-column=arm]"), name: of('#arms [data-arm^="rmr@"] th') };
    return { columns, scrolled: region.scrollTop, before, after };
  });
  assert.deepEqual(found.columns.slice(0, 5), ["arm", "leak", "test", "found", "accused"]);
  assert.ok(found.before.test.right <= found.before.region.right, "accuracy is seen without scrolling sideways");
  assert.ok(found.scrolled > 0);
  assert.ok(Math.abs(found.after.head.top - found.after.region.top) < 2, "the head");
  assert.ok(Math.abs(found.after.head.left - found.after.region.left) < 2 && Math.abs(found.after.name.left - found.after.region.left) < 2);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await page.context().close();
});

test("a method that does no better than naming the largest class is marked, and no other", async () => {
  const { page } = await lab.visit(query(TINY));
  await runToTheEnd(page);
  await page.waitForSelector('#stage[data-source="run"]');
  await settled(page);
  const { arms, data } = await downloadReport(page);
  const guessing = arms.filter(({ rounds }) => rounds.at(-1).test_accuracy_interval[0] <= data.chance).map(({ id }) => id);
  assert.ok(guessing.length > 0, "networks as small as these guess");
  const marked = await page.locator("#arms tr[data-arm]", { hasText: "its leak says nothing" }).evaluateAll((rows) =>
    rows.map((row) => /** @type {HTMLElement} */ (row).dataset.arm));
  assert.deepEqual(marked, guessing);
  await page.click("#button-reset");
  await page.waitForSelector('#stage[data-source="recorded"]');
  assert.doesNotMatch((await page.textContent("#arms")) ?? "", /its leak says nothing/);
  await page.context().close();
});

test("the tables of seeds, of exposed records and of a figure's data are updated in place as well", async () => {
  const { page } = await lab.visit(query(TINY));
  await runToTheEnd(page);
  await page.click("#button-seed");
  await page.waitForSelector("#seeds-table tbody tr");
  await page.waitForSelector("#exposed li");
  await page.locator("#tradeoff details summary").click();
  const parts = await Promise.all(["#seeds-table tbody tr", "#exposed li", "#tradeoff details tbody tr"].map((part) => page.waitForSelector(part)));
  const numbers = await page.textContent("#tradeoff details tbody");
  await page.selectOption("#closer-by", "conf");
  await page.waitForFunction(() => /Conf/.test(document.querySelector("#seeds-table thead")?.textContent ?? ""));
  await page.waitForFunction((old) => document.querySelector("#tradeoff details tbody")?.textContent !== old, numbers);
  for (const part of parts) assert.ok(await part.evaluate((one) => one.isConnected));
  await page.context().close();
});

test("the table of an audit is updated by the next one", async () => {
  const { page } = await lab.visit("?audit");
  await reaches(page, "idle");
  await page.click("#audit-example");
  await page.click("#audit-run");
  const row = await page.waitForSelector("#audit-result tbody tr");
  await page.waitForSelector("#audit-run[aria-disabled=false]");
  await page.click("#audit-run");
  await page.waitForFunction(() => /Done/.test(document.getElementById("audit-status")?.textContent ?? ""));
  assert.ok(await row.evaluate((one) => one.isConnected));
  await page.context().close();
});
