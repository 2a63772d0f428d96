// Parts of the page in other people's pages, on another origin: the examples of `docs/embedding.md`, as they stand there.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";

import { barriers, frameOf, laboratory, query, TINY } from "./page.mjs";

const KB = 1000;
const EXAMPLES = new URL("../../docs/examples/", import.meta.url);

/** @type {Awaited<ReturnType<typeof laboratory>>} */
let lab;
/** What the host serves: its origin is another one, and it has no content policy. */
let shown = "";
const host = createServer((_, response) => response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end(shown));

before(async () => {
  lab = await laboratory();
  await new Promise((done) => host.listen(0, "127.0.0.1", () => done(undefined)));
});
after(async () => {
  host.closeAllConnections();
  host.close();
  await lab.close();
});

/** An example, with the address of the page under test. @param {string} name @param {(text: string) => string} [change] */
async function open(name, change = (text) => text) {
  shown = change((await readFile(new URL(name, EXAMPLES), "utf8")).replaceAll("https://HOST/", lab.url));
  const visit = await lab.visit("licences.txt");
  visit.requests.length = 0;
  await visit.page.goto(`http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (host.address()).port}/`);
  return visit;
}

test("the tag shows a recorded figure and a step of the lesson, without wasm, for 60 KB, and is as high as it needs", async () => {
  const { page, complaints, requests } = await open("plain.html");
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
  const mine = requests.filter(({ url }) => url.startsWith(lab.url) && !/lesson\/(recorded|steps|pictures|crowd|plane|line|run)|data\//.test(url));
  const sizes = await Promise.all([...new Set(mine.map(({ url }) => url))].map(async (url) => gzipSync(await (await page.request.get(url)).body(), { level: 9 }).length));
  assert.ok(sizes.reduce((sum, size) => sum + size, 0) < 60 * KB, `${sizes.reduce((sum, size) => sum + size, 0)} bytes in ${sizes.length} files`);
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test("neither page's styles reach the other, and a tag that is removed ends all it held", async () => {
  const { page } = await open("plain.html", (text) => text.replace("</head>", "<style>* { color: rgb(255, 0, 0) !important; display: block }</style></head>"));
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
  const { page } = await open("plain.html", (text) =>
    text.replace("<body>", "<body><script>addEventListener('wemem-error', ({ detail }) => (document.title = detail.message))</script>").replace('view="tradeoff"', 'view="film"'));
  await page.waitForFunction(() => /^view must be one of tradeoff, .*, but is film$/.test(document.title));
  const frame = await frameOf(page, "wemem-lab >> nth=0 >> iframe");
  assert.match((await frame.textContent("[role=alert]")) ?? "", /view must be one of/);
  await page.context().close();
});

test("a press opens the laboratory inside the tag, where a run ends", async () => {
  const settings = query(TINY).slice(1).replaceAll("&", "&amp;");
  const { page } = await open("plain.html", (text) => text.replace('view="tradeoff"', `view="laboratory" settings="${settings}"`));
  const frame = await frameOf(page, "wemem-lab >> nth=0 >> iframe");
  await frame.click("button");
  await frame.waitForSelector('body[data-phase="idle"]', { timeout: 60_000 });
  await frame.click("#button-run");
  await frame.waitForSelector('body[data-phase="finished"]', { timeout: 120_000 });
  await page.context().close();
});

test("a frame with allow-scripts alone shows the answer, tells its height, and shuts nobody out", async () => {
  const { page, complaints } = await open("frame.html");
  const frame = await frameOf(page, "#lab");
  await frame.waitForSelector("h1");
  assert.equal(await frame.textContent("h1"), "Not the pruning. The retraining.");
  await page.waitForFunction(() => document.getElementById("lab")?.getAttribute("height") !== "320");
  assert.deepEqual(complaints, []);
  assert.deepEqual(await barriers(frame), []);
  await page.context().close();
});

test("the page gives the tag for what is on the screen, with its settings", async () => {
  const { page } = await lab.visit("?preset=reuse&seed=4");
  await page.waitForSelector('body[data-phase="idle"]');
  await page.click(".embedding summary");
  await page.selectOption(".embedding select", "laboratory");
  await page.waitForFunction(() => /view="laboratory" settings="preset=reuse&amp;seed=4"/.test(/** @type {HTMLTextAreaElement | null} */ (document.querySelector(".embedding textarea"))?.value ?? ""));
  const tag = await page.inputValue(".embedding textarea");
  assert.ok(tag.includes(`<script type="module" src="${lab.url}element.js"></script>`), tag);
  await page.context().close();
});
