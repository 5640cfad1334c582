/** What is drawn of many spans is the truth about them, at every zoom, for any lane. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { createScale } from "../../../static/js/base/scale.js";
import { LaneLayout, layoutLane } from "../../../static/js/layout/lane.js";
import { stackColumn } from "../../../static/js/layout/skyline.js";
import { STATE_COUNT } from "../../../static/js/model/spans.js";
import { BLOCKED } from "../../../static/js/model/vocabulary.js";
import { randomLane, randomWindow } from "../support/random.js";
import { randomFrom } from "../support/seeded.js";

/** @import {TimeScale} from "../../../static/js/base/scale.js" */
/** @import {SpanColumns} from "../../../static/js/model/spans.js" */

const SEEDS = Array.from({ length: 30 }, (_, i) => i + 1);
const WIDTHS = [1, 2, 37, 640, 1244];
const WIDE_PX = 3;
const SKIES = [12, 27, 40];

/** @param {SpanColumns} spans @param {TimeScale} scale @param {number} widePx */
function laid(spans, scale, widePx) {
  const layout = new LaneLayout();
  layoutLane(spans, scale, Infinity, widePx, layout);
  return layout;
}

/** Time per state of columns [first, beyond). @param {LaneLayout} layout @param {number} first
 *  @param {number} beyond */
function columnSums(layout, first, beyond) {
  const sums = new Float64Array(STATE_COUNT);
  for (let at = first * STATE_COUNT; at < beyond * STATE_COUNT; at += 1) {
    sums[at % STATE_COUNT] += layout.shares[at];
  }
  return sums;
}

/** To the nanosecond: edges of pixels lie between whole ones.
 *  @param {Float64Array} told @param {Float64Array} exact @param {string} where */
function assertSame(told, exact, where) {
  exact.forEach((ns, state) => {
    assert.ok(Math.abs(told[state] - ns) < 0.5, `${where}, state ${state}: ${told[state]} ≠ ${ns}`);
  });
}

/** Windows anywhere, and such as end just after a span began or begin just before one ends, or
 *  before the lane does: edges are where time gets lost.
 *  @param {(made: ReturnType<typeof randomLane>, scale: TimeScale, where: string) => void} holds */
function forAny(holds) {
  for (const seed of SEEDS) {
    const made = randomLane(seed);
    for (const width of [...WIDTHS, ...WIDTHS]) {
      let { from, to } = randomWindow(made.random, made.endNs);
      const edge = made.random();
      const end = made.spans.end(longest(made));
      if (edge < 0.3) from = Math.max(0, end - (to - end) * 1e-4);
      else if (edge < 0.5) from = made.spans.start(0) - (to - from) * made.random();
      to = Math.max(to, from + 1000);
      holds(made, createScale(from, to, width), `seed ${seed}, ${from}–${to} on ${width} px`);
    }
  }
}

/** The longest of some spans: likely a wide one at many a zoom. @param {ReturnType<typeof randomLane>} made */
function longest({ spans, random }) {
  const some = Array.from({ length: 40 }, () => Math.floor(random() * spans.length));
  return some.reduce((a, b) =>
    spans.end(a) - spans.start(a) > spans.end(b) - spans.start(b) ? a : b,
  );
}

test("the time per state in any range of pixels is the exact sum of it", () => {
  forAny(({ spans, random }, scale, where) => {
    const layout = laid(spans, scale, Infinity);
    const first = Math.floor(random() * scale.widthPx);
    const beyond = first + 1 + Math.floor(random() * (scale.widthPx - first));
    const exact = spans.shares(scale.pxToTime(first), scale.pxToTime(beyond));
    assertSame(columnSums(layout, first, beyond), exact, `${where}, pixels ${first}–${beyond}`);
    for (let column = 0; column < scale.widthPx; column += 1) {
      const merged = columnSums(layout, column, column + 1).reduce((sum, ns) => sum + ns, 0);
      const told = `${where}, column ${column}: ${layout.covered[column]} ≠ ${merged}`;
      assert.ok(Math.abs(layout.covered[column] - merged) < 0.5, told);
    }
  });
});

