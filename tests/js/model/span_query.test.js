import assert from "node:assert/strict";
import { test } from "node:test";
import { anySpan, readQuery, testOf, writeQuery } from "../../../static/js/model/span_query.js";
import { timelineOf } from "../support/lines.js";

test("a query is written as a line and reads as the same again", () => {
  const query = {
    words: ["bank.py:12", "get"],
    states: ["blocked", "io"],
    thread: "Worker 1",
    object: "lock_a",
    atLeastNs: 1.5e6,
    atMostNs: 2e9,
    whole: true,
  };
  const text = writeQuery(query);
  assert.equal(
    text,
    'state:blocked state:io thread:"Worker 1" object:lock_a >1.5ms <2s in:run "bank.py:12" get',
  );
  assert.deepEqual(readQuery(text), query);
});

test("what a person types is understood as far as it goes, and the rest are words", () => {
  assert.deepEqual(readQuery(""), anySpan());
  assert.deepEqual(readQuery("  Transfer  >3 us").words, ["transfer", ">3", "us"]);
  assert.deepEqual(readQuery("colour:red").words, ["colour:red"]);
  assert.equal(readQuery('thread:"half open').thread, '"half', "a quote that never ends is a sign");
  assert.equal(writeQuery(readQuery("")), "");
});

const lanes = { left: "##11##", "left-2": "#zzzz#", right: "22####" };

/** @param {string} text @returns {string[]} */
function found(text) {
  const timeline = timelineOf(lanes);
  const test = testOf(timeline, readQuery(text));
  return timeline.lanes
    .filter(({ id }) => test.lane(id))
    .flatMap(({ id, name }) => {
      const spans = timeline.spans(id);
      return Array.from({ length: spans.length }, (_, i) => i)
        .filter((i) => test.span(spans, id, i))
        .map((i) => `${name} ${spans.start(i) / 1000}`);
    });
}

test("of several states one is enough, and a beginning names a state", () => {
  assert.deepEqual(found("state:blocked state:sleep"), ["left 2", "left-2 1", "right 0"]);
  assert.deepEqual(found("state:nonsense"), []);
});

test("a thread's whole name means that thread, a part of one all that have it", () => {
  assert.deepEqual(found("thread:left state:running"), ["left 0", "left 4"]);
  assert.deepEqual(found("thread:LEF state:sleeping"), ["left-2 1"]);
});

test("an object lets through who waited for it, a length what lasted so long", () => {
  assert.deepEqual(found("object:lock_2"), ["right 0"]);
  assert.deepEqual(found(">3us"), ["left-2 1", "right 2"]);
  assert.deepEqual(found("<1us"), ["left-2 0", "left-2 5"]);
});

test("every word must occur, in what the span says, its thread or its line", () => {
  assert.deepEqual(found("lock_1 LEFT"), ["left 2"]);
  assert.deepEqual(found("bank.py:12 right"), ["right 2"]);
  assert.deepEqual(found("transfer lock_1"), []);
});
