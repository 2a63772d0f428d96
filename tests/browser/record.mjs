// Makes the recorded run: the quick preset in the page itself, on the CPU, as any visitor would run it.
//
//   WEMEM_LAB_SITE=… CHROME=… node record.mjs FOLDER
//
// Writes the report with its timings set to zero, its sentences, and the two figures that need no wasm.

import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

import { downloadReport, laboratory, query, runToTheEnd, withoutSeconds } from "./page.mjs";

const folder = process.argv[2] ?? "www/recorded";
const lab = await laboratory();
try {
  const { page } = await lab.visit(query({ preset: "quick", device: "cpu" }));
  await runToTheEnd(page);
  await page.click("#tab-leak-by-round");
  await page.waitForTimeout(1000); // the last redraw: figures follow the run by at most a quarter of a second
  const report = withoutSeconds(await downloadReport(page));
  const sentences = await page.locator("#verdict p").allTextContents();
  const [tradeoff, leak] = await Promise.all(["tradeoff", "leak-by-round"].map((id) => svgOf(page, id)));
  await mkdir(folder, { recursive: true });
  await Promise.all([
    write("quick.json", `${JSON.stringify(report)}\n`),
    write("sentences.json", `${JSON.stringify(sentences, null, 2)}\n`),
    write("tradeoff.svg", `${tradeoff}\n`),
    write("leak-by-round.svg", `${leak}\n`),
  ]);
} finally {
  await lab.close();
}

/** @param {import("playwright-core").Page} page @param {string} id */
function svgOf(page, id) {
  return page.locator(`[data-figure="${id}"] svg`).first().evaluate((svg) => new XMLSerializer().serializeToString(svg));
}

/** @param {string} name @param {string} text */
async function write(name, text) {
  await writeFile(path.join(folder, name), text);
  console.log(`${path.join(folder, name)}: ${text.length} bytes`);
}
