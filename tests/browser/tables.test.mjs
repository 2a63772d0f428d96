// Tables that change under the reader's hand: reports come four times a second, and nothing of the reader's is lost.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { laboratory, query, reaches, runToTheEnd, TINY } from "./page.mjs";

/** Many reports, so that a table is updated often. */
const LONGER = { ...TINY, "prune.rounds": "4", "prune.epochs": "30", "data.members": "600" };

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
  assert.match(selected, /Method\s+Sparsity/);
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
  const { page } = await lab.visit();
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
