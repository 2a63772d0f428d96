// Our step against those of others, in one run of one Chromium: the contenders take turns, and what is told is the ratio within a turn, its
// median and quartiles. What else runs on the machine hits all alike. Writes its table into docs/performance.md.
//
//   WEMEM_LAB_SITE=… CHROME=… node benchmark.mjs [TURNS]

import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { downloadReport, laboratory, query, runToTheEnd } from "../browser/page.mjs";
import { falls, spread, write } from "./table.mjs";

const HERE = fileURLToPath(new URL(".", import.meta.url));

/** A page that answers itself: no server, and yet an origin that WebGPU trusts. */
const PEERS = "http://localhost:9/";
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
const SAME = "network.dropout=0&train.weight_decay=0&train.learning_rate=0.002&memory.epochs=1&arms=base";

const turns = Number(process.argv[2] ?? 7);
const lab = await laboratory();
try {
  await write("./build.sh benchmark", [...(await stepLines()), "", ...(await workerLines())]);
} finally {
  await lab.close();
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
  const hasGpu = await peers.evaluate(() => globalThis.hasGpu());
  const contenders = ["wasm", ...(hasGpu ? ["webgpu"] : [])].flatMap((backend) => ["tf.js", "jax-js"].map((name) => ({ name, backend })));
  const label = (/** @type {{ name: string, backend: string }} */ { name, backend }) => `${name} ${backend}`;
  const rows = [];
  for (const shape of SHAPES) {
    for (const networks of STACKS) {
      const { page } = await lab.visit("licences.txt");
      await page.evaluate(await readFile(path.join(HERE, "ours.js"), "utf8"));
      await page.evaluate((what) => globalThis.openOurs(what), { query: `?${shape.query}&${SAME}`, networks, epochs: [1, 1 + Math.max(2, Math.ceil(shape.epochs / networks))] });
      for (const { name, backend } of contenders) {
        await peers.evaluate((what) => globalThis.openPeer(what), { name, backend, shape: { layers: shape.layers, batch: shape.batch, networks } });
        falls(label({ name, backend }), (await asked(peers, name, backend, 1)).loss, (await asked(peers, name, backend, 12)).loss);
      }
      /** @type {Record<string, number[]>} */
      const ratios = {};
      const ours = [];
      for (let turn = 0; turn < turns; turn += 1) {
        const { ms, steps, losses } = await page.evaluate(() => globalThis.ours());
        falls("ours", losses[0], losses.at(-1));
        ours.push(ms / steps / networks);
        for (const { name, backend } of contenders) {
          const theirs = Math.ceil(steps / 4);
          const found = await asked(peers, name, backend, theirs);
          (ratios[label({ name, backend })] ??= []).push(found.ms / theirs / networks / (ms / steps / networks));
        }
      }
      rows.push(`| ${shape.name} | ${networks} | ${spread(ours, 2)} | ${contenders.map((one) => `${spread(ratios[label(one)], 1)}×`).join(" | ")} |`);
      console.error(rows.at(-1));
      await page.context().close();
    }
  }
  const version = await peers.evaluate(() => /Chrome\/(\d+)/.exec(navigator.userAgent)?.[1]);
  const left = hasGpu ? "" : " There was no GPU, so WebGPU was left out.";
  return [
    `Chromium ${version}, ${turns} turns: median (quartiles).${left}`,
    "",
    `| network | stack | ours, ms a network and step | ${contenders.map((one) => label(one)).join(" | ")} |`,
    `|---|---|---|${contenders.map(() => "---|").join("")}`,
    ...rows,
  ];
}

/** @param {import("playwright-core").Page} page @param {string} name @param {string} backend @param {number} steps @returns {Promise<{ ms: number, loss: number }>} */
function asked(page, name, backend, steps) {
  return page.evaluate((what) => globalThis.peer(what), { name, backend, steps });
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
