// Our step against those of others, in one run of one Chromium: the contenders take turns, and what is told is the ratio within a turn, its
// median and quartiles. What else runs on the machine hits all alike. Writes its table into docs/performance.md.
//
//   WEMEM_LAB_SITE=… CHROME=… node benchmark.mjs [TURNS] [cpu|gpu|software]
//
// `gpu`: all through WebGPU instead, on a real adapter. `software`: on Chromium's own, to try that this works; what it says means nothing.

import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { serve } from "../../www/tools/serve.mjs";
import { downloadReport, FLAGS, laboratory, query, runToTheEnd, site } from "../browser/page.mjs";
import { falls, spread, write } from "./table.mjs";

const HERE = fileURLToPath(new URL(".", import.meta.url));

/** The page of the others; the browser is answered without a server. */
const PEERS = "https://peers.test/"; // WebGPU is there for secure pages only
const PAGE = `<!doctype html><script type="importmap">${JSON.stringify({
  imports: {
    "@jax-js/jax": "/node_modules/@jax-js/jax/dist/index.js",
    // Whole, for the core alone has no gradients in one file.
    "@tensorflow/tfjs-core": "/node_modules/@tensorflow/tfjs/dist/tf.fesm.min.js",
    "@tensorflow/tfjs-backend-wasm": "/node_modules/@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.fesm.min.js",
    "@tensorflow/tfjs-backend-webgpu": "/node_modules/@tensorflow/tfjs-backend-webgpu/dist/tf-backend-webgpu.fesm.min.js",
    // What one of them imports for Node.
    ...Object.fromEntries(["fs", "os", "path", "perf_hooks"].map((name) => [name, "data:text/javascript,export default {}"])),
  },
})}</script><script type="module" src="/peers.js"></script>`;

/** `epochs`: how many more a stack of one trains in our long job than in the short one. The others take a fourth of the steps a turn. */
const SHAPES = [
  { name: "784-32-32-10, batch 64", layers: [784, 32, 32, 10], batch: 64, query: "preset=quick", epochs: 60 },
  { name: "446-256-128-30, batch 128", layers: [446, 256, 128, 30], batch: 128, query: "preset=full-bits", epochs: 24 },
];
const STACKS = [1, 6, 16];
const NAMES = ["tf.js", "jax-js"];
const SAME = "network.dropout=0&train.weight_decay=0&train.learning_rate=0.002&memory.epochs=1&arms=base";

const [turns, where = "cpu"] = [Number(process.argv[2] ?? 7), process.argv[3]];
if (!["cpu", "gpu", "software"].includes(where)) throw new Error(`where to compute must be cpu, gpu or software, but is ${where}`);
const device = where === "cpu" ? "cpu" : "webgpu";
const lab = await laboratory(site(), serve, where === "gpu" ? FLAGS.filter((flag) => !flag.includes("swiftshader")) : FLAGS);
try {
  if (where === "cpu") await write("./build.sh benchmark", turns, [...(await stepLines()), "", ...(await workerLines())]);
  else await onWebGpu();
} finally {
  await lab.close();
}

async function onWebGpu() {
  const { page } = await lab.visit("licences.txt");
  const adapter = await page.evaluate(async () => {
    const info = (await navigator.gpu?.requestAdapter())?.info;
    return info && { name: `${info.vendor} ${info.architecture}`, isSoftware: info.isFallbackAdapter || info.architecture === "swiftshader" };
  });
  if (!adapter || (adapter.isSoftware && where === "gpu")) throw new Error(`this Chromium has no GPU to compute on, but ${adapter?.name ?? "no adapter"}`);
  const lines = [`Through WebGPU on ${adapter.name}.`, "", ...(await stepLines())];
  if (where === "gpu") await write("./build.sh benchmark gpu", turns, lines);
  else console.log(lines.join("\n"));
}

