import assert from "node:assert/strict";
import { test } from "node:test";
import { spansOfLine } from "../../../static/js/model/line_spans.js";
import { Timeline } from "../../../static/js/model/timeline.js";
import { linesOf, timelineOf } from "../support/lines.js";

// In these drawings running spans come from line 12 of file 1, all others from nowhere.
const LINE = { file: 1, line: 12 };

/** @param {Timeline} timeline @param {number} [first] @param {number} [count] */
function listed(timeline, first = 0, count = 99) {
  const spans = spansOfLine(timeline, LINE);
  return spans
    .list(first, count)
    .map(({ lane, index }) => `${lane}@${timeline.spans(lane).start(index) / 1000}`)
    .join(" ");
}

test("the spans of a line are those of all lanes, in order of time", () => {
  const timeline = timelineOf({ left: "##11##", right: " ##z#" });
  assert.equal(listed(timeline), "1@0 2@1 1@4 2@4");
  assert.equal(spansOfLine(timeline, LINE).count, 4);
  assert.equal(listed(timeline, 1, 2), "2@1 1@4");
});

test("a line from which nothing came has none", () => {
  const timeline = timelineOf({ left: "##11##" });
  const spans = spansOfLine(timeline, { file: 1, line: 13 });
  assert.equal(spans.count, 0);
  assert.deepEqual(spans.list(0, 5), []);
});

test("time is counted per state, the open span's too", () => {
  const timeline = timelineOf({ left: "##11###" }, { open: true });
  const spans = spansOfLine(timeline, LINE);
  assert.equal(spans.count, 2);
  assert.deepEqual([...spans.totals].slice(0, 3), [5000, 0, 0]);
});

test("a line goes on being read when the run grows", () => {
  const [header, frame] = linesOf({ left: "##11##" });
  const timeline = new Timeline();
  timeline.applyAll([header, { ...frame, spans: undefined, open: [[1, 0, 0, 0, 1, 0, 0]] }]);
  assert.equal(spansOfLine(timeline, LINE).count, 1);
  timeline.apply({ ...frame, open: [] });
  assert.equal(listed(timeline), "1@0 1@4");
  assert.equal(spansOfLine(timeline, LINE).totals[0], 4000);
});

test("a place on the line that becomes known late names the spans before it too", () => {
  const [header, frame] = linesOf({ left: "##11##" });
  const spans = { ...frame.spans, site: [1, 0, 2] };
  const timeline = new Timeline();
  timeline.applyAll([header, { ...frame, spans }]);
  assert.equal(listed(timeline), "1@0");
  const nested = { id: 2, file: 1, line: 12, function: "<lambda>" };
  timeline.apply({ type: "frame", now: 6000, sites: [nested] });
  assert.equal(listed(timeline), "1@0 1@4");
  assert.equal(spansOfLine(timeline, LINE).count, 2);
});

test("on a lane they are visited in a range, and skipped where the eye sees one", () => {
  const timeline = timelineOf({ left: "#1#1#1#1##" });
  const spans = spansOfLine(timeline, LINE);
  /** @param {number} from @param {number} to @param {number} skip */
  const visited = (from, to, skip) => {
    /** @type {number[]} */
    const seen = [];
    spans.eachOn(1, from * 1000, to * 1000, (start, end) => {
      seen.push(start / 1000);
      return end + skip * 1000;
    });
    return seen.join(" ");
  };
  assert.equal(visited(0, 10, 0), "0 2 4 6 8");
  assert.equal(visited(2.5, 6.5, 0), "2 4 6");
  assert.equal(visited(0, 10, 2), "0 4 8");
});
