// Own files as people have them (tests/data/make_files.py), opened on the page: how they were read is shown before anything
// runs, and can be changed there.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";

import { barriers, laboratory, query, reaches, TINY } from "./page.mjs";

/** @type {Awaited<ReturnType<typeof laboratory>>} */
let lab;
before(async () => (lab = await laboratory()));
after(() => lab.close());

/** Name, the label as chosen where it is asked for, what the note says, and what the preview says. @type {[string, string | undefined, RegExp, RegExp][]} */
const FILES = [
  ["pandas.csv", undefined, /4 features, 3 classes/, /column "taste" \(guessed.*kräftig.*column 1 is left out: it numbers or names the rows/s],
  ["pandas-numbers.csv", "0", /4 features, 3 classes/, /the first row names the columns.*column "0"/s],
  ["r-write-csv.csv", undefined, /4 features, 3 classes/, /column 1 is left out/],
  ["r-write-table.txt", undefined, /4 features, 3 classes/, /parted by blanks.*column 1 is left out/s],
  ["numpy-savetxt.txt", undefined, /4 features, 3 classes/, /parted by blanks.*column "label"/s],
  ["excel-semicolons.csv", undefined, /4 features, 3 classes/, /parted by semicolons, a comma for the decimal sign, windows-1252/],
  ["excel-unicode.txt", undefined, /4 features, 3 classes/, /parted by tabs, a comma for the decimal sign, UTF-16LE/],
  ["sklearn-wine.csv.gz", undefined, /13 features, 3 classes/, /unpacked from gzip.*column "target"/s],
  ["plain.tgz", "1", /4 features, 3 classes/, /unpacked from gzip, unpacked from tar; there is no header/],
];

/** @param {import("playwright-core").Page} page @param {string} name */
async function choose(page, name) {
  const buffer = await readFile(new URL(`../data/files/${name}`, import.meta.url));
  await page.setInputFiles("#file", { name, mimeType: "text/csv", buffer });
}

/** The look at the file has ended. @param {import("playwright-core").Page} page @param {string} name */
const looked = (page, name) =>
  page.waitForFunction(
    (name) => [...document.querySelectorAll("#file-note, #file-error")].some(({ textContent }) => textContent?.includes(name)),
    name,
  );

test("every writer's file is read, and how it was read is shown", async () => {
  const { page, complaints, requests } = await lab.visit(query(TINY));
  await reaches(page, "idle");
  for (const [name, label, note, words] of FILES) {
    await choose(page, name);
    await looked(page, name);
    if (label !== undefined) {
      assert.match((await page.textContent("#file-error")) ?? "", /one column must be the label.*equally likely/, name);
      await page.selectOption("#file-label", label);
      await page.waitForFunction(() => document.getElementById("file-error")?.textContent === "");
    }
    await page.waitForFunction((name) => document.getElementById("file-note")?.textContent?.includes(name), name);
    assert.match((await page.textContent("#file-note")) ?? "", note, name);
    assert.match((await page.textContent("#file-preview")) ?? "", words, name);
    assert.equal(await page.locator("#file-preview tbody tr").count(), 6, name);
    assert.equal(await page.inputValue("#field-data-label-noise"), "0", name);
  }
  assert.deepEqual(complaints, []);
  assert.ok(requests.every(({ url }) => url.startsWith(lab.url)));
  await page.context().close();
});

test("a column is left out, a header is a record, and the keyboard keeps its place", async () => {
  const { page } = await lab.visit(query(TINY));
  await reaches(page, "idle");
  await choose(page, "excel-unicode.txt");
  await page.waitForFunction(() => /4 features/.test(document.getElementById("file-note")?.textContent ?? ""));
  assert.equal(await page.isChecked("#file-header"), true);
  await page.focus("#file-use-2");
  await page.keyboard.press("Space");
  await page.waitForFunction(() => /3 features/.test(document.getElementById("file-note")?.textContent ?? ""));
  assert.equal(await page.evaluate(() => document.activeElement?.id), "file-use-2");
  assert.equal(await page.inputValue("#field-data-leave-out"), "share");
  assert.match((await page.textContent("#file-preview")) ?? "", /column "share" is left out: as asked for/);
  assert.match(new URL(page.url()).search, /data\.leave_out=share/);
  await page.check("#file-use-2");
  await page.waitForFunction(() => /4 features/.test(document.getElementById("file-note")?.textContent ?? ""));
  await page.uncheck("#file-scaled");
  await page.waitForFunction(() => /4 features, as they are: not scaled/.test(document.getElementById("file-preview")?.textContent ?? ""));
  assert.match(new URL(page.url()).search, /data\.scaled=false/);
  await page.check("#file-scaled");
  // As a record the header is refused with its place, and the way back is there.
  await page.uncheck("#file-header");
  await page.waitForFunction(() => /excel-unicode\.txt, row 1, column 1/.test(document.getElementById("file-error")?.textContent ?? ""));
  await page.check("#file-header");
  await page.waitForFunction(() => /4 features/.test(document.getElementById("file-note")?.textContent ?? ""));
  await page.context().close();
});

test("of two dropped files the one that was taken is named, and the last choice counts", async () => {
  const { page } = await lab.visit(query(TINY));
  await reaches(page, "idle");
  const rows = Array.from({ length: 90 }, (_, row) => `${"abc"[row % 3]},${row},${row % 7}`).join("\n");
  const dropped = await page.evaluateHandle((text) => {
    const data = new DataTransfer();
    for (const name of ["first.csv", "second.csv"]) data.items.add(new File([`kind,a,b\n${text}`], name));
    return data;
  }, rows);
  await page.dispatchEvent("body", "drop", { dataTransfer: dropped });
  await page.waitForFunction(() => /features/.test(document.getElementById("file-note")?.textContent ?? ""));
  assert.match((await page.textContent("#file-note")) ?? "", /first\.csv was taken, second\.csv was not\. first\.csv: 2 features/);
  const big = Array.from({ length: 60_000 }, (_, row) => `${"abc"[row % 3]},${Array(40).fill(row).join(",")}`).join("\n");
  await page.setInputFiles("#file", { name: "big.csv", mimeType: "text/csv", buffer: Buffer.from(big) });
  await choose(page, "pandas.csv");
  await page.waitForFunction(() => /pandas\.csv: 4 features/.test(document.getElementById("file-note")?.textContent ?? ""));
  // The look at the large file ends some time; what it found is then no longer wanted.
  await Promise.all(page.workers().filter((worker) => worker.url().includes("inspect-worker")).map((worker) => worker.waitForEvent("close")));
  assert.match((await page.textContent("#file-note")) ?? "", /^pandas\.csv: 4 features/);
  await page.context().close();
});

test("a small file that is too large when unpacked is refused by these words, and the next one is read", async () => {
  const { page } = await lab.visit(query(TINY));
  await reaches(page, "idle");
  await page.setInputFiles("#file", { name: "zeros.csv.gz", mimeType: "application/gzip", buffer: gzipSync(Buffer.alloc(300e6)) });
  await page.waitForFunction(() => /zeros\.csv\.gz/.test(document.getElementById("file-error")?.textContent ?? ""));
  assert.match((await page.textContent("#file-error")) ?? "", /must not be too large when unpacked \(at most 268435456 bytes\)/);
  await choose(page, "pandas.csv");
  await page.waitForFunction(() => /pandas\.csv: 4 features/.test(document.getElementById("file-note")?.textContent ?? ""));
  await page.context().close();
});

for (const [name, options] of Object.entries({ light: {}, dark: { colorScheme: "dark" }, phone: { viewport: { width: 320, height: 640 } } })) {
  test(`the preview is no barrier for anybody and does not scroll sideways (${name})`, async () => {
    const { page } = await lab.visit(query(TINY), options);
    await reaches(page, "idle");
    await choose(page, "pandas.csv");
    await page.waitForFunction(() => /4 features/.test(document.getElementById("file-note")?.textContent ?? ""));
    assert.deepEqual(await barriers(page), []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    if (process.env.WEMEM_LAB_SHOTS) await page.locator(".own-file").screenshot({ path: `${process.env.WEMEM_LAB_SHOTS}/preview-${name}.png` });
    await page.context().close();
  });
}
