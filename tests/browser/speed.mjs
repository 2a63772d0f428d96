// What the engines cost, in Chromium: opening, the self-check, and a step. For comparing builds on one machine; where there is no
// GPU, a software adapter stands in for it and only ratios mean anything.
//
//   WEMEM_LAB_SITE=… CHROME=… node speed.mjs [QUERY]…

import { hostOf } from "./host.mjs";
import { frameOf, laboratory, mainThreadTasks, query, reaches, TINY } from "./page.mjs";

const SHAPES = ["preset=quick&data.source=mini-bits&arms=base&attack.shadows=2", "preset=quick-bits&arms=base&attack.shadows=2"];

const lab = await laboratory();
try {
  for (const shape of process.argv.length > 2 ? process.argv.slice(2) : SHAPES) {
    const { page } = await lab.visit("?laboratory");
    await reaches(page, "idle");
    for (const device of ["cpu", "webgpu"]) {
      const { open, first, second, step } = await page.evaluate(measured, { query: shape, device });
      console.log(`${shape}, ${device}: open ${open} ms, self-check ${first} ms, again ${second} ms, ${step} ms a step of one network`);
    }
    await page.context().close();
  }
  for (const step of [3, 4, 5, 7]) {
    const [longest] = await dragged(step);
    console.log(`lesson, step ${step}: dragging the handle takes at most ${longest.toFixed(1)} ms of the main thread at a time`);
  }
  console.log(await shares());
  for (const [what, longest] of await inAnotherPage()) console.log(`in another page ${what} takes at most ${longest.toFixed(1)} ms of the main thread at a time`);
} finally {
  await lab.close();
}

/** Who has the processor while the default run goes, of all that Chromium does. */
async function shares() {
  const { page } = await lab.visit(query({ preset: "quick", device: "cpu", workers: "2" }));
  const browser = page.context().browser();
  if (!browser) throw new Error("the page has no browser");
  await reaches(page, "idle");
  await browser.startTracing(page, { categories: ["toplevel", "devtools.timeline"] });
  const started = performance.now();
  await page.click("#button-run");
  await reaches(page, "finished", 120_000);
  const wall = (performance.now() - started) / 1000;
  /** @type {{ traceEvents: any[] }} */
  const { traceEvents: events } = JSON.parse((await browser.stopTracing()).toString());
  await page.context().close();
  const threads = new Map(events.filter(({ name }) => name === "thread_name").map(({ pid, tid, args }) => [`${pid}/${tid}`, args.name]));
  const threadOf = (/** @type {any} */ { pid, tid }) => threads.get(`${pid}/${tid}`) ?? "";
  const used = { workers: 0, "the page's main thread": 0, "all else (painting, compiling)": 0 };
  /** @type {Map<string, number>} until when, by thread: a task within a task counts once */
  const until = new Map();
  const tasks = events.filter(({ ph, cat, tdur }) => ph === "X" && cat.includes("toplevel") && tdur !== undefined).sort((a, b) => a.ts - b.ts || b.dur - a.dur);
  for (const task of tasks) {
    const id = `${task.pid}/${task.tid}`;
    if (task.ts < (until.get(id) ?? 0)) continue;
    until.set(id, task.ts + task.dur);
    const name = threadOf(task);
    const who = name.startsWith("DedicatedWorker") ? "workers" : name === "CrRendererMain" ? "the page's main thread" : "all else (painting, compiling)";
    used[who] += task.tdur / 1e6;
  }
  const frames = events.filter((event) => event.name === "Layerize" && threadOf(event) === "CrRendererMain").length;
  const parts = Object.entries(used).map(([who, seconds]) => `${who} ${seconds.toFixed(1)} s`);
  return `the default run: ${wall.toFixed(1)} s, of the processor: ${parts.join(", ")}; ${(frames / wall).toFixed(0)} frames a second`;
}

/** Host and part are of one site here, and so share the main thread. @returns {Promise<[string, number][]>} */
async function inAnotherPage() {
  const host = await hostOf(lab);
  const { page } = await host.tags("<p>Text</p>");
  const [recorded] = await mainThreadTasks(page, async () => {
    await page.evaluate((settings) => document.body.insertAdjacentHTML("beforeend", `<wemem-lab view="leak-by-round" settings="${settings}"></wemem-lab>`), query(TINY).slice(1));
    await (await frameOf(page, "wemem-lab >> iframe")).waitForSelector("figure svg");
  });
  const run = () => page.evaluate(() => /** @type {any} */ (document.querySelector("wemem-lab")).run().then(() => {}));
  const [first] = await mainThreadTasks(page, run);
  await page.evaluate(() => /** @type {any} */ (document.querySelector("wemem-lab")).reset());
  const [second] = await mainThreadTasks(page, run);
  host.close();
  await page.context().close();
  return [["a recorded figure", recorded], ["opening the laboratory and a run", first], ["another run", second]];
}

/** Of sixty movements. @param {number} step */
async function dragged(step) {
  const { page } = await lab.visit(`?lesson=${step}`);
  await reaches(page, "idle");
  await page.click("#show-me");
  const box = await page.locator(".lesson-picture .handle input").first().boundingBox();
  if (!box) throw new Error("the step has no handle");
  const at = (/** @type {number} */ share) => page.mouse.move(box.x + share * box.width, box.y + box.height / 2);
  const tasks = await mainThreadTasks(page, async () => {
    await at(0.1);
    await page.mouse.down();
    for (let i = 0; i < 60; i += 1) await at(0.1 + (0.8 * i) / 60);
    await page.mouse.up();
  });
  await page.context().close();
  return tasks;
}

/** Runs in the page. @param {{ query: string, device: "cpu" | "webgpu" }} what */
async function measured({ query, device }) {
  const at = (/** @type {string} */ name) => new URL(name, location.href).href;
  const [{ glueUrl }, { openEngine }] = await Promise.all([import(at("bundles.js")), import(at("lab/pool.js"))]);
  const figures = await import(glueUrl("figures"));
  await figures.default();
  const { config } = figures.resolve(query);
  const life = new AbortController();
  const work = { config, files: [], build: figures.build(), told: () => {} };
  /** @param {() => Promise<unknown>} act */
  const timed = async (act) => {
    const started = performance.now();
    const value = await act();
    return { value, ms: Math.round(performance.now() - started) };
  };
  const { value: engine, ms: open } = await timed(() => openEngine(device, work, life.signal));
  const { ms: first } = await timed(() => engine.ask({ kind: "self-check" }));
  const { ms: second } = await timed(() => engine.ask({ kind: "self-check" }));
  const step = (await engine.ask({ kind: "calibrate" })).toFixed(2);
  life.abort();
  return { open, first, second, step };
}
