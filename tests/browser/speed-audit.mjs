// What an audit costs by the size of its file, on the page and natively: seconds, and the most memory that was resident; on the page
// also with the scores of every record. For comparing builds on one machine. Memory is read from /proc, so on Linux only.
//
//   WEMEM_LAB_SITE=… WEMEM_LAB_COMMAND=… CHROME=… node speed-audit.mjs [MEGABYTES]…

import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { finished } from "node:stream/promises";

import { audit } from "./audit.mjs";
import { laboratory, query, reaches, TINY } from "./page.mjs";

const SIZES = [10, 100, 500];
const CLASSES = 10;
const MB = 1e6;
const LOOK_EVERY_MS = 10;

const asked = process.argv.slice(2).map(Number);
const folder = await mkdtemp(path.join(tmpdir(), "wemem-lab-speed-"));
try {
  for (const size of asked.length > 0 ? asked : SIZES) {
    const file = path.join(folder, `target-${size}.csv`);
    const rows = await write(file, size * MB);
    const [page, command] = [await onPage(file), await natively(file)];
    console.log(`${size} MB, ${rows} records: page ${told(page)}; command ${told(command)}`);
    await rm(file);
  }
} finally {
  await rm(folder, { recursive: true });
}

/** @param {{ seconds: number, peak: number, said?: string }} found */
function told({ seconds, peak, said }) {
  return `${seconds.toFixed(1)} s, ${Math.round(peak / MB)} MB${said ? ` (${said})` : ""}`;
}

/** Posteriors of six digits, a little surer for members; as many as fit. @param {string} file @param {number} bytes @returns {Promise<number>} rows */
async function write(file, bytes) {
  const out = createWriteStream(file);
  let state = 1;
  const draw = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const digits = (/** @type {number} */ millionths) => `0.${String(millionths).padStart(6, "0")}`;
  const row = (/** @type {number} */ at) => {
    const [member, label] = [at % 2, Math.floor(draw() * CLASSES)];
    const others = Array.from({ length: CLASSES }, () => Math.floor(draw() * (member ? 8e4 : 1e5)));
    const rest = others.reduce((sum, one, k) => (k === label ? sum : sum + one), 0);
    return `${member},${label},${others.map((one, k) => digits(k === label ? 1e6 - rest : one)).join(",")}\n`;
  };
  out.write(`member,label,${Array.from({ length: CLASSES }, (_, k) => `p${k}`).join(",")}\n`);
  let [written, rows] = [0, 0];
  while (written < bytes) {
    const block = Array.from({ length: 10_000 }, (_, k) => row(rows + k)).join("");
    if (written + block.length > bytes && rows > 0) break;
    rows += 10_000;
    written += block.length;
    if (!out.write(block)) await new Promise((resolve) => out.once("drain", resolve));
  }
  out.end();
  await finished(out);
  return rows;
}

/** In a browser of its own, for a peak is that of a process's whole life. @param {string} file */
async function onPage(file) {
  const lab = await laboratory();
  const { page } = await lab.visit(query(TINY));
  await reaches(page, "idle");
  await page.setInputFiles("#audit-input", file);
  const { soFar, stop } = watch(await renderers(page));
  try {
    await audit(page, 600_000);
    const found = soFar();
    if (await page.locator("#audit-result").isHidden()) return { ...found, said: (await page.textContent("#audit")) ?? "" };
    const [download] = await Promise.all([page.waitForEvent("download", { timeout: 600_000 }), page.click("#audit-scores-csv")]);
    await download.path();
    return { ...found, said: `with the scores ${told(soFar())}` };
  } finally {
    stop();
    await lab.close();
  }
}

/** Processes that draw pages and hold their workers. @param {import("playwright-core").Page} page @returns {Promise<number[]>} */
async function renderers(page) {
  const session = await page.context().browser()?.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  return processInfo.filter((/** @type {{ type: string }} */ { type }) => type === "renderer").map((/** @type {{ id: number }} */ { id }) => id);
}

/** @param {string} file */
async function natively(file) {
  const child = spawn(process.env.WEMEM_LAB_COMMAND ?? "", ["audit", "--target", file], { stdio: "ignore" });
  const { soFar, stop } = watch([child.pid ?? 0]);
  await new Promise((resolve) => child.once("exit", resolve));
  stop();
  return soFar();
}

/** From now on, looks at processes again and again: Chromium resets their peak now and then. @param {number[]} processes */
function watch(processes) {
  const started = performance.now();
  let peak = 0;
  const look = async () => {
    const peaks = await Promise.all(processes.map((id) => peakOf(id).catch(() => 0)));
    peak = Math.max(peak, ...peaks);
  };
  const looking = setInterval(() => void look(), LOOK_EVERY_MS);
  return { soFar: () => ({ seconds: (performance.now() - started) / 1000, peak }), stop: () => clearInterval(looking) };
}

/** The most memory that a process has had, in bytes. @param {number} process */
async function peakOf(process) {
  const status = await readFile(`/proc/${process}/status`, "utf8");
  return 1024 * Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0);
}
