import assert from "node:assert/strict";
import { test } from "node:test";
import { Tally } from "../../../static/js/model/tally.js";
import { Timeline } from "../../../static/js/model/timeline.js";
import { FLOW_KINDS } from "../../../static/js/model/vocabulary.js";
import { deltas } from "../support/lines.js";
import { movesOf } from "../support/moves.js";
import { random } from "../support/random.js";

const LANES = 40;
const EACH = 100;
const ROWS = LANES * EACH;
const GIL = 9;
const LOCK = 7;
const HAND_OVER = FLOW_KINDS.indexOf("gil");
const OBJECTS = [
  { id: GIL, kind: "GIL", name: "GIL", process: 1 },
  { id: LOCK, kind: "Lock", name: "lock", process: 1 },
];

/** Turns of all lanes, one after the other, each handed on to the next lane's. */
const TURNS = Array.from({ length: ROWS }, (_, turn) => ({
  lane: 1 + (turn % LANES),
  start: turn * 100,
}));
const LANE_BY_LANE = TURNS.toSorted((a, b) => a.lane - b.lane || a.start - b.start);

/** The turns as holds of the GIL, and as flows from one to the next, in the order in which they are
 *  told. @param {typeof TURNS} turns */
function told(turns) {
  const holds = {
    object: turns.map(() => GIL),
    lane: turns.map(({ lane }) => lane),
    start: deltas(turns.map(({ start }) => start)),
    duration: turns.map(({ lane }) => lane),
    site: turns.map(() => 0),
  };
  const twice = turns.flatMap((turn) => [turn, turn]);
  const flows = {
    kind: twice.map((_, row) => (row % 2 ? HAND_OVER : 2)),
    from_lane: twice.map(({ lane }) => 1 + (lane % LANES)),
    from: deltas(twice.map(({ start }) => start)),
    to_lane: twice.map(({ lane }) => lane),
    to: deltas(twice.map(({ start }) => start + 10)),
    object: twice.map((_, row) => (row % 2 ? GIL : LOCK)),
  };
  return /** @type {any} */ ({ type: "frame", now: ROWS * 100, objects: OBJECTS, holds, flows });
}

/** @param {typeof TURNS} turns */
function timelineOf(turns) {
  const timeline = new Timeline();
  timeline.apply(told(turns));
  return timeline;
}

/** What is known of all turns. @param {Timeline} timeline */
function known(timeline) {
  const gil = timeline.gils.of(GIL);
  assert.ok(gil);
  const holds = Array.from({ length: gil.length }, (_, i) => [
    gil.lane(i),
    gil.start(i),
    gil.end(i),
  ]);
  const had = Array.from({ length: LANES }, (_, i) => gil.hadBy(1 + i, 12_345, 234_567));
  const { handOvers } = gil;
  const flows = (/** @type {import("../../../static/js/model/flows.js").Flow[]} */ all) =>
    all.map(({ fromLane, fromNs, toLane, toNs }) => [fromLane, fromNs, toLane, toNs]);
  return {
    ...{ holds, had, handed: handOvers.touching(0, Infinity, ROWS) },
    taken: [handOvers.between(5_000, 50_000), handOvers.between(5_000, 50_000, 3)],
    through: flows(timeline.flowsThrough(LOCK, 0, Infinity)),
    into: flows(timeline.flowsInto(5, 0, Infinity)),
  };
}

test("turns told lane by lane are known as those told in order of time", () => {
  assert.deepEqual(known(timelineOf(LANE_BY_LANE)), known(timelineOf(TURNS)));
});

test("turns told lane by lane are each moved a few times, however many lanes there are", () => {
  const moves = movesOf(() => known(timelineOf(LANE_BY_LANE)));
  assert.ok(moves < ROWS * 60, `${moves / ROWS} for each turn`);
});

test("turns told lane by lane, a lane in each frame, are known all the same", () => {
  const timeline = new Timeline();
  for (let lane = 1; lane <= LANES; lane += 1) {
    timeline.apply(told(TURNS.filter((turn) => turn.lane === lane)));
  }
  assert.deepEqual(known(timeline).holds, known(timelineOf(TURNS)).holds);
  assert.deepEqual(known(timeline).had, known(timelineOf(TURNS)).had);
});

test("moments that come late are counted and summed at any question", () => {
  const { seed, upTo } = random();
  const tally = new Tally();
  /** @type {[time: number, amount: number][]} */
  const all = [];
  for (let id = 0; id < 1500; id += 1) {
    const time = Math.max(0, id - upTo(upTo(3) === 0 ? 1500 : 20));
    all.push([time, upTo(50)]);
    tally.add(...all[id]);
    if (upTo(40) !== 0) continue;
    const from = upTo(1500);
    const within = all.filter(([at]) => at >= from && at <= from + 200);
    const sum = within.reduce((before, [, amount]) => before + amount, 0);
    assert.deepEqual(tally.between(from, from + 200), { count: within.length, sum }, seed);
  }
});
