import assert from "node:assert/strict";
import { test } from "node:test";
import { laneStats, objectStats, sumOfStates } from "../../../static/js/model/range_stats.js";
import { timelineOf } from "../support/lines.js";

const timeline = timelineOf(
  { left: "##11##  ", right: "11####zz", late: "      ##" },
  {
    holds: [
      [1, 2, 2, 4],
      [1, 1, 4, 6],
      [2, 1, 0, 1],
    ],
  }, // prettier-ignore
);
const OBJECTS = [1, 2, 3];

test("each thread's time in a range is told by state, cut at its edges, if it lived then", () => {
  const stats = laneStats(timeline, [1, 2, 3], 1500, 3500);
  assert.deepEqual(
    stats.map(({ lane, states, total }) => [lane, states[0], states[2], total]),
    [
      [1, 500, 1500, 2000],
      [2, 1500, 500, 2000],
    ],
  );
  assert.deepEqual([...sumOfStates(stats)].slice(0, 3), [2000, 0, 2000]);
});

test("waits and holds are counted and summed per object, the longest waited for first", () => {
  assert.deepEqual(objectStats(timeline, OBJECTS, 0, 8000), [
    { object: 1, waits: 2, waitedNs: 4000, holds: 2, heldNs: 4000, whole: true },
    { object: 2, waits: 0, waitedNs: 0, holds: 1, heldNs: 1000, whole: true },
  ]);
  assert.deepEqual(objectStats(timeline, OBJECTS, 3500, 4500), [
    { object: 1, waits: 1, waitedNs: 500, holds: 2, heldNs: 1000, whole: true },
  ]);
});

test("a wait that only touches the range is not in it", () => {
  assert.deepEqual(objectStats(timeline, [1], 6000, 7000), []);
});

test("where there are too many to count them all that is said", () => {
  assert.equal(objectStats(timeline, OBJECTS, 0, 8000, 1)[0].whole, false);
});