/** A row a network and stack. */
async function stepLines() {
  const { page: peers } = await lab.visit("licences.txt");
  await peers.route(`${PEERS}**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === "/") return route.fulfill({ body: PAGE, contentType: "text/html" });
    return route.fulfill({ path: path.join(HERE, pathname) });
  });
  await peers.goto(PEERS);
  await peers.waitForFunction(() => "openPeer" in globalThis);
  const rows = [];
  for (const shape of SHAPES) {
    for (const networks of STACKS) {
      const { page } = await lab.visit("licences.txt");
      await page.evaluate(await readFile(path.join(HERE, "ours.js"), "utf8"));
      const epochs = [1, 1 + Math.max(2, Math.ceil(shape.epochs / networks))];
      await page.evaluate((what) => globalThis.openOurs(what), { query: `?${shape.query}&${SAME}`, networks, epochs, device });
      // Where others are slower with all networks in one tensor, they train one after the other.
      const theirs = [...new Set([1, networks])];
      /** @type {Record<string, number>} */
      const first = {};
      for (const name of NAMES) {
        for (const stack of theirs) {
          const what = { name, shape: { layers: shape.layers, batch: shape.batch, networks: stack }, device: device === "cpu" ? "wasm" : device };
          await peers.evaluate((what) => globalThis.openPeer(what), what);
          first[`${name}/${stack}`] = (await asked(peers, name, stack, 1)).loss;
          await asked(peers, name, stack, 3);
        }
      }
      /** @type {Record<string, number[]>} */
      const ratios = {};
      const ours = [];
      for (let turn = 0; turn < turns; turn += 1) {
        const { ms, steps, losses } = await page.evaluate(() => globalThis.ours());
        falls("ours", losses[0], losses.at(-1));
        ours.push(ms / steps / networks);
        for (const name of NAMES) {
          const count = Math.ceil(steps / 4);
          const found = [];
          for (const stack of theirs) {
            const { ms, loss } = await asked(peers, name, stack, count);
            falls(name, first[`${name}/${stack}`], loss);
            found.push(ms / count / stack);
          }
          (ratios[name] ??= []).push(Math.min(...found) / ours[turn]);
        }
      }
      rows.push(`| ${shape.name} | ${networks} | ${spread(ours, 2)} | ${NAMES.map((name) => `${spread(ratios[name], 1)}×`).join(" | ")} |`);
      console.error(rows.at(-1));
      await page.context().close();
    }
  }
  const chromium = await peers.evaluate(() => /Chrome\/(\d+)/.exec(navigator.userAgent)?.[1]);
  const { devDependencies: versions } = JSON.parse(await readFile(path.join(HERE, "package.json"), "utf8"));
  const named = [`tf.js ${versions["@tensorflow/tfjs"]}`, `jax-js ${versions["@jax-js/jax"]}`];
  return [
    `Chromium ${chromium}, ${turns} turns: median (quartiles).`,
    "",
    `| network | stack | ours, ms a network and step | ${named.join(" | ")} |`,
    `|---|---|---|${named.map(() => "---|").join("")}`,
    ...rows,
  ];
}

/** @param {import("playwright-core").Page} page @param {string} name @param {number} networks @param {number} steps @returns {Promise<{ ms: number, loss: number }>} */
function asked(page, name, networks, steps) {
  return page.evaluate((what) => globalThis.peer(what), { name, networks, steps });
}

/** Whole runs of the page. */
async function workerLines() {
  /** @type {number[][]} */
  const seconds = [];
  for (let turn = 0; turn < turns; turn += 1) {
    const of = [];
    for (const workers of ["1", "2"]) {
      const { page } = await lab.visit(query({ preset: "quick", device: "cpu", workers }));
      await runToTheEnd(page);
      of.push((await downloadReport(page)).seconds);
      await page.context().close();
    }
    seconds.push(of);
    console.error(of.join(" s, "));
  }
  const [one, two] = [0, 1].map((i) => spread(seconds.map((of) => of[i]), 1));
  return [
    "| the default run | one worker | two workers | gain |",
    "|---|---|---|---|",
    `| seconds | ${one} | ${two} | ${spread(seconds.map(([one, two]) => one / two), 2)}× |`,
  ];
}
