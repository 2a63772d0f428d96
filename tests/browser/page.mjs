// The page in a real Chromium, for the tests: a server, a browser, and what the page did that it should not have.
//
// WEMEM_LAB_SITE is the folder of the assembled page, CHROME the browser.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

import { chromium } from "playwright-core";

import { serve } from "../../www/tools/serve.mjs";

/** Nothing but the page may speak to the network, and WebGPU must work without a GPU. */
export const FLAGS = [
  "--headless=new",
  "--no-sandbox",
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A run of some seconds in which everything still happens. */
export const TINY = {
  preset: "quick",
  "data.source": "mini-bits",
  "data.members": "160",
  "network.hidden1": "16",
  "network.hidden2": "8",
  "train.epochs": "2",
  "prune.rounds": "2",
  "prune.epochs": "3",
  "memory.epochs": "2",
  "attack.shadows": "2",
  arms: "base,rsw-low-to-high,random-window",
  device: "cpu",
};

/** @param {Record<string, string>} choice */
export const query = (choice) => `?${new URLSearchParams(choice)}`.replaceAll("%2C", ",");

/** The folder of the page. @returns {string} */
export const site = () => {
  const folder = process.env.WEMEM_LAB_SITE;
  if (!folder) throw new Error("WEMEM_LAB_SITE must be the folder of the assembled page: use ./build.sh browser");
  return folder;
};

/**
 * A browser and a served page; `close` ends both.
 * @param {string} [folder]
 * @param {typeof serve} [start] the server
 * @param {string[]} [args] the browser's
 */
export async function laboratory(folder = site(), start = serve, args = FLAGS) {
  const server = await start(folder, 0);
  const browser = await chromium.launch({ executablePath: process.env.CHROME ?? "/usr/bin/chromium", args });
  return {
    url: server.url,
    /** @param {string} [search] @param {import("playwright-core").BrowserContextOptions} [options] */
    visit: (search = "", options = {}) => visit(browser, server.url + search, options),
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}

/** @param {import("playwright-core").Browser} browser @param {string} url @param {object} options */
async function visit(browser, url, options) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  /** @type {string[]} */
  const complaints = [];
  /** @type {{ url: string, phase: string | undefined }[]} */
  const requests = [];
  let phase;
  await page.exposeFunction("sayPhase", (now) => (phase = now));
  await page.addInitScript(watch);
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  context.on("request", (request) => requests.push({ url: request.url(), phase }));
  await page.goto(url);
  return { page, complaints, requests };
}

/** Runs in the page: notes policy violations and phases. */
function watch() {
  globalThis.violations = [];
  addEventListener("securitypolicyviolation", (event) => globalThis.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
  addEventListener("DOMContentLoaded", () => {
    const tell = () => globalThis.sayPhase(document.body.dataset.phase);
    new MutationObserver(tell).observe(document.body, { attributeFilter: ["data-phase"] });
  });
}

/** @param {import("playwright-core").Page} page @param {string} phase @param {number} [timeout] */
export const reaches = (page, phase, timeout = 60_000) =>
  page.waitForSelector(`body[data-phase="${phase}"]`, { timeout });

/** Presses Run and waits for the end. @param {import("playwright-core").Page} page */
export async function runToTheEnd(page, limit = 120_000) {
  await reaches(page, "idle");
  await page.click("#button-run");
  await reaches(page, "finished", limit);
}

/** What a frame holds. @param {import("playwright-core").Page} page @param {string} selector */
export async function frameOf(page, selector) {
  const frame = await (await page.waitForSelector(selector)).contentFrame();
  if (!frame) throw new Error(`${selector} holds no frame`);
  return frame;
}

/**
 * Results and figures are shown at the page's own pace, also after the end of a run: waits until they are.
 * @param {import("playwright-core").Page} page
 */
export async function settled(page) {
  await page.waitForSelector("#arms:not([data-pending])");
  await page.waitForSelector("#tradeoff:not([data-drawing])");
}

/** The report, as a visitor downloads it. @param {import("playwright-core").Page} page */
export const downloadReport = async (page) => JSON.parse(await saved(page, "#report"));

/** The text of the file that a button saves. @param {import("playwright-core").Page} page @param {string} button */
export async function saved(page, button) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.click(button)]);
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

