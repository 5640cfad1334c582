import assert from "node:assert/strict";
import { test } from "node:test";
import { clampWindow, createScale, zoomWindow } from "../../../static/js/base/scale.js";

test("time to pixels and back is the same time", () => {
  const scale = createScale(1e9, 3e9, 1000);
  assert.equal(scale.timeToPx(2e9), 500);
  assert.equal(scale.pxToTime(500), 2e9);
});

test("the moment under the pointer stays there while zooming", () => {
  const { fromNs, toNs } = zoomWindow(0, 1000, 250, 0.5);
  assert.equal(createScale(fromNs, toNs, 100).timeToPx(250), 25);
  assert.equal(toNs - fromNs, 500);
});

test("a window never leaves the run, is never too narrow and never too wide", () => {
  for (const [from, to] of [
    [-500, 500],
    [900, 1900],
    [5000, 6000],
    [10, 11],
    [-9e9, 9e9],
  ]) {
    const { fromNs, toNs } = clampWindow(from, to, 1000, 20);
    assert.ok(toNs - fromNs >= 20 && toNs - fromNs <= 1100.001, `${from}–${to}`);
    assert.ok(fromNs < 1000 && toNs > 0, `${from}–${to}`);
  }
});

test("a window inside of the run stays as it is", () => {
  assert.deepEqual(clampWindow(100, 300, 1000, 20), { fromNs: 100, toNs: 300 });
});

test("a window stays near what begins before zero, as it does to what begins there", () => {
  const plain = clampWindow(-500, 200, 1000, 20);
  const shifted = clampWindow(-900, -200, 600, 20, -400);
  assert.deepEqual(shifted, { fromNs: plain.fromNs - 400, toNs: plain.toNs - 400 });
});
