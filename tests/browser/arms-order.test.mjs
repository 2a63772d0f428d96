// In which order the rows of the table of arms stand: plain lists, without a browser.

import assert from "node:assert/strict";
import { test } from "node:test";

import { filtered, grouped, pressed, sorted } from "../../www/page/arms-order.js";

test("a column's head sorts upwards, then downwards, then leaves the rows as in the run", () => {
  const up = pressed(undefined, "leak");
  assert.deepEqual(up, { id: "leak", descending: false });
  const down = pressed(up, "leak");
  assert.deepEqual(down, { id: "leak", descending: true });
  assert.equal(pressed(down, "leak"), undefined);
  assert.deepEqual(pressed(down, "test"), { id: "test", descending: false });
});

test("numbers and names are sorted both ways, and equal ones stay as they were", () => {
  const value = (/** @type {{ value: number }} */ { value }) => value;
  const items = [{ id: "a", value: 2 }, { id: "b", value: 1 }, { id: "c", value: 10 }, { id: "d", value: 1 }];
  const ids = (/** @type {{ id: string }[]} */ list) => list.map(({ id }) => id).join("");
  assert.equal(ids(sorted(items, value, false)), "bdac");
  assert.equal(ids(sorted(items, value, true)), "cabd");
  assert.equal(ids(sorted(items, ({ id }) => id, true)), "dcba");
  assert.equal(ids(items), "abcd", "the list itself is left alone");
});

test("what has no value comes last in both directions", () => {
  const items = [undefined, 3, undefined, 1];
  assert.deepEqual(sorted(items, (item) => item, false), [1, 3, undefined, undefined]);
  assert.deepEqual(sorted(items, (item) => item, true), [3, 1, undefined, undefined]);
});

test("strengths of a method stand together where its first one does", () => {
  const arms = ["rmr@1", "base", "rmr@0.1", "dp@2", "base@0.9"];
  assert.deepEqual(grouped(arms, (id) => id.split("@")[0]), [["rmr", ["rmr@1", "rmr@0.1"]], ["base", ["base", "base@0.9"]], ["dp", ["dp@2"]]]);
});

test("a filter wants every word, in whatever case and order", () => {
  const names = ["RSW L→H 0.25", "RSW H→L 0.25", "RMR 0.1"];
  const find = (/** @type {string} */ text) => filtered(names, text, (name) => name);
  assert.deepEqual(find("rsw"), names.slice(0, 2));
  assert.deepEqual(find(" 0.25  l→h "), names.slice(0, 1));
  assert.deepEqual(find(""), names);
  assert.deepEqual(find("xyz"), []);
});
