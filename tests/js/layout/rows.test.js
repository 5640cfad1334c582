import assert from "node:assert/strict";
import { test } from "node:test";
import { layoutRows, rowAt, visibleRows } from "../../../static/js/layout/rows.js";
import { laneHeight } from "../../../static/js/layout/thread_rows.js";
import { timelineOf } from "../support/lines.js";

/** @param {number} count */
const manyLanes = (count) =>
  timelineOf(Object.fromEntries(Array.from({ length: count }, (_, i) => [`lane ${i}`, "#"])));

test("lanes get lower as they get more, from 46 to 22 pixels", () => {
  assert.deepEqual([1, 8, 9, 64, 500].map(laneHeight), [46, 46, 36, 22, 22]);
});

test("only the rows in sight are drawn, however many there are", () => {
  const rows = layoutRows(manyLanes(500), {});
  assert.equal(rows.height, 500 * 22);
  const visible = visibleRows(rows, 1000, 220);
  assert.deepEqual([visible.length, visible[0].id], [11, 46]);
});

test("a hidden lane has no row", () => {
  const rows = layoutRows(manyLanes(3), { hidden: new Set([2]) });
  assert.deepEqual(
    rows.rows.map(({ id }) => id),
    [1, 3],
  );
});

test("several processes are groups with a row of their own", () => {
  const timeline = manyLanes(3);
  timeline.apply({ type: "frame", now: 1000, lanes: [{ ...timeline.lanes[1], process: 2 }] });
  const { rows } = layoutRows(timeline, {});
  assert.deepEqual(
    rows.map(({ kind, id }) => `${kind} ${id}`),
    ["group 1", "lane 1", "lane 3", "group 2", "lane 2"],
  );
});

test("a height belongs to one row, and none below the last", () => {
  const rows = layoutRows(manyLanes(2), {});
  assert.deepEqual(
    [0, 45.9, 46, 91, 92].map((y) => rowAt(rows, y)?.id),
    [1, 1, 2, 2, undefined],
  );
});
