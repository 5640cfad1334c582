import assert from "node:assert/strict";
import { test } from "node:test";
import { OPERATIONS } from "../../../static/js/model/vocabulary.js";
import { GIL, timelineOf } from "../support/lines.js";

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

test("a thread that could run is said to lack what it is known to lack", () => {
  const timeline = timelineOf({ a: "rgc#" });
  /** @param {number} index */
  const what = (index) => timeline.describe(1, index)?.what;
  assert.deepEqual(
    [what(0), what(1), what(2)],
    ["Waiting to run", "Waiting for the GIL", "Waiting for a CPU"],
  );
  const [process] = timeline.processes.values();
  timeline.apply({ type: "frame", now: 4000, processes: [{ ...process, gil: false }] });
  assert.equal(what(0), "Waiting for a CPU", "without a GIL there is nothing else to wait for");
});

test("who had the GIL meanwhile is named, the longest first", () => {
  const timeline = timelineOf({ a: "gggg##", b: "###g##", c: "ggg#gg" }, { gil: "222311" });
  assert.equal(timeline.describe(1, 0)?.sentence, "Waiting for the GIL, which b, c had");
  assert.deepEqual(timeline.describe(1, 0)?.holders, [
    { lane: 2, name: "b", sinceNs: 0 },
    { lane: 3, name: "c", sinceNs: 3000 },
  ]);
});

test("input and output say what is done to what", () => {
  const timeline = timelineOf({ a: "~" });
  /** @param {string} operation @param {string} kind @param {string} name */
  const said = (operation, kind, name) => {
    timeline.apply({
      type: "frame",
      now: 1000,
      objects: [{ id: 4, kind, name, site: 0, process: 1 }],
      open: [[1, 1000, 4, name ? 4 : 0, 0, OPERATIONS.indexOf(operation), 0]],
    });
    const span = timeline.describe(1, 1);
    return [span?.what, span?.name];
  };
  const peer = "10.0.0.1:443";
  assert.deepEqual(said("receive", "Socket", peer), [`Receiving from ${peer}`, `receive ${peer}`]);
  assert.deepEqual(said("send", "Socket", peer), [`Sending to ${peer}`, `send ${peer}`]);
  assert.deepEqual(said("read", "File", "x.log"), ["Reading x.log", "read x.log"]);
  assert.deepEqual(said("read", "Pipe", "pipe to ls"), [
    "Reading from pipe to ls",
    "read pipe to ls",
  ]);
  assert.deepEqual(said("process", "Process", "python worker.py"), [
    "Waiting for process python worker.py",
    "process python worker.py",
  ]);
  assert.deepEqual(said("resolve", "Name", "example.org"), [
    "Looking up example.org",
    "look up example.org",
  ]);
  assert.deepEqual(said("poll", "Poll", "3 sockets"), ["Polling 3 sockets", "poll 3 sockets"]);
  assert.deepEqual(said("none", "", ""), ["Input/output", "I/O"]);
  assert.deepEqual(said("accept", "", ""), ["Accepting connections", "accept"]);
});

test("a hold of the GIL is said with who wanted it and its place", () => {
  const timeline = timelineOf({ a: "###ggg", b: "ggg###", c: "zggzzz" }, { gil: "11-222" });
  const hold = timeline.describeHold(GIL, 0);
  assert.equal(
    plain(hold?.announcement ?? ""),
    "a had the GIL for 2_µs, at 0.000_000_s; b and c wanted it meanwhile; hold 1 of 2",
  );
  assert.deepEqual(
    hold?.wanters.map(({ name, ns }) => [name, ns]),
    [
      ["b", 2000],
      ["c", 1000],
    ],
  );
  assert.deepEqual([hold?.before, plain(hold?.after ?? "")], [null, "b 3_µs"]);
  assert.deepEqual([hold?.takenFrom, hold?.taker], [null, "b"]);
  const next = timeline.describeHold(GIL, 1);
  assert.deepEqual(
    [next?.giver, next?.takenFrom?.fromNs, next?.takenFrom?.toNs],
    ["a", 2000, 3000],
  );
  assert.equal(timeline.describeHold(GIL, 2), null);
  assert.equal(timeline.describeHold(1, 0), null, "a lock is no GIL");
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
