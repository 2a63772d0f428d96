// The page carries the licences of what is compiled into it.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";

import { library, linkedPackages } from "../../www/tools/licences.mjs";
import { laboratory, reaches, site } from "./page.mjs";

test("every crate that is compiled in, and the library of the scripts, is named with its licence, and the texts are there", async () => {
  const text = await readFile(path.join(site(), "licences.txt"), "utf8");
  const packages = linkedPackages();
  assert.ok(packages.length > 100);
  for (const [name, { license }] of packages) assert.ok(text.includes(`${name}: ${license ?? "see its text"}`), name);
  for (const words of [library().name, library().text, "Permission is hereby granted, free of charge", "Apache License", "Mozilla Public License"]) assert.ok(text.includes(words), words);
});

test("the foot of the page leads to them, to the papers, and to where each method comes from", async () => {
  const lab = await laboratory();
  try {
    const { page } = await lab.visit("?laboratory");
    await reaches(page, "idle");
    const href = await page.getAttribute("a[href='licences.txt']", "href");
    const answer = await page.request.get(new URL(href ?? "", page.url()).href);
    assert.equal(answer.status(), 200);
    const methods = await page.request.get(new URL((await page.getAttribute("a[href='methods.txt']", "href")) ?? "", page.url()).href);
    assert.match(methods.headers()["content-type"], /^text\/plain/);
    assert.match(await methods.text(), /RMIA/);
    const papers = await page.locator("#papers a").evaluateAll((links) => links.map((link) => /** @type {HTMLAnchorElement} */ (link).host));
    assert.deepEqual(papers, ["www.ndss-symposium.org", "www.usenix.org", "doi.org"]);
  } finally {
    await lab.close();
  }
});
