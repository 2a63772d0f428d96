// What a visitor meets before doing anything.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";

import { laboratory, reaches } from "./page.mjs";

/** @type {Awaited<ReturnType<typeof laboratory>>} */
let lab;
before(async () => (lab = await laboratory()));
after(() => lab.close());

test("the recorded run and its verdict are there before any wasm is asked for", async () => {
  const { page, requests } = await lab.visit();
  await page.waitForSelector("#tradeoff svg");
  assert.match((await page.textContent("#source")) ?? "", /Recorded run/);
  assert.ok((await page.locator("#verdict p").count()) >= 2);
  assert.ok((await page.locator("#arms tbody tr").count()) >= 2);
  await reaches(page, "idle");
  const at = (part) => requests.findIndex(({ url }) => url.includes(part));
  assert.ok(at("recorded/tradeoff.svg") >= 0 && at("recorded/tradeoff.svg") < at("/wasm/"));
  await page.context().close();
});

test("without its wasm the page stays readable and says what is missing", async () => {
  const { page } = await lab.visit();
  await page.context().route("**/wasm/**", (route) => route.abort());
  await page.reload();
  await page.waitForSelector("#troubles .trouble");
  assert.match((await page.textContent("#waiting")) ?? "", /could not be loaded/);
  assert.ok(await page.isVisible("#tradeoff svg"));
  await page.context().close();
});

test("nothing breaks the content policy, and nothing comes from elsewhere", async () => {
  const { page, complaints, requests } = await lab.visit();
  await reaches(page, "idle");
  await page.waitForTimeout(500);
  assert.deepEqual(await page.evaluate(() => globalThis.violations), []);
  assert.deepEqual(complaints, []);
  assert.deepEqual(requests.filter(({ url }) => !url.startsWith(lab.url)), []);
  await page.context().close();
});

const looks = {
  light: {},
  dark: { colorScheme: "dark" },
  phone: { viewport: { width: 360, height: 740 }, reducedMotion: "reduce" },
};

for (const [name, options] of Object.entries(looks)) {
  test(`no serious barrier for anybody, and no sideways scrolling (${name})`, async () => {
    const { page } = await lab.visit("", options);
    await reaches(page, "idle");
    await page.waitForTimeout(700);
    await page.evaluate(await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
    const barriers = await page.evaluate(async () => {
      const { violations } = await globalThis.axe.run();
      return violations
        .filter(({ impact }) => impact === "serious" || impact === "critical")
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
    });
    assert.deepEqual(barriers, []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await page.context().close();
  });
}

test("tabs and the table of arms can be worked with the keyboard", async () => {
  const { page } = await lab.visit();
  await reaches(page, "idle");
  await page.focus("#attacker [role=tab][aria-selected=true]");
  const first = await page.evaluate(() => document.activeElement?.id);
  await page.keyboard.press("ArrowRight");
  const second = await page.evaluate(() => document.activeElement?.id);
  assert.notEqual(first, second);
  assert.equal(await page.getAttribute(`#${second}`, "aria-selected"), "true");
  await page.focus("#arms [data-arm=base] button");
  await page.waitForSelector("#tradeoff svg .is-dim", { state: "attached" });
  assert.equal(await page.locator("#tradeoff svg .arm-base.is-dim").count(), 0);
  await page.context().close();
});
