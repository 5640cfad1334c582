import assert from "node:assert/strict";
import { test } from "node:test";
import {
  layoutRows,
  rowAt,
  rowOf,
  scrollToSee,
  visibleRows,
} from "../../../static/js/layout/rows.js";
import { laneHeight } from "../../../static/js/layout/thread_rows.js";
import { asItComes } from "../../../static/js/model/arrangement.js";
import { timelineOf } from "../support/lines.js";

/** @import {Arrangement} from "../../../static/js/model/arrangement.js" */
/** @import {Timeline} from "../../../static/js/model/timeline.js" */

/** @param {number} count */
const manyLanes = (count) =>
  timelineOf(Object.fromEntries(Array.from({ length: count }, (_, i) => [`lane ${i}`, "#"])));

/** @param {Timeline} timeline @param {Partial<Arrangement>} [chosen] */
const laid = (timeline, chosen) =>
  layoutRows(timeline, { arrangement: { ...asItComes(), ...chosen } });

/** A drawing of the rows: one line each, indented in its group, with its height.
 *  @param {Timeline} timeline @param {Partial<Arrangement>} [chosen] */
function drawing(timeline, chosen) {
  return laid(timeline, chosen).rows.map(({ kind, id, level, folded, group, height }) => {
    const what = kind === "lane" ? timeline.laneName(id) : kind;
    const name = kind === "group" && group ? `${folded ? "▸" : "▾"} ${group.name}` : what;
    const members = kind === "group" && folded ? ` (${group?.lanes.length})` : "";
    return `${"  ".repeat(level - 1)}${name}${members} ${height}`;
  });
}

/** Three threads of the main process and two of another. */
function twoProcesses() {
  const timeline = timelineOf({ main: "#", a: "#", b: "#", other: "#", c: "#" });
  const [process] = timeline.processes.values();
  timeline.apply({
    type: "frame",
    now: 1000,
    processes: [{ ...process, id: 2, pid: 8, name: "SpawnProcess-1" }],
    lanes: timeline.lanes.slice(3).map((lane) => ({ ...lane, process: 2 })),
  });
  return timeline;
}

test("lanes get lower as they get more, from 46 to 22 pixels", () => {
  assert.deepEqual([1, 8, 9, 64, 500].map(laneHeight), [46, 46, 36, 22, 22]);
});

test("only the rows in sight are drawn, however many there are", () => {
  const rows = laid(manyLanes(500));
  assert.equal(rows.height, 500 * 22);
  const visible = visibleRows(rows, 1000, 220);
  assert.deepEqual([visible.length, visible[0].id, visible[0].y], [11, 46, -10]);
});

test("a hidden lane has no row, but it is counted in the last one", () => {
  const timeline = manyLanes(3);
  const rows = laid(timeline, { hidden: new Set([2]) });
  assert.deepEqual(drawing(timeline, { hidden: new Set([2]) }), [
    "lane 0 46",
    "lane 2 46",
    "hidden 26",
  ]);
  assert.deepEqual([rows.laneCount, rows.hiddenCount], [2, 1]);
});

test("several processes are groups with a row of their own", () => {
  assert.deepEqual(drawing(twoProcesses()), [
    "▾ MainProcess 24",
    "  main 46",
    "  a 46",
    "  b 46",
    "▾ SpawnProcess-1 24",
    "  other 46",
    "  c 46",
  ]);
  assert.deepEqual(drawing(twoProcesses(), { group: "none" }).length, 5);
});

test("a collapsed group is one row, in which all its lanes are seen", () => {
  const timeline = twoProcesses();
  const chosen = { foldedGroups: new Set([1]) };
  assert.deepEqual(drawing(timeline, chosen), [
    "▸ MainProcess (3) 46",
    "▾ SpawnProcess-1 24",
    "  other 46",
    "  c 46",
  ]);
  const { places, laneCount } = laid(timeline, chosen);
  assert.deepEqual(
    [1, 2, 3, 4, 5].map((lane) => places.get(lane)),
    [0, 0, 0, 2, 3],
  );
  assert.equal(laneCount, 5);
});

test("a collapsed lane is a slim row", () => {
  assert.deepEqual(drawing(manyLanes(2), { folded: new Set([1]) }), ["lane 0 14", "lane 1 46"]);
});

test("a pinned lane leaves its group for the top, in the order of pinning", () => {
  assert.deepEqual(drawing(twoProcesses(), { pinned: new Set([5, 2]) }).slice(0, 4), [
    "c 46",
    "a 46",
    "▾ MainProcess 24",
    "  main 46",
  ]);
});

test("a pinned group lies on top with all its lanes, and stays there", () => {
  const chosen = { pinned: new Set([2]), pinnedGroups: new Set([4]) };
  const rows = laid(twoProcesses(), chosen);
  const whole = drawing(twoProcesses(), chosen);
  const top = whole.findIndex((row) => row.includes("MainProcess"));
  assert.deepEqual(whole.slice(0, 2), ["a 46", "▾ SpawnProcess-1 24"]);
  assert.equal(rows.pinned, top);
  const folded = { ...chosen, foldedGroups: new Set([4]) };
  assert.deepEqual(drawing(twoProcesses(), folded).slice(0, 3), [
    "a 46",
    "▸ SpawnProcess-1 (2) 46",
    "▾ MainProcess 24",
  ]);
  assert.equal(laid(twoProcesses(), folded).pinned, 2);
});

test("pinned lanes stay in sight while the others scroll under them", () => {
  const rows = laid(manyLanes(100), { pinned: new Set([90]) });
  const visible = visibleRows(rows, 501, 220);
  assert.deepEqual(
    visible.slice(0, 3).map(({ id, y }) => [id, y]),
    [
      [90, 0],
      [23, 5],
      [24, 27],
    ],
  );
  assert.deepEqual(
    [0, 21, 22, 26, 27].map((y) => rowAt(rows, y, 501, 220)?.id),
    [90, 90, 23, 23, 24],
  );
});

test("more pinned lanes than half of the height: the rest scrolls like any other", () => {
  const rows = laid(manyLanes(100), { pinned: new Set([91, 92, 93, 94, 95, 96, 97]) });
  const visible = visibleRows(rows, 300, 220);
  assert.deepEqual(
    visible.filter(({ stays }) => stays).map(({ id }) => id),
    [91, 92, 93, 94, 95],
  );
  assert.deepEqual([visible[5].y, visible[5].stays], [96, false]);
});

test("a row is scrolled to where none that stays lies over it", () => {
  const rows = laid(manyLanes(100), { pinned: new Set([90]) });
  const see = (/** @type {number} */ lane, /** @type {number} */ scrollTop) => {
    const row = rowOf(rows, "lane", lane);
    assert.ok(row);
    return scrollToSee(rows, row, scrollTop, 220);
  };
  assert.equal(see(90, 500), 500, "it stays, so it is in sight");
  assert.equal(see(10, 500), 198);
  assert.equal(see(30, 500), 500);
  assert.equal(see(50, 500), 902);
});

test("a height belongs to one row, and none below the last", () => {
  const rows = laid(manyLanes(2));
  assert.deepEqual(
    [0, 45.9, 46, 91, 92].map((y) => rowAt(rows, y)?.id),
    [1, 1, 2, 2, undefined],
  );
});
