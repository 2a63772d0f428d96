// What the tests of audits share: files, and what a visitor does with them.

import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

/** @param {string} name @param {string | Buffer} content */
export const file = (name, content) => ({ name, mimeType: "text/csv", buffer: Buffer.from(content) });

/** @param {import("playwright-core").Page} page @param {ReturnType<typeof file>[]} files */
export const choose = (page, files) => page.setInputFiles("#audit-input", files);

/** @param {import("playwright-core").Page} page @param {number} [timeout] */
export async function audit(page, timeout = 60_000) {
  await page.click("#audit-run");
  await page.waitForSelector("#audit-run[aria-disabled=false]", { timeout });
}

/** @param {import("playwright-core").Page} page */
export async function removeAll(page) {
  while ((await page.locator(".audit-files li").count()) > 0) await page.click(".audit-files li button");
}

/**
 * What the native command (WEMEM_LAB_COMMAND) says of the same files: its report, and the scores of every record as it writes them.
 * @param {[role: string, file: ReturnType<typeof file>][]} files
 */
export async function natively(files) {
  const folder = await mkdtemp(path.join(tmpdir(), "wemem-lab-natively-"));
  try {
    const scores = path.join(folder, "scores.csv");
    const words = ["audit", "--scores", scores];
    for (const [role, { name, buffer }] of files) {
      await writeFile(path.join(folder, name), buffer);
      words.push(`--${role}`, path.join(folder, name));
    }
    const { stdout } = await promisify(execFile)(process.env.WEMEM_LAB_COMMAND ?? "", words, { maxBuffer: 2 ** 28 });
    return { report: JSON.parse(stdout), scores: await readFile(scores, "utf8") };
  } finally {
    await rm(folder, { recursive: true });
  }
}
