// What a visitor meets where a host, the network or an engine fails: a page that says what is missing and goes on.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { downloadReport, laboratory, query, reaches, runToTheEnd, settled, site, TINY, withoutSeconds } from "./page.mjs";
import { cramped, cut, html, instead, late, tampering } from "./tamper.mjs";

/** @type {Map<string, import("./tamper.mjs").Rule>} */
const rules = new Map();

/** @type {Awaited<ReturnType<typeof laboratory>>} */
let lab;
before(async () => (lab = await laboratory(site(), tampering(rules))));
after(() => lab.close());

/** @param {[string, import("./tamper.mjs").Rule][]} spoilt @param {() => Promise<void>} meanwhile */
async function under(spoilt, meanwhile) {
  rules.clear();
  for (const [file, rule] of spoilt) rules.set(file, rule);
  try {
    await meanwhile();
  } finally {
    rules.clear();
  }
}

const RECORDED = ["quick.json", "said.json", "views/tradeoff.svg", "views/leak-by-round.svg"].map((name) => `recorded/${name}`);
const text = (/** @type {string} */ body) => ({ change: () => body });

/** What stands where the recorded run should, and which of its files. @type {[string, import("./tamper.mjs").Rule, string[]][]} */
const NO_RECORD = [
  ["a page of the host's", html, RECORDED],
  ["half a file", cut, RECORDED],
  ["an empty object", text("{}"), RECORDED.slice(0, 2)],
  ["null", text("null"), RECORDED.slice(0, 2)],
  ["a broken connection", { drop: true }, RECORDED],
  ["no answer", { hang: true }, RECORDED],
];

for (const [name, rule, files] of NO_RECORD) {
  test(`the laboratory opens although the recorded run is ${name}`, () =>
    under(files.map((file) => [file, rule]), async () => {
      const { page, complaints } = await lab.visit(query(TINY));
      await reaches(page, "idle", 20_000);
      assert.equal(await page.locator("#troubles .trouble").count(), 0);
      assert.deepEqual(complaints.filter((line) => !/ERR_|Failed to load/.test(line)), []);
      await page.context().close();
    }));
}

for (const [name, rule] of /** @type {[string, import("./tamper.mjs").Rule][]} */ ([["missing", { status: 404 }], ["a page of the host's", html]])) {
  test(`where a module of the page is ${name}, the page says so in words`, () =>
    under([["page/form.js", rule]], async () => {
      const { page } = await lab.visit("?laboratory");
      assert.match((await page.textContent(".story h1")) ?? "", /remember too much/);
      await page.waitForFunction(() => getComputedStyle(document.getElementById("not-loaded")).visibility === "visible");
      assert.match((await page.textContent("#not-loaded")) ?? "", /served by a host/);
      await page.context().close();
    }));
}

test("a page that works shows none of these words", async () => {
  const { page } = await lab.visit("?laboratory");
  await reaches(page, "idle");
  assert.equal(await page.locator("#not-loaded").count(), 0);
  await page.context().close();
});

test("a page that may have no workers says that nothing can be computed, and stays readable", async () => {
  const { page } = await lab.visit("?laboratory");
  await page.addInitScript(() => {
    globalThis.Worker = /** @type {any} */ (function refused() {
      throw new DOMException("workers are refused here", "SecurityError");
    });
  });
  await page.reload();
  await page.waitForSelector("#troubles .trouble");
  assert.match((await page.textContent("#waiting")) ?? "", /could not be loaded/);
  await page.waitForSelector("#tradeoff svg");
  await page.context().close();
});

const PICTURES = "data/fashion-images.idx.gz";
const FASHION = { ...TINY, "data.source": "fashion" };

