// What `docs/embedding.md` shows of its examples stands in them, as they are tested.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const DOCS = new URL("../../docs/", import.meta.url);
const linesOf = (/** @type {string} */ text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

/** The text of a file, of a notebook that of its cells. @param {string} file */
function textOf(file) {
  const text = readFileSync(new URL(file, DOCS), "utf8");
  return file.endsWith(".ipynb") ? JSON.parse(text).cells.map((/** @type {{ source: string[] }} */ { source }) => source.join("")).join("\n") : text;
}

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
    const there = linesOf(textOf(file));
    let at = 0;
    for (const line of lines) {
      at = there.indexOf(line, at) + 1;
      assert.ok(at > 0, `${file} has not, in this order: ${line}`);
    }
  }
});
