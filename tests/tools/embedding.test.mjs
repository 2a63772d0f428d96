// What `docs/embedding.md` shows of its examples stands in them, as they are tested.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const DOCS = new URL("../../docs/", import.meta.url);
const linesOf = (/** @type {string} */ text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

/** Pieces of code, each with the example's file that was named last before it. */
function pieces() {
  const parts = readFileSync(new URL("embedding.md", DOCS), "utf8").split("```");
  return parts.flatMap((code, i) => {
    const file = i % 2 === 1 ? [...parts[i - 1].matchAll(/\((examples\/[^)]*\.\w+)\)/g)].at(-1)?.[1] : undefined;
    return file ? [{ file, lines: linesOf(code).slice(1) }] : [];
  });
}

test("each piece of code after the name of an example's file stands in that file, line by line", () => {
  assert.ok(pieces().length > 0);
  for (const { file, lines } of pieces()) {
    const there = linesOf(readFileSync(new URL(file, DOCS), "utf8"));
    let at = 0;
    for (const line of lines) {
      at = there.indexOf(line, at) + 1;
      assert.ok(at > 0, `${file} has not, in this order: ${line}`);
    }
  }
});
