// The page in three browsers. What is computed must come out as in Chromium, to the byte.

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, afterEach, before, describe, test } from "node:test";

import { query, site, TINY } from "../browser/page.mjs";
import { tampering } from "../browser/tamper.mjs";
import { appears, BROWSERS, reaches, reportOf, timeless, until } from "./browsers.mjs";

/** @typedef {import("./browsers.mjs").Browser} Browser */

/** Long enough to be stopped on the way. */
const LONGER = { ...TINY, "train.epochs": "30", "prune.epochs": "30", "data.members": "600" };

/** Not every browser tells what stands in its console, so the page itself keeps what goes wrong on it. */
const WATCH = `
globalThis.complaints = [];
const { error } = console;
console.error = (...words) => (globalThis.complaints.push(words.join(" ")), error(...words));
addEventListener("error", ({ message }) => globalThis.complaints.push(message));
addEventListener("unhandledrejection", ({ reason }) => globalThis.complaints.push(String(reason)));
addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => globalThis.complaints.push(violatedDirective + " " + blockedURI));
`;
const watched = { change: (/** @type {Buffer} */ html) => String(html).replace("<head>", '<head><script src="watch.js"></script>') };
const RULES = {
  "": watched,
  "embed.html": watched,
  "watch.js": { status: 200, change: () => WATCH, type: "text/javascript" },
};
const WASM = ["figures", "lab", "engine-cpu"].map((bundle) => `wasm/${bundle}/wemem_lab_bg.wasm`);
const EXAMPLES = new URL("../../docs/examples/", import.meta.url);

/** @type {Map<string, import("../browser/tamper.mjs").Rule>} */
const rules = new Map(Object.entries(RULES));
const server = await tampering(rules)(site());
let shown = "";
/** Somebody else's page, on another origin. */
const host = createServer((_, response) => response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end(shown));
await new Promise((done) => host.listen(0, "127.0.0.1", () => done(undefined)));
const folder = await mkdtemp(path.join(tmpdir(), "wemem-lab-browsers-"));

after(async () => {
  host.closeAllConnections();
  host.close();
  await server.close();
  await rm(folder, { recursive: true });
});

/** What Chromium gave, which comes first. @type {Map<string, string>} */
const given = new Map();

/** @param {string} what @param {string} text */
function asInChromium(what, text) {
  if (!given.has(what)) given.set(what, text);
  assert.ok(text === given.get(what), `${what} differs from Chromium's`);
}