test("columns and rectangles together are the whole", () => {
  forAny(({ spans }, scale, where) => {
    const layout = laid(spans, scale, WIDE_PX);
    const told = columnSums(layout, 0, scale.widthPx);
    for (let at = 0; at < layout.rectCount * 3; at += 3) {
      const index = layout.rects[at];
      const from = Math.max(scale.fromNs, spans.start(index));
      told[spans.state(index)] += Math.min(scale.toNs, spans.end(index)) - from;
    }
    const hidden = hiddenAtTheEdge(spans, scale, layout);
    assertSame(told, spans.shares(scale.fromNs, scale.toNs - hidden), where);
  });
});

/** What begins in the last half of the last pixel, wide as it may be, has no pixel of its own.
 *  @param {SpanColumns} spans @param {TimeScale} scale @param {LaneLayout} layout */
function hiddenAtTheEdge(spans, scale, layout) {
  const last = spans.lastStarted(scale.toNs);
  if (last < 0 || spans.end(last) - spans.start(last) < WIDE_PX * scale.nsPerPx) return 0;
  const drawn = layout.rectCount > 0 && layout.rects[(layout.rectCount - 1) * 3] === last;
  const hidden = Math.min(scale.toNs, spans.end(last)) - spans.start(last);
  return drawn || hidden > scale.nsPerPx ? 0 : hidden;
}

test("a run of columns between two rectangles is the exact sum of the spans between them", () => {
  forAny(({ spans }, scale, where) => {
    const layout = laid(spans, scale, WIDE_PX);
    for (let rect = 0; rect + 1 < layout.rectCount; rect += 1) {
      const [before, , left] = layout.rects.subarray(rect * 3, rect * 3 + 3);
      const [after, right] = layout.rects.subarray(rect * 3 + 3, rect * 3 + 5);
      // What no pixel is left for lies with the last one.
      if (right >= scale.widthPx) return;
      const exact = spans.shares(spans.end(before), spans.start(after));
      assertSame(columnSums(layout, left, right), exact, `${where}, after span ${before}`);
    }
  });
});

test("a wait for a sync object has a mark at every zoom, however short it was", () => {
  forAny(({ spans, random }, scale, where) => {
    const layout = laid(spans, scale, WIDE_PX);
    const stack = new Uint16Array(STATE_COUNT);
    const sky = SKIES[Math.floor(random() * SKIES.length)];
    const seen = new Set();
    for (let at = 0; at < layout.rectCount * 3; at += 3) {
      const [index, left, right] = layout.rects.subarray(at, at + 3);
      if (right > 0 && left < scale.widthPx) seen.add(index);
    }
    for (let i = 0; i < spans.length; i += 1) {
      const inView = spans.end(i) > scale.fromNs && spans.start(i) < scale.toNs - scale.nsPerPx / 2;
      if (spans.state(i) !== BLOCKED || !inView || seen.has(i)) continue;
      const wide = spans.end(i) - spans.start(i) >= WIDE_PX * scale.nsPerPx;
      assert.ok(!wide, `${where}: wide span ${i} is not drawn`);
      const column = columnNear(layout, scale, Math.max(scale.fromNs, spans.start(i)));
      const covered = layout.covered[column];
      stackColumn(layout.shares, column * STATE_COUNT, covered, sky, stack);
      assert.ok(stack[BLOCKED] > 0, `${where}: span ${i} in column ${column}`);
    }
  });
});

/** The column that a moment of merged spans went to: its own, or the next that no rectangle has.
 *  @param {LaneLayout} layout @param {TimeScale} scale @param {number} ns */
function columnNear(layout, scale, ns) {
  let column = Math.min(scale.widthPx - 1, Math.floor(scale.timeToPx(ns)));
  while (column + 1 < scale.widthPx && layout.covered[column] === 0) column += 1;
  return column;
}

test("a state has at least the pixels that its share rounds to, less what others were rounded up", () => {
  const random = randomFrom(7);
  const stack = new Uint16Array(STATE_COUNT);
  for (let round = 0; round < 500; round += 1) {
    const shares = Float64Array.from({ length: STATE_COUNT }, (_, i) =>
      i < 5 ? Math.floor(10 ** (random() * 12)) : 0,
    );
    const covered = shares.reduce((sum, ns) => sum + ns, 0);
    stackColumn(shares, 0, covered, 40, stack);
    shares.forEach((ns, state) => {
      if (ns / covered > 0.2) assert.ok(stack[state] > 0, `${shares} state ${state}`);
    });
  }
});
