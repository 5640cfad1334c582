import assert from "node:assert/strict";
import { test } from "node:test";
import { timelineOf } from "../support/lines.js";

/** @param {string} text */
const plain = (text) => text.replaceAll("\u2009", "_");

test("a wait is said with its object, its holder and its place on the lane", () => {
  const timeline = timelineOf({ left: "######", right: "##11##" }, { holds: [[1, 1, 0, 4]] });
  const wait = timeline.describe(2, 1);
  assert.ok(wait);
  assert.equal(wait.sentence, "Waiting for lock lock_1, held by left");
  assert.equal(
    plain(wait.announcement),
    "Waiting for lock lock_1, 2_µs, at 0.000_002_s, span 2 of 3",
  );
  assert.equal(plain(wait.before ?? ""), "Running transfer 2_µs");
  assert.equal(wait.name, "lock_1");
  assert.deepEqual(wait.holders, [{ lane: 1, name: "left", sinceNs: 0 }]);
});

test("a lane is never named as the holder it waits for itself", () => {
  const timeline = timelineOf({ alone: "##11" }, { holds: [[1, 1, 0, 4]] });
  assert.equal(timeline.describe(1, 1)?.sentence, "Waiting for lock lock_1");
});

test("who took the object first is named when nobody held it as the wait began", () => {
  const timeline = timelineOf({ a: "111#", b: "####" }, { holds: [[1, 2, 1, 3]] });
  assert.equal(timeline.describe(1, 0)?.sentence, "Waiting for lock lock_1, held by b");
});

test("an object without a name is known by where it was made", () => {
  const timeline = timelineOf({ a: "11#" });
  timeline.apply({
    type: "frame",
    now: 3000,
    objects: [{ id: 1, kind: "Lock", name: null, site: 1, process: 1 }],
  });
  assert.equal(timeline.describe(1, 0)?.what, "Waiting for Lock at bank.py:12");
});

test("waiting for the GIL is said only where there is one", () => {
  const timeline = timelineOf({ a: "rr#" });
  assert.equal(timeline.describe(1, 0)?.what, "Waiting for GIL");
  const [process] = timeline.processes.values();
  timeline.apply({ type: "frame", now: 3000, processes: [{ ...process, gil: false }] });
  assert.equal(timeline.describe(1, 0)?.what, "Waiting for a CPU");
});

test("operations on other objects have words of their own", () => {
  const timeline = timelineOf({ a: "1" });
  const [object] = timeline.objects.values();
  /** @param {string} kind @param {number} operation */
  const what = (kind, operation) => {
    timeline.apply({
      type: "frame",
      now: 1000,
      objects: [{ ...object, kind, name: "it" }],
      open: [[1, 1000, 2, 1, 0, operation, 0]],
    });
    return timeline.describe(1, 1)?.what;
  };
  assert.equal(what("Queue", 4), "Waiting for an item from queue it");
  assert.equal(what("LifoQueue", 5), "Waiting for a free place in queue it");
  assert.equal(what("Thread", 3), "Waiting for thread it to end");
  assert.equal(what("Future", 6), "Waiting for the result of future it");
  assert.equal(what("Barrier", 7), "Waiting for the others at barrier it");
  assert.equal(what("Executor", 9), "Waiting for work from pool it");
  assert.equal(what("Condition", 2), "Waiting for condition it");
});

test("there is nothing to say of a span that is not there", () => {
  assert.equal(timelineOf({ a: "##" }).describe(1, 7), null);
  assert.equal(timelineOf({ a: "##" }).describe(9, 0), null);
});
