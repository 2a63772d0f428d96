// The native command beside PyTorch, on one thread each: stacks of dense networks, trained for a short and a long time, so that what is not a
// step cancels. Writes its table into docs/performance.md.
//
//   [PYTHON=…] node native.mjs COMMAND FOLDER-OF-DATA [TURNS]

import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { falls, spread, write } from "./table.mjs";

const run = promisify(execFile);
const python = process.env.PYTHON ?? "python3";
const [command, packed, given = "5"] = process.argv.slice(2);
const turns = Number(given);
if (!packed) throw new Error("the native command and the folder of its data must be given: use ./build.sh benchmark-native");
const PEER = fileURLToPath(new URL("pytorch.py", import.meta.url));
/** `epochs`: how many more one network trains in our long run than in the short one; a stack in all. */
const SHAPES = [
  { name: "784-32-32-10, batch 64", layers: [784, 32, 32, 10], batch: 64, preset: "quick", epochs: 1400 },
  { name: "446-256-128-30, batch 128", layers: [446, 256, 128, 30], batch: 128, preset: "full-bits", epochs: 300 },
];
const SHORT = 2;

/** A run has at least three networks. */
const STACKS = [3, 6, 16];
const SAME = ["network.dropout=0", "train.weight_decay=0", "train.learning_rate=0.002", "memory.epochs=1", "attack.learned=off", "arms=base", "prune.rounds=1", "prune.epochs=1"];

const folder = await mkdtemp(path.join(tmpdir(), "wemem-lab-"));
const rows = [];
let version = "";
try {
  for (const shape of SHAPES) {
    for (const networks of STACKS) {
      /** @type {number[]} */
      const [ours, ratios] = [[], []];
      for (let turn = 0; turn < turns; turn += 1) {
        const [short, long] = [await trained(shape, networks, SHORT), await trained(shape, networks, SHORT + Math.ceil(shape.epochs / networks))];
        const steps = long.steps - short.steps;
        ours.push((long.ms - short.ms) / steps / networks);
        // The better of all networks in one tensor and one after the other.
        const theirs = [await pytorch(shape, 1, steps), await pytorch(shape, networks, steps)];
        ratios.push(Math.min(...theirs) / ours[turn]);
      }
      rows.push(`| ${shape.name} | ${networks} | ${spread(ours, 3)} | ${spread(ratios, 2)}× |`);
      console.error(rows.at(-1));
    }
  }
} finally {
  await rm(folder, { recursive: true });
}
await write("./build.sh benchmark-native", turns, [
  `PyTorch ${version}, ${turns} turns: median (quartiles).`,
  "",
  "| network | stack | ours, ms a network and step | PyTorch |",
  "|---|---|---|---|",
  ...rows,
]);

/** Milliseconds a network and step. @param {typeof SHAPES[number]} shape @param {number} networks @param {number} steps */
async function pytorch({ layers, batch }, networks, steps) {
  const env = { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" };
  const task = { layers, batch, networks, steps: Math.ceil(steps / 4) };
  const { ms, first, last, ...theirs } = JSON.parse((await run(python, [PEER, JSON.stringify(task)], { env })).stdout);
  falls("PyTorch", first, last);
  version = theirs.version;
  return ms / task.steps / networks;
}

/** @param {typeof SHAPES[number]} shape @param {number} networks @param {number} epochs */
async function trained({ preset }, networks, epochs) {
  const out = path.join(folder, "report.json");
  const settings = [...SAME, `attack.shadows=${networks - 1}`, `train.epochs=${epochs}`].flatMap((setting) => ["--set", setting]);
  await run(command, ["run", preset, ...settings, "--packed", packed, "--device", "cpu", "--workers", "1", "--out", out]);
  const { seconds, first_losses: losses, arms } = JSON.parse(await readFile(out, "utf8"));
  falls("ours", losses[0], losses.at(-1));
  return { ms: 1000 * seconds, steps: arms.find((/** @type {{ id: string }} */ { id }) => id === "dense").rounds[0].steps };
}
