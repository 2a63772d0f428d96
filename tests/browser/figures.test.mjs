// Figures under a hand: what a mark says to the pointer, to a finger and to the keyboard.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { barriers, laboratory, query, reaches, runToTheEnd, saved, settled, TINY } from "./page.mjs";

/** @type {Awaited<ReturnType<typeof laboratory>>} */
let lab;
before(async () => (lab = await laboratory()));
after(() => lab.close());

const CARD = "#tradeoff .value-card";

/** Middle of the last mark of an arm, which is that of its last round. @param {import("playwright-core").Page} page @param {string} arm */
async function lastMark(page, arm) {
  const { x, y, width, height } = (await page.locator(`#tradeoff .figure-frame > svg .mark.arm-${arm}:not(polyline)`).last().boundingBox()) ?? assert.fail();
  return { x: x + width / 2, y: y + height / 2 };
}

/** The page with the recorded run, drawn by the laboratory. @param {import("playwright-core").BrowserContextOptions} [options] */
async function drawn(options) {
  const { page } = await lab.visit("?laboratory", options);
  await reaches(page, "idle");
  await page.waitForSelector("#tradeoff .values:not([hidden])");
  await settled(page);
  await page.locator("#tradeoff").scrollIntoViewIfNeeded();
  return page;
}

test("pointing at a mark tells its value and lights its method up everywhere", async () => {
  const page = await drawn();
  const { x, y } = await lastMark(page, "rmr");
  await page.mouse.move(x + 5, y - 3);
  assert.match((await page.textContent(CARD)) ?? "", /^RMR, round \dAUC 0\.\d{3} \(0\.\d{3}–0\.\d{3}\) by RMIA, accuracy \d\d\.\d %$/);
  assert.ok(await page.isVisible(CARD));
  const dim = (part) => page.locator(`${part}.is-dim`).count();
  assert.equal(await dim("#tradeoff svg .arm-rmr"), 0);
  assert.ok((await dim("#tradeoff svg .arm-base")) > 0 && (await dim("#attacker svg .arm-base")) > 0);
  assert.deepEqual([await dim("#arms [data-arm=rmr]"), await dim("#arms [data-arm=base]")], [0, 1]);
  await page.mouse.move(5, 5);
  assert.ok(await page.isHidden(CARD));
  assert.equal(await dim("#stage "), 0);
  await page.context().close();
});

test("nothing of the other methods comes out stronger than it was", async () => {
  const page = await drawn();
  const seen = () =>
    page.locator("#tradeoff .figure-frame > svg .arm-base").evaluateAll((parts) =>
      parts.map((part) => {
        const { opacity, fillOpacity, strokeOpacity } = getComputedStyle(part);
        return Number(opacity) * Math.max(Number(fillOpacity), Number(strokeOpacity));
      }));
  const before = await seen();
  await page.hover("#arms [data-arm=rmr]");
  const dimmed = await seen();
  assert.ok(dimmed.length > 4 && dimmed.every((opacity, i) => opacity < before[i] / 2), `${before} > ${dimmed}`);
  await page.context().close();
});

test("a click on a mark looks closely at its method", async () => {
  const page = await drawn();
  const { x, y } = await lastMark(page, "rmr");
  await page.mouse.click(x, y);
  assert.equal(await page.inputValue("#closer-arm"), "rmr");
  assert.equal(await page.getAttribute("#arms [data-arm=rmr] button", "aria-pressed"), "true");
  await page.context().close();
});

test("a figure is one stop of the keyboard; arrow keys walk through its values, which are spoken", async () => {
  const page = await drawn();
  const walker = page.locator("#tradeoff .values");
  assert.equal(await page.locator("#tradeoff figure [tabindex='0']").count(), 1);
  await walker.focus();
  const said = () => walker.getAttribute("aria-valuetext");
  assert.match((await said()) ?? "", /^Dense: /);
  assert.ok(await page.isVisible(CARD));
  await page.keyboard.press("ArrowRight");
  assert.match((await said()) ?? "", /^Base, round 0: /);
  await page.keyboard.press("ArrowRight");
  assert.match((await said()) ?? "", /^Base, round 1: /);
  assert.equal((await page.locator(`${CARD} > *`).allTextContents()).join(": "), await said());
  await page.keyboard.press("ArrowDown");
  assert.match((await said()) ?? "", /^RSW L→H, round 0: /);
  assert.deepEqual(await barriers(page), []);
  await page.keyboard.press("Enter");
  assert.equal(await page.inputValue("#closer-arm"), "rsw-low-to-high");
  assert.ok(await walker.evaluate((one) => one === document.activeElement));
  await page.keyboard.press("Escape");
  assert.ok(await page.isHidden(CARD));
  assert.equal(await page.locator("#stage .is-dim").count(), 0);
  await page.keyboard.press("Home");
  assert.match((await said()) ?? "", /^Dense: /);
  await page.keyboard.press("Tab");
  assert.ok(await page.isHidden(CARD));
  await page.context().close();
});

