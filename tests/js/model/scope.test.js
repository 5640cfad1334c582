import assert from "node:assert/strict";
import { test } from "node:test";
import { scopeOf } from "../../../static/js/model/scope.js";

const run = { durationNs: 1000 };

test("numbers speak of what is in view, within the run", () => {
  const view = { fromNs: -50, toNs: 1200, range: null };
  assert.deepEqual(scopeOf(run, view), { fromNs: 0, toNs: 1000, marked: false });
});

test("of the range marked by hand where there is one, be it in view or not", () => {
  const view = { fromNs: 0, toNs: 100, range: { fromNs: 300, toNs: 1400 } };
  assert.deepEqual(scopeOf(run, view), { fromNs: 300, toNs: 1000, marked: true });
});

test("a window after the end of the run is empty, not turned round", () => {
  const { fromNs, toNs } = scopeOf(run, { fromNs: 2000, toNs: 3000, range: null });
  assert.equal(toNs - fromNs, 0);
});
