// What a run will cost stands beside its button before it begins, as far as it is known.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";

import { downloadReport, laboratory, query, reaches, site, TINY } from "./page.mjs";

/** @type {Awaited<ReturnType<typeof laboratory>>} */
let lab;
before(async () => (lab = await laboratory()));
after(() => lab.close());

/** What a part of the bar says once it says something like this. @param {import("playwright-core").Page} page @param {"device" | "left"} part @param {RegExp} like */
async function says(page, part, like) {
  await page.waitForFunction(([id, source]) => new RegExp(source).test(document.getElementById(id)?.textContent ?? ""), [part, like.source]);
  return (await page.textContent(`#${part}`)) ?? "";
}

/** @param {string} text */
const stepsIn = (text) => Number(/([\d,]+) training steps/.exec(text)?.[1].replaceAll(",", ""));

test("a first visit is told what the recorded run took and what has to be fetched, and fetches nothing for it", async () => {
  const { page } = await lab.visit("licences.txt");
  /** @type {string[]} */
  const fetched = [];
  page.context().on("request", (request) => request.method() === "GET" && fetched.push(request.url()));
  await page.goto(`${lab.url}?laboratory`);
  await reaches(page, "idle");
  const { cost } = JSON.parse(await readFile(path.join(site(), "recorded", "said.json"), "utf8"));
  const text = await says(page, "device", /to fetch first/);
  assert.equal(stepsIn(text), cost.steps);
  assert.match(text, /^A run: \d[\d.]* s when it was recorded, .* training steps, \d[\d.]* MB to fetch first\.$/);
  const files = ["data/fashion-images.idx.gz", "wasm/lab/wemem_lab_bg.wasm", "wasm/engine-cpu/wemem_lab_bg.wasm"];
  const sizes = await Promise.all(files.map(async (name) => (await readFile(path.join(site(), name))).length));
  const told = 1e6 * Number(/([\d.]+) MB/.exec(text)?.[1]);
  const expected = sizes.reduce((sum, size) => sum + size);
  assert.ok(Math.abs(told - expected) < 0.1 * expected, `${told}, ${expected}`);
  assert.deepEqual(fetched.filter((url) => /\/wasm\/(lab|engine)/.test(url)), [], "they were asked for their size only");
  await page.click("#button-run");
  await reaches(page, "running");
  await page.click("#button-stop");
  await reaches(page, "stopped");
  await page.context().close();
});

test("steps follow the settings, and after a run the time is that of this machine", async () => {
  const { page } = await lab.visit(query(TINY));
  await reaches(page, "idle");
  const before = await says(page, "device", /to fetch first/);
  assert.doesNotMatch(before, /about|recorded|steps/, "neither time nor steps are known before what counts them is there");
  await page.click("#button-run");
  await reaches(page, "finished");
  const after = await says(page, "left", /^about/);
  assert.match(after, /^about (a second|[\d.]+ s)[\d,]+ training steps$/);
  const done = (await downloadReport(page)).arms.flatMap(({ rounds }) => rounds).reduce((sum, { steps }) => sum + steps, 0);
  assert.ok(stepsIn(after) >= done, `${after}, ${done} of the arms themselves`);
  await page.fill("#field-prune-epochs", "6");
  await page.press("#field-prune-epochs", "Tab");
  await page.waitForFunction((old) => document.getElementById("left")?.textContent?.includes("steps") && document.getElementById("left")?.textContent !== old, after);
  const more = (await page.textContent("#left")) ?? "";
  assert.ok(stepsIn(more) > 1.5 * stepsIn(after), more);
  await page.fill("#field-prune-epochs", "many");
  await page.press("#field-prune-epochs", "Tab");
  await page.waitForFunction(() => document.getElementById("left")?.textContent === "");
  await page.context().close();
});
