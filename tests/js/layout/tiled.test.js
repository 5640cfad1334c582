import assert from "node:assert/strict";
import { test } from "node:test";
import { createScale } from "../../../static/js/base/scale.js";
import { hitSpan } from "../../../static/js/layout/hit.js";
import { LaneLayout, layoutLane } from "../../../static/js/layout/lane.js";
import { STATE_COUNT } from "../../../static/js/model/spans.js";
import { random } from "../support/random.js";
import { END_NS, FINEST, randomSpans, TOP, tiledRun } from "../support/tiled.js";

const LEVELS = Array.from({ length: TOP - FINEST + 1 }, (_, at) => FINEST + at);

test("each pixel column is exactly the shares of the time between the edges next to its own", () => {
  const { seed, upTo } = random();
  const exact = randomSpans(upTo);
  const { tiles, spans } = tiledRun(exact, LEVELS);
  for (let time = 0; time < 40; time += 1) {
    const from = upTo(END_NS / 2);
    const to = from + 500 + upTo(END_NS / 2 - 500);
    const scale = createScale(from, to, 40);
    const layout = new LaneLayout();
    layoutLane(spans, scale, Infinity, 1e9, layout);
    const level = Math.max(FINEST, tiles.levelFor(scale.nsPerPx));
    if (scale.nsPerPx < 2 ** FINEST) continue;
    const edge = (/** @type {number} */ px) =>
      Math.min(END_NS, Math.round(scale.pxToTime(px) / 2 ** level) * 2 ** level);
    // The window itself is cut at its own ends, and a tile may end inside of a column.
    for (let column = 1; column < 39; column += 1) {
      const shares = exact.shares(edge(column), edge(column + 1));
      const drawn = layout.shares.subarray(column * STATE_COUNT, (column + 1) * STATE_COUNT);
      assert.ok(
        shares.every((ns, state) => Math.abs(ns - drawn[state]) < 1e-3),
        `${seed}: ${[...shares]} is drawn as ${[...drawn]}`,
      );
    }
  }
});

test("a long span is drawn as itself, and what lies beside it stays", () => {
  const exact = randomSpans(random().upTo);
  const { spans } = tiledRun(exact, LEVELS);
  spans.close(1024, 2048, 2, 7, 0, 1, 0);
  const layout = new LaneLayout();
  layoutLane(spans, createScale(0, 4096, 64), END_NS, 3, layout);
  assert.equal(layout.rectCount, 1);
  assert.deepEqual([...layout.rects.slice(0, 3)], [0, 16, 32]);
  assert.equal(layout.covered[20], 0);
  assert.ok(layout.covered[15] > 0);
  assert.ok(layout.covered[32] > 0);
});

test("one that is too narrow to be itself is in its column's shares", () => {
  const exact = randomSpans(random().upTo);
  const { spans } = tiledRun(exact, LEVELS);
  const before = new LaneLayout();
  layoutLane(spans, createScale(0, 4096, 16), END_NS, 3, before);
  spans.close(1100, 1200, 2, 7, 0, 1, 0);
  const after = new LaneLayout();
  layoutLane(spans, createScale(0, 4096, 16), END_NS, 3, after);
  assert.equal(after.rectCount, 0);
  assert.equal(after.shares[4 * STATE_COUNT + 2] - before.shares[4 * STATE_COUNT + 2], 100);
});

test("what lies under the pointer is told with a count, and where nothing was nothing is", () => {
  const exact = randomSpans(random().upTo);
  const { spans, tiles } = tiledRun(exact, LEVELS);
  const scale = createScale(0, END_NS, 20);
  tiles.level = tiles.levelFor(scale.nsPerPx);
  const hit = hitSpan(spans, scale, 10, END_NS);
  assert.ok(hit?.kind === "merged");
  assert.ok(hit.count > 1);
  assert.equal(hit.index, -1);
  assert.ok(hit.totalNs > 0);
  assert.equal(hitSpan(spans, scale, 25, END_NS), null);
});
