// What a step asks of a GPU, counted without one: launches of kernels, hand-overs of work to the GPU, uploads and their bytes. Each costs
// time that no arithmetic hides, so the GPU pays only where they are few. And when its programs are compiled: before the run.

import assert from "node:assert/strict";
import { before, test } from "node:test";

import { bundleOf, counts, filesOf, installGpu } from "./dawn.mjs";
import { site } from "./page.mjs";

/** Of one step of all networks of a stack, with what an epoch adds, shared out among its steps. */
const LIMITS = { dispatches: 70, submits: 2, writes: 2 };

/** Grows with the batch and the hidden layers, of which dropout takes a bit an activation. */
const BYTES = { quick: 5000, "full-bits": 25_000 };

/** One method, one round: a stack of a target and two shadows. The second run has more steps and nothing else. */
const SHAPE = "arms=base&attack.shadows=2&train.epochs=1&memory.epochs=1&prune.rounds=1&device=webgpu";
const EPOCHS = [1, 9];

before(() => installGpu("null"));

/**
 * What the arms' job asked of the GPU after a self-check; the dense networks before it are trained on the CPU.
 * @param {string} query
 */
async function fineTuned(query) {
  const figures = await bundleOf(site(), "figures");
  const { config } = figures.resolve(query);
  const files = await filesOf(site(), figures, config);
  const open = async (/** @type {"engine-cpu" | "engine-gpu"} */ bundle, /** @type {string} */ device) =>
    (await bundleOf(site(), bundle)).Engine.create(config, files, device);
  const engines = [await open("engine-cpu", "cpu"), await open("engine-gpu", "webgpu")];
  await engines[1].self_check(() => {});
  const lab = new (await bundleOf(site(), "lab")).Lab(config, files, "webgpu", 1);
  const started = { ...counts };
  let time = process.cpuUsage();
  for (const engine of engines) {
    const job = lab.next_job();
    time = process.cpuUsage();
    engine.start(job.bytes);
    while (!engine.finished()) for (const message of await engine.next()) lab.receive(job.id, message);
  }
  const { user, system } = process.cpuUsage(time);
  const [{ steps }] = JSON.parse(lab.report()).arms.find((/** @type {{ id: string }} */ { id }) => id === "base").rounds;
  const asked = Object.entries(counts).map(([what, count]) => [what, count - started[/** @type {keyof typeof counts} */ (what)]]);
  return { steps, milliseconds: (user + system) / 1000, .../** @type {typeof counts} */ (Object.fromEntries(asked)) };
}

for (const [preset, bytes] of Object.entries(BYTES)) {
  test(`a step of a stack asks little of the GPU, and nothing that the self-check has not compiled: ${preset}`, async (context) => {
    const runs = [];
    for (const epochs of EPOCHS) runs.push(await fineTuned(`?preset=${preset}&${SHAPE}&prune.epochs=${epochs}`));
    const [few, many] = runs;
    const aStep = (/** @type {Exclude<keyof typeof few, "steps">} */ what) => (many[what] - few[what]) / (many.steps - few.steps);
    for (const [name, limit] of Object.entries({ ...LIMITS, bytes })) {
      const what = /** @type {keyof typeof counts} */ (name);
      context.diagnostic(`${what} a step: ${aStep(what).toFixed(1)}`);
      assert.ok(aStep(what) <= limit, `${aStep(what)} ${what} a step`);
    }
    context.diagnostic(`processor's time a step, with Dawn's part: ${aStep("milliseconds").toFixed(1)} ms`);
    assert.deepEqual(runs.map(({ programs }) => programs), [0, 0]);
  });
}
