// The published page: below a path, from compressed files, without a network after one visit, and never of two versions at once.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { appendFile, cp, mkdtemp, readFile, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { laboratory, query, reaches, runToTheEnd, settled, site, TINY } from "./page.mjs";

const TOOL = fileURLToPath(new URL("../../www/tools/publish.mjs", import.meta.url));

/** @type {string} */
let root;
/** @type {Awaited<ReturnType<typeof laboratory>>} */
let lab;

before(async () => {
  root = await mkdtemp(path.join(tmpdir(), "wemem-lab-published-"));
  await cp(site(), path.join(root, "site"), { recursive: true });
  // The GPU's engine is large, and kept only when it was used.
  await rm(path.join(root, "site/wasm/engine-gpu"), { recursive: true, force: true });
  publish();
  lab = await laboratory(path.join(root, "host"));
});
after(async () => {
  await lab.close();
  await rm(root, { recursive: true });
});

const publish = () => execFileSync("node", [TOOL, path.join(root, "site"), path.join(root, "host/docs/lab"), "4"]);

/** @param {import("playwright-core").Page} page */
const isKept = (page) => page.waitForFunction(() => /without a network/.test(document.getElementById("kept")?.textContent ?? ""), null, { timeout: 60_000 });

/** @param {import("playwright-core").Page} page */
const versionOf = (page) => page.getAttribute('meta[name="wemem-lab-version"]', "content");

test("below a path, compressed, then without a network: lesson, figures and a run", async () => {
  const { page, complaints, requests } = await lab.visit("docs/lab/");
  await page.waitForSelector(".networks button");
  await isKept(page);
  const version = await versionOf(page);
  const loaded = requests.filter(({ url }) => !/docs\/lab\/($|\?|icon|manifest|service-worker|embed)/.test(url));
  assert.ok(loaded.length > 20);
  assert.deepEqual(loaded.filter(({ url }) => !url.includes(`/docs/lab/v/${version}/`)), []);
  const response = await page.request.get(`${lab.url}docs/lab/v/${version}/main.js`, { headers: { "accept-encoding": "br" } });
  assert.equal(response.headers()["content-encoding"], "br");
  await page.context().setOffline(true);
  await page.reload();
  await page.waitForSelector(".networks button");
  await page.goto(`${lab.url}docs/lab/${query({ preset: "quick", "data.members": "200", "prune.epochs": "1", "attack.shadows": "2", arms: "base", device: "cpu" })}`);
  await runToTheEnd(page);
  await settled(page);
  assert.match((await page.textContent("#source")) ?? "", /Your run/);
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test("a newer version waits until it is taken, and then stands alone", async () => {
  const { page } = await lab.visit(`docs/lab/${query(TINY)}`);
  await reaches(page, "idle");
  await isKept(page);
  const old = await versionOf(page);
  await appendFile(path.join(root, "site/strings/en.js"), "\n// changed\n");
  publish();
  await page.reload();
  assert.equal(await versionOf(page), old, "the old one, whole");
  await reaches(page, "idle");
  await page.waitForSelector("#newer button:visible", { timeout: 60_000 });
  assert.match((await page.textContent("#newer")) ?? "", /newer version of this page is ready/);
  await Promise.all([page.waitForEvent("load"), page.click("#newer button")]);
  await page.waitForFunction((before) => document.querySelector('meta[name="wemem-lab-version"]')?.getAttribute("content") !== before, old);
  await reaches(page, "idle");
  const names = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => name.includes("/v/")));
  const now = await versionOf(page);
  assert.ok(names.length > 10 && names.every((name) => name.includes(`/v/${now}/`)));
  await page.context().close();
});

test("what a host serves: compressed files beside the plain ones, and what may be kept for how long", async () => {
  const host = path.join(root, "host/docs/lab");
  const [version] = await readdir(path.join(host, "v"));
  const main = path.join(host, "v", version, "main.js");
  const sizes = await Promise.all(["", ".br", ".gz"].map(async (ending) => (await stat(main + ending)).size));
  assert.ok(sizes[1] < sizes[0] && sizes[2] < sizes[0], `${sizes}`);
  assert.match(await readFile(path.join(host, "_headers"), "utf8"), /\/v\/\*\n {2}Cache-Control: public, max-age=31536000, immutable/);
  const top = (await readdir(host)).filter((name) => !/\.(br|gz)$/.test(name)).sort();
  assert.deepEqual(top, ["_headers", "element.js", "embed.html", "icon.svg", "index.html", "licences.txt", "manifest.webmanifest", "preview.jpg", "service-worker.js", "v"]);
});
