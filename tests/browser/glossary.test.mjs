// Words of the field explain themselves where they stand: by pointer, touch and keyboard, on a wide page and on a phone.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { figureTerms, glossary, stageTerms } from "../../www/strings/glossary.js";
import { barriers, laboratory, query, reaches, runToTheEnd, settled, TINY } from "./page.mjs";

/** Two lines of a wide note, four of a narrow one. */
const LONGEST = 180;

/** @type {Awaited<ReturnType<typeof laboratory>>} */
let lab;
before(async () => (lab = await laboratory()));
after(() => lab.close());

const note = ".term-note:popover-open";

test("every entry is short, ends as a sentence does, and what refers to one finds it", () => {
  for (const [id, { name, text }] of Object.entries(glossary)) {
    assert.ok(name && text.length <= LONGEST && text.endsWith("."), `${id}: ${text.length}`);
  }
  const used = [...Object.values(figureTerms), ...Object.values(stageTerms)].flatMap((ids) => ids.split(" "));
  assert.deepEqual(used.filter((id) => !(id in glossary)), []);
  const wanted = ["target", "shadow", "member", "posterior", "sparsity", "mask", "round", "epoch", "auc", "found", "accused",
    "conf", "lira", "rmia", "base", "dense", "mem-score", "coverage", "epsilon", "strongest", "interval", "tenth"];
  assert.deepEqual(wanted.filter((id) => !(id in glossary)), []);
});

test("every head of the tables, every choice over the figures, every figure and the bar can be asked", async () => {
  const { page, complaints } = await lab.visit(query(TINY));
  await runToTheEnd(page);
  await page.click("#button-seed");
  await page.waitForSelector("#seeds-table tbody tr");
  await reaches(page, "finished");
  await page.click("#audit-example");
  await page.click("#audit-run");
  await page.waitForSelector("#audit-result tbody tr");
  await settled(page);
  for (const place of ["#arms thead th", "#seeds-table thead th", "#audit-result .attacks thead th", ".closer-choice", ".figure-help", ".bar-phase", "#answer dl dt"]) {
    const lacking = await page.locator(place).evaluateAll((parts) => parts.filter((part) => !part.querySelector("button.term")).map(({ textContent }) => textContent));
    const allowed = place === ".figure-help" ? 1 : 0; // seconds are seconds
    assert.ok((await page.locator(place).count()) > 0 && lacking.length <= allowed, `${place}: ${lacking}`);
  }
  // Also those in sheets out of sight: a note belongs to its button, wherever that is.
  const silent = await page.evaluate(() => [...document.querySelectorAll("button.term")].filter((button) => {
    button.scrollIntoView({ block: "nearest", behavior: "instant" });
    /** @type {HTMLElement} */ (button).click();
    const texts = [...document.querySelectorAll(".term-note > span")].map(({ textContent }) => textContent ?? "");
    return texts.length === 0 || texts.some((text) => text.length < 30);
  }).map((button) => button.outerHTML));
  assert.deepEqual(silent, []);
  assert.deepEqual(await page.evaluate(() => globalThis.violations), []);
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test("by keyboard a note opens with Enter and closes with Escape, and the focus stays where it was", async () => {
  const { page } = await lab.visit("?laboratory");
  await reaches(page, "idle");
  await settled(page);
  await page.focus("#arms [data-column=found] .term");
  await page.keyboard.press("Enter");
  await page.waitForSelector(note);
  assert.match((await page.textContent(note)) ?? "", /^Found \(TPR\)/);
  assert.equal(await page.getAttribute("#arms [data-column=found] .term", "aria-expanded"), "true");
  assert.ok(await page.evaluate(() => document.activeElement?.nextElementSibling?.classList.contains("term-note")), "it is read next");
  assert.deepEqual(await barriers(page), []);
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(note).count(), 0);
  assert.equal(await page.getAttribute("#arms [data-column=found] .term", "aria-expanded"), "false");
  assert.ok(await page.evaluate(() => document.activeElement?.matches("#arms [data-column=found] .term")));
  await page.context().close();
});

test("by pointer a second press or one elsewhere closes the note, and another word's takes its place", async () => {
  const { page } = await lab.visit("?laboratory");
  await reaches(page, "idle");
  await settled(page);
  await page.click("#closer-attack + .term");
  assert.match((await page.textContent(note)) ?? "", /^RMIA/);
  await page.click("#closer-attack + .term");
  assert.equal(await page.locator(note).count(), 0);
  await page.selectOption("#closer-attack", "lira");
  await page.click("#closer-attack + .term");
  assert.match((await page.textContent(note)) ?? "", /^LiRA/);
  await page.click("#closer-arm + .term");
  assert.match((await page.textContent(note)) ?? "", /^Base/);
  assert.equal(await page.locator(".term[aria-expanded=true]").count(), 1);
  await page.selectOption("#closer-arm", "rmr");
  await page.click("h1");
  assert.equal(await page.locator(note).count(), 0);
  await page.click("#closer-arm + .term");
  assert.match((await page.textContent(note)) ?? "", /^RMR/, "methods are explained by the laboratory's own words");
  await page.context().close();
});

test("on a phone a touch opens a note that lies wholly in sight and not under the bar", async () => {
  for (const viewport of [{ width: 390, height: 844 }, { width: 320, height: 640 }]) {
    const { page } = await lab.visit("?laboratory", { viewport, hasTouch: true, isMobile: true });
    await reaches(page, "idle");
    await settled(page);
    for (const part of ["#arms [data-column=leak] .term", "#answer dt .term", "#closer-by + .term", "#bar .term"]) {
      await page.locator(part).first().tap();
      await page.waitForSelector(note);
      const { top, left, right, bottom, bar } = await page.locator(note).evaluate((shown) => {
        const { top, left, right, bottom } = shown.getBoundingClientRect();
        return { top, left, right, bottom, bar: document.getElementById("bar")?.getBoundingClientRect().top ?? 0 };
      });
      assert.ok(top >= 0 && left >= 0 && right <= viewport.width, part);
      assert.ok(bottom <= (part.startsWith("#bar") ? viewport.height : bar), `${part}: ${bottom}, the bar begins at ${bar}`);
    }
    await page.context().close();
  }
});

test("a note stays open while the table under it goes on", async () => {
  // Long enough to change the table before its end, which brings the answer into view and the note out of it.
  const { page } = await lab.visit(query({ ...TINY, "prune.epochs": "100", "data.members": "600" }));
  await reaches(page, "idle");
  await page.click("#button-run");
  await page.waitForSelector('#stage[data-source="run"]');
  await page.click("#arms [data-column=accused] .term");
  const before = await page.textContent("#arms tbody");
  await page.waitForFunction((old) => document.querySelector("#arms tbody")?.textContent !== old, before);
  assert.match((await page.textContent(note)) ?? "", /^Accused/);
  await page.context().close();
});

test("all words stand together at the foot of the page", async () => {
  const { page } = await lab.visit("?laboratory");
  await page.click("#glossary summary");
  assert.equal(await page.locator("#glossary dt").count(), Object.keys(glossary).length);
  await page.context().close();
});