test("whoever walks through the values of a run stays where they are while it goes on", async () => {
  const { page } = await lab.visit(query({ ...TINY, "prune.rounds": "4", "prune.epochs": "30", "data.members": "600" }));
  await reaches(page, "idle");
  await page.click("#button-step"); // held after a round, so that no machine is done before the walk begins
  await reaches(page, "paused");
  await page.waitForSelector('#stage[data-source="run"]');
  await settled(page);
  await page.focus("#tradeoff .values");
  await page.keyboard.press("ArrowRight");
  const told = await page.textContent(`${CARD} strong`);
  assert.match(told ?? "", /^(Dense|Base, round 0)$/);
  const picture = await page.waitForSelector("#tradeoff .figure-frame > svg");
  // By script: a click would take the keyboard away from the figure.
  await page.evaluate(() => document.getElementById("button-run")?.click());
  await reaches(page, "finished");
  await settled(page);
  assert.equal(await picture.evaluate((one) => one.isConnected), false, "it was drawn anew");
  assert.equal(await page.textContent(`${CARD} strong`), told);
  assert.ok(await page.locator("#tradeoff .values").evaluate((one) => one === document.activeElement));
  await page.context().close();
});

test("a finger on a mark opens its card on a telephone, and one beside it closes it", async () => {
  const page = await drawn({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  for (const arm of ["rmr", "dense", "base"]) {
    const { x, y } = await lastMark(page, arm);
    await page.touchscreen.tap(x, y);
    const card = (await page.locator(CARD).boundingBox()) ?? assert.fail();
    assert.ok(card.x >= 0 && card.x + card.width <= 390 && card.width > 100, JSON.stringify(card));
  }
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await page.locator("#source").tap();
  assert.ok(await page.isHidden(CARD));
  await page.context().close();
});

test("the legend names what the trade-off shows: a few methods at first, all by a switch", async () => {
  const page = await drawn();
  const chips = async () => (await page.locator("#legend .chip").allTextContents()).map((text) => text.trim());
  const alt = () => page.getAttribute("#tradeoff .figure-frame > svg", "aria-label");
  assert.deepEqual(await chips(), ["Dense", "Base", "RSW L→H", "RMR"]);
  assert.doesNotMatch((await alt()) ?? "", /SWMR|Fine-tune/);
  assert.equal(await page.locator("#tradeoff svg .arm-dp").count(), 0);
  const marks = await lastMark(page, "rmr");
  await page.check("#shows-all");
  await settled(page);
  assert.match((await alt()) ?? "", /RMR .*SWMR .*Fine-tune only/);
  assert.equal((await chips()).length, await page.locator("#arms tbody tr").count());
  assert.deepEqual(await lastMark(page, "rmr"), marks, "no mark moves");
  await page.uncheck("#shows-all");
  // What is looked at closely is in sight, wherever it was chosen.
  await page.selectOption("#closer-arm", "dp");
  await settled(page);
  assert.deepEqual(await chips(), ["Dense", "Base", "RSW L→H", "RMR", "DP-SGD"]);
  assert.ok((await page.locator("#tradeoff svg .arm-dp").count()) > 0);
  await page.locator("#tradeoff details summary").click();
  await page.waitForSelector("#tradeoff details tbody tr");
  assert.equal(await page.locator("#tradeoff details tbody tr").count(), await page.locator("#arms tbody tr").count());
  await page.context().close();
});

test("a chip of the legend lights its method up and, pressed, looks closely at it", async () => {
  const page = await drawn();
  await page.focus("#legend [data-arm=rmr]");
  assert.deepEqual([await page.locator("#tradeoff svg .arm-rmr.is-dim").count(), await page.locator("#arms [data-arm=rmr].is-dim").count()], [0, 0]);
  assert.ok((await page.locator("#tradeoff svg .arm-base.is-dim").count()) > 0);
  await page.keyboard.press("Enter");
  assert.equal(await page.inputValue("#closer-arm"), "rmr");
  assert.equal(await page.getAttribute("#legend [data-arm=rmr]", "aria-pressed"), "true");
  await page.context().close();
});

test("figure and legend are in view together, also on a telephone", async () => {
  for (const viewport of [{ width: 1440, height: 900 }, { width: 390, height: 844 }]) {
    const page = await drawn({ viewport });
    const { top, bottom } = await page.evaluate(() => ({
      top: document.querySelector("#tradeoff svg")?.getBoundingClientRect().top ?? 0,
      bottom: document.querySelector("#legend .chips")?.getBoundingClientRect().bottom ?? Infinity,
    }));
    assert.ok(bottom - top < viewport.height * 0.75, `${top} to ${bottom}`);
    await page.context().close();
  }
});

test("the trade-off can be gone through round by round, and after the dense stage", async () => {
  const page = await drawn();
  const said = () => page.textContent("#legend output");
  const alt = async () => (await page.getAttribute("#tradeoff .figure-frame > svg", "aria-label")) ?? "";
  const marks = () => page.locator("#tradeoff svg .mark.arm-base").count();
  assert.match((await said()) ?? "", /\(last\)$/);
  const all = await marks();
  await page.focus("#after-round");
  await page.keyboard.press("Home");
  assert.equal(await said(), "dense");
  await settled(page);
  assert.match(await alt(), /lower right is better\. Dense \d\d\.\d % at AUC 0\.\d{3}\.$/);
  await page.keyboard.press("ArrowRight");
  assert.equal(await said(), "0");
  await settled(page);
  assert.match(await alt(), /upwards after round 0; /);
  const first = await marks();
  assert.ok(first > 0 && first < all, `${first} of ${all}`);
  await page.keyboard.press("End");
  await settled(page);
  assert.equal(await marks(), all);
  assert.deepEqual(await barriers(page), []);
  await page.context().close();
});

test("a run of other settings has the one before it pale beneath, until that is put away", async () => {
  const { page } = await lab.visit(query(TINY));
  const pale = async () => [await page.locator("#tradeoff svg .recorded").count(), await page.locator("#legend > p").count()];
  const again = async () => {
    await page.click("#button-run");
    await reaches(page, "preparing");
    await reaches(page, "finished");
    await settled(page);
  };
  await runToTheEnd(page);
  await settled(page);
  assert.deepEqual(await pale(), [0, 0], "the recorded run is of other records");
  await page.fill("#field-prune-sparsity", "0.8");
  await page.press("#field-prune-sparsity", "Tab");
  await again();
  assert.match((await page.textContent("#legend > p")) ?? "", /^Pale: the run before this one \(preset=quick, .*prune\.rounds=2.*\)/);
  const alt = (await page.getAttribute("#tradeoff .figure-frame > svg", "aria-label")) ?? "";
  assert.match(alt, /Pale beneath, the run before: Dense \d+\.\d % at AUC/);
  await page.click("#put-away");
  await page.waitForFunction(() => !document.querySelector("#tradeoff svg .recorded") && !document.querySelector("#legend > p"));
  // The same settings once more: nothing to compare when they have ended.
  await again();
  assert.deepEqual(await pale(), [0, 0]);
  await page.context().close();
});

test("the recorded run lies pale beneath a run of other settings on the same records", async () => {
  const { page } = await lab.visit(query({ ...TINY, "data.source": "fashion" }));
  await runToTheEnd(page);
  await settled(page);
  assert.match((await page.textContent("#legend > p")) ?? "", /^Pale: the recorded run \(preset=quick, device=cpu\)/);
  assert.match((await page.textContent("#tradeoff svg")) ?? "", /pale: recorded run/);
  await page.click("#button-reset");
  await reaches(page, "idle");
  await page.waitForFunction(() => !document.querySelector("#legend > p"));
  await page.context().close();
});

test("attacks without a result in this run are not to be chosen, and say why", async () => {
  const { page } = await lab.visit("?laboratory");
  await page.context().route("**/recorded/quick.json", async (route) => {
    const response = await route.fetch();
    const report = await response.json();
    for (const { rounds } of report.arms) {
      for (const round of rounds) round.attacks = round.attacks.filter(({ attack }) => attack !== "lira");
      rounds.at(-1).not_run = [{ attack: "lira", reason: "one network is too few" }];
    }
    await route.fulfill({ response, json: report });
  });
  await page.reload();
  await reaches(page, "idle");
  await settled(page);
  const option = async (/** @type {string} */ id, /** @type {string} */ value) =>
    page.locator(`#closer-${id} option[value="${value}"]`).evaluate((one) => {
      const { disabled, text } = /** @type {HTMLOptionElement} */ (one);
      return { disabled, text };
    });
  assert.deepEqual(await option("attack", "conf"), { disabled: false, text: "Conf" });
  assert.deepEqual(await option("attack", "nn"), { disabled: true, text: "NN: not part of this run" });
  assert.deepEqual(await option("attack", "lira"), { disabled: true, text: "LiRA: one network is too few" });
  assert.deepEqual(await option("by", "lira"), { disabled: true, text: "LiRA: one network is too few" });
  // The figures say so as well, instead of waiting for ever.
  await page.selectOption("#closer-arm", "dense");
  await settled(page);
  assert.match((await page.getAttribute("#sheet-masks svg", "aria-label")) ?? "", /Nothing to draw: not part of this run\./);
  await page.context().close();
});

test("letters of the figures grow with those of the page", async () => {
  const page = await drawn({ viewport: { width: 2000, height: 1100 } });
  const letters = () =>
    page.locator("#tradeoff .figure-frame > svg text").evaluateAll((texts) =>
      texts.map((text) => Number(text.getAttribute("font-size")) * /** @type {SVGTextElement} */ (text).getScreenCTM().a));
  const usual = Math.min(...(await letters()));
  assert.ok(usual > 11 && usual < 12, String(usual));
  const before = await page.waitForSelector("#tradeoff .figure-frame > svg");
  await page.evaluate(() => void (document.documentElement.style.fontSize = "24px"));
  await page.waitForFunction((old) => !old.isConnected, before);
  await settled(page);
  const larger = Math.min(...(await letters()));
  assert.ok(larger > 1.4 * usual && larger < 1.6 * usual, `${usual} to ${larger}`);
  const { x, y } = await lastMark(page, "rmr");
  await page.mouse.move(x, y);
  assert.match((await page.textContent(`${CARD} strong`)) ?? "", /^RMR/, "marks are where they are seen");
  await page.context().close();
});

test("a saved picture needs no style sheet, and a saved table has the numbers of the one in sight", async () => {
  const { page } = await lab.visit("?laboratory");
  await reaches(page, "idle");
  await settled(page);
  const svg = await saved(page, "#tradeoff .figure-files button:text('Save as SVG')");
  assert.match(svg, /<title>.*RMIA.*<\/title>/);
  assert.match(svg, /<svg[^>]* width="\d+"[^>]* height="\d+"|<svg[^>]* height="\d+"[^>]* width="\d+"/);
  assert.doesNotMatch(svg, /<style|var\(|light-dark/);
  assert.ok((svg.match(/(fill|stroke)="#/g) ?? []).length > 20, "colours are attributes");
  await page.click("#tradeoff details summary");
  await page.waitForSelector("#tradeoff details tbody tr");
  const rows = await page.locator("#tradeoff details tbody tr").count();
  const csv = await saved(page, "#tradeoff details button");
  assert.equal(csv.trim().split("\r\n").length, rows + 1);
  await page.context().close();
});

test("a figure is taken away as points twice as fine, with words about the run inside", async () => {
  const { page } = await lab.visit("?laboratory");
  await reaches(page, "idle");
  await settled(page);
  const [width, height] = await page.locator("#tradeoff .figure-frame > svg").evaluate((svg) => {
    const { width, height } = /** @type {SVGSVGElement} */ (svg).viewBox.baseVal;
    return [width, height];
  });
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("#tradeoff button:text('Save as PNG')")]);
  const png = await readFile(await download.path());
  assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [2 * width, 2 * height]);
  const text = png.toString("utf8");
  assert.match(text, /iTXtTitle\0\0\0\0\0.*AUC/s);
  assert.match(text, /iTXtDescription\0\0\0\0\0wemem-lab [\d.]+; preset=quick.*; http/s);
  // Its checksums are right: a strict reader takes it.
  const decoded = await page.evaluate(async (bytes) => (await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: "image/png" }))).width, [...png]);
  assert.equal(decoded, 2 * width);
  await page.context().close();
});