/** What keeps somebody out of the page as it is now, by axe. @param {import("playwright-core").Page | import("playwright-core").Frame} page @returns {Promise<string[]>} */
export async function barriers(page) {
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
  return page.evaluate(async () => {
    const { violations } = await globalThis.axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
  });
}

/** Timings are the only part of a report that may differ. @template T @param {T} value @returns {T} */
export function withoutSeconds(value) {
  const { begun: _, ...rest } = value;
  return JSON.parse(JSON.stringify(rest, (key, part) => (key === "seconds" ? 0 : part)));
}

/**
 * A report as it is recorded. So that a visitor does not wait for what no picture shows: no timings, nothing of single records,
 * every third point of a curve, of the seeds only the named attacks, and three digits in details, four elsewhere.
 * @param {any} report
 */
export function asRecorded(report) {
  const short = withoutSeconds({ ...report, records: { members: [], non_members: [] } });
  for (const { rounds, detail } of short.arms) {
    for (const round of rounds) delete round.log_odds;
    for (const exposed of detail?.most_exposed ?? []) delete exposed.each_shadow;
    for (const curve of detail?.roc ?? []) curve.points = curve.points.filter((_, i, all) => i % 3 === 0 || i === all.length - 1);
  }
  for (const arm of short.repeats?.arms ?? []) arm.attacks = arm.attacks.filter(({ attack }) => NAMED.includes(attack));
  const arms = short.arms.map((/** @type {any} */ arm) => ({ ...rounded(arm, 4), ...(arm.detail ? { detail: rounded(arm.detail, 3) } : {}) }));
  // By these devices are compared.
  return { ...rounded(short, 4), arms, first_losses: short.first_losses };
}

/** As `NAMED` in `src/report/mod.rs`. */
const NAMED = ["rmia", "lira", "conf"];

/** @template T @param {T} value @param {number} digits @returns {T} */
const rounded = (value, digits) =>
  JSON.parse(JSON.stringify(value, (_, part) =>
    typeof part === "number" && !Number.isInteger(part) ? Number(part.toPrecision(digits)) : part));

/**
 * Milliseconds of its own processor time that each task of the page's main thread took meanwhile, longest first. Wall
 * time would also count the engines, which share the processor with it.
 * @param {import("playwright-core").Page} page
 * @param {() => Promise<void>} meanwhile
 */
export async function mainThreadTasks(page, meanwhile) {
  const tasks = (await mainThread(page, meanwhile)).filter(({ name, tdur }) => name === "RunTask" && tdur !== undefined);
  return tasks.map(({ tdur }) => tdur / 1000).sort((a, b) => b - a);
}

/** How often the page was painted meanwhile. @param {import("playwright-core").Page} page @param {() => Promise<void>} meanwhile */
export async function framesPainted(page, meanwhile) {
  return (await mainThread(page, meanwhile)).filter(({ name }) => name === "Layerize").length;
}

/** What Chromium traces of the page's main thread meanwhile. @param {import("playwright-core").Page} page @param {() => Promise<void>} meanwhile */
async function mainThread(page, meanwhile) {
  const session = await page.context().newCDPSession(page);
  /** @type {any[]} */
  const events = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  await session.send("Tracing.start", { traceConfig: { includedCategories: ["devtools.timeline", "disabled-by-default-devtools.timeline"] } });
  await meanwhile();
  const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.end");
  await complete;
  const mains = events.filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain");
  return events.filter(({ pid, tid }) => mains.some((main) => main.pid === pid && main.tid === tid));
}
