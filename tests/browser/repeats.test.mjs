// Several seeds of one configuration: another seed at the press of a button, and what they say together.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { barriers, downloadReport, laboratory, query, reaches, runToTheEnd, settled, TINY } from "./page.mjs";

/** @type {Awaited<ReturnType<typeof laboratory>>} */
let lab;
before(async () => (lab = await laboratory()));
after(() => lab.close());

/** @param {import("playwright-core").Page} page */
async function anotherSeed(page) {
  await page.focus("#button-seed");
  await page.keyboard.press("Enter");
  await reaches(page, "preparing");
  await reaches(page, "finished");
}

/** @param {import("playwright-core").Page} page @param {string} field @param {string} text */
async function set(page, field, text) {
  await page.fill(field, text);
  await page.press(field, "Tab");
}

/** Test accuracy and the AUC of RMIA of an arm after its last round. @param {any} report @param {string} id */
function ended(report, id) {
  const last = report.arms.find((arm) => arm.id === id).rounds.at(-1);
  return { accuracy: last.test_accuracy, auc: last.attacks.find(({ attack, adaptive }) => adaptive && attack === "rmia").auc };
}

/** The row of an arm: five cells, without and with what stands below the number. @param {import("playwright-core").Page} page @param {string} arm */
const row = (page, arm) =>
  page.locator(`#seeds-table [data-arm=${arm}] > *`).evaluateAll((cells) =>
    cells.map((cell) => {
      const small = cell.querySelector("small")?.textContent;
      return { first: (cell.textContent ?? "").slice(0, -(small?.length ?? 0) || undefined), small };
    }));

/** The leading number of a cell. @param {string} text */
const number = (text) => Number.parseFloat(text.replaceAll("−", "-"));

/** @param {number} a @param {number} b */
const mean = (a, b) => (a + b) / 2;

/** Shown with this many digits after the point. @param {string} text @param {number} expected @param {number} digits */
function shows(text, expected, digits) {
  assert.ok(Math.abs(number(text) - expected) <= 0.5 * 10 ** -digits + 1e-9, `${text} is not ${expected}`);
}

test("two seeds give the mean of their reports, and differences to Base within each seed", async () => {
  const { page, complaints } = await lab.visit(query(TINY));
  await reaches(page, "idle");
  assert.equal(await page.getAttribute("#button-seed", "aria-disabled"), "true");
  await runToTheEnd(page);
  await page.waitForSelector("#stage[data-source=run]");
  assert.ok(await page.isHidden("#seeds"), "one seed has no spread");
  const first = await downloadReport(page);
  assert.equal(first.repeats, undefined);

  await anotherSeed(page);
  await page.waitForSelector("#seeds:not([hidden])");
  const second = await downloadReport(page);
  assert.deepEqual([first.config.seed, second.config.seed], [1, 2]);
  assert.equal(await page.inputValue("#field-seed"), "2");
  assert.equal(await page.textContent("#seeds-title"), "Over 2 seeds");

  const base = [ended(first, "base"), ended(second, "base")];
  const rsw = [ended(first, "rsw-low-to-high"), ended(second, "rsw-low-to-high")];
  const [, accuracy, noDifference, auc] = await row(page, "base");
  shows(accuracy.first, 100 * mean(base[0].accuracy, base[1].accuracy), 1);
  shows(auc.first, mean(base[0].auc, base[1].auc), 3);
  assert.equal(noDifference.first, "–");
  // Of two values the sample deviation is their distance over √2, and Student's quantile is 12.706.
  const deviation = Math.abs(base[0].auc - base[1].auc) / Math.SQRT2;
  shows(auc.first.split("±")[1], deviation, 3);
  const reach = (12.7062047 * deviation) / Math.SQRT2;
  const [low, high] = (auc.small ?? "").split(" to ");
  shows(low, mean(base[0].auc, base[1].auc) - reach, 3);
  shows(high, mean(base[0].auc, base[1].auc) + reach, 3);
  const [, , byAccuracy, , byAuc] = await row(page, "rsw-low-to-high");
  shows(byAccuracy.first, 100 * mean(rsw[0].accuracy - base[0].accuracy, rsw[1].accuracy - base[1].accuracy), 1);
  shows(byAuc.first, mean(rsw[0].auc - base[0].auc, rsw[1].auc - base[1].auc), 3);

  assert.deepEqual(second.repeats.seeds, [1, 2]);
  const kept = second.repeats.arms.find(({ id }) => id === "base").test_accuracy;
  assert.deepEqual(kept.values, base.map((arm) => arm.accuracy));
  assert.deepEqual(await barriers(page), []);
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test("a stopped run loses nothing, a seed counts once, and another configuration begins anew", async () => {
  const { page } = await lab.visit(query(TINY));
  await runToTheEnd(page);
  await anotherSeed(page);

  await set(page, "#field-prune-epochs", "200"); // long enough to be caught in the act
  await page.click("#button-run");
  await page.waitForSelector("#seeds", { state: "hidden" }); // these are not the settings in sight
  await page.click("#button-stop");
  await reaches(page, "stopped");
  assert.equal((await downloadReport(page)).repeats, undefined);

  await set(page, "#field-prune-epochs", TINY["prune.epochs"]);
  await page.click("#button-run"); // seed 2 once more
  await reaches(page, "finished");
  await page.waitForSelector("#seeds:not([hidden])");
  assert.deepEqual((await downloadReport(page)).repeats.seeds, [1, 2]);
  await anotherSeed(page);
  await page.waitForFunction(() => document.getElementById("seeds-title")?.textContent === "Over 3 seeds");
  assert.deepEqual((await downloadReport(page)).repeats.seeds, [1, 2, 3]);

  await set(page, "#field-prune-sparsity", "0.7");
  await page.click("#button-run");
  await reaches(page, "preparing");
  await reaches(page, "finished");
  await page.waitForSelector("#seeds", { state: "hidden" });
  assert.equal((await downloadReport(page)).repeats, undefined);
  await page.context().close();
});

test("the figures of a further seed show its run to the end", async () => {
  const { page } = await lab.visit(query(TINY));
  await runToTheEnd(page);
  await anotherSeed(page);
  await settled(page);
  const report = await downloadReport(page);
  const marks = page.locator("#tradeoff .figure-frame > svg .mark.arm-rsw-low-to-high:not(polyline)");
  assert.equal(await marks.count(), report.arms.find(({ id }) => id === "rsw-low-to-high").rounds.length);
  const alt = await page.getAttribute("#tradeoff .figure-frame > svg", "aria-label");
  const { accuracy, auc } = ended(report, "rsw-low-to-high");
  assert.ok(alt?.includes(`RSW L→H ${(100 * accuracy).toFixed(1)} % at AUC ${auc.toFixed(3)};`), String(alt));
  await page.context().close();
});
