// A run that nobody looks at: it goes on, the tab's title says so, and the screen stays awake only while somebody does.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { laboratory, query, reaches, TINY } from "./page.mjs";

const LONGER = { ...TINY, "train.epochs": "20", "prune.epochs": "80", "data.members": "600" };
const TITLE = "Does pruning make a network remember too much?";

/** @type {Awaited<ReturnType<typeof laboratory>>} */
let lab;
before(async () => (lab = await laboratory()));
after(() => lab.close());

/** Runs in the page: a headless browser shows every tab, so this one is said to be hidden; and locks are counted. */
function prepare() {
  let isHidden = false;
  Object.defineProperty(document, "hidden", { get: () => isHidden });
  Object.defineProperty(document, "visibilityState", { get: () => (isHidden ? "hidden" : "visible") });
  globalThis.locks = [];
  globalThis.hide = (hidden) => {
    isHidden = hidden;
    // As the browser does with a page that is hidden.
    if (hidden) for (const lock of globalThis.locks) void lock.release();
    document.dispatchEvent(new Event("visibilitychange"));
  };
  const request = navigator.wakeLock.request.bind(navigator.wakeLock);
  navigator.wakeLock.request = async (kind) => {
    const lock = await request(kind);
    globalThis.locks.push(lock);
    return lock;
  };
}

/** @param {import("playwright-core").Page} page @param {number} locks that are held */
const holds = (page, locks) =>
  page.waitForFunction((locks) => globalThis.locks.filter(({ released }) => !released).length === locks, locks);

async function open() {
  const { page } = await lab.visit("?laboratory");
  await page.addInitScript(prepare);
  await page.goto(lab.url + query(LONGER));
  await reaches(page, "idle");
  return page;
}

test("a hidden run goes on, its tab says how far it is and how it ended, and no more once that is seen", async () => {
  const page = await open();
  await page.evaluate(() => globalThis.hide(true));
  assert.equal(await page.title(), TITLE);
  await page.evaluate(() => globalThis.hide(false));
  await page.click("#button-run");
  await reaches(page, "running");
  assert.equal(await page.title(), TITLE);
  await page.evaluate(() => globalThis.hide(true));
  await page.waitForFunction((title) => new RegExp(`^Running [1-9]\\d* % · ${title.replace("?", "\\?")}$`).test(document.title), TITLE);
  await page.waitForFunction((title) => document.title === `Finished · ${title}`, TITLE);
  await page.evaluate(() => globalThis.hide(false));
  assert.equal(await page.title(), TITLE);
  await page.context().close();
});

test("the screen is kept awake while a run goes and is looked at, and not a moment longer", async () => {
  const page = await open();
  await holds(page, 0);
  await page.click("#button-run");
  await reaches(page, "running");
  await holds(page, 1);
  await page.evaluate(() => globalThis.hide(true));
  await holds(page, 0);
  await page.evaluate(() => globalThis.hide(false));
  await holds(page, 1);
  await page.click("#button-run");
  await reaches(page, "paused");
  await holds(page, 0);
  await page.click("#button-run");
  await holds(page, 1);
  await reaches(page, "finished");
  await holds(page, 0);
  await page.context().close();
});
