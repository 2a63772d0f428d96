// An example of `docs/examples/` built as its reader builds it, and what holds of each: the same laws, whatever made the page.
//
// WEMEM_LAB_EMBEDS is a folder that keeps what examples are built with, and in which the packed npm package lies; WEMEM_LAB_TOOLS that of
// command-line tools.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { frameOf, laboratory, query, TINY } from "../browser/page.mjs";

/** @typedef {import("playwright-core").Page} Page */

const EXAMPLES = fileURLToPath(new URL("../../docs/examples/", import.meta.url));

/** @param {string} name @returns {string} */
function folder(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: use ./build.sh embeds`);
  return value;
}

export const WORK = folder("WEMEM_LAB_EMBEDS");
export const TOOLS = folder("WEMEM_LAB_TOOLS");

/** The page as it is published. */
export const PUBLISHED = path.join(WORK, "published");

/** The npm package, as a folder and as one file. */
const PACKAGE = path.join(WORK, "package");
const PACKED = path.join(WORK, readdirSync(WORK).find((name) => /^wemem-lab-.*\.tgz$/.test(name)) ?? "");

/** @param {string} at folder @param {string} program @param {string[]} words */
export const run = (at, program, ...words) => execFileSync(program, words, { cwd: at, stdio: ["ignore", "ignore", "inherit"] });

/** A copy of an example, beside what an earlier test installed for it. @param {string} name */
export function copyOf(name) {
  const at = path.join(WORK, name);
  mkdirSync(at, { recursive: true });
  cpSync(path.join(EXAMPLES, name), at, { recursive: true });
  return at;
}

/** What its lock file says, and our package. @param {string} at */
export function installFromNpm(at) {
  run(at, "npm", "ci", "--no-audit", "--no-fund");
  run(at, "npm", "install", "--no-save", "--offline", "--no-audit", "--no-fund", PACKED);
}

/** What its lock file says, in an environment of its own. @param {string} at @returns {string} where its programs are */
export function installFromPyPI(at) {
  const programs = path.join(at, ".venv/bin");
  run(at, "python3", "-m", "venv", ".venv");
  run(at, path.join(programs, "pip"), "install", "--quiet", "--require-hashes", "--requirement", "requirements.txt");
  return programs;
}

/** The published page, for a page that knows no npm. @param {string} to */
export const copyPage = (to) => run(WORK, "node", path.join(PACKAGE, "copy.mjs"), "copy", to);

/**
 * The laws of a page that holds a figure and a step of the lesson by two tags.
 * @param {string} name of the example
 * @param {() => string} build makes the pages and tells their folder
 */
export function laws(name, build) {
  /** @type {Awaited<ReturnType<typeof laboratory>>} */
  let lab;
  before(async () => (lab = await laboratory(build())));
  after(() => lab?.close());

  // The host's scripts are not ours, and written for no policy.
  const visit = (/** @type {import("playwright-core").BrowserContextOptions} */ options = {}) => lab.visit("", { bypassCSP: true, ...options });

  test(`${name}: two tags show what was recorded before any wasm is loaded`, async () => {
    const { page, complaints, requests } = await visit();
    const { lesson } = await shown(page);
    assert.equal(await lesson.textContent("h1"), "No answer key: ask the others");
    assert.deepEqual(requests.filter(({ url }) => url.includes(".wasm")), []);
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  test(`${name}: neither page's styles reach the other`, async () => {
    const { page: plain } = await visit({ javaScriptEnabled: false });
    const { page } = await visit();
    const { figure } = await shown(page);
    assert.deepEqual(await look(page, "p"), await look(plain, "p"), "a paragraph of the host looks as it does without the tag");
    const title = await look(page, "h1", figure);
    await page.addStyleTag({ content: "* { color: red !important; font-size: 40px !important; display: block !important }" });
    assert.equal((await look(page, "p"))["font-size"], "40px");
    assert.deepEqual(await look(page, "h1", figure), title);
    await Promise.all([plain, page].map((one) => one.context().close()));
  });

  test(`${name}: a press opens the laboratory in the frame, where a run ends`, async () => {
    const { page } = await visit();
    await shown(page);
    await page.locator("wemem-lab").first().evaluate((tag, settings) => tag.setAttribute("settings", settings), query(TINY).slice(1));
    const figure = await frameOf(page, "wemem-lab >> nth=0 >> iframe");
    await figure.waitForURL(/data\.source=mini-bits/);
    await figure.click(".embed-start button");
    await figure.waitForSelector('body[data-phase="idle"]', { timeout: 60_000 });
    await figure.click("#button-run");
    await figure.waitForSelector('body[data-phase="finished"]', { timeout: 120_000 });
    await page.context().close();
  });
}

/** Both tags, drawn. @param {Page} page */
async function shown(page) {
  const figure = await frameOf(page, "wemem-lab >> nth=0 >> iframe");
  await figure.waitForSelector("figure svg[role=img]");
  await page.locator("wemem-lab").nth(1).scrollIntoViewIfNeeded();
  const lesson = await frameOf(page, "wemem-lab >> nth=1 >> iframe");
  await lesson.waitForSelector(".crowd canvas");
  return { figure, lesson };
}

/** Every computed style of the first such element. @param {Page} page @param {string} selector @param {Page | import("playwright-core").Frame} [at] @returns {Promise<Record<string, string>>} */
const look = (page, selector, at = page) =>
  at.locator(selector).first().evaluate((part) => Object.fromEntries([...getComputedStyle(part)].map((name) => [name, getComputedStyle(part).getPropertyValue(name)])));
