import assert from "node:assert/strict";
import { test } from "node:test";
import { readQuery } from "../../../static/js/model/span_query.js";
import { SpanRows } from "../../../static/js/panels/span_rows.js";
import { timelineOf } from "../support/lines.js";

const ALL = { fromNs: -Infinity, toNs: Infinity, query: readQuery("") };
const lanes = { left: "##11##", right: "#zzzz#" };

/** @param {SpanRows} rows @param {any} filter @param {any} column @param {boolean} descending */
function collect(rows, filter, column, descending) {
  const work = rows.collect(filter, column, descending);
  while (!work.next().done);
}

/** @param {any} filter @param {any} column @param {boolean} [descending] */
function ordered(filter, column, descending = false) {
  const timeline = timelineOf(lanes);
  const rows = new SpanRows(timeline);
  collect(rows, filter, column, descending);
  return Array.from({ length: rows.length }, (_, row) => {
    const { lane, index } = rows.at(row);
    assert.equal(rows.rowOf({ lane, index }), row, "a row is found again by its span");
    const spans = timeline.spans(lane);
    return `${timeline.laneName(lane)} ${spans.start(index) / 1000}`;
  });
}

test("by start, lanes interleave; equal starts stay in order of lanes", () => {
  const up = ["left 0", "right 0", "right 1", "left 2", "left 4", "right 5"];
  assert.deepEqual(ordered(ALL, "start"), up);
  const down = ["right 5", "left 4", "left 2", "right 1", "left 0", "right 0"];
  assert.deepEqual(ordered(ALL, "start", true), down);
});

test("the longest come first when durations descend", () => {
  assert.equal(ordered(ALL, "duration", true)[0], "right 1");
});

test("by what a span says, equal words stand together", () => {
  const words = ordered(ALL, "what");
  assert.deepEqual(words.slice(0, 4), ["left 0", "left 4", "right 0", "right 5"]);
});

test("a query and a stretch of time let through what they mean", () => {
  const blocked = readQuery("state:blocked");
  assert.deepEqual(ordered({ ...ALL, query: blocked }, "start"), ["left 2"]);
  const stretch = { ...ALL, fromNs: 4500, toNs: 4700 };
  assert.deepEqual(ordered(stretch, "start"), ["right 1", "left 4"]);
});

test("a thread that was over before a stretch of time has no row in it", () => {
  const timeline = timelineOf({ early: "##1", late: "######" });
  const rows = new SpanRows(timeline);
  collect(rows, { ...ALL, fromNs: 4000, toNs: 5000 }, "start", false);
  assert.deepEqual([rows.length, rows.at(0).lane], [1, 2]);
});

test("threads sort as they appeared, not by name", () => {
  assert.deepEqual(ordered(ALL, "thread", true).slice(0, 3), ["right 0", "right 1", "right 5"]);
});

test("a span that is not among the rows has none", () => {
  const rows = new SpanRows(timelineOf(lanes));
  collect(rows, { ...ALL, query: readQuery("state:sleeping") }, "start", false);
  assert.equal(rows.rowOf({ lane: 2, index: 1 }), 0);
  assert.equal(rows.rowOf({ lane: 2, index: 2 }), -1);
  assert.equal(rows.rowOf({ lane: 7, index: 0 }), -1);
});

test("while rows are gathered anew those from before are still there", () => {
  const rows = new SpanRows(timelineOf(lanes));
  collect(rows, ALL, "start", false);
  const work = rows.collect({ ...ALL, query: readQuery("state:sleeping") }, "start", false);
  work.next();
  assert.equal(rows.length, 6);
});