for (const [name, open] of Object.entries(BROWSERS)) {
  describe(name, () => {
    /** @type {Browser} */
    let browser;
    before(async () => {
      browser = await open();
      console.log(browser.version);
    });
    after(() => browser.close());
    afterEach(async () => {
      rules.clear();
      for (const [path, rule] of Object.entries(RULES)) rules.set(path, rule);
      assert.deepEqual([...browser.complaints, ...(await browser.evaluate(() => globalThis.complaints ?? []))], []);
    });

    test("lesson and laboratory show what was recorded while the wasm has not come", async () => {
      for (const path of WASM) rules.set(path, { hang: true });
      await browser.open(server.url);
      await appears(browser, ".lesson-picture .networks button");
      assert.equal(await browser.evaluate(() => document.body.dataset.level), "lesson");
      await browser.open(`${server.url}?laboratory`);
      await appears(browser, "#tradeoff svg");
      await appears(browser, "#arms tbody tr");
      assert.notEqual(await browser.evaluate(() => document.body.dataset.phase), "idle");
    });

    test("every step of the lesson comes with its picture and says what it says in Chromium", async () => {
      await browser.open(server.url);
      await appears(browser, ".lesson-picture button");
      const steps = await browser.evaluate(() => document.querySelectorAll(".lesson-nav li").length);
      assert.ok(steps > 1);
      for (let step = 1; step <= steps; step += 1) {
        await browser.open(`${server.url}?lesson=${step}`);
        asInChromium(`step ${step}`, await until(() => browser.evaluate(wordsAtRest), `step ${step}`));
      }
    });

    for (const workers of ["1", "2", "4"]) {
      test(`a run with workers=${workers} gives Chromium's report`, async () => {
        const report = await reportOf(browser, server.url + query({ ...TINY, workers }));
        assert.equal(JSON.parse(report).ended, "finished");
        asInChromium("report", timeless(report));
      });
    }

    test("every figure of a run can be looked at, and saved", async () => {
      await reportOf(browser, server.url + query(TINY));
      for (const tab of await browser.evaluate(() => [...document.querySelectorAll("[role=tab]")].map(({ id }) => id))) {
        await browser.click(`#${tab}`);
        await appears(browser, `#${await browser.evaluate((id) => document.getElementById(id)?.getAttribute("aria-controls"), tab)} svg`);
      }
      assert.match(await browser.saved("#tradeoff .figure-files button"), /^<svg[^>]*>.*<\/svg>$/s);
    });

    test("a run that is stopped says so and keeps what was finished", async () => {
      await browser.open(server.url + query(LONGER));
      await reaches(browser, "idle");
      await browser.click("#button-step");
      await reaches(browser, "paused");
      await browser.click("#button-run");
      await reaches(browser, "running");
      await browser.click("#button-stop");
      await reaches(browser, "stopped");
      const { ended, arms } = JSON.parse(await browser.saved("#report"));
      assert.equal(ended, "stopped");
      const rounds = arms.flatMap((/** @type {any} */ arm) => arm.rounds);
      assert.ok(rounds.length >= 1 && rounds.length < arms.length * Number(LONGER["prune.rounds"]));
      assert.ok(rounds.every((/** @type {any} */ round) => round.attacks.length > 0));
    });

    test("an audit of files gives Chromium's report, table and scores", async () => {
      const files = await Promise.all(["target.csv", "shadow-1.csv"].map(async (file, at) => {
        const name = path.join(folder, file);
        await writeFile(name, answers(200, at));
        return name;
      }));
      await browser.open(`${server.url}?audit`);
      await reaches(browser, "idle");
      await browser.choose("#audit-input", files);
      await until(() => browser.evaluate(() => document.querySelectorAll(".audit-files li").length === 2), "two files");
      await browser.click("#audit-run");
      await appears(browser, "[data-figure=audit-roc] svg");
      for (const kind of ["json", "csv", "scores-csv"]) asInChromium(`audit ${kind}`, await browser.saved(`#audit-${kind}`));
    });

    test("other people's pages show a tag's figure and a step of the lesson, without wasm", async () => {
      /** @type {string[]} */
      const fetched = [];
      for (const path of WASM) rules.set(path, { change: (body) => (fetched.push(path), body) });
      await show("plain.html");
      const [figure, lesson] = [
        () => document.querySelectorAll("wemem-lab")[0].shadowRoot?.querySelector("iframe"),
        () => document.querySelectorAll("wemem-lab")[1].shadowRoot?.querySelector("iframe"),
      ];
      await drawn(figure, "figure svg[role=img]");
      await browser.evaluate(() => document.querySelectorAll("wemem-lab")[1].scrollIntoView());
      await drawn(lesson, ".crowd canvas");
      assert.deepEqual(fetched, []);
    });

    // docs/browsers.md says why.
    test("a frame that may run scripts and nothing else shows the answer", { todo: name === "WebKitGTK" && "its 'self' is nothing there" }, async () => {
      await show("frame.html");
      await drawn(() => document.getElementById("lab"), "h1");
      await until(() => browser.evaluate(() => document.getElementById("lab")?.getAttribute("height") !== "320"), "its height");
    });

    /** An example, with the address of the page under test. @param {string} name */
    async function show(name) {
      shown = (await readFile(new URL(name, EXAMPLES), "utf8")).replaceAll("https://HOST/", server.url);
      await browser.open(`http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (host.address()).port}/`);
    }

    /** Waits for something in a frame, where nothing may have gone wrong. @param {() => Element | null | undefined} find @param {string} selector */
    async function drawn(find, selector) {
      await until(() => browser.within(find, (wanted) => document.querySelector(wanted)?.getClientRects().length, selector), selector);
      assert.deepEqual(await browser.within(find, () => globalThis.complaints), []);
    }
  });
}

/** Runs in the page: what stands in the picture of a step, once all that it waits for is there. */
async function wordsAtRest() {
  const words = () => document.querySelector(".lesson-picture")?.textContent.replaceAll(/\s+/g, " ").trim();
  const before = words();
  await new Promise((done) => setTimeout(done, 500)); // that nothing more comes can only be waited for
  return before === words() && before;
}

/** Of a model: members a little surer, no two rows alike. @param {number} rows @param {number} seed */
function answers(rows, seed) {
  const row = (/** @type {number} */ at) => {
    const sure = 0.34 + 0.5 * (((at * 7919 + seed * 31) % 1009) / 1009) + 0.1 * (at % 2);
    return [at % 2, 0, sure, (1 - sure) / 2, (1 - sure) / 2].join(",");
  };
  return ["member,label,p0,p1,p2", ...Array.from({ length: rows }, (_, at) => row(at)), ""].join("\n");
}
