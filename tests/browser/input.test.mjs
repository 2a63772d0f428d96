// Bad input: each error in words, beside what it is about, on a page that goes on working.

import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { after, before, test } from "node:test";

import { laboratory, query, reaches, runToTheEnd, TINY } from "./page.mjs";

/** @type {Awaited<ReturnType<typeof laboratory>>} */
let lab;
before(async () => (lab = await laboratory()));
after(() => lab.close());

/** Field id, what is typed, and what its error must name. @type {[string, string, RegExp][]} */
const WRONG = [
  ["prune-sparsity", "1", /^prune\.sparsity must be .*, but is 1\.0$/],
  ["prune-sparsity", "much", /^prune\.sparsity must be .*, but is much$/],
  ["prune-rounds", "0", /^prune\.rounds must be .*, but is 0$/],
  ["attack-shadows", "0", /^attack\.shadows must be .*, but is 0$/],
  ["seed", "-1", /^seed must be .*, but is -1$/],
];

test("each value out of range is refused beside its field, and a right one clears it", async () => {
  const { page, complaints } = await lab.visit(query(TINY));
  await reaches(page, "idle");
  await page.click("#form .more > summary");
  for (const [field, text, words] of WRONG) {
    const input = `#field-${field}`;
    const right = await page.inputValue(input);
    await page.fill(input, text);
    await page.press(input, "Tab");
    await page.waitForSelector(`${input}[aria-invalid=true]`);
    assert.match((await page.textContent(`${input}-error`)) ?? "", words);
    assert.ok((await page.getAttribute(input, "aria-describedby"))?.includes(`field-${field}-error`));
    await page.fill(input, right);
    await page.press(input, "Tab");
    await page.waitForSelector(`${input}[aria-invalid=false]`);
  }
  assert.deepEqual(complaints, []);
  await runToTheEnd(page);
  await page.context().close();
});

test("with a field in error nothing starts, and the keyboard is led to it", async () => {
  const { page } = await lab.visit(query(TINY));
  await reaches(page, "idle");
  await page.click("#form .more > summary");
  await page.fill("#field-prune-rounds", "0");
  await page.press("#field-prune-rounds", "Tab");
  await page.click("#form .more > summary");
  await page.click("#button-run");
  await page.waitForSelector("#troubles .trouble");
  assert.equal(await page.locator("#form .more").evaluate((more) => /** @type {HTMLDetailsElement} */ (more).open), true, "also where it was folded away");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "field-prune-rounds");
  assert.equal(await page.getAttribute("body", "data-phase"), "idle");
  await page.context().close();
});

test("no arm chosen is an error of the arms", async () => {
  const { page } = await lab.visit(query({ ...TINY, arms: "base" }));
  await reaches(page, "idle");
  await page.uncheck("#arm-base");
  await page.click("#button-run");
  await page.waitForFunction(() => document.getElementById("field-arms-error")?.textContent);
  await page.context().close();
});

test("an address with nonsense is said to be ignored", async () => {
  const { page } = await lab.visit("?preset=quick&no.such=1");
  await reaches(page, "idle");
  assert.match((await page.textContent("#run .notices")) ?? "", /no\.such/);
  await page.context().close();
});

test("an address that breaks the rules leaves a page that works, and says which rule", async () => {
  const { page } = await lab.visit("?preset=no-such");
  await reaches(page, "idle");
  assert.match((await page.textContent("#troubles")) ?? "", /no-such/);
  await page.goto(lab.url + query({ ...TINY, "prune.sparsity": "1" }));
  await reaches(page, "idle");
  await page.click("#button-run");
  await page.waitForSelector("#field-prune-sparsity[aria-invalid=true]");
  assert.match((await page.textContent("#field-prune-sparsity-error")) ?? "", /^prune\.sparsity must be .*, but is 1\.0$/);
  await page.context().close();
});

/** @param {number} rows @param {(row: number) => string} line */
const lines = (rows, line) => Array.from({ length: rows }, (_, row) => line(row)).join("\n");

/** Name, bytes, and what the error must name. @type {[string, Buffer, RegExp][]} */
const BROKEN = [
  ["empty.csv", Buffer.from(""), /^empty\.csv: a file must have records, but found none$/],
  ["ragged.csv", Buffer.from(`${lines(50, (row) => `${row % 2},1,0,1`)}\n1,0\n`), /^ragged\.csv, (row|line) 51\b/],
  ["text.csv", Buffer.from(`${lines(50, (row) => `${row % 2},1,0,1`)}\n1,0,many,1\n`), /^text\.csv, (row|line) 51, .*many/],
  ["one-class.csv", Buffer.from(lines(60, () => "1,0,1,0")), /must be the label/],
  ["truncated.csv.gz", gzipSync(Buffer.from(lines(500, (row) => `${row % 2},${row % 3},1,0`))).subarray(0, 40), /^truncated\.csv\.gz: .*(cut off|damaged|gzip)/],
];

test("each broken file is refused beside the file, and the page keeps working", async () => {
  const { page, complaints } = await lab.visit(query(TINY));
  await reaches(page, "idle");
  for (const [name, buffer, words] of BROKEN) {
    await page.setInputFiles("#file", { name, mimeType: "text/csv", buffer });
    await page.waitForFunction(() => document.getElementById("file")?.getAttribute("aria-invalid") === "true");
    assert.match((await page.textContent("#file-error")) ?? "", words, name);
    await page.setInputFiles("#file", []);
    await page.evaluate(() => (document.getElementById("file-error").textContent = ""));
  }
  assert.deepEqual(complaints, []);
  await page.selectOption("#field-data-source", "mini-bits");
  await runToTheEnd(page);
  await page.context().close();
});

test("a good file of one's own runs to the end", async () => {
  const { page, requests } = await lab.visit(query(TINY));
  await reaches(page, "idle");
  const row = (at) => [at % 4, ...Array.from({ length: 12 }, (_, bit) => ((at * 7919 + bit * 104729) >> (bit % 5)) & 1)].join(",");
  await page.setInputFiles("#file", { name: "own.csv", mimeType: "text/csv", buffer: Buffer.from(lines(900, row)) });
  await page.waitForFunction(() => /own\.csv/.test(document.getElementById("file-note")?.textContent ?? ""));
  assert.match((await page.textContent("#file-note")) ?? "", /12 features, 4 classes/);
  await runToTheEnd(page);
  assert.ok(requests.every(({ url }) => url.startsWith(lab.url)));
  await page.context().close();
});
