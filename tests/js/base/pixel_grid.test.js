import assert from "node:assert/strict";
import { test } from "node:test";
import { PixelGrid, stretchOf } from "../../../static/js/base/pixel_grid.js";
import { random } from "../support/random.js";

const WIDTH = 1000;

test("what lies in two windows of one zoom is rounded to the same pixels", () => {
  const { seed, upTo } = random();
  for (let round = 0; round < 50; round += 1) {
    const grid = new PixelGrid();
    const widthNs = 1000 + upTo(10 ** (3 + upTo(9)));
    const beginNs = upTo(1e12);
    grid.keep(grid.scaleOf(beginNs, beginNs + widthNs, WIDTH));
    const began = grid.scaleOf(beginNs, beginNs + widthNs, WIDTH);
    for (let step = 0; step < 50; step += 1) {
      const fromNs = beginNs + (upTo(2e6) / 1e6 - 1) * widthNs;
      const scale = grid.scaleOf(fromNs, fromNs + widthNs, WIDTH);
      const ns = Math.round(fromNs) + upTo(widthNs);
      const here = Math.round(scale.timeToPx(ns)) + scale.firstPx;
      assert.equal(here, Math.round(began.timeToPx(ns)) + 0, `${seed}: ${ns} from ${fromNs}`);
      assert.ok(Math.abs(scale.fromNs - fromNs) <= scale.nsPerPx * 0.51, `${seed}: ${fromNs}`);
    }
  }
});

test("ten thousand small moves end where their sum does", () => {
  const grid = new PixelGrid();
  const widthNs = 123_457 / 7;
  let [fromNs, toNs] = [1e9, 1e9 + widthNs];
  grid.keep(grid.scaleOf(fromNs, toNs, WIDTH));
  const { nsPerPx } = grid.scaleOf(fromNs, toNs, WIDTH);
  for (let step = 0; step < 10_000; step += 1) {
    [fromNs, toNs] = [fromNs + 0.3 * nsPerPx, toNs + 0.3 * nsPerPx];
    assert.equal(grid.keep(grid.scaleOf(fromNs, toNs, WIDTH)), true);
  }
  assert.equal(grid.scaleOf(fromNs, toNs, WIDTH).firstPx, 3000);
});

test("another zoom, or another width, begins a grid of its own, where its window begins", () => {
  const grid = new PixelGrid();
  grid.keep(grid.scaleOf(100, 1100, WIDTH));
  assert.equal(grid.scaleOf(110, 1110, WIDTH).firstPx, 10);
  for (const [toNs, width] of [
    [1111, WIDTH],
    [1110, WIDTH + 1],
  ]) {
    const { beganNs, firstPx } = grid.scaleOf(110, toNs, width);
    assert.deepEqual({ beganNs, firstPx }, { beganNs: 110, firstPx: 0 });
  }
});

test("a stretch of a grid is on it", () => {
  const grid = new PixelGrid();
  const scale = grid.scaleOf(0, 700, WIDTH);
  const stretch = stretchOf(scale, -30, 60);
  assert.equal(stretch.pxToTime(30), scale.pxToTime(0));
  assert.equal(stretch.timeToPx(350), scale.timeToPx(350) + 30);
});
