import assert from "node:assert/strict";
import { test } from "node:test";
import { createScale } from "../../../static/js/base/scale.js";
import { hitObject } from "../../../static/js/layout/object_hit.js";
import { layoutObjectLane } from "../../../static/js/layout/object_lane.js";
import { heightOf, layoutLevel } from "../../../static/js/layout/object_level.js";
import { layoutObjectRows } from "../../../static/js/layout/object_rows.js";
import { waitersAt } from "../../../static/js/model/crowd.js";
import { Overlap } from "../../../static/js/model/overlap.js";
import { FLOW_KINDS, OPERATIONS } from "../../../static/js/model/vocabulary.js";
import { timelineOf } from "../support/lines.js";
import { random } from "../support/random.js";

const SET = FLOW_KINDS.indexOf("set→wait");
const SUBMIT = FLOW_KINDS.indexOf("submit→run");

/** @param {import("../../../static/js/model/timeline.js").Timeline} timeline @param {number} id
 *  @param {{height?: number, width?: number}} [size] */
function laneOf(timeline, id, { height = 60, width = 100 } = {}) {
  const { rows } = layoutObjectRows(timeline, {}, 1);
  const row = { ...rows.find((each) => each.id === id), height };
  const scale = createScale(0, timeline.now, width);
  const headNs = timeline.now;
  return layoutObjectLane({
    timeline,
    row: /** @type {any} */ (row),
    top: 0,
    scale,
    headNs,
    dpr: 1,
    widePx: 3,
  });
}

test("at any zoom the columns of waiters add up to the time that was waited", () => {
  const { seed, upTo } = random();
  const overlap = new Overlap();
  /** @type {[number, number][]} */
  const waits = [];
  for (let n = 0; n < 3000; n += 1) {
    const start = 1 + upTo(1_000_000);
    const end = start + 1 + upTo(upTo(3) ? 400 : 40_000);
    waits.push([start, end]);
    overlap.add(start, end);
  }
  for (let n = 0; n < 60; n += 1) {
    const from = upTo(900_000);
    const to = from + 200 + upTo(upTo(2) ? 3000 : 600_000);
    const scale = createScale(from, to, 97);
    const { mean, least, most } = layoutLevel(overlap.steps, scale, to);
    const exact = waits.reduce(
      (sum, [start, end]) => sum + Math.max(0, Math.min(end, to) - Math.max(start, from)),
      0,
    );
    const drawn = mean.reduce((sum, each) => sum + each, 0) * scale.nsPerPx;
    // Columns are 32-bit numbers: that is all they may be off by.
    assert.ok(Math.abs(drawn - exact) <= exact * 1e-4 + 1, `${seed}: ${drawn} for ${exact}`);
    mean.forEach((each, column) => {
      assert.ok(least[column] <= each + 1e-3 && each <= most[column] + 1e-3, seed);
    });
  }
});

test("a wait of a nanosecond is a peak in a column of a second, and no more than its share", () => {
  const overlap = new Overlap();
  overlap.add(1_500_000_000, 1_500_000_001);
  const level = layoutLevel(overlap.steps, createScale(0, 3e9, 3), 3e9);
  assert.deepEqual([...level.most], [0, 1, 0]);
  assert.deepEqual([...level.least], [0, 0, 0]);
  assert.ok(level.mean[1] > 0 && level.mean[1] < 1e-8);
  assert.equal(heightOf(level.most[1], 1, 20, 1), 20);
  assert.equal(heightOf(level.mean[1], 1, 20, 1), 1, "but seen");
});

test("nothing is said of the time before the first value, nor after the end", () => {
  const timeline = timelineOf(
    { left: "##########" },
    { kinds: { 1: "Queue" }, counters: [[1, 3, 2]] },
  );
  const [{ told, level, shown }] = laneOf(timeline, 1, { width: 10 }).levels;
  assert.deepEqual([told, shown], ["items", 2]);
  const columns = [...level.mean].map((each) => (Number.isNaN(each) ? "." : each)).join("");
  assert.equal(columns, "...2222222");
});

test("a lock has a row of holds over its waiters, an event waiters and signals only", () => {
  const timeline = timelineOf(
    { left: "####22####", right: "##11######" },
    { kinds: { 2: "Event" }, holds: [[1, 1, 0, 4]], flows: [[SET, 2, 6, 1, 6]] },
  );
  const lock = laneOf(timeline, 1);
  assert.deepEqual(
    [lock.holds.length, lock.levels.map(({ told }) => told), lock.signals],
    [1, ["waiters"], []],
  );
  assert.deepEqual([...lock.holds[0].layout.rects], [0, 0, 40]);
  const event = laneOf(timeline, 2);
  assert.deepEqual([event.holds.length, event.levels.map(({ told }) => told)], [0, ["waiters"]]);
});

test("an event's signals are marks where somebody set it", () => {
  const timeline = timelineOf(
    { left: "####11####", right: "##11######" },
    { kinds: { 1: "Event" }, flows: [[SET, 2, 6, 1, 6]] },
  );
  assert.deepEqual(laneOf(timeline, 1).signals, [60]);
});

test("each permit has a row, and more than can be told apart are a level", () => {
  const timeline = timelineOf(
    { a: "##########", b: "##########", c: "##########" },
    {
      kinds: { 1: "Semaphore" },
      holds: [
        [1, 1, 0, 4],
        [1, 2, 1, 5],
        [1, 3, 4, 9],
      ],
    },
  );
  const high = laneOf(timeline, 1, { height: 40 });
  assert.deepEqual(
    high.holds.map(({ layout }) => [...layout.rects]),
    [
      [0, 0, 40, 1, 40, 90],
      [0, 10, 50],
    ],
  );
  const low = laneOf(timeline, 1, { height: 14 });
  assert.deepEqual([low.holds.length, low.levels.map(({ told }) => told)], [0, ["held"]]);
  assert.equal(low.levels[0].level.mean[45], 2);
});

