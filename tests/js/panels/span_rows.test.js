import assert from "node:assert/strict";
import { test } from "node:test";
import { SpanRows } from "../../../static/js/panels/span_rows.js";
import { timelineOf } from "../support/lines.js";

const ALL = { fromNs: -Infinity, toNs: Infinity, state: null };
const lanes = { left: "##11##", right: "#zzzz#" };

/** @param {any} filter @param {any} column @param {boolean} [descending] */
function ordered(filter, column, descending = false) {
  const timeline = timelineOf(lanes);
  const rows = new SpanRows(timeline);
  rows.collect(filter, column, descending);
  return Array.from({ length: rows.length }, (_, row) => {
    const { lane, index } = rows.at(row);
    const spans = timeline.spans(lane);
    return `${timeline.laneName(lane)} ${spans.start(index) / 1000}`;
  });
}

test("by start, lanes interleave; equal starts stay in order of lanes", () => {
  assert.deepEqual(ordered(ALL, "start"), [
    "left 0",
    "right 0",
    "right 1",
    "left 2",
    "left 4",
    "right 5",
  ]); // prettier-ignore
});

test("the longest come first when durations descend", () => {
  assert.equal(ordered(ALL, "duration", true)[0], "right 1");
});

test("by what a span says, equal words stand together", () => {
  const words = ordered(ALL, "what");
  assert.deepEqual(words.slice(0, 4), ["left 0", "left 4", "right 0", "right 5"]);
});

test("a state and a window let through what they mean", () => {
  assert.deepEqual(ordered({ ...ALL, state: 2 }, "start"), ["left 2"]);
  assert.deepEqual(ordered({ fromNs: 4500, toNs: 4700, state: null }, "start"), [
    "right 1",
    "left 4",
  ]); // prettier-ignore
});

test("threads sort as they appeared, not by name", () => {
  assert.deepEqual(ordered(ALL, "thread", true).slice(0, 3), ["right 0", "right 1", "right 5"]);
});
