// Makes the recorded runs: ten seeds of a preset in the page itself, on the CPU, as any visitor would run them.
//
//   WEMEM_LAB_SITE=… CHROME=… node record.mjs FOLDER KEPT [PRESET…]
//
// Of the default the report of seed 1 with what all seeds say together, its timings set to zero; what all seeds say; and every
// figure, which needs no wasm then. Of every other preset that needs no file and no minutes the report alone, which is loaded when the preset
// is chosen. KEPT gets the whole reports of the lesson's first set, for `tests/lesson/record.mjs`.

import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

import { strings } from "../../www/strings/en.js";
import { SETS } from "../lesson/sets.mjs";
import { asRecorded, downloadReport, laboratory, query, reaches, runToTheEnd, settled } from "./page.mjs";

const SEEDS = 10;
const PRESETS = ["early-stopping", "sparsity", "sparsity-early-stopping", "sparsity-long-dense", "reuse", "memorability", "noisy", "quick-bits"];
const LESSON = "lesson";

const [folder = "www/recorded", kept, ...chosen] = process.argv.slice(2);
const wanted = chosen.length > 0 ? chosen : ["quick", LESSON, ...PRESETS];
const lab = await laboratory();
try {
  for (const part of ["presets", "views"]) await mkdir(path.join(folder, part), { recursive: true });
  for (const name of wanted) {
    if (name === "quick") await recordDefault();
    else if (name === LESSON) await keepLesson();
    else await recordPreset(name);
  }
} finally {
  await lab.close();
}

async function recordDefault() {
  const page = await afterAllSeeds({ preset: "quick" });
  await settled(page);
  const report = await recorded(page);
  const sentences = await page.locator("#verdict p").allTextContents();
  const headline = (await page.textContent("#answer .headline")) ?? "";
  const lines = await page.locator("#answer [data-line]").evaluateAll((parts) =>
    parts.map((part) => [/** @type {HTMLElement} */ (part).dataset.line, part.textContent]));
  const said = { answer: { headline, ...Object.fromEntries(lines) }, sentences, cost: await costOf(page) };
  await Promise.all([
    write("quick.json", `${JSON.stringify(report)}\n`),
    write("said.json", `${JSON.stringify(said, null, 2)}\n`),
  ]);
  await page.context().close();
  await recordViews(report);
}

/** Every figure of the recorded run as a first visit sees it, for other people's pages, and what each is called. @param {any} report */
async function recordViews(report) {
  // Of a width whose letters can still be read where a phone makes the picture smaller.
  const { page } = await lab.visit("licences.txt", { viewport: { width: 560, height: 1200 } });
  await page.route("**/recorded/quick.json", (route) => route.fulfill({ json: report }));
  await page.goto(`${lab.url}?laboratory`);
  await reaches(page, "idle");
  const tabs = await page.locator("#stage [role=tab]").evaluateAll((found) => found.map(({ id, textContent }) => [id.replace(/^tab-/, ""), textContent]));
  const names = Object.fromEntries([["tradeoff", strings.stage.tradeoff], ...tabs]);
  for (const id of Object.keys(names)) {
    if (id !== "tradeoff") await page.click(`#tab-${id}`);
    await settled(page);
    await write(`views/${id}.svg`, `${await svgOf(page, id)}\n`);
  }
  await page.context().close();
  await write("views/views.json", `${JSON.stringify(names, null, 2)}\n`);
}

/** @param {string} preset */
async function recordPreset(preset) {
  const page = await afterAllSeeds({ preset });
  await write(path.join("presets", `${preset}.json`), `${JSON.stringify(await recorded(page))}\n`);
  await page.context().close();
}

async function keepLesson() {
  if (!kept) throw new Error("KEPT must be given");
  await mkdir(kept, { recursive: true });
  await afterAllSeeds(Object.fromEntries(new URLSearchParams(SETS.quick)), async (page, seed) => {
    await writeFile(path.join(kept, `quick-${seed}.json`), JSON.stringify(await downloadReport(page)));
  }).then((page) => page.context().close());
}

/**
 * Seed 1 comes last: the report in sight is that of the last seed.
 * @param {Record<string, string>} choice @param {(page: import("playwright-core").Page, seed: number) => Promise<void>} [each]
 */
async function afterAllSeeds(choice, each = async () => {}) {
  console.log(query(choice));
  const { page } = await lab.visit(query({ ...choice, device: "cpu", seed: "2" }));
  await runToTheEnd(page);
  await each(page, 2);
  for (let seed = 3; seed <= SEEDS; seed += 1) {
    await next(page, () => page.click("#button-seed"));
    await each(page, seed);
  }
  await page.fill("#field-seed", "1");
  await page.press("#field-seed", "Tab");
  await next(page, () => page.click("#button-run"));
  await each(page, 1);
  return page;
}

/** Of the run that has just ended: steps, and the seconds that it took here. @param {import("playwright-core").Page} page */
async function costOf(page) {
  const { seconds } = await downloadReport(page);
  const text = await page.waitForFunction(() => /([\d,]+) training steps/.exec(document.getElementById("left")?.textContent ?? "")?.[1]);
  return { steps: Number((await text.jsonValue())?.replaceAll(",", "")), seconds: Number(seconds.toPrecision(2)) };
}

/** Of all seeds, without what no picture shows. @param {import("playwright-core").Page} page */
async function recorded(page) {
  const report = asRecorded(await downloadReport(page));
  if (report.repeats?.seeds.length !== SEEDS) throw new Error(`${SEEDS} seeds must be there: ${report.repeats?.seeds}`);
  return report;
}

/** Starts a run and waits for its end. @param {import("playwright-core").Page} page @param {() => Promise<void>} start */
async function next(page, start) {
  await start();
  await reaches(page, "preparing");
  await reaches(page, "finished", 300_000);
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
