import assert from "node:assert/strict";
import { test } from "node:test";
import { gilFigures } from "../../../static/js/model/gils.js";
import { Possession } from "../../../static/js/model/possession.js";
import { Tally } from "../../../static/js/model/tally.js";
import { Timeline } from "../../../static/js/model/timeline.js";
import { gilRows } from "../../../static/js/panels/gil_table.js";
import { GIL, timelineOf } from "../support/lines.js";
import { syntheticRun } from "../support/synthetic.js";

/** @param {Possession | null} gil */
function told(gil) {
  return Array.from({ length: gil?.length ?? 0 }, (_, i) => [
    gil?.lane(i),
    gil?.start(i),
    gil?.end(i),
  ]);
}

test("the holds of a GIL are its own: they lie on no lane as a lock's", () => {
  const timeline = timelineOf({ a: "##gg", b: "gg##" }, { gil: "1122", holds: [[1, 1, 0, 1]] });
  assert.deepEqual(told(timeline.gils.of(GIL)), [
    [1, 0, 2000],
    [2, 2000, 4000],
  ]);
  assert.equal(timeline.holdCount, 1);
  assert.equal(timeline.flowCount, 0, "a hand-over is no wake-up");
  assert.equal(timeline.gils.handOverCount, 1);
  assert.deepEqual(timeline.flowsOf(2, 0, 4000), []);
});

test("a GIL of which nothing was seen has no lane", () => {
  const timeline = timelineOf({ a: "##" }, { gil: ".." });
  assert.equal(timeline.gilOfLane(1), null);
});

test("an open hold lasts until now, and a closed one takes its place", () => {
  const timeline = timelineOf({ a: "####" }, { gil: "1..." });
  timeline.apply({ type: "frame", now: 5000, held: [[GIL, 1, 4000, 0, 1]] });
  const gil = timeline.gils.of(GIL);
  assert.deepEqual(told(gil)[1], [1, 4000, 5000]);
  assert.deepEqual([gil?.certainty(1), gil?.isOpen(1)], [1, true]);
  assert.equal(gil?.hadBy(1, 0, 5000), 2000);
  timeline.apply({
    type: "frame",
    now: 9000,
    holds: { object: [GIL], lane: [1], start: [4000], duration: [3000], site: [0], certainty: [1] },
  });
  assert.deepEqual(told(gil)[1], [1, 4000, 7000]);
  assert.equal(gil?.length, 2);
});

test("how long each lane had it is the exact sum of its holds, in any range", () => {
  const timeline = new Timeline();
  timeline.applyAll(syntheticRun({ lanes: 6, spans: 9000, seed: 5, gil: true }));
  const [gil] = timeline.gils.byObject.values();
  assert.ok(gil.length > 3000);
  const end = timeline.durationNs;
  for (let i = 0; i < 200; i += 1) {
    const from = Math.floor(((i * 7919) % 1000) * (end / 1000));
    const to = from + Math.floor(((i * 104_729) % 1000) ** 2 * (end / 1e6)) + 1;
    const expected = new Float64Array(gil.slotCount);
    for (let at = 0; at < gil.length; at += 1) {
      expected[gil.slot(at)] += Math.max(
        0,
        Math.min(gil.end(at), to) - Math.max(gil.start(at), from),
      );
    }
    assert.deepEqual(gil.shares(from, to), expected, `${from}–${to}`);
  }
});

test("holds that come out of order are put in order, and so are their sums", () => {
  const gil = new Possession(GIL, 1);
  const late = new Possession(GIL, 1);
  const holds = Array.from({ length: 900 }, (_, i) => [1 + (i % 3), i * 10, i * 10 + 7]);
  for (const [lane, start, end] of holds) gil.close(lane, start, end, 0);
  // Every seventh comes after the six that follow it.
  const shuffled = holds.flatMap((hold, i) =>
    i % 7 === 0 ? [] : i % 7 === 6 ? [hold, holds[i - 6]] : [hold],
  );
  for (const [lane, start, end] of shuffled) late.close(lane, start, end, 0);
  assert.equal(late.length, shuffled.length);
  for (const to of [5, 700, 2560, 5130, 8000]) {
    for (const lane of [1, 2, 3]) assert.equal(late.hadBy(lane, 0, to), gil.hadBy(lane, 0, to));
  }
});

