// A GPU that computes one kind of operation wrongly is found out by the self-check, whichever kind it is; the processor takes over, and
// page and report say by how much the two differed.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { downloadReport, laboratory, query, reaches, site, TINY, withoutSeconds } from "./page.mjs";
import { tampering } from "./tamper.mjs";
import { ignored, skipped, spoiling, tooLarge } from "./wgsl.mjs";

/** The software adapter takes a second for what a GPU does in a millisecond. */
const LEAST = { ...TINY, "train.epochs": "1", "prune.rounds": "1", "prune.epochs": "1", "memory.epochs": "1", arms: "base" };

const PICTURES = { ...LEAST, "data.source": "fashion", "data.members": "64", "train.batch": "4", "network.kind": "cnn", "network.channels": "2" };

/** @type {Map<string, import("./tamper.mjs").Rule>} */
const rules = new Map();

/** @type {Awaited<ReturnType<typeof laboratory>>} */
let lab;
before(async () => (lab = await laboratory(site(), tampering(rules))));
after(() => lab.close());

/** A run to its end. @param {Record<string, string>} choice @param {string} [before] what the engine's worker runs before the engine */
async function run(choice, before = "") {
  rules.clear();
  rules.set("engine-worker.js", { change: (/** @type {Buffer} */ body) => before + body });
  const { page } = await lab.visit(query(choice));
  await reaches(page, "idle");
  /** @type {string[]} */
  const said = [];
  await page.exposeFunction("hearWhat", (/** @type {string} */ words) => said.push(words));
  await page.evaluate(() => {
    const what = /** @type {HTMLElement} */ (document.getElementById("what"));
    new MutationObserver(() => globalThis.hearWhat(`${document.body.dataset.phase}: ${what.textContent}`)).observe(what, { childList: true, characterData: true, subtree: true });
  });
  const started = performance.now();
  await page.click("#button-run");
  await reaches(page, "finished", 300_000);
  const waited = (performance.now() - started) / 1000;
  const place = page.locator("#device");
  const told = { reason: await place.getAttribute("data-reason"), words: (await place.textContent()) ?? "" };
  const report = await downloadReport(page);
  await page.context().close();
  return { ...told, said, waited, report };
}

/** By configuration, without a GPU. @type {Map<object, Promise<any>>} */
const right = new Map();

/** What a run found, wherever it was computed. @param {any} report */
const found = ({ arms, first_losses: losses }) => withoutSeconds({ arms, losses });

/** @type {[string, Parameters<typeof spoiling>, Record<string, string>?][]} */
const FAULTS = [
  ["a matrix product", [tooLarge, /^matmul_entry/]],
  ["a matrix product that is skipped", [skipped, /^matmul_entry/]],
  ["a sum or a maximum", [tooLarge, /^reduce_kernel/]],
  ["a sum or a maximum that is skipped", [skipped, /^reduce_kernel/]],
  ["the exponentials of softmax", [tooLarge, /^unary_float/, /= exp\(/]],
  ["the logarithms of softmax", [tooLarge, /^unary_float/, /= log\(/]],
  ["the records that are gathered", [tooLarge, /^select_kernel/]],
  ["the mask of ReLU", [tooLarge, /^mask_fill_kernel/]],
  ["the mask of pruned weights, which is not looked at", [ignored, /^adam_masked/]],
  ["Adam", [tooLarge, /^adam_plain/]],
  ["what dropout leaves", [tooLarge, /^expand_bits/]],
  ["the windows of a convolution", [tooLarge, /^select_kernel/], PICTURES],
  ["the product of a convolution", [tooLarge, /^matmul_entry/], PICTURES],
  // Losses and logits hardly show it: Adam's steps do not depend on how large gradients are.
  ["the gradients of a convolution's windows", [tooLarge, /^select_assign_kernel/], PICTURES],
];

for (const [what, fault, choice = LEAST] of FAULTS) {
  test(`wrong on the GPU: ${what}`, async (context) => {
    if (!right.has(choice)) right.set(choice, run({ ...choice, device: "cpu" }));
    const expected = (await right.get(choice)).report;
    const { reason, words, report } = await run({ ...choice, device: "webgpu" }, spoiling(...fault));
    context.diagnostic(words);
    assert.equal(reason, "self-check-failed", words);
    const { agrees, difference, tolerance } = report.self_check;
    assert.deepEqual([agrees, report.device, report.ended], [false, "cpu", "finished"]);
    assert.ok(difference === null || difference > tolerance);
    assert.match(words, /the GPU's self-check differs by [\d.∞]+ \(allowed: 0\.001\)/);
    assert.deepEqual(found(report), found(expected));
  });
}

for (const choice of [LEAST, PICTURES]) {
  test(`a GPU that is right passes, and says how far it agrees: ${choice === LEAST ? "dense" : "convolutions"}`, async (context) => {
    const { reason, words, said, waited, report } = await run({ ...choice, device: "webgpu" });
    context.diagnostic(words);
    assert.equal(reason, "chosen-software", words);
    const { agrees, difference, tolerance } = report.self_check;
    assert.deepEqual([agrees, report.device], [true, "webgpu"]);
    assert.ok(difference <= tolerance);
    assert.match(words, /agrees with the processor to [\d.]+ \(allowed: 0\.001\)/);
    const warming = said.filter((line) => /Warming up the GPU: .* part \d+ of \d+$/.test(line));
    assert.ok(warming.length > 1 && warming.every((line) => line.startsWith("preparing: ")), said.join("\n"));
    // To compile takes longer than so small a run.
    assert.ok(report.seconds < waited / 2, `${report.seconds} of ${waited} s`);
  });
}