/** A pool of a worker that was submitted two tasks to, and of who waits for its end. */
const POOL = timelineOf(
  { main: "#######111", worker: "1111######" },
  {
    kinds: { 1: "Executor" },
    doing: { 1: "shutdown", 2: "idle" },
    flows: [
      [SUBMIT, 1, 1, 2, 4],
      [SUBMIT, 1, 2, 2, 7],
    ],
  },
);

test("a pool tells of its tasks, of who is busy with one, who waits for work, and who for its end", () => {
  const { levels, holds } = laneOf(POOL, 1, { width: 10 });
  assert.deepEqual(
    levels.map(({ told, level }) => [told, [...level.mean].join("")]),
    [
      ["tasks", "0122111000"],
      ["idlers", "1111000000"],
      ["waiters", "0000000111"],
    ],
  );
  assert.deepEqual(
    holds.map(({ layout, holds: row, workOf }) => [[...layout.rects], workOf?.(row, 0)]),
    [[[0, 4, 7, 1, 7, 10], "transfer"]],
  );
  const boxes = [levels[0].box, holds[0].box, levels[1].box, levels[2].box];
  boxes.forEach(({ top }, at) => {
    assert.ok(at === 0 || top > boxes[at - 1].baseline, "each part under the one before");
  });
});

test("more workers than have room for a row each are a level: how many were busy", () => {
  const { levels, holds } = laneOf(POOL, 1, { width: 10, height: 16 });
  assert.equal(holds.length, 0);
  const busy = levels.find(({ told }) => told === "busy");
  assert.equal([...(busy?.level.mean ?? [])].join(""), "0000111111");
});

test("who waits to put something in is told apart from who waits to get something", () => {
  const timeline = timelineOf(
    { taker: "11########", giver: "#####111##", other: "######11##", main: "########11" },
    {
      kinds: { 1: "Queue" },
      doing: { 1: "get", 2: "put", 3: "put", 4: "join" },
      counters: [[1, 0, 1]],
    },
  );
  const { levels } = laneOf(timeline, 1, { width: 10 });
  assert.deepEqual(
    levels.map(({ told, shown, level }) => [told, shown, [...level.mean].join("")]),
    [
      ["items", 1, "1111111111"],
      ["getters", 1, "1100000000"],
      ["putters", 2, "0000012200"],
      ["joiners", 1, "0000000011"],
    ],
  );
  const [row] = layoutObjectRows(timeline, {}, 1).rows;
  const scale = createScale(0, timeline.now, 100);
  const at = (/** @type {number} */ x, /** @type {string} */ told) => {
    const box = laneOf(timeline, 1, { height: row.height }).levels.find(
      (level) => level.told === told,
    )?.box;
    const y = box ? box.baseline - 1 : 0;
    return hitObject(timeline, row, x, y, scale, timeline.now);
  };
  const put = at(55, "putters");
  assert.deepEqual(put?.kind === "wait" && [put.lane, put.index], [2, 1]);
  const nobody = at(55, "getters");
  assert.deepEqual(nobody?.kind === "level" && [nobody.told, nobody.most], ["getters", 0]);
  assert.deepEqual(waitersAt(timeline, 1, 6500), [2, 3]);
  assert.deepEqual(waitersAt(timeline, 1, 6500, OPERATIONS.indexOf("get")), []);
});

test("the most waited for come first, the unused not at all, and while live none changes place", () => {
  const lanes = { left: "##1###", right: "##2222" };
  const ids = (/** @type {any} */ { rows }) =>
    rows
      .filter((/** @type {any} */ { kind }) => kind === "object")
      .map((/** @type {any} */ { id }) => id);
  const live = timelineOf(lanes);
  assert.deepEqual(ids(layoutObjectRows(live, {}, 1)), [1, 2]);
  const ended = timelineOf(lanes);
  const end = { status: "finished", reason: "", exit: null, duration: ended.now };
  ended.apply(/** @type {any} */ ({ type: "end", ...end }));
  const rows = layoutObjectRows(ended, {}, 1);
  assert.deepEqual(ids(rows), [2, 1]);
  assert.deepEqual([rows.objectCount, rows.unusedCount], [2, 1]);
  assert.deepEqual(ids(layoutObjectRows(ended, { objectOrder: "name" }, 1)), [1, 2]);
});

test("under the pointer lies a hold above, a wait below, and where nobody waits the level", () => {
  const timeline = timelineOf(
    { left: "##########", right: "#1111#####", third: "##11######" },
    { holds: [[1, 1, 0, 5]] },
  );
  const [row] = layoutObjectRows(timeline, {}, 1).rows;
  const scale = createScale(0, timeline.now, 100);
  const at = (/** @type {number} */ x, /** @type {number} */ share) =>
    hitObject(timeline, row, x, row.height * share, scale, timeline.now);
  const above = at(25, 0.2);
  assert.equal(above?.kind === "hold" && above.holds.lane(above.index), 1);
  assert.equal(at(70, 0.2), null, "nobody held it");
  const bottom = at(25, 0.92);
  assert.deepEqual(bottom?.kind === "wait" && [bottom.lane, bottom.index], [2, 1]);
  const top = at(25, 0.7);
  assert.deepEqual(top?.kind === "wait" && [top.lane, top.index], [3, 1]);
  const nobody = at(80, 0.9);
  assert.deepEqual(nobody?.kind === "level" && [nobody.told, nobody.most], ["waiters", 0]);
});