for (const [name, rule, words] of /** @type {[string, import("./tamper.mjs").Rule, RegExp][]} */ ([
  ["cut", cut, /gzip/],
  ["a page of the host's", html, /fashion-images.*something else/],
  ["missing", { status: 404 }, /fashion-images.*404.*network/],
  ["broken off", { drop: true }, /fashion-images.*network/],
])) {
  test(`built-in data that are ${name} once are asked for again`, async () => {
    const { page } = await lab.visit(query(FASHION));
    await reaches(page, "idle");
    await under([[PICTURES, rule]], async () => {
      await page.click("#button-run");
      await page.waitForSelector("#troubles .trouble");
      assert.match((await page.textContent("#troubles")) ?? "", words);
      await reaches(page, "idle");
    });
    await runToTheEnd(page);
    await page.context().close();
  });
}

for (const file of [PICTURES, "wasm/lab/wemem_lab_bg.wasm", "wasm/engine-cpu/wemem_lab_bg.wasm"]) {
  test(`a run that waits for ${file} says so, can be stopped, and begins anew`, async () => {
    const { page } = await lab.visit(query(FASHION));
    await reaches(page, "idle");
    await under([[file, { hang: true }]], async () => {
      await page.click("#button-run");
      await reaches(page, "preparing", 2000);
      await page.waitForFunction(() => /Still waiting for/.test(document.getElementById("what")?.textContent ?? ""), null, { timeout: 20_000 });
      await page.click("#button-stop");
      await page.waitForSelector("body[data-phase=idle], body[data-phase=stopped]");
    });
    await page.click("#button-run");
    await reaches(page, "finished");
    await page.context().close();
  });
}

test("an audit that waits for what a stopped run has begun to fetch gets it", async () => {
  const { page } = await lab.visit(query(TINY));
  await reaches(page, "idle");
  rules.set("wasm/lab/wemem_lab_bg.wasm", { hang: true });
  await page.click("#button-run");
  await reaches(page, "preparing");
  await page.click("#audit-example");
  await page.click("#audit-run");
  rules.clear();
  await page.click("#button-stop");
  await page.waitForSelector("#audit-result [data-attack]");
  await page.context().close();
});

/** Appended to the engine's script: no job ever comes to anything. */
const ALWAYS_BROKEN = `
const obeyed = onmessage;
onmessage = (event) => (event.data.kind === "job" ? setTimeout(() => { throw new Error("broken by the test"); }) : obeyed(event));
`;

test("a run of which nothing is left says that it failed, and its report says so", () =>
  under([["engine-worker.js", { change: (body) => body + ALWAYS_BROKEN }]], async () => {
    const { page } = await lab.visit(query({ ...TINY, workers: "1" }));
    await reaches(page, "idle");
    await page.click("#button-run");
    await reaches(page, "failed");
    assert.equal(await page.textContent("#phase"), "Ended: no method came to its end");
    assert.equal((await downloadReport(page)).ended, "failed");
    await page.context().close();
  }));

test("a run that no browser can hold is warned of with what it needs, before an engine begins", async () => {
  const { page } = await lab.visit(query({
    ...TINY, "network.hidden1": "1024", "network.hidden2": "1024", "attack.shadows": "20", "data.members": "100",
    "memory.score": "half-splits", "memory.submodels": "64", workers: "1",
  }));
  await reaches(page, "idle");
  await page.click("#button-run");
  await page.waitForSelector("#troubles :text('this run needs about')");
  assert.match((await page.textContent("#troubles")) ?? "", /^Before it begins: this run needs about \d+\.\d GB in an engine, but a browser gives one 4\.3 GB/);
  await page.click("#button-stop");
  await reaches(page, "stopped");
  await page.context().close();
});

/** Appended to the engine's script: of the jobs of a run with one worker, the dense stage's has number 0, Base's 1. */
const ONE_BROKEN = `
const obeyed = onmessage;
onmessage = (event) => (event.data.kind === "job" && event.data.id === 2 ? setTimeout(() => { throw new Error("broken by the test"); }) : obeyed(event));
`;

