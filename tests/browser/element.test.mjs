// What the tag shows, and what a script of another page can do with it.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { hostOf } from "./host.mjs";
import { barriers, frameOf, laboratory, query, site, TINY } from "./page.mjs";
import { cut, html, tampering } from "./tamper.mjs";

/** @type {Awaited<ReturnType<typeof laboratory>>} */
let lab;
/** @type {Awaited<ReturnType<typeof hostOf>>} */
let host;
/** @type {Map<string, import("./tamper.mjs").Rule>} */
const rules = new Map();
/** @type {string} */
let recorded;
const settings = query(TINY).slice(1).replaceAll("&", "&amp;");

before(async () => {
  lab = await laboratory(site(), tampering(rules));
  host = await hostOf(lab);
  recorded = await readFile(`${site()}/recorded/quick.json`, "utf8");
});
after(async () => {
  host.close();
  await lab.close();
});

const inside = (/** @type {import("playwright-core").Page} */ page, nth = 0) => frameOf(page, `wemem-lab >> nth=${nth} >> iframe`);
const wasm = (/** @type {{ url: string }[]} */ requests) => requests.map(({ url }) => /wasm\/([^/]+)\/.*wasm$/.exec(url)?.[1]).filter(Boolean);
/** @param {import("playwright-core").Page} page @param {string} type */
const heard = (page, type) => page.waitForFunction((type) => globalThis.told.find((event) => event.type === type)?.detail, type).then((found) => found.jsonValue());

test("every figure of the registry is there as it was recorded, without wasm", async () => {
  const views = Object.keys(JSON.parse(await readFile(`${site()}/recorded/views/views.json`, "utf8")));
  const { page: catalog } = await lab.visit("?laboratory");
  await catalog.waitForSelector('body[data-phase="idle"]');
  const tabs = await catalog.locator("#stage [role=tab]").evaluateAll((found) => found.map(({ id }) => id.replace("tab-", "")));
  assert.deepEqual(views, ["tradeoff", ...tabs]);
  await catalog.context().close();
  const { page, requests } = await host.tags(views.map((view) => `<wemem-lab view="${view}"></wemem-lab>`).join(""));
  for (let i = 0; i < views.length; i += 1) {
    await page.locator("wemem-lab").nth(i).scrollIntoViewIfNeeded();
    const frame = await inside(page, i);
    await frame.waitForSelector("figure svg[role=img]");
  }
  assert.deepEqual(wasm(requests), []);
  await page.context().close();
});

test("another method than the recorded one is drawn, without an engine, and which run it is of stands with it", async () => {
  const { page, requests, complaints } = await host.tags('<wemem-lab view="histogram" arm="rmr" controls="none"></wemem-lab>');
  const frame = await inside(page);
  await frame.waitForSelector('[data-figure="histogram"] svg[aria-label*="RMR"]');
  assert.match((await frame.textContent("#source")) ?? "", /Recorded run Quick; seed 1/);
  assert.equal(await frame.locator("#bar:visible, #form:visible, .masthead:visible, #tradeoff:visible").count(), 0);
  assert.deepEqual([...new Set(wasm(requests))], ["figures"]);
  assert.deepEqual(complaints, []);
  assert.deepEqual(await barriers(frame), []);
  await page.context().close();
});

for (const [name, tag] of [
  ["by its address", '<wemem-lab view="arms" report="mine.json"><i>inner</i></wemem-lab>'],
  ["inside the tag", '<wemem-lab view="arms"><script type="application/json">REPORT</script><i>inner</i></wemem-lab>'],
]) {
  test(`a report given ${name} is shown as a recorded result`, async () => {
    const mine = JSON.stringify({ ...JSON.parse(recorded), settings: "preset=quick&seed=7", config: { ...JSON.parse(recorded).config, seed: 7 } });
    host.files.set("/mine.json", { type: "application/json", text: mine });
    const { page, requests } = await host.tags(tag.replace("REPORT", () => mine.replaceAll("<", "\\u003c")));
    const frame = await inside(page);
    await frame.waitForFunction(() => document.querySelectorAll("#arms tbody tr").length > 4 && /seed 7/.test(document.getElementById("source")?.textContent ?? ""));
    assert.equal(await page.evaluate(() => document.querySelector("wemem-lab").report.config.seed), 7);
    assert.deepEqual([...new Set(wasm(requests))], ["figures"]);
    await page.context().close();
  });
}

