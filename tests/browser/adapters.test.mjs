// The GPU engine on adapters as visitors have them: Chromium's software adapter, disguised. And what its bundle must not be.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";

import { lanesToClaim } from "../../www/lab/adapter.js";
import { downloadReport, laboratory, query, reaches, site, TINY, withoutSeconds } from "./page.mjs";
import { tampering } from "./tamper.mjs";

/** The software adapter takes a second for what a GPU does in a millisecond. */
const LEAST = { ...TINY, device: "webgpu", "train.epochs": "1", "prune.rounds": "1", "prune.epochs": "1", "memory.epochs": "1", arms: "base" };

/** @type {Map<string, import("./tamper.mjs").Rule>} */
const rules = new Map();

/** @type {Awaited<ReturnType<typeof laboratory>>} */
let lab;
before(async () => (lab = await laboratory(site(), tampering(rules))));
after(() => lab.close());

for (const bundle of ["figures", "lab", "engine-cpu", "engine-gpu"]) {
  test(`no exported function of ${bundle} runs the constructors once more`, async () => {
    const file = path.join(site(), "wasm", bundle, "wemem_lab_bg.wasm");
    const module = await WebAssembly.compile(await readFile(file));
    const [names] = WebAssembly.Module.customSections(module, "name");
    assert.ok(names, "the bundle has the names of its functions");
    // The linker wraps every exported function in one of this name where it takes the module for a command.
    assert.doesNotMatch(Buffer.from(names).toString("latin1"), /command_export/);
  });
}

test("lanes are claimed that fit the adapter's memory and threads", () => {
  const claimed = (lanes, bytes, threads) =>
    lanesToClaim(lanes, { maxComputeWorkgroupStorageSize: bytes, maxComputeInvocationsPerWorkgroup: threads });
  assert.equal(claimed(4, 16384, 256), 4);
  assert.equal(claimed(32, 32768, 256), 32);
  assert.equal(claimed(32, 16384, 256), 16); // 8 groups of 32 lanes need 18,432 bytes
  assert.equal(claimed(64, 32768, 1024), 32);
  assert.equal(claimed(128, 65536, 1024), 64);
  assert.equal(claimed(64, 65536, 256), 32); // and 512 threads
  assert.equal(claimed(0, 16384, 256), 0); // not told: the engine assumes 8
});

/** Runs in the engine's worker before the engine. @param {{ lanes?: number, bytes?: number, without?: string[] }} disguise */
const disguised = (disguise) => `
const { lanes, bytes, without = [] } = ${JSON.stringify(disguise)};
const honest = navigator.gpu.requestAdapter.bind(navigator.gpu);
navigator.gpu.requestAdapter = async (...options) => {
  const adapter = await honest(...options);
  const { features, limits, info } = adapter;
  const put = (name, value) => Object.defineProperty(adapter, name, { value, configurable: true });
  put("features", { has: (name) => !without.includes(name) && features.has(name) });
  if (bytes) put("limits", new Proxy(limits, { get: (all, name) => (name === "maxComputeWorkgroupStorageSize" ? bytes : all[name]) }));
  const { vendor, architecture, device, description, isFallbackAdapter } = info;
  if (lanes !== undefined) {
    put("info", { vendor, architecture, device, description, isFallbackAdapter, subgroupMinSize: lanes, subgroupMaxSize: Math.max(lanes, 128) });
  }
  const request = adapter.requestDevice.bind(adapter);
  put("requestDevice", (wanted) => {
    for (const name of wanted.requiredFeatures) if (without.includes(name)) throw new TypeError(name + " is not there");
    return request(wanted);
  });
  return adapter;
};
`;

/** @param {[string, import("./tamper.mjs").Rule][]} spoilt @param {Record<string, string>} [choice] */
async function runUnder(spoilt, choice = LEAST) {
  rules.clear();
  for (const [file, rule] of spoilt) rules.set(file, rule);
  const { page } = await lab.visit(query(choice));
  await reaches(page, "idle");
  await page.click("#button-run");
  await reaches(page, "finished", 300_000);
  const place = page.locator("#device");
  const told = { device: await place.getAttribute("data-device"), reason: await place.getAttribute("data-reason"), words: await place.textContent() };
  const report = await downloadReport(page);
  const troubles = await page.textContent("#troubles");
  const jobs = await page.evaluate(async () => (await (await caches.open("jobs")).keys()).map(({ url }) => new URL(url).pathname));
  await page.context().close();
  rules.clear();
  return { ...told, report, troubles, jobs };
}

/** @type {[string, Parameters<typeof disguised>[0]][]} */
const ADAPTERS = [
  ["as it is", {}],
  ["without timestamps, as in Firefox and on Intel Macs", { without: ["timestamp-query"], bytes: 16384 }],
  ["with 32 lanes and 16 KB", { lanes: 32, bytes: 16384 }],
  ["with 64 lanes, as AMD's GCN and Qualcomm's Adreno", { lanes: 64, bytes: 32768 }],
  ["that says nothing of lanes", { lanes: 0, without: ["subgroups", "shader-f16"] }],
];

for (const [name, disguise] of ADAPTERS) {
  test(`an adapter ${name} computes the run`, async () => {
    const { device, words, report } = await runUnder([["engine-worker.js", { change: (body) => disguised(disguise) + body }]]);
    assert.equal(device, "webgpu", words ?? "");
    assert.deepEqual([report.device, report.ended], ["webgpu", "finished"]);
  });
}

