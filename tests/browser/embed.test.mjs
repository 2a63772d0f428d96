// Parts of the page in other people's pages, on another origin: the examples of `docs/embedding.md`, as they stand there.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";

import { hostOf } from "./host.mjs";
import { barriers, frameOf, laboratory, query, TINY } from "./page.mjs";

const KB = 1000;

/** @type {Awaited<ReturnType<typeof laboratory>>} */
let lab;
/** @type {Awaited<ReturnType<typeof hostOf>>} */
let host;

before(async () => {
  lab = await laboratory();
  host = await hostOf(lab);
});
after(async () => {
  host.close();
  await lab.close();
});

test("the tag shows a recorded figure and a step of the lesson, without wasm, and is as high as it needs", async () => {
  const { page, complaints, requests } = await host.example("plain.html");
  await page.locator("wemem-lab").nth(1).scrollIntoViewIfNeeded();
  const [figure, lesson] = [await frameOf(page, "wemem-lab >> nth=0 >> iframe"), await frameOf(page, "wemem-lab >> nth=1 >> iframe")];
  await figure.waitForSelector("figure svg[role=img]");
  await lesson.waitForSelector(".crowd canvas");
  assert.equal(await lesson.textContent("h1"), "No answer key: ask the others");
  for (const frame of [figure, lesson]) {
    await page.waitForTimeout(300); // the height is told after it is drawn
    const { scrollHeight, innerHeight } = await frame.evaluate(() => ({ scrollHeight: document.documentElement.scrollHeight, innerHeight }));
    assert.ok(scrollHeight <= innerHeight + 1, `${scrollHeight} in ${innerHeight}`);
  }
  assert.equal(await page.locator("wemem-lab a:visible").count(), 0, "what stands inside the tag makes way");
  assert.deepEqual(requests.filter(({ url }) => url.includes(".wasm")), []);
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test("a recorded figure costs at most 60 KB, tag and all", async () => {
  const { page, requests } = await host.tags('<wemem-lab view="tradeoff"></wemem-lab>');
  const figure = await frameOf(page, "wemem-lab >> iframe");
  await figure.waitForSelector("figure svg[role=img]");
  await page.waitForLoadState("networkidle");
  const urls = [...new Set(requests.map(({ url }) => url))].filter((url) => url.startsWith(lab.url));
  const sizes = await Promise.all(urls.map(async (url) => gzipSync(await (await page.request.get(url)).body(), { level: 9 }).length));
  const sum = sizes.reduce((sum, size) => sum + size, 0);
  assert.ok(sum > 20 * KB && sum < 60 * KB, `${sum} bytes in ${sizes.length} files`);
  await page.context().close();
});

test("neither page's styles reach the other, and a tag that is removed ends all it held", async () => {
  const { page } = await host.example("plain.html", (text) => text.replace("</head>", "<style>* { color: rgb(255, 0, 0) !important; display: block }</style></head>"));
  const figure = await frameOf(page, "wemem-lab >> nth=0 >> iframe");
  await figure.waitForSelector("figure svg[role=img]");
  const color = (/** @type {string} */ selector, at = page.mainFrame()) => at.locator(selector).first().evaluate((part) => getComputedStyle(part).color);
  assert.notEqual(await color("h1", figure), "rgb(255, 0, 0)");
  assert.equal(await color("h1"), "rgb(255, 0, 0)");
  await page.evaluate(() => {
    for (let round = 0; round < 50; round += 1) {
      const tag = document.createElement("wemem-lab");
      document.body.append(tag);
      tag.remove();
    }
    document.querySelectorAll("wemem-lab").forEach((tag) => tag.remove());
  });
  await page.waitForFunction(() => frames.length === 0);
  assert.equal(page.frames().length, 1);
  await page.context().close();
});

test("a view that is none, and a lesson that is none, are said inside the tag and told to the page", async () => {
  const { page } = await host.example("plain.html", (text) =>
    text.replace("<body>", "<body><script>addEventListener('wemem-error', ({ detail }) => (document.title = detail.message))</script>").replace('view="tradeoff"', 'view="film"'));
  await page.waitForFunction(() => /^view must be one of tradeoff, .*, but is film$/.test(document.title));
  const frame = await frameOf(page, "wemem-lab >> nth=0 >> iframe");
  assert.match((await frame.textContent("[role=alert]")) ?? "", /view must be one of/);
  await page.context().close();
});

test("a press opens the laboratory inside the tag, where a run ends", async () => {
  const settings = query(TINY).slice(1).replaceAll("&", "&amp;");
  const { page } = await host.example("plain.html", (text) => text.replace('view="tradeoff"', `view="laboratory" settings="${settings}"`));
  const frame = await frameOf(page, "wemem-lab >> nth=0 >> iframe");
  await frame.click("button");
  await frame.waitForSelector('body[data-phase="idle"]', { timeout: 60_000 });
  await frame.click("#button-run");
  await frame.waitForSelector('body[data-phase="finished"]', { timeout: 120_000 });
  await page.context().close();
});

test("a frame with allow-scripts alone shows the answer, tells its height, and shuts nobody out", async () => {
  const { page, complaints } = await host.example("frame.html");
  const frame = await frameOf(page, "#lab");
  await frame.waitForSelector("h1");
  assert.equal(await frame.textContent("h1"), "Not the pruning. The retraining.");
  await page.waitForFunction(() => document.getElementById("lab")?.getAttribute("height") !== "320");
  assert.deepEqual(complaints, []);
  assert.deepEqual(await barriers(frame), []);
  await page.context().close();
});

test("a run ends in such a frame too, in a column of 700 pixels", async () => {
  const { page, complaints } = await host.example("frame.html", (text) => text.replace("view=answer", `view=leak-by-round&amp;${query(TINY).slice(1).replaceAll("&", "&amp;")}`));
  const frame = await frameOf(page, "#lab");
  await frame.waitForSelector("figure svg[role=img]");
  await frame.click("text=Open it here");
  await frame.waitForSelector('body[data-phase="idle"]', { timeout: 60_000 });
  await frame.click("#button-run");
  await frame.waitForSelector('body[data-phase="finished"]', { timeout: 120_000 });
  await frame.waitForSelector('#source:has-text("Your run")');
  assert.ok(await frame.evaluate(() => self.origin === "null" && document.documentElement.scrollWidth <= innerWidth));
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test("the page gives the tag for what is on the screen, with its settings", async () => {
  const { page } = await lab.visit("?preset=reuse&seed=4");
  await page.waitForSelector('body[data-phase="idle"]');
  await page.selectOption("#closer-arm", "rmr");
  await page.click(".embedding summary");
  await page.selectOption(".embedding select", "histogram");
  await page.waitForFunction(() => /view="histogram" arm="rmr" settings="preset=reuse&amp;seed=4"/.test(/** @type {HTMLTextAreaElement | null} */ (document.querySelector(".embedding textarea"))?.value ?? ""));
  await page.selectOption("#closer-arm", "base");
  await page.selectOption(".embedding select", "laboratory");
  await page.waitForFunction(() => /view="laboratory" settings="preset=reuse&amp;seed=4"/.test(/** @type {HTMLTextAreaElement | null} */ (document.querySelector(".embedding textarea"))?.value ?? ""));
  const tag = await page.inputValue(".embedding textarea");
  assert.ok(tag.includes(`<script type="module" src="${lab.url}element.js"></script>`), tag);
  await page.check(".embedding input");
  await page.waitForFunction((code) => /** @type {HTMLTextAreaElement | null} */ (document.querySelector(".embedding textarea"))?.value.startsWith(code), `<iframe src="${lab.url}embed.html?view=laboratory&amp;preset=reuse&amp;seed=4"`);
  await page.context().close();
});

test("the page around works with it by script, as the example does", async () => {
  const { page, complaints } = await host.example("script.html", (text) => text.replace("<wemem-lab", `<wemem-lab settings="${query(TINY).slice(1).replaceAll("&", "&amp;")}"`));
  await page.click("#run");
  await page.waitForFunction(() => /^RMIA tells members from others with an AUC of 0\.\d\d \(0\.\d\d to [01]\.\d\d\)\.$/.test(document.getElementById("said")?.textContent ?? ""), null, { timeout: 120_000 });
  assert.equal(await page.getAttribute("#progress", "value"), "1");
  assert.deepEqual(complaints, []);
  await page.context().close();
});
