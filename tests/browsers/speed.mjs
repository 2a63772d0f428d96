// What a run costs in each browser: compiling the engine, a step of training in a worker, and a whole run of the default. The browsers
// take turns, and of each number the least of all turns is told: what else runs on a machine only adds. For comparing them on one machine.
//
//   WEMEM_LAB_SITE=… CHROME=… node speed.mjs [TURNS]

import { query, site } from "../browser/page.mjs";
import { serve } from "../../www/tools/serve.mjs";
import { BROWSERS, reportOf } from "./browsers.mjs";

const WORKERS = "2";
const turns = Number(process.argv[2] ?? 3);
const server = await serve(site(), 0);
/** @type {Record<string, Record<string, number[]>>} */
const found = {};
for (let turn = 0; turn < turns; turn += 1) {
  for (const [name, open] of Object.entries(BROWSERS)) {
    const browser = await open();
    try {
      await browser.open(`${server.url}licences.txt`);
      const seen = await browser.evaluate(measured, server.url);
      const { seconds } = JSON.parse(await reportOf(browser, server.url + query({ preset: "quick", device: "cpu", workers: WORKERS })));
      for (const [what, value] of Object.entries({ ...seen, run: 1000 * seconds })) ((found[browser.version] ??= {})[what] ??= []).push(value);
    } catch (error) {
      console.error(`${name}: ${error}`);
    } finally {
      await browser.close();
    }
  }
}
await server.close();
for (const [version, numbers] of Object.entries(found)) {
  const least = Object.entries(numbers).sort().map(([what, all]) => `${what} ${Math.min(...all).toPrecision(3)} ms`);
  console.log(`${version}: ${least.join(", ")}`);
}

/** Runs in the page, on an engine of its own. @param {string} url */
async function measured(url) {
  const [{ glueUrl }, { openEngine }] = await Promise.all([import(`${url}bundles.js`), import(`${url}lab/pool.js`)]);
  const figures = await import(glueUrl("figures"));
  await figures.default();
  const { config } = figures.resolve("preset=quick&data.source=mini-bits");
  const bytes = await (await fetch(`${url}wasm/engine-cpu/wemem_lab_bg.wasm`)).arrayBuffer();
  /** @param {() => Promise<unknown>} act */
  const timed = async (act) => {
    const started = performance.now();
    await act();
    return performance.now() - started;
  };
  const compile = await timed(() => WebAssembly.compile(bytes));
  const life = new AbortController();
  const work = { config, files: [], build: figures.build(), told: () => {} };
  /** @type {any} */
  let engine;
  const open = await timed(async () => (engine = await openEngine("cpu", work, life.signal)));
  const first = await engine.ask({ kind: "calibrate" });
  let step = first;
  for (let again = 0; again < 5; again += 1) step = Math.min(step, await engine.ask({ kind: "calibrate" }));
  life.abort();
  return { compile, open, "first step": first, "warm step": step };
}