test("an adapter that the engine cannot live with is named by what is missing, and the processor takes over", async () => {
  const blunt = { change: (/** @type {Buffer} */ body) => String(body).replace("export function easeAdapters() {", "$& return;") };
  const { device, reason, words } = await runUnder([
    ["lab/adapter.js", blunt],
    ["engine-worker.js", { change: (body) => disguised({ lanes: 64, bytes: 32768 }) + body }],
  ]);
  assert.deepEqual([device, reason], ["cpu", "gpu-error"]);
  assert.match(words ?? "", /Shared memory.*35840 bytes/);
});

test("where auto may take the adapter, it times both devices and takes the faster one", async () => {
  const trusting = { change: (/** @type {Buffer} */ body) => String(body).replace('wanted === "auto" && isSoftware(adapter)', "false") };
  const { device, reason, words } = await runUnder([["lab/device.js", trusting]], { ...LEAST, device: "auto" });
  assert.equal(reason, device === "cpu" ? "cpu-faster" : "gpu-faster");
  const [first, second] = (words ?? "").match(/[\d.,]+(?= against)|(?<=against )[\d.,]+/g)?.map((number) => Number(number.replace(",", ""))) ?? [];
  assert.ok(first <= second, words ?? "");
});

/** From the first job on every 20th piece of work never reaches the GPU. */
const FORGETFUL = `
let jobs = 0, pieces = 0;
addEventListener("message", ({ data }) => (jobs += data.kind === "job" ? 1 : 0));
const { dispatchWorkgroups } = GPUComputePassEncoder.prototype;
GPUComputePassEncoder.prototype.dispatchWorkgroups = function (...counts) {
  if (jobs === 0 || ++pieces % 20 !== 0) dispatchWorkgroups.apply(this, counts);
};
`;

test("a GPU that goes wrong after its self-check is found out in the end, and the processor does the run again", async () => {
  const { device, reason, report } = await runUnder([["engine-worker.js", { change: (body) => FORGETFUL + body }]]);
  assert.deepEqual([device, reason, report.device], ["cpu", "gpu-failed", "cpu"]);
});

/** Put before the engine's script: it can lose its device. */
const MORTAL = `
const { requestDevice } = GPUAdapter.prototype;
let device;
GPUAdapter.prototype.requestDevice = async function (wanted) {
  return (device = await requestDevice.call(this, wanted));
};
`;

/**
 * The device is lost in the midst of so many jobs of the arms. A cache counts them, and all jobs by their stage: each device has a
 * worker of its own.
 * @param {number} times
 */
const losing = (times) => `${MORTAL}
let left = Infinity;
const { dispatchWorkgroups } = GPUComputePassEncoder.prototype;
GPUComputePassEncoder.prototype.dispatchWorkgroups = function (...counts) {
  if (--left === 0) device.destroy();
  dispatchWorkgroups.apply(this, counts);
};
addEventListener("message", async ({ data }) => {
  if (data.kind !== "job" || !device) return;
  const stage = data.bytes[0];
  const jobs = await caches.open("jobs");
  const before = (await jobs.keys()).filter(({ url }) => new URL(url).pathname.startsWith("/2/")).length;
  await jobs.put("/" + stage + "/" + Math.random(), new Response(""));
  if (stage === 2 && before < ${times}) left = 100;
});
`;

/** In the self-check after its jobs. */
const LOST_AT_THE_END = `${MORTAL}
let isDone = false;
addEventListener("message", ({ data }) => {
  if (data.kind === "self-check" && isDone) setTimeout(() => device.destroy(), 50);
  isDone ||= data.kind === "job";
});
`;

test("a device that is lost once is opened again without any storage, and only what was under way is done again", async () => {
  const { report: whole } = await runUnder([]);
  const { device, troubles, report, jobs } = await runUnder([
    ["engine-worker.js", { change: (body) => losing(1) + body }],
    ["lab-worker.js", { change: (body) => `indexedDB.open = () => { throw new DOMException("denied", "SecurityError"); };${body}` }],
  ]);
  assert.equal(device, "webgpu");
  assert.match(troubles ?? "", /The GPU was lost and is opened again/);
  assert.deepEqual(jobs.map((job) => job[1]).sort(), ["0", "2", "2"], "stages of the jobs that the GPU was given");
  assert.deepEqual(withoutSeconds(report), withoutSeconds(whole));
});

test("a device that is lost while it is checked in the end is opened again, and checked", async () => {
  const { device, troubles, report } = await runUnder([["engine-worker.js", { change: (body) => LOST_AT_THE_END + body }]]);
  assert.deepEqual([device, report.device, report.ended], ["webgpu", "webgpu", "finished"]);
  assert.match(troubles ?? "", /The GPU was lost and is opened again/);
});

test("a device that is lost twice is given up, and the processor does the run again", async () => {
  const { device, reason, words, report } = await runUnder([["engine-worker.js", { change: (body) => losing(2) + body }]]);
  assert.deepEqual([device, reason, report.device, report.ended], ["cpu", "gpu-failed", "cpu", "finished"]);
  assert.match(words ?? "", /its device was lost twice/);
});
