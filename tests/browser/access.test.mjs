// Nobody is kept out: in every state of the page, narrow and wide, light and dark, in the system's own colours, enlarged, by keyboard,
// on paper.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { barriers, laboratory, query, reaches, runToTheEnd, settled, TINY } from "./page.mjs";

/** @typedef {import("playwright-core").Page} Page */

const WIDTHS = [320, 390, 700, 1440];

/** @type {Record<string, Parameters<Page["emulateMedia"]>[0]>} */
const SCHEMES = {
  light: { colorScheme: "light", forcedColors: "none" },
  dark: { colorScheme: "dark", forcedColors: "none" },
  forced: { colorScheme: "light", forcedColors: "active" },
};

/** @type {Awaited<ReturnType<typeof laboratory>>} */
let lab;
before(async () => (lab = await laboratory()));
after(() => lab.close());

/** How a page comes into each state. @type {Record<string, (page: Page) => Promise<unknown>>} */
const STATES = {
  "the lesson": async (page) => {
    await page.goto(`${lab.url}?lesson`);
    await page.waitForSelector("#lesson h1");
  },
  "at rest": async (page) => {
    await page.goto(`${lab.url}?laboratory`);
    await reaches(page, "idle");
  },
  "after a run": ran,
  "with everything unfolded": async (page) => {
    await ran(page);
    await page.click("#button-seed");
    await page.waitForSelector("#seeds-table tbody tr");
    await reaches(page, "finished");
    await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
    await page.waitForSelector("#tradeoff details tbody");
  },
  "with errors shown": async (page) => {
    await page.goto(`${lab.url}?laboratory&preset=quick&prune.rounds=many`);
    await reaches(page, "idle");
    await page.fill("#field-prune-sparsity", "much");
    await page.press("#field-prune-sparsity", "Tab");
    await page.click("#button-run");
    await page.waitForSelector("#troubles .trouble");
  },
  "with the result of an audit": async (page) => {
    await page.goto(`${lab.url}?audit`);
    await reaches(page, "idle");
    await page.click("#audit-example");
    await page.click("#audit-run");
    await page.waitForSelector("#audit-result tbody tr");
  },
};

/** @param {Page} page */
async function ran(page) {
  await page.goto(lab.url + query({ ...TINY, arms: "base,rsw-low-to-high,dp" }));
  await runToTheEnd(page);
  await page.waitForSelector('#stage[data-source="run"]');
  await settled(page);
}

for (const [name, reach] of Object.entries(STATES)) {
  test(`no barrier of any kind, and no sideways scrolling: ${name}`, async () => {
    const { page } = await lab.visit("licences.txt", { reducedMotion: "reduce" });
    await reach(page);
    for (const [scheme, media] of Object.entries(SCHEMES)) {
      await page.emulateMedia(media);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        assert.deepEqual(await barriers(page), [], `${scheme}, ${width} px`);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${scheme}, ${width} px`);
      }
    }
    await page.context().close();
  });
}

test("twice as large, the page of a wide window reads without scrolling sideways", async () => {
  const { page } = await lab.visit("?laboratory", { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 });
  await reaches(page, "idle");
  await settled(page);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await page.context().close();
});

test("on a telephone no stop of the keyboard lies under the bar", async () => {
  for (const viewport of [{ width: 390, height: 844 }, { width: 320, height: 640 }]) {
    const { page } = await lab.visit("?laboratory", { viewport, reducedMotion: "reduce" });
    await reaches(page, "idle");
    await settled(page);
    await page.evaluate(() => document.body.focus());
    const hidden = [];
    let stops = 0;
    for (; stops < 300; stops += 1) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(() => {
        const focused = document.activeElement;
        const bar = /** @type {HTMLElement} */ (document.getElementById("bar"));
        if (!focused || focused === document.body) return undefined;
        const { top, bottom } = focused.getBoundingClientRect();
        const limit = bar.contains(focused) ? innerHeight : bar.getBoundingClientRect().top;
        // What is taller than its place cannot be seen whole.
        const isInSight = bottom - top > limit ? top < limit && bottom > 0 : top >= -1 && bottom <= limit + 1;
        return { isInSight, words: `${focused.outerHTML.slice(0, 90)}: ${Math.round(top)} to ${Math.round(bottom)} of ${Math.round(limit)}` };
      });
      if (!at) break;
      if (!at.isInSight) hidden.push(at.words);
    }
    assert.ok(stops > 60 && stops < 300, `${stops} stops`);
    assert.deepEqual(hidden, [], `${viewport.width} × ${viewport.height}`);
    await page.context().close();
  }
});

test("in the system's own colours progress is seen, and only what is chosen or can be pressed looks so", async () => {
  const { page } = await lab.visit("?laboratory", { forcedColors: "active" });
  await reaches(page, "idle");
  await settled(page);
  const found = await page.evaluate(() => {
    const of = (/** @type {string} */ part) => getComputedStyle(/** @type {Element} */ (document.querySelector(part)));
    return {
      progress: of("#progress").appearance,
      run: of("#button-run").backgroundColor,
      step: of("#button-step").backgroundColor,
      off: of("#button-stop").color,
      on: of("#button-step").color,
      chosen: of("[role=tab][aria-selected=true]").borderBottomColor,
      other: of("[role=tab][aria-selected=false]").borderBottomColor,
      paper: of("body").backgroundColor,
    };
  });
  assert.equal(found.progress, "auto");
  assert.notEqual(found.run, found.step);
  assert.notEqual(found.off, found.on);
  assert.equal(found.other, found.paper);
  assert.notEqual(found.chosen, found.other);
  await page.context().close();
});

test("what unfolds can be hit by a thumb", async () => {
  const { page } = await lab.visit("?laboratory", { viewport: { width: 390, height: 844 } });
  await reaches(page, "idle");
  const low = await page.locator("summary:visible").evaluateAll((parts) =>
    parts.filter((part) => part.getBoundingClientRect().height < 24).map((part) => part.outerHTML));
  assert.deepEqual(low, []);
  await page.context().close();
});

test("on paper stand answer, figures, sentences, whole table and sources, and nothing to press", async () => {
  const { page } = await lab.visit("?laboratory");
  await reaches(page, "idle");
  await settled(page);
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 700, height: 990 });
  for (const part of ["#source", "#answer .headline", "#tradeoff svg", "#attacker svg", "#verdict p", "#arms tbody tr:last-child", "#sources dd"]) {
    assert.ok(await page.locator(part).first().isVisible(), part);
  }
  for (const part of ["#bar", "#form", "#closer", "[role=tab]", ".term", ".figure-foot", ".masthead", "#share", "#audit"]) {
    assert.equal(await page.locator(part).first().isVisible(), false, part);
  }
  const cut = await page.locator("#arms .scroll").evaluate((region) => region.scrollWidth - region.clientWidth);
  assert.ok(cut <= 0, `${cut} px of the table are beyond the paper`);
  await page.emulateMedia({ media: null });
  const pages = (await page.pdf({ format: "A4" })).toString("latin1").match(/\/Type \/Page\b/g)?.length ?? 0;
  assert.ok(pages >= 2 && pages <= 6, `${pages} pages`);
  await page.context().close();
});