test("what a lane wanted is told apart from what it could not run for otherwise", () => {
  const timeline = timelineOf({ a: "ggccrr##" });
  const spans = timeline.spans(1);
  assert.deepEqual(spans.lacked(0, 8000), { gil: 2000, cpu: 2000 });
  assert.deepEqual(spans.lacked(1000, 3000), { gil: 1000, cpu: 1000 });
  assert.deepEqual(spans.lacked(4000, 8000), { gil: 0, cpu: 0 });
});

test("what lanes lacked is the exact sum of their spans, also of an open one", () => {
  const lines = [...syntheticRun({ lanes: 3, spans: 4000, seed: 9, gil: true, ended: false })];
  const timeline = new Timeline();
  timeline.applyAll(lines);
  const end = timeline.now;
  for (const [from, to] of [
    [0, end],
    [end / 3, end / 2],
    [end * 0.9, end * 2],
    [5, 6],
  ]) {
    for (const { id } of timeline.lanes) {
      const spans = timeline.spans(id);
      let expected = 0;
      for (let i = 0; i < spans.length; i += 1) {
        if (spans.state(i) !== 1 || spans.operation(i) !== 22) continue;
        expected += Math.max(0, Math.min(spans.end(i), to) - Math.max(spans.start(i), from));
      }
      assert.equal(Math.round(spans.lacked(from, to).gil), Math.round(expected));
    }
  }
});

test("hand-overs are counted by when the GIL was taken, and by whom", () => {
  const timeline = timelineOf({ a: "##", b: "##", c: "##" }, { gil: "11-22--3.1" });
  const gil = timeline.gils.of(GIL);
  assert.ok(gil);
  assert.deepEqual(gil.handOvers.between(0, 10_000), { count: 2, sum: 3000 });
  assert.deepEqual(gil.handOvers.between(0, 10_000, 3), { count: 1, sum: 2000 });
  assert.deepEqual(gil.handOvers.between(3001, 6999), { count: 0, sum: 0 });
  assert.deepEqual(gil.handOvers.into(3, 7000)?.fromLane, 2);
  assert.deepEqual(gil.handOvers.outOf(1, 2000)?.toLane, 2);
  assert.equal(gil.handOvers.into(1, 9000), null, "nobody had it before: nobody handed it over");
  assert.equal(gil.handOvers.touching(2500, 5500, 9).length, 2);
});

test("a tally that is told out of order counts and sums as if it had not been", () => {
  const tally = new Tally();
  for (const time of [10, 30, 20, 5, 40]) tally.add(time, time * 2);
  assert.deepEqual(tally.between(5, 20), { count: 3, sum: 70 });
  assert.deepEqual(tally.between(21, 100), { count: 2, sum: 140 });
  assert.deepEqual(tally.between(11, 19), { count: 0, sum: 0 });
});

test("the figures of a range speak of the time since the GIL was first seen", () => {
  const timeline = timelineOf({ a: "##", b: "##" }, { gil: "....11-2" });
  const gil = timeline.gils.of(GIL);
  assert.ok(gil);
  const { held, perSecond, averageNs } = gilFigures(gil, 0, 8000);
  assert.deepEqual([held, perSecond, averageNs], [0.75, 250_000, 1000]);
});

test("the table has a row for each lane that had the GIL or wanted it", () => {
  const timeline = timelineOf({ a: "####gg", b: "gggg##", c: "zzzzzz" }, { gil: "1111-2" });
  const gil = timeline.gils.of(GIL);
  assert.ok(gil);
  const rows = gilRows(timeline, gil, 0, 8000);
  assert.deepEqual(
    rows.map(({ lane, had, wanted, averageNs }) => [lane, had, wanted, averageNs]),
    [
      [1, 0.5, 0.25, 0],
      [2, 0.125, 0.5, 1000],
    ],
  );
});

test("a timeline that begins late forgets what it can no longer tell, and keeps the tables", () => {
  const timeline = timelineOf({ a: "##gg", b: "gg##" }, { gil: "1122", holds: [[1, 1, 0, 1]] });
  timeline.apply({ type: "frame", now: 50_000, begins: { at: 40_000, line: 12 } });
  assert.equal(timeline.beginsNs, 40_000);
  assert.deepEqual([timeline.spans(1).length, timeline.holdCount], [0, 0]);
  assert.deepEqual(
    timeline.lanes.map(({ name }) => name),
    ["a", "b"],
  );
  timeline.apply({ type: "frame", now: 60_000, held: [[GIL, 2, 45_000, 0]] });
  assert.equal(timeline.gils.of(GIL)?.length, 1, "its GIL is still known");
});
