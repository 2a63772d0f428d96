// The lesson as visitors go through it: by keyboard, by touch on a phone, by pointer; with runs of their own and files of teachers.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";

import { barriers, laboratory, reaches } from "./page.mjs";

/** @type {Awaited<ReturnType<typeof laboratory>>} */
let lab;
before(async () => (lab = await laboratory()));
after(() => lab.close());

/** @typedef {import("playwright-core").Page} Page */

const STEPS = 10;
const KB = 1000;

/** @param {Page} page @param {number} step from 1 */
const arrives = (page, step) =>
  page.waitForFunction((at) => document.querySelector(".step-count")?.textContent === `${at} / 10` && !/way/.test(document.querySelector(".lesson-picture .quiet")?.textContent ?? ""), step);

/** What was recorded for the lesson is there. @param {Page} page */
const isLoaded = (page) => page.waitForFunction(() => performance.getEntriesByType("resource").filter(({ name }) => /lesson\/recorded\/(crowd|seeds)/.test(name)).length === 2);

/** The answer stands there with its numbers. @param {Page} page */
async function answered(page) {
  await page.waitForSelector("#lesson-result .answered");
  await page.waitForFunction(() => !/…/.test(document.querySelector("#lesson-result")?.textContent ?? ""));
  const text = (await page.textContent("#lesson-result")) ?? "";
  assert.doesNotMatch(text, /NaN|undefined|\{/, text);
  return text;
}

test("the first screen is a picture and a question, for 70 KB; before any wasm there are 200", async () => {
  const { page, requests } = await lab.visit();
  await page.waitForSelector(".networks button");
  await reaches(page, "idle");
  const upTo = async (/** @type {string} */ part) => {
    const before = requests.slice(0, requests.findIndex(({ url }) => url.includes(part)));
    assert.ok(before.length > 10 && before.every(({ url }) => !url.includes("/wasm/")));
    const sizes = await Promise.all(before.map(async ({ url }) => gzipSync(await (await page.request.get(url)).body(), { level: 9 }).length));
    return sizes.reduce((sum, one) => sum + one, 0);
  };
  const [first, all] = [await upTo("recorded/crowd.json"), await upTo("/wasm/")];
  assert.ok(first < 70 * KB, `${first} bytes until the first picture`);
  assert.ok(all > first && all < 200 * KB, `${all} bytes until the first wasm, ${first} until the first picture`);
  assert.equal(await page.locator("h1:visible").textContent(), "Which network has seen this picture?");
  assert.equal(await page.locator(".bar:visible, form:visible, .stage:visible").count(), 0);
  await page.context().close();
});

/** What is done with a step's picture, by what a hand does. @typedef {{ press: (selector: string) => Promise<void>, move: (selector: string) => Promise<void>, draw: () => Promise<void> }} Hand */

/** Goes through all steps and looks whether each answers. @param {Page} page @param {Hand} hand */
async function through(page, { press, move, draw }) {
  await page.waitForSelector(".networks button");
  await isLoaded(page);
  const texts = [];
  for (let step = 1; step <= STEPS; step += 1) {
    await arrives(page, step);
    assert.equal(await page.locator("#lesson-result .answered").count(), 0, "no answer before the guess");
    if (step === 1) {
      await press(".networks li:nth-child(2) button");
      assert.match((await page.textContent("#card-rule")) ?? "", /\d+ of 500 members are found, and \d+ of 500 others accused/);
    }
    if (step === 2) {
      await press(".tiles li:nth-child(1) button");
      await press(".picture-twelve .card-more button");
      assert.match((await page.textContent(".picture-twelve .card-more")) ?? "", /Right of 12: you \d+, the attacker \d+/);
    }
    if ([3, 8, 10].includes(step)) {
      await move(".guess input[type=range]");
      await press("#guess");
    }
    if ([4, 5, 7].includes(step)) await press(".guess .choice button:nth-of-type(1)");
    if (step === 6) {
      await draw();
      await press(".picture-sparsity .card-more button");
    }
    if (step === 9) {
      for (let bet = 0; bet < 5; bet += 1) await press(".bets .choice button:nth-of-type(1)");
      assert.match((await page.textContent(".picture-bets")) ?? "", /\d of 5 bets won/);
    }
    texts.push(await answered(page));
    if ([3, 4, 5, 7, 8].includes(step)) {
      const handle = ".lesson-picture .handle";
      const before = await page.textContent(`${handle} output`);
      await move(`${handle} input`);
      assert.notEqual(await page.textContent(`${handle} output`), before, `step ${step} answers to its handle`);
    }
    if (step === 10) {
      await press(".picture-throws .card-more button:nth-of-type(1)");
      assert.match((await page.textContent(".picture-throws")) ?? "", /2 of 10: mean/);
    }
    if (step < STEPS) await press("#step-next");
  }
  assert.equal(new Set(texts).size, STEPS);
  // Guesses stay, and what was done in a picture.
  await press("#step-back");
  await arrives(page, STEPS - 1);
  assert.match((await page.textContent(".picture-bets")) ?? "", /of 5 bets won/);
}

test("the whole lesson by keyboard", async () => {
  const { page, complaints } = await lab.visit();
  const reach = async (/** @type {string} */ selector) => {
    for (let tabs = 0; tabs < 160; tabs += 1) {
      if (await page.evaluate((to) => document.activeElement === document.querySelector(to), selector)) return;
      await page.keyboard.press("Tab");
    }
    assert.fail(`no way by Tab to ${selector}`);
  };
  await through(page, {
    press: async (selector) => {
      await reach(selector);
      await page.keyboard.press("Enter");
    },
    move: async (selector) => {
      await reach(selector);
      // To and fro, so that it moves also where it stands at an end.
      for (const arrow of ["Right", "Right", "Right", "Left", "Left"]) await page.keyboard.press(`Arrow${arrow}`);
    },
    draw: async () => {
      await reach(".picture-sparsity .handle:nth-of-type(1) input");
      for (let i = 0; i < 5; i += 1) await page.keyboard.press("ArrowUp");
      assert.match((await page.getAttribute(".picture-sparsity svg", "aria-label")) ?? "", /Your line: 70\.0 at 30\s%/);
    },
  });
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test("the whole lesson by touch on a phone", async () => {
  const { page, complaints } = await lab.visit("", { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  await through(page, {
    press: (selector) => page.locator(selector).first().tap(),
    move: async (selector) => {
      const box = await boxOf(page, selector);
      await page.touchscreen.tap(box.x + box.width * 0.7, box.y + box.height / 2);
    },
    draw: async () => {
      await page.locator(".can-draw svg").scrollIntoViewIfNeeded();
      const box = await boxOf(page, ".can-draw svg");
      await page.touchscreen.tap(box.x + box.width * 0.5, box.y + box.height * 0.4);
      await page.waitForSelector(".can-draw .is-drawn");
    },
  });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing is wider than the phone");
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test("the whole lesson by pointer: lines are drawn, dots tell what they are", async () => {
  const { page, complaints } = await lab.visit();
  await through(page, {
    press: (selector) => page.locator(selector).first().click(),
    move: async (selector) => {
      const box = await boxOf(page, selector);
      await page.mouse.move(box.x + box.width * 0.3, box.y + box.height / 2);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * 0.8, box.y + box.height / 2, { steps: 4 });
      await page.mouse.up();
    },
    draw: async () => {
      const box = await boxOf(page, ".can-draw svg");
      await page.mouse.move(box.x + box.width * 0.2, box.y + box.height * 0.3);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * 0.9, box.y + box.height * 0.5, { steps: 12 });
      await page.mouse.up();
      assert.equal(await page.locator(".can-draw .is-drawn").count(), 1);
    },
  });
  /** @type {(value?: unknown) => void} */
  let letGo = () => {};
  const held = new Promise((done) => (letGo = done));
  await page.context().route("**/wasm/figures/*.wasm", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`${lab.url}?lesson=4`);
  await page.waitForSelector(".crowd canvas");
  await isLoaded(page);
  const box = await boxOf(page, ".crowd canvas");
  const note = page.locator(".crowd-note:visible");
  for (let at = 0.3; at < 0.9 && (await note.count()) === 0; at += 0.02) {
    await page.mouse.move(box.x + box.width * at, box.y + box.height * (0.95 - 0.85 * at));
    await answersTo(page); // else the hand is over the next dot when this one's note comes
  }
  assert.match((await note.textContent()) ?? "", /(used in training|not used): this network .* sure, the others .*/);
  await page.waitForSelector(".crowd-note canvas:visible");
  // The laboratory comes, and the step is drawn once more: whoever looks at a dot still does.
  letGo();
  await reaches(page, "idle");
  await answersTo(page);
  assert.ok(await page.isVisible(".crowd-note canvas"));
  // Answered without the pointer's leaving: the crowd is drawn anew, and nothing is ringed.
  await page.locator(".guess .choice button").first().evaluate((/** @type {HTMLElement} */ button) => button.click());
  await page.waitForSelector("#lesson-result .answered");
  assert.equal(await note.count(), 0, "a note goes with the look that it told of");
  assert.deepEqual(complaints, []);
  await page.context().close();
});

/** Two frames: pointer movements are handed out with the first. @param {Page} page */
const answersTo = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

/** @param {Page} page @param {string} selector */
async function boxOf(page, selector) {
  await page.locator(selector).first().scrollIntoViewIfNeeded();
  const box = await page.locator(selector).first().boundingBox();
  if (!box) throw new Error(`${selector} is not there`);
  return box;
}

test("one thing is changed and run: the visitor's own run speaks, and the last one stays pale", async () => {
  const { page, complaints } = await lab.visit("?lesson=5");
  await page.waitForSelector("#show-me");
  await page.click("#show-me");
  await page.click(".drawer summary");
  await page.waitForSelector(".drawer button:not([disabled])", { timeout: 60_000 });
  await page.fill(".drawer input", "many");
  await page.click(".drawer button");
  await page.waitForFunction(() => /prune\.epochs/.test(document.querySelector("#drawer-trouble")?.textContent ?? ""));
  assert.match(await answered(page), /round 0/, "nothing is lost");
  await page.fill(".drawer input", "0");
  await page.click(".drawer button");
  await page.waitForFunction(() => /must be .*, but is 0/.test(document.querySelector("#drawer-trouble")?.textContent ?? ""));
  await page.fill(".drawer input", "1");
  await page.click(".drawer button");
  await reaches(page, "finished", 120_000);
  await page.waitForSelector(".own li");
  const own = await page.locator(".own li").allTextContents();
  assert.match(own.join(" "), /Round 0|Pruned in rounds against the network before pruning: [+−]\d+\.\d of 100 pairs \([+−]\d+\.\d to [+−]\d+\.\d\)/);
  assert.match((await page.textContent(".lesson-result")) ?? "", /Seen here: your run, seed 1/);
  await page.click("#swap-run");
  assert.match((await page.textContent(".lesson-result")) ?? "", /recorded run, seed 1/);
  await page.click("#swap-run");
  await page.click("#to-laboratory");
  await page.waitForSelector("#arms [data-arm=base]:visible");
  assert.match((await page.textContent("#source")) ?? "", /Your run/);
  await page.click("#doors [data-level=lesson]");
  assert.ok(await page.isVisible(".own"));
  assert.match(page.url(), /\?lesson=5/, "the door leads back to the step");
  await page.click("#step-next");
  await arrives(page, 6);
  await page.click("#show-me");
  assert.equal(await page.inputValue(".drawer input"), "0.9", "what was typed for one step is nothing to another");
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test("a teacher's file is a lesson, and what is wrong in one is said", async () => {
  const { page } = await lab.visit("?laboratory");
  const step = { title: "My own", idea: ["One idea."], picture: { kind: "rounds" }, facts: { rise: { of: "base rmia", minus: "dense rmia" } }, result: "By {rise}." };
  const wrong = { ...step, picture: { kind: "film" } };
  await page.context().route("**/mine.json", (route) => route.fulfill({ json: { title: "Class 7b", steps: [step, "card", wrong] } }));
  await page.goto(`${lab.url}?lesson=mine.json`);
  await page.waitForFunction(() => /By \d/.test(document.querySelector(".answered")?.textContent ?? ""));
  assert.equal(await page.textContent(".kicker"), "Class 7b");
  await page.goto(`${lab.url}?lesson=mine.json,3`);
  await page.waitForSelector("#lesson-trouble .error");
  assert.match((await page.textContent("#lesson-trouble")) ?? "", /step 3: picture\.kind must be one of card, .*, but is "film"/);
  await page.goto(`${lab.url}?lesson=none.json`);
  await page.waitForSelector("#lesson-trouble .error");
  assert.match((await page.textContent("#lesson-trouble")) ?? "", /none\.json could not be loaded \(404\)/);
  await page.context().close();
});

test("the bars of the first card are seen at every width", async () => {
  const { page } = await lab.visit();
  await page.waitForSelector(".networks button");
  for (const width of [320, 390, 700, 960, 1100, 1200, 1300, 1440, 1920]) {
    await page.setViewportSize({ width, height: 800 });
    const bar = await page.locator(".networks .sureness").first().boundingBox();
    assert.ok((bar?.width ?? 0) > 60, `${bar?.width} px at ${width}`);
  }
  await page.context().close();
});

test("doors and steps stand in the address, and lead back", async () => {
  const { page } = await lab.visit("?lesson=3");
  await arrives(page, 3);
  await page.click("#step-next");
  await arrives(page, 4);
  assert.match(page.url(), /\?lesson=4$/);
  await page.reload();
  await arrives(page, 4);
  await reaches(page, "idle");
  await page.click("#doors [data-level=audit]");
  assert.ok(await page.isVisible("#audit"));
  assert.equal(await page.locator(".stage:visible, #lesson:visible, #form:visible").count(), 0);
  assert.match(page.url(), /\?audit$/);
  await page.click("#doors [data-level=laboratory]");
  await page.waitForSelector("#form:visible");
  await page.fill("#field-seed", "7");
  await page.press("#field-seed", "Tab");
  await page.waitForFunction(() => /laboratory&.*seed=7/.test(location.search));
  await page.context().close();
});

for (const options of [{ viewport: { width: 390, height: 844 } }, { colorScheme: /** @type {const} */ ("dark") }, { viewport: { width: 320, height: 640 }, reducedMotion: /** @type {const} */ ("reduce") }]) {
  test(`no barrier in any step, before and after the answer (${JSON.stringify(options)})`, async () => {
    const { page } = await lab.visit("", options);
    await page.waitForSelector(".networks button");
    await isLoaded(page);
    for (let step = 1; step <= STEPS; step += 1) {
      await arrives(page, step);
      assert.deepEqual(await barriers(page), [], `step ${step}`);
      await page.click("#show-me");
      await answered(page);
      for (const summary of await page.locator("#lesson summary:visible").all()) await summary.click();
      assert.deepEqual(await barriers(page), [], `step ${step}, answered`);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `step ${step} fits`);
      if (step < STEPS) await page.click("#step-next");
    }
    await page.context().close();
  });
}
