import assert from "node:assert/strict";
import { test } from "node:test";
import { Intervals } from "../../../static/js/model/intervals.js";
import { Overlap } from "../../../static/js/model/overlap.js";
import { Timeline } from "../../../static/js/model/timeline.js";
import { deltas } from "../support/lines.js";
import { movesOf } from "../support/moves.js";
import { random } from "../support/random.js";

const BLOCKED = 2;
const ACQUIRE = 1;
const LOCK = 7;

/** Waits of many lanes for one lock, told lane by lane. @param {number} lanes @param {number} each */
function laneByLane(lanes, each) {
  const rows = Array.from({ length: lanes * each }, (_, row) => ({
    lane: 1 + Math.floor(row / each),
    start: (row % each) * 100 + Math.floor(row / each),
  }));
  const of = (/** @type {number} */ value) => rows.map(() => value);
  const spans = {
    lane: rows.map(({ lane }) => lane),
    start: deltas(rows.map(({ start }) => start)),
    ...{ duration: of(60), state: of(BLOCKED), object: of(LOCK), site: of(0) },
    ...{ operation: of(ACQUIRE), certainty: of(0) },
  };
  return /** @type {any} */ ({ type: "frame", now: each * 100, spans });
}

test("waits told lane by lane are each moved a few times, however many lanes there are", () => {
  const timeline = new Timeline();
  timeline.waiters(LOCK);
  const rows = 40 * 100;
  const moves = movesOf(() => {
    timeline.applyAll([laneByLane(40, 100)]);
    assert.equal(timeline.waiters(LOCK).steps.most, 40);
    assert.equal(timeline.waitsInOrder(LOCK).closed.length, rows);
  });
  assert.ok(moves < rows * 40, `${moves / rows} for each wait`);
});

test("waits told lane by lane are known as those told in order of time", () => {
  const timeline = new Timeline();
  timeline.applyAll([laneByLane(40, 100)]);
  const { closed } = timeline.waitsInOrder(LOCK);
  const inOrder = Array.from({ length: closed.length }, (_, i) => closed.at(i));
  assert.deepEqual(
    inOrder,
    inOrder.toSorted((a, b) => a.start - b.start || a.lane - b.lane),
  );
  assert.equal(closed.at(4).lane, 5);
  assert.equal(timeline.waiters(LOCK).steps.at(130), 31);
});

test("intervals that come late are in order at any question, equal ones as they came", () => {
  const { seed, upTo } = random();
  const intervals = new Intervals();
  const overlap = new Overlap();
  /** @type {{id: number, start: number, end: number}[]} */
  const all = [];
  for (let id = 0; id < 1500; id += 1) {
    const start = Math.max(0, id - upTo(upTo(3) === 0 ? 1500 : 20));
    const end = upTo(9) === 0 ? Infinity : start + upTo(40);
    all.push({ id, start, end });
    intervals.add(id, start, end);
    overlap.add(start, end);
    if (upTo(40) !== 0) continue;
    const open = all.find((each) => each.end === Infinity);
    if (open) {
      open.end = start + 50;
      intervals.close(open.id, open.start, open.end);
    }
    const from = upTo(1500);
    const expected = all
      .filter((each) => each.start <= from + 30 && each.end >= from)
      .toSorted((a, b) => a.start - b.start || a.id - b.id);
    /** @type {number[]} */
    const found = [];
    intervals.each(from, from + 30, (each) => {
      found.push(each);
    });
    assert.deepEqual(
      found,
      expected.map((each) => each.id),
      seed,
    );
    assert.equal(intervals.length, all.length, seed);
    const started = all.filter((each) => each.start <= from).length;
    assert.equal(intervals.lastStarted(from), started - 1, seed);
    assert.equal(overlap.beginAfter(from), all.length - started, seed);
  }
});
