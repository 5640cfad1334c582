import assert from "node:assert/strict";
import { test } from "node:test";
import { View } from "../../static/js/model/view.js";
import { Pointing } from "../../static/js/pointing.js";

/** A pointer over a board that counts how often it is asked what lies there.
 *  @param {{live?: boolean}} [run] */
function pointingAt({ live = false } = {}) {
  const asked = { times: 0 };
  const board = {
    rowAt: (/** @type {number} */ y) => {
      if (y >= 0) asked.times += 1;
      return null;
    },
    scale: { pxToTime: (/** @type {number} */ px) => px },
    tooltip: { hide: () => {} },
    invalidate: () => {},
  };
  const [host, timeline, others] = /** @type {any[]} */ ([null, { live }, board]);
  const pointing = new Pointing(host, timeline, new View(), others, /** @type {any} */ (null));
  pointing.hoverAt(10, 10);
  asked.times = 0;
  return { pointing, asked };
}

test("while the window moves nothing is looked up under the pointer, and once when it rests", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { pointing, asked } = pointingAt();
  for (let frame = 0; frame < 30; frame += 1) {
    pointing.moved();
    t.mock.timers.tick(16);
  }
  assert.equal(asked.times, 0);
  t.mock.timers.tick(1000);
  assert.ok(asked.times > 0);
});

test("a pointer that left is not asked about when the window comes to rest", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { pointing, asked } = pointingAt();
  pointing.moved();
  pointing.leave();
  t.mock.timers.tick(1000);
  assert.equal(asked.times, 0);
});

test("a live window never rests: what lies under the pointer is looked up as it moves", () => {
  const { pointing, asked } = pointingAt({ live: true });
  pointing.moved();
  assert.ok(asked.times > 0);
});
