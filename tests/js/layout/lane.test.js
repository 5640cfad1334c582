import assert from "node:assert/strict";
import { test } from "node:test";
import { PixelGrid, stretchOf } from "../../../static/js/base/pixel_grid.js";
import { createScale } from "../../../static/js/base/scale.js";
import { LaneLayout, layoutLane } from "../../../static/js/layout/lane.js";
import { Overview } from "../../../static/js/layout/overview.js";
import { Timeline } from "../../../static/js/model/timeline.js";
import { timelineOf } from "../support/lines.js";
import { syntheticRun } from "../support/synthetic.js";

/** @import {TimeScale} from "../../../static/js/base/scale.js" */
/** @import {SpanColumns} from "../../../static/js/model/spans.js" */

/** @param {SpanColumns} spans @param {number} from @param {number} to @param {number} width */
function laid(spans, from, to, width, wide = 3, head = Infinity) {
  const layout = new LaneLayout();
  layoutLane(spans, createScale(from, to, width), head, wide, layout);
  return layout;
}

/** @param {SpanColumns} spans @param {TimeScale} scale */
function laidOn(spans, scale) {
  const layout = new LaneLayout();
  layoutLane(spans, scale, Infinity, 3, layout);
  return layout;
}

/** @param {LaneLayout} layout */
function rectsOf(layout) {
  return Array.from({ length: layout.rectCount }, (_, i) => [
    ...layout.rects.slice(i * 3, i * 3 + 3),
  ]);
}

/** @param {LaneLayout} layout */
function sums(layout) {
  const sum = [0, 0, 0, 0, 0, 0];
  layout.shares.forEach((ns, at) => {
    sum[at % 6] += ns;
  });
  return sum;
}

test("wide spans are rectangles on whole pixels, from edge to edge", () => {
  const spans = timelineOf({ left: "##11##" }).spans(1);
  assert.deepEqual(rectsOf(laid(spans, 0, 6000, 60)), [
    [0, 0, 20],
    [1, 20, 40],
    [2, 40, 60],
  ]);
});

test("an edge half-way between two pixels is the same one in every stretch of a grid", () => {
  const tick = 1000;
  const spans = timelineOf({ left: "##11".repeat(250) }, { tickNs: tick }).spans(1);
  // Every edge lies half-way: ticks are 7 pixels, and the grid begins half a pixel before one.
  const nsPerPx = tick / 7;
  const whole = new PixelGrid().scaleOf(-nsPerPx / 2, -nsPerPx / 2 + 7000 * nsPerPx, 7000);
  const edges = (/** @type {number} */ firstPx) => {
    const scale = stretchOf(whole, firstPx, 500);
    return rectsOf(laidOn(spans, scale)).map(([span, left, right]) => [
      span,
      left + firstPx,
      right + firstPx,
    ]);
  };
  const all = rectsOf(laidOn(spans, whole));
  for (let firstPx = 0; firstPx < 6000; firstPx += 61) {
    for (const [span, left, right] of edges(firstPx).slice(1, -1)) {
      assert.deepEqual([span, left, right], all[span], `from ${firstPx}`);
    }
  }
});

test("narrow spans are merged, wide ones beside them are not", () => {
  const spans = timelineOf({ left: "##########1#1#1#1#1#1#1#1#1#1##########" }).spans(1);
  const layout = laid(spans, 0, 39_000, 39);
  assert.deepEqual(rectsOf(layout), [
    [0, 0, 10],
    [20, 29, 39],
  ]);
  assert.deepEqual([layout.firstColumn, layout.endColumn], [10, 29]);
});

test("one short wait between two long runs still has a pixel", () => {
  const spans = timelineOf({ left: `${"#".repeat(1000)}1${"#".repeat(1000)}` }).spans(1);
  const layout = laid(spans, 0, 2_001_000, 100);
  assert.equal(layout.endColumn - layout.firstColumn, 1);
  assert.equal(layout.shares[layout.firstColumn * 6 + 2], 1000);
});

test("the shares of all columns add up to the exact sums, at any zoom", () => {
  const timeline = new Timeline();
  timeline.applyAll(syntheticRun({ lanes: 3, spans: 30_000, seed: 9 }));
  const end = timeline.durationNs;
  for (const [from, to] of [
    [0, 1],
    [0.2, 0.7],
    [0.5, 0.51],
    [0.9, 1.3],
    [-0.5, 0.5],
  ]) {
    for (const width of [1, 7, 100, 1244]) {
      for (const { id } of timeline.lanes) {
        const layout = laid(timeline.spans(id), from * end, to * end, width, Infinity);
        const exact = timeline.shares(id, from * end, to * end);
        sums(layout).forEach((ns, state) => {
          const allowed = exact[state] * 1e-5 + 1;
          assert.ok(
            Math.abs(ns - exact[state]) <= allowed,
            `${from}–${to}, ${width} px, state ${state}`,
          );
        });
      }
    }
  }
});

test("rectangles and columns never lie over each other", () => {
  const timeline = new Timeline();
  timeline.applyAll(syntheticRun({ lanes: 2, spans: 3000, seed: 4 }));
  for (let zoom = 1; zoom < 4000; zoom *= 3) {
    const layout = laid(timeline.spans(1), 1e8, 1e8 + timeline.durationNs / zoom, 500);
    const taken = new Uint8Array(520);
    for (const [, left, right] of rectsOf(layout)) {
      for (let x = Math.max(0, left); x < Math.min(500, right); x += 1) taken[x] += 1;
    }
    layout.covered.forEach((ns, x) => {
      if (ns > 0) taken[x] += 1;
    });
    assert.ok(
      taken.every((count) => count <= 1),
      `zoom ${zoom}`,
    );
  }
});

test("nothing is drawn after the live head", () => {
  const spans = timelineOf({ left: "##########" }, { open: true }).spans(1);
  assert.deepEqual(rectsOf(laid(spans, 0, 10_000, 100, 3, 4000)), [[0, 0, 40]]);
});

test("a layout used again has nothing left of the frame before", () => {
  const layout = new LaneLayout();
  const dense = timelineOf({ left: "#1".repeat(300) }).spans(1);
  layoutLane(dense, createScale(0, 600_000, 50), Infinity, 3, layout);
  layoutLane(timelineOf({ left: "##" }).spans(1), createScale(0, 2000, 50), Infinity, 3, layout);
  assert.deepEqual(rectsOf(layout), [[0, 0, 50]]);
  assert.ok(layout.covered.every((ns) => ns === 0));
});

test("the overview of a run is the time of all lanes, and as high as lanes live", () => {
  const timeline = timelineOf({ a: "####", b: "  ##" });
  for (const goesOn of [true, false]) {
    const overview = new Overview(timeline, { fromNs: 0, toNs: 4000 }, 4000, 4);
    // Where there is no time for more, a lane at a time.
    assert.equal(
      overview.advance(() => goesOn),
      goesOn,
    );
    assert.ok(overview.advance());
    const { shares } = overview;
    assert.deepEqual(
      [0, 1, 2, 3].map((column) => shares[column * 6]),
      [0.5, 0.5, 1, 1],
    );
  }
});