for (const [name, text, said] of /** @type {[string, string | undefined, RegExp][]} */ ([
  ["that is not there", undefined, /^report must be the address of a report, but mine\.json answers with status 404$/],
  ["cut short", '{"version": 2, "conf', /^report must be JSON, but mine\.json is not: /],
  ["of another version", '{"version": 1}', /^report: version must be 2 .*, but found 1$/],
  ["that is something else", "{}", /^report: must be JSON as wemem-lab saves it, but found missing field `version`/],
])) {
  test(`a report ${name} leaves what stands inside the tag, with a sentence, and is told to the page once`, async () => {
    host.files.delete("/mine.json");
    if (text) host.files.set("/mine.json", { type: "application/json", text });
    const { page } = await host.tags('<wemem-lab view="arms" report="mine.json"><i>inner</i></wemem-lab>');
    assert.match((await heard(page, "wemem-error")).message, said);
    assert.match((await page.locator("wemem-lab [part=fault]").textContent()) ?? "", said);
    assert.ok(await page.locator("wemem-lab i").isVisible());
    assert.equal(await page.evaluate(() => globalThis.told.filter(({ type }) => type === "wemem-error").length), 1);
    await page.context().close();
  });
}

test("a script runs, hears of each round, and gets the report that the laboratory saves", async () => {
  const { page, complaints } = await host.tags(`<wemem-lab view="leak-by-round" controls="none" settings="${settings}"></wemem-lab>`);
  const found = await page.evaluate(async () => {
    const lab = /** @type {any} */ (document.querySelector("wemem-lab"));
    let progress = 0;
    lab.addEventListener("wemem-progress", () => (progress += 1));
    const report = await lab.run();
    return { report, saved: await lab.save(), kept: lab.report, config: lab.config, progress };
  });
  assert.equal(found.report.ended, "finished");
  assert.deepEqual([found.saved, found.kept], [found.report, found.report]);
  assert.equal(found.config.data.source, "mini-bits");
  assert.ok(found.progress > 0);
  const rounds = await page.evaluate(() => globalThis.told.filter(({ type }) => type === "wemem-round").map(({ detail }) => `${detail.arm} ${detail.round}`));
  assert.deepEqual(rounds.filter((round) => round.startsWith("base")), ["base 0", "base 1"]);
  assert.equal((await heard(page, "wemem-finished")).phase, "finished");
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test("a script chooses settings, steps, goes on, stops, resets and restores", async () => {
  const { page } = await host.tags(`<wemem-lab view="tradeoff" settings="${settings}"></wemem-lab>`);
  const found = await page.evaluate(async () => {
    const lab = /** @type {any} */ (document.querySelector("wemem-lab"));
    const once = (/** @type {string} */ name) => new Promise((done) => lab.addEventListener(name, ({ detail }) => done(detail), { once: true }));
    const refusal = (/** @type {Promise<unknown>} */ asked) => asked.then(() => "", ({ message }) => message);
    const early = await refusal(lab.pause());
    lab.config = { ...lab.config, prune: { ...lab.config.prune, rounds: 3 } };
    await lab.step();
    const ended = once("wemem-finished");
    await lab.resume();
    const first = await ended;
    await lab.reset();
    const second = lab.run();
    await once("wemem-round");
    await lab.stop();
    const stopped = await second;
    await lab.restore(first.report);
    return { early, rounds: first.report.config.prune.rounds, phase: first.phase, stopped: stopped.ended, config: lab.config.prune.rounds, report: lab.report.ended,
      wrong: await refusal(lab.restore({ version: 1 })) };
  });
  assert.equal(found.early, "pause is not possible now: the laboratory is idle.");
  assert.deepEqual([found.rounds, found.phase, found.stopped, found.config, found.report], [3, "finished", "stopped", 3, "finished"]);
  assert.match(found.wrong, /version must be 2/);
  await page.context().close();
});

test("arrays are audited as the same files are", async () => {
  const { page } = await host.tags('<wemem-lab view="audit" run="never"></wemem-lab>');
  const found = await page.evaluate(async () => {
    const lab = /** @type {any} */ (document.querySelector("wemem-lab"));
    const rows = Array.from({ length: 400 }, (_, i) => i);
    const answers = (/** @type {number} */ shift) => ({
      member: rows.map((i) => Number(i < 200)), label: rows.map((i) => i % 2),
      posteriors: rows.map((i) => { const p = 0.5 + ((i * 7 + shift) % 50) / 101 + (i < 200 ? 0.005 : 0); return i % 2 ? [1 - p, p] : [p, 1 - p]; }),
    });
    const csv = ({ member, label, posteriors }) => new Blob(["member,label,p0,p1\n", ...member.map((m, i) => `${m},${label[i]},${posteriors[i].join(",")}\n`)]);
    const [target, shadow] = [answers(0), answers(3)];
    const ofArrays = await lab.audit({ target, shadows: [shadow] });
    const ofFiles = await lab.audit([{ name: "target.csv", role: "target", file: csv(target) }, { name: "shadow.csv", role: "shadow", file: csv(shadow) }]);
    const scores = await lab.audit({ target: { member: target.member, score: rows.map((i) => -i) } });
    const wrong = await lab.audit({ target: { member: [1, 0], label: [0, 5], posteriors: [[0.5, 0.5], [0.5, 0.5]] } }).catch((error) => error);
    return { ofArrays, ofFiles, auc: scores.attacks[0].auc, wrong: `${wrong.field}: ${wrong.message}` };
  });
  assert.deepEqual(found.ofArrays, found.ofFiles);
  assert.ok(found.ofArrays.attacks.length > 3);
  assert.equal(found.auc, 1);
  assert.match(found.wrong, /target\.csv.*label/);
  const frame = await inside(page);
  assert.ok(await frame.isVisible("#audit-result table"));
  assert.deepEqual(await barriers(frame), []);
  await page.context().close();
});

test("two on a page compute one after the other", async () => {
  const { page } = await host.tags(`<wemem-lab id="a" view="tradeoff" settings="${settings}"></wemem-lab><wemem-lab id="b" view="tradeoff" settings="${settings}&amp;seed=2"></wemem-lab>`);
  await page.evaluate(() => Promise.all([...document.querySelectorAll("wemem-lab")].map((lab) => /** @type {any} */ (lab).run())));
  const order = await page.evaluate(() => globalThis.told.filter(({ type }) => type === "wemem-round" || type === "wemem-finished").map(({ id }) => id).join(""));
  assert.match(order, /^(a+b+|b+a+)$/);
  await page.context().close();
});

test("controls are those that the author names, and one that is none is said", async () => {
  const { page } = await host.tags('<wemem-lab view="histogram" arm="base" controls="prune.sparsity,arms,film"></wemem-lab>');
  assert.match((await heard(page, "wemem-error")).message, /controls must be .*no setting film/);
  const frame = await inside(page);
  const shown = await frame.locator("#form [data-key]:visible").evaluateAll((rows) => rows.map(({ dataset }) => dataset.key));
  assert.deepEqual(shown, ["prune.sparsity", "arms"]);
  assert.ok(await frame.isVisible("#button-run"));
  await page.context().close();
});

test("an unknown setting, preset or method costs itself only, and is told", async () => {
  const { page } = await host.tags('<wemem-lab view="histogram" arm="nobody" settings="prune.sparsty=0.5"></wemem-lab><wemem-lab view="arms" preset="film"></wemem-lab>');
  const frame = await inside(page);
  await frame.waitForSelector(".notices li");
  await page.waitForFunction(() => globalThis.told.filter(({ type }) => type === "wemem-error").length >= 3);
  const messages = await page.evaluate(() => globalThis.told.filter(({ type }) => type === "wemem-error").map(({ detail }) => detail.message).join(" | "));
  for (const word of ["film", "prune.sparsty", "nobody"]) assert.ok(messages.includes(word), messages);
  await frame.waitForSelector('[data-figure="histogram"] svg');
  await page.context().close();
});

test("it runs when it comes into view where it is told to, and offers nothing where it is told not to", async () => {
  const { page } = await host.tags(
    `<wemem-lab id="never" view="tradeoff" run="never"></wemem-lab><div style="height: 3000px"></div><wemem-lab id="seen" view="tradeoff" run="visible" settings="${settings}"></wemem-lab>`);
  const still = await inside(page);
  await still.waitForSelector("figure svg");
  assert.equal(await still.locator("button:text('Open it here')").count(), 0);
  await page.waitForTimeout(500);
  assert.deepEqual(await page.evaluate(() => globalThis.told.filter(({ id, type }) => id === "seen" && type !== "wemem-ready")), []);
  await page.locator("#seen").scrollIntoViewIfNeeded();
  assert.equal((await heard(page, "wemem-finished")).phase, "finished");
  await page.context().close();
});

test("it takes the host's letters and the theme that it is given, fits 320 pixels, and the host's page does not jump", async () => {
  const { page } = await host.tags('<wemem-lab view="histogram" arm="base" controls="transport" theme="dark" style="display: block; min-height: 900px; --wemem-accent: rgb(240, 200, 80)"></wemem-lab>', { viewport: { width: 320, height: 1400 } });
  await page.evaluate(() => {
    globalThis.shifts = [];
    const say = ({ node, previousRect, currentRect }) => `${node?.nodeName} ${previousRect.y} ${previousRect.height} → ${currentRect.y} ${currentRect.height}`;
    new PerformanceObserver((list) => globalThis.shifts.push(...list.getEntries().flatMap(({ sources }) => sources.map(say)))).observe({ type: "layout-shift", buffered: true });
  });
  const frame = await inside(page);
  await frame.waitForSelector('[data-figure="histogram"] svg');
  await page.waitForTimeout(500);
  assert.deepEqual(await page.evaluate(() => globalThis.shifts), []);
  assert.ok(await frame.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  assert.match(await frame.evaluate(() => getComputedStyle(document.body).fontFamily), /Georgia/);
  assert.deepEqual(await frame.evaluate(() => ["--ink", "--accent", "color-scheme"].map((name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim())), ["#eceae5", "rgb(240, 200, 80)", "dark"]);
  assert.deepEqual(await barriers(frame), []);
  await page.context().close();
});

test("moved without being taken out it goes on", async () => {
  const { page } = await host.tags(`<wemem-lab view="tradeoff" settings="${settings}"></wemem-lab><section id="there"></section>`);
  const ended = await page.evaluate(async () => {
    const lab = /** @type {any} */ (document.querySelector("wemem-lab"));
    const run = lab.run();
    await new Promise((done) => lab.addEventListener("wemem-round", done, { once: true }));
    /** @type {any} */ (document.getElementById("there")).moveBefore(lab, null);
    return (await run).ended;
  });
  assert.equal(ended, "finished");
  await page.context().close();
});

test("what comes of a visitor's own file is not told to the page around", async () => {
  const { page } = await host.tags(`<wemem-lab view="laboratory" settings="${settings}"></wemem-lab>`);
  const frame = await inside(page);
  await frame.click("text=Open it here");
  await frame.waitForSelector('body[data-phase="idle"]');
  const rows = Array.from({ length: 400 }, (_, i) => `${i % 2},${[0, 1, 2, 3].map((c) => ((i * (c + 3) + (i % 2) * 5) % 11) / 11).join(",")}`);
  await frame.setInputFiles("#form input[type=file]", { name: "mine.csv", mimeType: "text/csv", buffer: Buffer.from(`label,a,b,c,d\n${rows.join("\n")}\n`) });
  await frame.waitForFunction(() => document.querySelector('#form [data-key="data.source"] select')?.value === "own");
  const refused = await page.evaluate(async () => {
    const lab = /** @type {any} */ (document.querySelector("wemem-lab"));
    const report = await lab.run();
    return [report, await lab.save().catch(({ message }) => message)];
  });
  assert.deepEqual(refused, [undefined, "The run is one of the visitor's own file: its report is not told to the page around."]);
  assert.equal((await heard(page, "wemem-finished")).report, undefined);
  await page.context().close();
});

for (const [name, rule] of /** @type {[string, import("./tamper.mjs").Rule][]} */ ([
  ["is not there", { status: 404 }],
  ["is a page of the host's", html],
  ["is cut off", cut],
])) {
  test(`where wasm ${name} the recorded figure stays, with a sentence, and the page around is told`, async () => {
    rules.set("wasm/figures/wemem_lab_bg.wasm", rule);
    try {
      const { page } = await host.tags('<wemem-lab view="leak-by-round"></wemem-lab>');
      const frame = await inside(page);
      await frame.click("text=Open it here");
      assert.match((await heard(page, "wemem-error")).message, /wemem_lab_bg\.wasm/);
      await frame.waitForSelector('#tradeoff [data-figure="leak-by-round"] svg');
      assert.match((await frame.textContent("#troubles")) ?? "", /wemem_lab_bg\.wasm/);
      assert.equal(await frame.locator("#bar:visible, #form:visible, .masthead:visible").count(), 0);
      assert.match(await page.evaluate(() => document.querySelector("wemem-lab").run().catch(({ message }) => message)), /wemem_lab_bg\.wasm/);
      await page.context().close();
    } finally {
      rules.clear();
    }
  });
}

test("fifty tags that begin to run and are taken out leave no worker behind", async () => {
  const { page } = await host.tags("");
  await page.evaluate(async (settings) => {
    for (let round = 0; round < 50; round += 1) {
      const tag = /** @type {any} */ (document.createElement("wemem-lab"));
      tag.setAttribute("settings", settings);
      document.body.append(tag);
      const ran = tag.run().catch(({ message }) => message);
      if (round % 10 === 0) await new Promise((done) => tag.addEventListener("wemem-progress", done, { once: true }));
      tag.remove();
      if ((await ran) !== "the <wemem-lab> was removed") throw new Error(await ran);
    }
  }, query(TINY).slice(1));
  await page.waitForFunction(() => frames.length === 0);
  const session = await page.context().newCDPSession(page);
  const { targetInfos } = await session.send("Target.getTargets");
  assert.deepEqual(targetInfos.filter(({ type }) => type === "worker" || type === "iframe"), []);
  await page.context().close();
});

for (const [view, more] of [["tradeoff", 'attack="lira" controls="preset,prune.sparsity,arms,file"'], ["attacks", 'by="conf"'], ["arms", ""], ["answer", 'arm="rmr"'], ["lesson", ""], ["laboratory", ""], ["audit", ""]]) {
  test(`nobody is shut out of ${view}`, async () => {
    const { page, complaints } = await host.tags(`<wemem-lab view="${view}" ${more}></wemem-lab>`, { viewport: { width: 700, height: 900 } });
    const frame = await inside(page);
    await frame.waitForSelector("h1");
    if (["laboratory", "audit"].includes(view)) await frame.click("text=Open it here");
    if (view !== "lesson") await frame.waitForSelector('body[data-phase="idle"]', { timeout: 60_000 });
    await page.waitForTimeout(500);
    assert.deepEqual(await barriers(frame), []);
    assert.ok(await frame.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "no sideways scrolling");
    assert.deepEqual(complaints, []);
    await page.context().close();
  });
}

test("the keyboard alone goes from the host's page into the part, runs it, and leaves it again", async () => {
  const { page } = await host.tags(`<button id="first">First</button><wemem-lab view="histogram" arm="base" settings="${settings}"></wemem-lab><button id="last">Last</button>`);
  const frame = await inside(page);
  await frame.waitForSelector('body[data-phase="idle"]', { timeout: 60_000 });
  await page.focus("#first");
  await page.keyboard.press("Tab");
  await frame.waitForFunction(() => document.activeElement?.id === "button-run");
  await page.keyboard.press("Enter");
  await frame.waitForSelector('body[data-phase="finished"]', { timeout: 60_000 });
  for (let presses = 0; presses < 60 && (await page.evaluate(() => document.activeElement?.id)) !== "last"; presses += 1) await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "last");
  await page.context().close();
});

test("out of sight nothing is drawn and nobody's page is scrolled, in sight all of it is drawn", async () => {
  const { page } = await host.tags(`<div style="height: 3000px"></div><wemem-lab view="tradeoff" by="rmia" settings="${settings}"></wemem-lab>`);
  await page.evaluate(() => /** @type {any} */ (document.querySelector("wemem-lab")).run().then(() => {}));
  const frame = await inside(page);
  await frame.waitForSelector('body[data-phase="finished"]', { state: "attached", timeout: 60_000 });
  assert.equal(await page.evaluate(() => scrollY), 0);
  assert.equal(await frame.locator("#tradeoff[data-drawing]").count(), 1);
  await page.locator("wemem-lab").scrollIntoViewIfNeeded();
  await frame.waitForSelector("#tradeoff:not([data-drawing]) svg");
  await page.context().close();
});

test("a run that a script begins and settings refuse is told to the script, and takes nobody's keyboard or place", async () => {
  const { page } = await host.tags(`<input id="mine"><div style="height: 3000px"></div><wemem-lab view="tradeoff" controls="prune.sparsity" settings="${settings}"></wemem-lab>`);
  await page.locator("wemem-lab").scrollIntoViewIfNeeded();
  const frame = await inside(page);
  await frame.click("text=Open it here");
  await frame.fill("#field-prune-sparsity", "2");
  await frame.press("#field-prune-sparsity", "Tab");
  await frame.waitForSelector("#form [aria-invalid=true]");
  await page.focus("#mine");
  const before = await page.evaluate(() => scrollY);
  assert.match(await page.evaluate(() => /** @type {any} */ (document.querySelector("wemem-lab")).run().then(() => "ran", ({ message }) => message)), /Correct the marked settings/);
  assert.deepEqual(await page.evaluate(() => [document.activeElement?.id, scrollY]), ["mine", before]);
  await frame.click("#button-run");
  assert.equal(await frame.evaluate(() => document.activeElement?.closest("[data-key]")?.getAttribute("data-key")), "prune.sparsity");
  await page.context().close();
});

test("a page with a strict policy of its own needs to allow the script and the frame, and one that loads the tag twice has it once", async () => {
  const { page, complaints } = await host.show(`<!doctype html><html lang="en"><head><title>A page</title>
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src ${lab.url}; frame-src ${lab.url}">
    <script type="module" src="https://HOST/element.js"></script><script type="module" src="https://HOST/element.js?again"></script></head>
    <body><wemem-lab view="answer"></wemem-lab></body></html>`);
  await (await inside(page)).waitForSelector("h1");
  await page.waitForFunction(() => (document.querySelector("wemem-lab")?.getBoundingClientRect().height ?? 0) > 100);
  assert.equal(page.frames().length, 2);
  assert.deepEqual(complaints.filter((text) => !/icon/.test(text)), []);
  await page.context().close();
});

test("a second report takes the place of the first, and none that of both", async () => {
  const { page } = await host.tags('<wemem-lab view="arms"></wemem-lab>');
  const report = JSON.parse(recorded);
  const second = { ...report, arms: report.arms.slice(0, 3), config: { ...report.config, seed: 9 }, settings: "preset=quick&seed=9" };
  const found = await page.evaluate(async ([first, second]) => {
    const lab = /** @type {any} */ (document.querySelector("wemem-lab"));
    lab.report = first;
    const arms = [(await lab.save()).arms.length];
    lab.report = second;
    return [...arms, (await lab.save()).arms.length];
  }, [report, second]);
  assert.deepEqual(found, [report.arms.length, 3]);
  const frame = await inside(page);
  await frame.waitForFunction(() => document.querySelector("#source strong")?.textContent === "Report" && /seed 9/.test(document.getElementById("source")?.textContent ?? ""));
  assert.equal(await frame.locator("#changed").count(), 0, "the settings are those of the report");
  await page.evaluate(() => (/** @type {any} */ (document.querySelector("wemem-lab")).report = undefined));
  await (await inside(page)).waitForSelector("text=Recorded run");
  await page.context().close();
});

test("a look or a theme that changes leaves the run alone", async () => {
  const { page } = await host.tags(`<wemem-lab view="histogram" settings="${settings}"></wemem-lab>`);
  const ended = await page.evaluate(async () => {
    const lab = /** @type {any} */ (document.querySelector("wemem-lab"));
    const run = lab.run();
    await new Promise((done) => lab.addEventListener("wemem-round", done, { once: true }));
    lab.setAttribute("theme", "dark");
    lab.setAttribute("arm", "rsw-low-to-high");
    return (await run).ended;
  });
  assert.equal(ended, "finished");
  const frame = await inside(page);
  await frame.waitForSelector('[data-figure="histogram"] svg[aria-label*="RSW"]');
  assert.equal(await frame.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--ink").trim()), "#eceae5");
  await page.evaluate(() => document.querySelector("wemem-lab")?.removeAttribute("theme"));
  await frame.waitForFunction(() => getComputedStyle(document.documentElement).getPropertyValue("--ink").trim() === "#1d1c1a");
  await page.context().close();
});

test("a part that waits for its turn says so and can be stopped", async () => {
  const { page } = await host.tags(`<wemem-lab id="a" view="tradeoff" settings="${settings}&amp;train.epochs=400"></wemem-lab><wemem-lab id="b" view="tradeoff" settings="${settings}"></wemem-lab>`);
  const said = await page.evaluate(async () => {
    const [a, b] = /** @type {any[]} */ ([...document.querySelectorAll("wemem-lab")]);
    await b.look({ arm: "base" }); // opens it
    const first = a.run();
    await new Promise((done) => a.addEventListener("wemem-progress", done, { once: true }));
    const second = b.run().catch(({ message }) => message);
    globalThis.stopAll = async () => {
      await b.stop();
      const refused = await second;
      await a.stop();
      return [refused, (await first).ended];
    };
  });
  assert.equal(said, undefined);
  await (await inside(page, 1)).waitForSelector('#phase:has-text("Waits for another run on this page")');
  assert.deepEqual(await page.evaluate(() => globalThis.stopAll()), ["the run was reset, or given up while it waited for another", "stopped"]);
  await page.context().close();
});

test("what a script gets wrong is refused in words that name it", async () => {
  const { page } = await host.tags('<wemem-lab view="audit" run="never"></wemem-lab>');
  const said = await page.evaluate(async () => {
    const lab = /** @type {any} */ (document.querySelector("wemem-lab"));
    const refusal = (/** @type {Promise<unknown>} */ asked) => asked.then(() => "taken", ({ message }) => message);
    const target = { member: [1, 0], label: [0, 1], posteriors: [[0.5, 0.5], [0.5, 0.5]] };
    return [
      await refusal(lab.audit()), await refusal(lab.audit({})), await refusal(lab.audit({ target, shadow: [target] })), await refusal(lab.audit({ target, shadows: target })),
      await refusal(lab.audit({ target: { ...target, label: [0] } })), await refusal(lab.audit({ target: { ...target, posteriors: [0.5, 0.5] } })), await refusal(lab.audit({ target: { member: [], score: [] } })),
      await refusal(lab.look({ arm: "nobody" })), await refusal(lab.restore()), await refusal(lab.restore({})),
    ];
  });
  const expected = [
    /audit must be given \{ target/, /must be given a target/, /but not shadow$/, /shadows must be a list/,
    /label of target must have one value a record, but member has 2, label has 1, posteriors has 2/, /posteriors of target must have a row of probabilities/, /member of target must have one value a record/,
    /view\.arm=nobody/, /report/, /missing field `version`/,
  ];
  said.forEach((text, i) => assert.match(text, expected[i]));
  await page.evaluate(() => (/** @type {any} */ (document.querySelector("wemem-lab")).config = { nonsense: 1 }));
  assert.match((await heard(page, "wemem-error")).message, /config must be whole/);
  await page.context().close();
});

test("where nothing answers at its base, a sentence stands with what is inside the tag", async () => {
  const { page } = await host.tags('<wemem-lab view="answer" base="http://127.0.0.1:9/"><i>inner</i></wemem-lab>');
  assert.match((await heard(page, "wemem-error")).message, /^base must be where wemem-lab is published, but nothing answers at http:\/\/127\.0\.0\.1:9\/$/);
  assert.ok(await page.locator("wemem-lab i").isVisible());
  assert.equal(await page.locator("wemem-lab iframe").evaluate((frame) => frame.getBoundingClientRect().height), 0);
  await page.context().close();
});
