import assert from "node:assert/strict";
import { test } from "node:test";
import { laneBox, stackColumn } from "../../../static/js/layout/skyline.js";

/** @param {number[]} shares */
function stack(shares, sky = 40) {
  const into = new Uint16Array(6);
  stackColumn(
    Float64Array.from(shares),
    0,
    shares.reduce((a, b) => a + b, 0),
    sky,
    into,
  );
  return [...into];
}

test("a column of one state is as high as a span of it", () => {
  assert.equal(stack([1, 0, 0, 0, 0, 0])[0], 40);
  assert.equal(stack([0, 1, 0, 0, 0, 0])[1], 25);
  assert.equal(stack([0, 0, 0, 1, 0, 0])[3], 8);
});

test("running that is worth telling has a pixel, less than that has none", () => {
  assert.equal(stack([0.003, 0.997, 0, 0, 0, 0])[0], 1);
  assert.equal(stack([0.001, 0.999, 0, 0, 0, 0])[0], 0);
});

test("a wait on an object is never rounded away", () => {
  assert.equal(stack([0.99999, 0, 0.00001, 0, 0, 0])[2], 1);
});

test("a stack is never higher than the sky by more than what was rounded up", () => {
  for (let i = 0; i < 200; i += 1) {
    const shares = [1, 3, 7, 11, 13].map((k) => ((i * k * 7919) % 101) / 101);
    const high = stack([...shares, 0], 37).reduce((a, b) => a + b, 0);
    assert.ok(high <= 39, `${shares}`);
  }
});

test("sky, baseline and strip fit into the lane on whole pixels", () => {
  for (const height of [22, 28, 36, 46]) {
    for (const dpr of [1, 1.25, 2, 3]) {
      const box = laneBox(10, height, dpr);
      assert.ok(box.baseline - box.sky > box.top, `${height} ${dpr}`);
      assert.ok(box.baseline + box.strip <= box.top + box.height, `${height} ${dpr}`);
      for (const size of Object.values(box)) assert.equal(size, Math.round(size));
    }
  }
});
