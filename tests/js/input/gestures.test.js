import assert from "node:assert/strict";
import { test } from "node:test";
import { pinchedWindow } from "../../../static/js/input/pointer.js";
import { gripAt } from "../../../static/js/input/strip.js";
import { zoomFactor } from "../../../static/js/input/wheel.js";

test("a notch of the wheel zooms a quarter, a trackpad's pinch follows the fingers", () => {
  assert.ok(Math.abs(zoomFactor(100) - 1.25) < 0.01);
  assert.ok(Math.abs(zoomFactor(-100) * zoomFactor(100) - 1) < 1e-12);
  assert.ok(zoomFactor(5) > 1.04 && zoomFactor(5) < 1.06);
});

test("after a pinch the same moments lie under the fingers", () => {
  const down = new Map([
    [1, { x: 100, y: 0 }],
    [2, { x: 300, y: 0 }],
  ]);
  const { fromNs, toNs } = pinchedWindow({ leftNs: 1000, rightNs: 2000 }, down, 400);
  const nsPerPx = (toNs - fromNs) / 400;
  assert.equal(fromNs + 100 * nsPerPx, 1000);
  assert.equal(fromNs + 300 * nsPerPx, 2000);
});

test("the minimap's window is moved inside, resized at its edges, fetched from outside", () => {
  const grips = [50, 97, 103, 150, 198, 260].map((px) => gripAt(px, 100, 200));
  assert.deepEqual(grips, ["outside", "from", "from", "both", "to", "outside"]);
});

test("a window of a few pixels can still be moved", () => {
  assert.equal(gripAt(102, 100, 104), "both");
  assert.equal(gripAt(108, 100, 104), "to");
});
