// What a visitor meets before doing anything.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { barriers, laboratory, reaches, settled } from "./page.mjs";

/** @type {Awaited<ReturnType<typeof laboratory>>} */
let lab;
before(async () => (lab = await laboratory()));
after(() => lab.close());

test("the recorded run and its verdict are there before any wasm is asked for", async () => {
  const { page, requests } = await lab.visit("?laboratory");
  await page.waitForSelector("#tradeoff svg");
  assert.match((await page.textContent("#source")) ?? "", /Recorded run/);
  assert.ok((await page.locator("#verdict p").count()) >= 2);
  assert.ok((await page.locator("#arms tbody tr").count()) >= 2);
  await reaches(page, "idle");
  const at = (part) => requests.findIndex(({ url }) => url.includes(part));
  assert.ok(at("recorded/views/tradeoff.svg") >= 0 && at("recorded/views/tradeoff.svg") < at("/wasm/"));
  await page.context().close();
});

test("attacks of a run that did not run stand under its table with the reason", async () => {
  const { page } = await lab.visit("?laboratory");
  await page.context().route("**/recorded/quick.json", async (route) => {
    const response = await route.fetch();
    const report = await response.json();
    for (const { rounds } of report.arms) rounds.at(-1).not_run = [{ attack: "lira", reason: "one network is too few" }];
    const lacking = ["nn", "samia"].map((attack) => ({ attack, reason: "the loss is not finite" }));
    Object.assign(report.arms[1], { not_run: lacking });
    await route.fulfill({ response, json: report });
  });
  await page.reload();
  await reaches(page, "idle");
  assert.deepEqual(await page.locator("#not-run li").allTextContents(), [
    "LiRA: one network is too few (every method)",
    "NN, SAMIA: the loss is not finite (Base)",
  ]);
  await page.context().close();
});

test("without its wasm the page stays readable and says what is missing", async () => {
  const { page } = await lab.visit("?laboratory");
  await page.context().route("**/wasm/**", (route) => route.abort());
  await page.reload();
  await page.waitForSelector("#troubles .trouble");
  assert.match((await page.textContent("#waiting")) ?? "", /could not be loaded/);
  assert.ok(await page.isVisible("#tradeoff svg"));
  await page.context().close();
});

test("nothing breaks the content policy, and nothing comes from elsewhere", async () => {
  const { page, complaints, requests } = await lab.visit("?laboratory");
  await reaches(page, "idle");
  await settled(page);
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
    const { page } = await lab.visit("?laboratory", options);
    await reaches(page, "idle");
    await settled(page);
    assert.deepEqual(await barriers(page), []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await page.context().close();
  });
}

test("tabs and the table of arms can be worked with the keyboard", async () => {
  const { page } = await lab.visit("?laboratory");
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

test("without script the headings, the story and the recorded pictures are there to be read", async () => {
  const { page } = await lab.visit("", { javaScriptEnabled: false });
  const headings = await page.locator(".story h2:visible").allTextContents();
  assert.deepEqual(headings.map((text) => text.trim()), [
    "The question", "The defenses", "The attacker", "What the recorded run says", "Run it yourself", "Worth trying", "Audit your own model", "How far to trust it",
  ]);
  assert.match((await page.locator(".story").innerText()) ?? "", /membership inference attack/);
  assert.equal(await page.locator("#not-loaded").isVisible(), false);
  assert.ok((await page.locator(".verdict p:visible").count()) >= 2);
  assert.match(await page.locator("#stage").innerText(), /10 runs, seeds 1, 2, .* on the processor/, "what the answer belongs to");
  for (const picture of await page.locator("#stage img").all()) {
    assert.ok(await picture.isVisible());
    const { width, height } = (await picture.boundingBox()) ?? { width: 0, height: 0 };
    assert.ok(width > 200 && height > 150, `${width} × ${height}`);
    assert.match((await picture.getAttribute("alt")) ?? "", /AUC of RMIA/);
    assert.ok((await picture.evaluate((image) => /** @type {HTMLImageElement} */ (image).naturalWidth)) > 0, "it is a picture");
  }
  assert.equal(await page.locator("#stage img").count(), 2);
  await page.context().close();
});

test("no words of the document stand in the script a second time", async () => {
  const { page } = await lab.visit("?laboratory");
  const script = await (await page.request.get(new URL("strings/en.js", page.url()).href)).text();
  const prose = await (await page.request.get(page.url())).text();
  const sentences = [...prose.matchAll(/[A-Z][a-z][^<>."]{30,60}/g)].map(([text]) => text.replaceAll(/\s+/g, " ").slice(0, 30));
  assert.ok(sentences.length > 30);
  const words = script.replaceAll(/"\s*\+ "/g, "").replaceAll(/\s+/g, " ");
  assert.deepEqual(sentences.filter((text) => words.includes(text)), []);
  await page.context().close();
});

test("a preset has its recorded run, by its link and by its button, and other settings keep the one in view", async () => {
  const { page, requests } = await lab.visit("?preset=memorability");
  const names = async (/** @type {RegExp} */ words) => page.waitForFunction((text) => new RegExp(text).test(document.getElementById("source")?.textContent ?? ""), words.source);
  await names(/Recorded run.*inherent memorability/);
  assert.match((await page.textContent("#answer")) ?? "", /10 runs, seeds 1, 2, .* on the processor/);
  assert.ok(await page.isVisible("#arms [data-arm=random-risk]"));
  await page.check("#preset-quick-bits");
  await names(/Recorded run.*Quick, bits/);
  await settled(page);
  assert.match((await page.getAttribute("#tradeoff svg", "aria-label")) ?? "", /RMIA/);
  await page.fill("#field-prune-sparsity", "0.5");
  await page.press("#field-prune-sparsity", "Tab");
  await settled(page);
  await names(/Recorded run.*Quick, bits/);
  assert.deepEqual(requests.filter(({ url }) => url.includes("presets/")).map(({ url }) => url.replace(/.*presets\//, "")), ["memorability.json", "quick-bits.json"]);
  await page.context().close();
});