test("a run of which one arm fails ends, says how many failed, and keeps the others", () =>
  under([["engine-worker.js", { change: (body) => body + ONE_BROKEN }]], async () => {
    const { page } = await lab.visit(query({ ...TINY, workers: "1" }));
    await runToTheEnd(page);
    assert.match((await page.textContent("#phase")) ?? "", /, 1 of 3 methods failed$/);
    const { ended, arms } = await downloadReport(page);
    assert.equal(ended, "finished");
    const failed = arms.filter((/** @type {any} */ { failure }) => failure);
    assert.deepEqual(failed.map((/** @type {any} */ { id, rounds }) => [id, rounds.length]), [["rsw-low-to-high", 0]]);
    assert.ok(arms.every((/** @type {any} */ arm) => arm.failure || arm.rounds.length === arm.rounds_planned));
    await page.context().close();
  }));

test("a stopped run's report says that it was stopped, a finished one's that it is finished", async () => {
  const { page } = await lab.visit(query({ ...TINY, "prune.rounds": "6", "prune.epochs": "60" }));
  await reaches(page, "idle");
  await page.click("#button-run");
  await reaches(page, "running");
  assert.equal((await downloadReport(page)).ended, "running");
  await page.click("#button-stop");
  await reaches(page, "stopped");
  const stopped = await downloadReport(page);
  assert.equal(stopped.ended, "stopped");
  assert.match(stopped.begun, /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  await page.goto(lab.url + query(TINY));
  await runToTheEnd(page);
  const finished = await downloadReport(page);
  assert.equal(finished.ended, "finished");
  // The address that the report names leads to the same settings.
  await page.goto(`${lab.url}?${finished.settings}`);
  await runToTheEnd(page);
  assert.deepEqual((await downloadReport(page)).config, finished.config);
  await page.context().close();
});

test("an engine of another build is refused", () =>
  under([["engine-worker.js", { change: (body) => String(body).replace("bundle.build() !== build", '"another" !== build') }]], async () => {
    const { page } = await lab.visit(query(TINY));
    await reaches(page, "idle");
    await page.click("#button-run");
    await reaches(page, "failed");
    assert.match((await page.textContent("#troubles")) ?? "", /two builds/);
    await page.context().close();
  }));

test("an error that a dying worker throws late takes no answer from the page", () =>
  under([["lab-worker.js", { change: (body) => `${body}\nsetTimeout(() => { throw new Error("late"); }, 3000);` }]], async () => {
    const { page } = await lab.visit(query(TINY));
    await runToTheEnd(page);
    await page.waitForFunction(() => /late/.test(document.getElementById("troubles")?.textContent ?? ""));
    assert.equal((await downloadReport(page)).ended, "finished");
    await page.context().close();
  }));

test("a typo in a link costs its own value only, and leaves the address until something is changed", async () => {
  const address = "?preset=quick&prune.sparsity=0.7&prune.rounds=many&seed=9&workers=-1";
  const { page } = await lab.visit(address);
  await reaches(page, "idle");
  await settled(page);
  assert.equal(new URL(page.url()).search, address);
  assert.deepEqual(await Promise.all(["prune-sparsity", "seed"].map((id) => page.inputValue(`#field-${id}`))), ["0.7", "9"]);
  const notices = (await page.textContent("#run .notices")) ?? "";
  assert.match(notices, /prune\.rounds must be a whole number/);
  assert.match(notices, /workers must be a whole number/);
  await page.fill("#field-seed", "10");
  await page.press("#field-seed", "Tab");
  await page.waitForFunction(() => location.search.includes("seed=10"));
  assert.equal(new URL(page.url()).search, "?preset=quick&prune.sparsity=0.7&seed=10");
  await page.context().close();
});

test("nothing of the address becomes another setting when it is written again", async () => {
  const { page } = await lab.visit("?preset=quick&seed=3&workers=2%26seed%3D9");
  await reaches(page, "idle");
  await page.fill("#field-prune-sparsity", "0.7");
  await page.press("#field-prune-sparsity", "Tab");
  await page.waitForFunction(() => location.search.includes("0.7"));
  assert.doesNotMatch(page.url(), /seed(=|%3D)9/);
  await page.context().close();
});

test("another seed than the last that there is says so, and the settings stay usable", async () => {
  const { page } = await lab.visit(query({ ...TINY, seed: "4294967295" }));
  await runToTheEnd(page);
  await page.click("#button-seed");
  await page.waitForSelector("#troubles .trouble");
  assert.match((await page.textContent("#troubles")) ?? "", /seed must be/);
  await page.click("#button-run");
  await reaches(page, "preparing");
  await reaches(page, "finished");
  await page.context().close();
});

/** Appended to the engine's script: the first job of all is taken and never answered. */
const SILENT_ONCE = `
const answered = onmessage;
onmessage = async (event) => {
  const isFirst = () => caches.has("silent").then(async (was) => !was && Boolean(await caches.open("silent")));
  if (event.data.kind === "job" && (await navigator.locks.request("silent", isFirst))) return;
  answered(event);
};
`;

test("an engine that falls silent is replaced, and the run ends", () =>
  under([["engine-worker.js", { change: (body) => body + SILENT_ONCE }], ["lab/engine.js", instead("FIRST_SECONDS = 180", "FIRST_SECONDS = 2")]], async () => {
    const { page } = await lab.visit(query({ ...TINY, workers: "1" }));
    await runToTheEnd(page);
    assert.match((await page.textContent("#troubles")) ?? "", /said nothing for 2 seconds/);
    assert.equal((await downloadReport(page)).ended, "finished");
    await page.context().close();
  }));

test("a laboratory that falls silent is told of", () =>
  under([["lab-worker.js", instead("sign: () => {},", "sign: () => new Promise(() => {}),")], ["page/client.js", instead("SIGN_EVERY_MS = 5000", "SIGN_EVERY_MS = 100")]], async () => {
    const { page } = await lab.visit(query(TINY));
    await page.waitForSelector("#troubles .trouble");
    assert.match((await page.textContent("#troubles")) ?? "", /has not answered.*reload/);
    await page.context().close();
  }));

test("a laboratory that is slow to come says what it waits for", () =>
  under([["wasm/figures/wemem_lab_bg.wasm", { hang: true }]], async () => {
    const { page } = await lab.visit("?laboratory");
    await page.waitForFunction(() => /Still waiting for figures/.test(document.getElementById("what")?.textContent ?? ""), null, { timeout: 20_000 });
    await page.waitForSelector("#tradeoff svg");
    await page.context().close();
  }));

test("an engine without enough memory says so, and what needs less", () =>
  under([["wasm/engine-cpu/wemem_lab_bg.wasm", cramped(64)]], async () => {
    const { page } = await lab.visit(query({ ...TINY, "network.hidden1": "1024", "network.hidden2": "512", workers: "1" }));
    await reaches(page, "idle");
    await page.click("#button-run");
    await reaches(page, "failed");
    assert.match((await page.textContent("#troubles")) ?? "", /more memory than the browser gives.*fewer shadows/);
    await page.context().close();
  }));

/** A run with jobs of every kind; a packed job begins with its kind. */
const WHOLE = { ...TINY, "memory.score": "half-splits", "memory.submodels": "2", arms: "base,rsw-auto", "attack.learned": "small", workers: "2" };
const KINDS = ["dense networks", "sub-models of mem-scores", "pruning", "learned attacks"];

/** Appended to the engine's script: of each kind the first job kills its engine. A cache remembers the dead. */
const MORTAL = `
const worked = onmessage;
onmessage = async (event) => {
  const { kind, bytes } = event.data;
  const isFirst = async () => !(await caches.has("dead-" + bytes[0])) && Boolean(await caches.open("dead-" + bytes[0]));
  if (kind === "job" && (await navigator.locks.request("death", isFirst))) setTimeout(() => { throw new Error("killed by the test"); }, 20);
  return worked(event);
};
`;

test("engines that die in every kind of job are replaced, and the result is the same", async () => {
  const { page: whole } = await lab.visit(query(WHOLE));
  await runToTheEnd(whole);
  const expected = withoutSeconds(await downloadReport(whole));
  await whole.context().close();
  await under([["engine-worker.js", { change: (body) => body + MORTAL }]], async () => {
    const { page } = await lab.visit(query(WHOLE));
    await runToTheEnd(page);
    assert.match((await page.textContent("#troubles")) ?? "", /replaced/);
    const dead = await page.evaluate(() => caches.keys());
    assert.deepEqual(dead.sort(), KINDS.map((_, kind) => `dead-${kind}`), KINDS.join(", "));
    assert.deepEqual(withoutSeconds(await downloadReport(page)), expected);
    await page.context().close();
  });
});

/** So large that the sums of a layer are no numbers any more. */
const overflowing = () => {
  const row = (/** @type {number} */ at) => [...Array.from({ length: 8 }, (_, k) => ((at * (5 + k)) % 13) * 2e37), at % 3];
  return ["a,b,c,d,e,f,g,h,label", ...Array.from({ length: 900 }, (_, at) => row(at).join(","))].join("\n");
};

test("networks that diverge end the run in words, and other settings run after it", async () => {
  const { page } = await lab.visit(query({ ...TINY, "data.source": "own", "data.members": "0" }));
  await reaches(page, "idle");
  await page.setInputFiles("#file", { name: "table.csv", mimeType: "text/csv", buffer: Buffer.from(overflowing()) });
  await page.uncheck("#file-scaled");
  await page.waitForFunction(() => location.search.includes("scaled=false"));
  await page.click("#button-run");
  await reaches(page, "failed");
  assert.match((await page.textContent("#troubles")) ?? "", /dense networks, with which every method begins: the loss of .* is no longer a finite number/);
  assert.equal((await downloadReport(page)).ended, "failed");
  await page.check("#file-scaled");
  await page.waitForFunction(() => !location.search.includes("scaled=false"));
  await page.click("#button-run");
  await reaches(page, "finished");
  await page.context().close();
});

/** Appended to the engine's script: some weights that the job with number 2, the second arm's, begins with are no numbers. */
const NO_NUMBERS = `
const trained = onmessage;
onmessage = (event) => {
  const { kind, id, bytes } = event.data;
  if (kind === "job" && id === 2) bytes.fill(0xff, bytes.length / 2, bytes.length / 2 + 64);
  return trained(event);
};
`;

test("an arm that diverges ends with its reason, and the others as ever", async () => {
  const choice = { ...TINY, workers: "1" };
  const { page: whole } = await lab.visit(query(choice));
  await runToTheEnd(whole);
  const expected = withoutSeconds(await downloadReport(whole));
  await whole.context().close();
  await under([["engine-worker.js", { change: (body) => body + NO_NUMBERS }]], async () => {
    const { page } = await lab.visit(query(choice));
    await runToTheEnd(page);
    assert.match((await page.textContent("#troubles")) ?? "", /RSW.*no longer a finite number.*The other methods go on/);
    const { arms } = withoutSeconds(await downloadReport(page));
    const others = (/** @type {any[]} */ all) => all.filter(({ id }) => id !== "rsw-low-to-high");
    assert.deepEqual(others(arms), others(expected.arms));
    await page.context().close();
  });
});

test("commands that do not exist, or ask for no engine, are refused by both workers", async () => {
  const { page } = await lab.visit("?laboratory");
  await reaches(page, "idle");
  const answers = await page.evaluate(async () => {
    /** @param {string} script @param {object} message */
    const answer = (script, message) =>
      new Promise((resolve) => {
        const worker = new Worker(new URL(script, location.href), { type: "module" });
        worker.onmessage = ({ data }) => data.trouble && resolve(data.trouble.message);
        worker.postMessage(message);
      });
    return Promise.all([
      answer("lab-worker.js", { id: 0, kind: "constructor" }),
      answer("lab-worker.js", { id: 0, kind: "resolve", query: "preset=no" }),
      answer("lab-worker.js", { id: 0, kind: "start", order: { workers: 0 } }),
      answer("engine-worker.js", { kind: "toString" }),
    ]);
  });
  assert.match(answers[0], /no command constructor/);
  assert.match(answers[1], /preset/);
  assert.match(answers[2], /at least one engine/);
  assert.match(answers[3], /no command toString/);
  await page.context().close();
});

test("where the recorded run cannot be fetched, words stand for its figures, and a run shows its own", () =>
  under(RECORDED.map((file) => [file, { drop: true }]), async () => {
    const { page } = await lab.visit(query(TINY));
    await page.waitForFunction(() => /No run is recorded/.test(document.getElementById("tradeoff")?.textContent ?? ""));
    await runToTheEnd(page);
    await page.waitForSelector('#stage[data-source="run"] #tradeoff svg');
    await page.context().close();
  }));

test("a recorded run of another version counts as missing, and all else works", () => {
  const foreign = (/** @type {Buffer} */ body) => JSON.stringify({ ...JSON.parse(String(body)), version: 1, arms: [{ id: "base", rounds: [{}] }] });
  return under([["recorded/quick.json", { change: foreign }]], async () => {
    const { page, complaints } = await lab.visit(query(TINY));
    await reaches(page, "idle");
    await page.waitForFunction(() => /No run is recorded/.test(document.getElementById("source")?.textContent ?? ""));
    await runToTheEnd(page);
    await page.waitForSelector("#stage[data-source=run]");
    assert.deepEqual(complaints, []);
    await page.context().close();
  });
});

test("a recorded run that comes after the visitor's own leaves that in view", () =>
  under([["recorded/quick.json", { wait: 6000 }]], async () => {
    const { page } = await lab.visit(query(TINY));
    const loaded = page.waitForResponse(/quick\.json/);
    await runToTheEnd(page);
    await page.waitForSelector('#stage[data-source="run"]');
    await (await loaded).finished();
    await changeAddress(page);
    assert.equal(await page.getAttribute("#stage", "data-source"), "run");
    assert.equal(await page.textContent("#verdict-title"), "What this run says");
    await page.context().close();
  }));

test("a catalog that comes late finds the recorded run in view, and leaves it there", () =>
  under([["lab-worker.js", { wait: 3000 }]], async () => {
    const { page } = await lab.visit(query(TINY));
    await page.waitForSelector("#arms tbody tr");
    const arms = await page.locator("#arms tbody tr").count();
    await reaches(page, "idle");
    assert.equal(await page.locator("#arms tbody tr").count(), arms);
    assert.equal(await page.getAttribute("#stage", "data-source"), "recorded");
    await page.context().close();
  }));

test("results that come after a reset are those of no run any more", () =>
  under([["lab-worker.js", late(`command.kind === "results"`)]], async () => {
    const { page } = await lab.visit(query(TINY));
    await runToTheEnd(page);
    await page.click("#button-reset");
    await reaches(page, "idle");
    await changeAddress(page);
    assert.equal(await page.getAttribute("#stage", "data-source"), "recorded");
    await page.context().close();
  }));

test("a figure that was drawn for an older choice is not shown", () =>
  under([["lab-worker.js", late(`command.kind === "draw" && command.request.by === "rmia"`)]], async () => {
    const { page } = await lab.visit(query(TINY));
    await reaches(page, "idle");
    await page.evaluate(() => {
      globalThis.shown = [];
      const note = () => globalThis.shown.push(document.querySelector("#tradeoff svg")?.getAttribute("aria-label"));
      new MutationObserver(note).observe(document.querySelector("#tradeoff .figure-frame"), { childList: true });
    });
    await page.selectOption("#closer-by", "conf");
    await changeAddress(page);
    await page.waitForFunction(() => globalThis.shown.length > 0);
    for (const label of await page.evaluate(() => globalThis.shown)) assert.match(label, /Conf/);
    await page.context().close();
  }));

/** Has the address written anew: by then every earlier message has been heard. @param {import("playwright-core").Page} page */
async function changeAddress(page) {
  await page.fill("#field-seed", "77");
  await page.press("#field-seed", "Tab");
  await page.waitForFunction(() => location.search.includes("seed=77"));
}
