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

test("each column is the exact sum of its time, whether spans or columns are fewer", () => {
  const timeline = synthetic({ lanes: 7, spans: 20_000 });
  const end = timeline.now;
  for (const [from, to, columns] of [
    [0, end, 300],
    [0, end, 5000],
    [end * 0.31, end * 0.33, 500],
  ]) {
    const { shares } = laidOut(timeline, columns, [from, to]);
    const column = (to - from) / columns;
    for (let at = 0; at < columns; at += 1) {
      const exact = timeline.sharesOfAll(from + at * column, from + (at + 1) * column);
      for (let state = 0; state < STATE_COUNT; state += 1) {
        const off = Math.abs(shares[at * STATE_COUNT + state] - exact[state]);
        assert.ok(off < 0.01, `column ${at} of ${columns}, state ${state}: ${off} ns`);
      }
    }
  }
});

test("of very many lanes the columns are wider, and as exact", () => {
  const dense = "#z".repeat(500);
  const lanes = 200;
  const timeline = timelineOf(
    Object.fromEntries(Array.from({ length: lanes }, (_, i) => [i, dense])),
  );
  const { shares, covered } = laidOut(timeline, 1000);
  // 200,000 columns are too many, so two pixels have one sum: a tick of each state of each lane.
  const both = [lanes * 1000, 0, 0, lanes * 1000, 0, 0];
  for (const px of [0, 1, 500, 501, 998, 999]) {
    assert.deepEqual([...shares.subarray(px * STATE_COUNT, (px + 1) * STATE_COUNT)], both, `${px}`);
    assert.equal(covered[px], lanes * 2000);
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
