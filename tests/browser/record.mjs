// Makes the recorded run: ten seeds of the quick preset in the page itself, on the CPU, as any visitor would run them.
//
//   WEMEM_LAB_SITE=… CHROME=… node record.mjs FOLDER
//
// Writes the report of seed 1 with what all seeds say together, its timings set to zero; what all seeds say; and the
// two figures that need no wasm.

import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

import { asRecorded, downloadReport, laboratory, query, reaches, runToTheEnd, settled } from "./page.mjs";

const SEEDS = 10;

const folder = process.argv[2] ?? "www/recorded";
const lab = await laboratory();
try {
  // Seed 1 comes last: the report in sight is that of the last seed.
  const { page } = await lab.visit(query({ preset: "quick", device: "cpu", seed: "2" }));
  await runToTheEnd(page);
  for (let seed = 3; seed <= SEEDS; seed += 1) await next(page, () => page.click("#button-seed"));
  await page.fill("#field-seed", "1");
  await page.press("#field-seed", "Tab");
  await next(page, () => page.click("#button-run"));
  await page.click("#tab-leak-by-round");
  await settled(page);
  const report = asRecorded(await downloadReport(page));
  if (report.repeats?.seeds.length !== SEEDS) throw new Error(`${SEEDS} seeds must be there: ${report.repeats?.seeds}`);
  const sentences = await page.locator("#verdict p").allTextContents();
  const headline = (await page.textContent("#answer .headline")) ?? "";
  const lines = await page.locator("#answer [data-line]").evaluateAll((parts) =>
    parts.map((part) => [/** @type {HTMLElement} */ (part).dataset.line, part.textContent]));
  const { seconds } = await downloadReport(page);
  await page.waitForFunction(() => /[\d,]+ training steps/.test(document.getElementById("left")?.textContent ?? ""));
  const steps = Number(/([\d,]+) training/.exec((await page.textContent("#left")) ?? "")?.[1].replaceAll(",", ""));
  const said = { answer: { headline, ...Object.fromEntries(lines) }, sentences, cost: { steps, seconds: Number(seconds.toPrecision(2)) } };
  const [tradeoff, leak] = await Promise.all(["tradeoff", "leak-by-round"].map((id) => svgOf(page, id)));
  await mkdir(folder, { recursive: true });
  await Promise.all([
    write("quick.json", `${JSON.stringify(report)}\n`),
    write("said.json", `${JSON.stringify(said, null, 2)}\n`),
    write("tradeoff.svg", `${tradeoff}\n`),
    write("leak-by-round.svg", `${leak}\n`),
  ]);
} finally {
  await lab.close();
}

/** Starts a run and waits for its end. @param {import("playwright-core").Page} page @param {() => Promise<void>} start */
async function next(page, start) {
  await start();
  await reaches(page, "preparing");
  await reaches(page, "finished", 120_000);
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
