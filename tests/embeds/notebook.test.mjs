// The Python package in a real JupyterLab: the example's notebook, and cells that try what it promises.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { frameOf, laboratory } from "../browser/page.mjs";
import { copyOf, installFromPyPI, PUBLISHED, run } from "./example.mjs";

const PYTHON = fileURLToPath(new URL("../../python", import.meta.url));

/** Each prints one line. */
const CELLS = [
  `import pandas as pd
arrays = answers()
columns = {f"p{i}": arrays["posteriors"][:, i] for i in range(3)}
frame = pd.DataFrame({"member": arrays["member"], "label": arrays["label"], **columns})
reports = [wemem_lab.audit(one, base=BASE) for one in (arrays, frame)]
print("alike:", reports[0]["sentences"] == reports[1]["sentences"])`,
  `try:
    wemem_lab.audit({"member": [1, 0], "label": [0, 1], "posteriors": [[0.5, 0.9], [0.5, 0.5]]}, base=BASE)
except ValueError as error:
    print("refused:", error)`,
  `later = wemem_lab.audit(arrays, base=BASE, wait=False)
print("later:", type(later).__name__)`,
  'print("then:", later.report["sentences"] == reports[0]["sentences"])',
];

/** @type {Awaited<ReturnType<typeof laboratory>>} */
let lab;
/** @type {import("node:child_process").ChildProcess} */
let jupyter;
/** Of the server, with the way to be let in. @type {{ host: string, token: string }} */
let server;

before(async () => {
  const at = copyOf("notebook");
  const programs = installFromPyPI(at);
  run(at, path.join(programs, "pip"), "install", "--quiet", "--no-build-isolation", "--no-deps", "--force-reinstall", PYTHON);
  run(PYTHON, path.join(programs, "python"), "-m", "unittest", "discover", "tests");
  writeNotebook(path.join(at, "audit.ipynb"));
  lab = await laboratory(PUBLISHED);
  server = await startJupyter(at, path.join(programs, "jupyter"));
});
after(async () => {
  jupyter?.kill();
  await lab?.close();
});

/** The example on the page under test, with more cells. @param {string} file */
function writeNotebook(file) {
  const notebook = JSON.parse(readFileSync(file, "utf8").replaceAll("https://HOST/", PUBLISHED));
  const cell = notebook.cells.at(-1);
  notebook.cells.push(...CELLS.map((source, i) => ({ ...cell, id: `more-${i}`, source })));
  writeFileSync(file, JSON.stringify(notebook));
}

/** Nothing of whoever runs the test is read or kept. @param {string} at @param {string} program @returns {Promise<typeof server>} */
function startJupyter(at, program) {
  const token = randomUUID();
  const env = { ...process.env, HOME: at, JUPYTER_CONFIG_DIR: path.join(at, ".jupyter"), JUPYTER_RUNTIME_DIR: path.join(at, ".jupyter") };
  jupyter = spawn(program, ["lab", "--no-browser", "--allow-root", "--port=0", `--IdentityProvider.token=${token}`], { cwd: at, env });
  let said = "";
  return new Promise((done, failed) => {
    jupyter.stderr?.on("data", (text) => {
      said += text;
      const host = /http:\/\/127\.0\.0\.1:\d+\//.exec(said)?.[0];
      if (host) done({ host, token });
    });
    jupyter.on("exit", () => failed(new Error(said)));
  });
}

/** A page that looks ready asks which kernel it should have, while that is only starting. @param {import("playwright-core").Page} page */
async function open(page) {
  const key = `?token=${server.token}`;
  await page.goto(`${server.host}lab/tree/audit.ipynb${key}`);
  const isIdle = async () => (await (await fetch(`${server.host}api/sessions${key}`)).json())[0]?.kernel.execution_state === "idle";
  while (!(await isIdle())) await page.waitForTimeout(200);
  await page.waitForSelector('.jp-Notebook-ExecutionIndicator[data-status="idle"]', { timeout: 60_000 });
}

test("in JupyterLab a cell shows what was recorded without wasm, and audits of arrays and frames return their reports", async () => {
  const { page, requests } = await lab.visit("licences.txt");
  await open(page);
  await page.click(".jp-CodeCell >> nth=0");
  await page.keyboard.press("Shift+Enter");
  const figure = await frameOf(page, "wemem-lab >> nth=0 >> iframe");
  await figure.waitForSelector("figure svg[role=img]");
  assert.deepEqual(requests.filter(({ url }) => url.includes(".wasm")), []);
  await page.getByRole("menuitem", { name: "Run", exact: true }).click();
  await page.click('[data-command="runmenu:run-all"]');
  const printed = (/** @type {RegExp} */ words) => page.locator(".jp-OutputArea-output", { hasText: words }).last();
  await printed(/^later: Audit/).waitFor({ timeout: 240_000 });
  await printed(/the audit has not ended/).waitFor();
  await (await frameOf(page, "wemem-lab >> nth=-1 >> iframe")).waitForSelector("text=leaks membership >> visible=true", { timeout: 60_000 });
  await page.click(".jp-CodeCell >> nth=-1");
  await page.keyboard.press("Shift+Enter");
  await printed(/^then: True/).waitFor();
  assert.match((await printed(/leaks membership/).textContent()) ?? "", /^target.csv leaks membership: AUC/);
  assert.equal((await printed(/^alike:/).textContent())?.trim(), "alike: True");
  assert.match((await printed(/^refused:/).textContent()) ?? "", /target/);
  await page.context().close();
});
