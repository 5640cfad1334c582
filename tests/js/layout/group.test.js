import assert from "node:assert/strict";
import { test } from "node:test";
import { createScale } from "../../../static/js/base/scale.js";
import { hitGroup, layoutGroup } from "../../../static/js/layout/group.js";
import { LaneLayout } from "../../../static/js/layout/lane.js";
import { mostAtOnce } from "../../../static/js/model/arrangement.js";
import { STATE_COUNT } from "../../../static/js/model/spans.js";
import { Timeline } from "../../../static/js/model/timeline.js";
import { timelineOf } from "../support/lines.js";
import { syntheticRun } from "../support/synthetic.js";

/** @param {Timeline} timeline @param {number} widthPx @param {[number, number]} [window] */
function laidOut(timeline, widthPx, [from, to] = [0, timeline.now]) {
  const lanes = timeline.lanes.map(({ id }) => id);
  const layout = new LaneLayout();
  const scale = createScale(from, to, widthPx);
  const most = mostAtOnce(timeline, lanes);
  layoutGroup(timeline, { lanes, most }, scale, timeline.now, layout);
  return layout;
}

/** @param {{lanes: number, spans: number}} size */
function synthetic(size) {
  const timeline = new Timeline();
  timeline.applyAll(syntheticRun({ ...size, seed: 3 }));
  return timeline;
}

test("a collapsed group is the sum of its lanes, column by column", () => {
  const timeline = timelineOf({ a: "##11", b: "####" });
  const { shares, covered } = laidOut(timeline, 4);
  const column = (/** @type {number} */ at) => [
    ...shares.subarray(at * STATE_COUNT, (at + 1) * STATE_COUNT),
  ];
  assert.deepEqual(column(0), [2000, 0, 0, 0, 0, 0]);
  assert.deepEqual(column(3), [1000, 0, 1000, 0, 0, 0]);
  assert.deepEqual([...covered], [2000, 2000, 2000, 2000]);
});

test("its height stands for the most that lived at once, so half of them is half as high", () => {
  const { shares, covered } = laidOut(timelineOf({ a: "####", b: "##  " }), 4);
  assert.deepEqual([shares[3 * STATE_COUNT], covered[3]], [1000, 2000]);
});

test("its sums are those of its spans, to the nanosecond, at every zoom", () => {
  const timeline = synthetic({ lanes: 7, spans: 20_000 });
  const end = timeline.now;
  for (const window of /** @type {[number, number][]} */ ([
    [0, end],
    [end * 0.31, end * 0.33],
  ])) {
    const { shares } = laidOut(timeline, 500, window);
    const exact = timeline.sharesOfAll(...window);
    for (let state = 0; state < STATE_COUNT; state += 1) {
      let sum = 0;
      for (let at = state; at < shares.length; at += STATE_COUNT) sum += shares[at];
      assert.ok(Math.abs(sum - exact[state]) < 1e-6 * (end + exact[state]), `state ${state}`);
    }
  }
});

test("of very many lanes the columns are wider, and as exact", () => {
  const timeline = synthetic({ lanes: 900, spans: 30_000 });
  const { shares, covered } = laidOut(timeline, 1000);
  // 900 lanes of 1000 columns are more than twice too many: three pixels have one sum.
  const first = shares.slice(300 * STATE_COUNT, 301 * STATE_COUNT);
  assert.deepEqual(shares.slice(302 * STATE_COUNT, 303 * STATE_COUNT), first);
  assert.notDeepEqual(shares.slice(303 * STATE_COUNT, 304 * STATE_COUNT), first);
  assert.ok(covered.every((ns) => ns > 0));
  const exact = timeline.sharesOfAll(0, timeline.now);
  for (let state = 0; state < STATE_COUNT; state += 1) {
    let sum = 0;
    for (let px = 0; px < 1000; px += 3) sum += shares[px * STATE_COUNT + state];
    assert.ok(Math.abs(sum - exact[state]) < 1e-6 * (timeline.now + exact[state]), `${state}`);
  }
});

test("a pointer is told how many lived there, and what they did", () => {
  const timeline = timelineOf({ a: "##11", b: "##  ", c: "####" });
  const scale = createScale(0, timeline.now, 4);
  const lanes = [1, 2, 3];
  const hit = hitGroup(timeline, lanes, scale, 3.5, timeline.now);
  assert.deepEqual(
    [hit?.living, hit?.totalNs, [...(hit?.shares ?? [])]],
    [2, 2000, [1000, 0, 1000, 0, 0, 0]],
  );
  assert.equal(hitGroup(timeline, [2], scale, 3.5, timeline.now), null);
});
