import assert from "node:assert/strict";
import { test } from "node:test";
import { momentText } from "../../../static/js/panels/moment_words.js";
import { timelineOf } from "../support/lines.js";

test("a moment says what each thread does then", () => {
  const timeline = timelineOf(
    { left: "##11##", right: "####" },
    { holds: [[2, 2, 2, 4]], instants: [[1, 2, 0, "hello\nworld"]] },
  );
  const right = timeline.lane(2);
  if (right) timeline.apply({ type: "frame", now: 6000, lanes: [{ ...right, end: 4000 }] });
  const lanes = [1, 2];
  assert.equal(
    momentText(timeline, lanes, 2000),
    "left: prints “hello”, waiting for lock lock_1; right: takes lock_2",
  );
  assert.equal(
    momentText(timeline, lanes, 4000),
    "left: running transfer; right: lets go of lock_2, ends",
  );
  assert.equal(momentText(timeline, lanes, 3000), "");
});

test("of a GIL it is said who let go of it and who got it", () => {
  const timeline = timelineOf({ left: "######", right: "######" }, { gil: "111222" });
  const gils = [...timeline.gils.byObject.values()];
  const told = (/** @type {number} */ ns) => momentText(timeline, [], ns, gils);
  assert.equal(told(0), "GIL: left gets it");
  assert.equal(told(3000), "GIL: left lets go, right gets it");
  assert.equal(told(4000), "");
  assert.equal(momentText(timeline, [1, 2], 3000), "", "its lane is not shown");
});

test("what the process does is no thread's", () => {
  const timeline = timelineOf({ left: "######" }, { instants: [[0, 3, 6, "SIGTERM"]] });
  assert.equal(momentText(timeline, [1], 3000), "the process: signal SIGTERM");
});

test("an arrow is told on both of its ends", () => {
  const timeline = timelineOf(
    { left: "########", right: "########" },
    { holds: [[1, 1, 0, 5]], flows: [[2, 1, 5, 2, 6]] },
  );
  assert.equal(
    momentText(timeline, [1, 2], 5000),
    "left: lets go of lock_1, hands the lock to right",
  );
  assert.equal(momentText(timeline, [1, 2], 6000), "right: got the lock from left");
});

test("where a recording breaks off, the threads that live on do not end", () => {
  const timeline = timelineOf({ left: "##1111" });
  const left = timeline.lane(1);
  if (left) timeline.apply({ type: "frame", now: 6000, lanes: [{ ...left, end: 6000 }] });
  const stopped = { status: "stopped", reason: "", exit: null, duration: 6000 };
  timeline.apply(/** @type {any} */ ({ type: "end", ...stopped }));
  assert.equal(momentText(timeline, [1], 6000), "the recording ends");
});

test("a crowd at one moment is counted", () => {
  const lanes = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`t${i}`, "##"]));
  const timeline = timelineOf(lanes);
  assert.match(
    momentText(
      timeline,
      timeline.lanes.map(({ id }) => id),
      0,
    ),
    /^t0: running transfer; t1: [^;]*; t2: [^;]*; and 6 more$/,
  );
});
