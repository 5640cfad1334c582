import assert from "node:assert/strict";
import { test } from "node:test";
import {
  Pages,
  Playback,
  SPEEDS,
  speedText,
  watchableSpeed,
} from "../../../static/js/model/playback.js";

const MS = 1e6;

/**
 * What a clock that ticks every `tickMs` sees, in microseconds of the run.
 *
 * @param {{speed: number, ticks: number, tickMs?: number, endNs?: number, fromNs?: number}} how
 */
function played({ speed, ticks, tickMs = 10, endNs = Infinity, fromNs = 0 }) {
  const playback = new Playback();
  playback.choose(speed);
  playback.start(fromNs, 1e9, 1000);
  return Array.from({ length: ticks }, (_, tick) =>
    Math.round(playback.advance(1000 + (tick + 1) * tickMs, endNs) / 1000),
  ).join(" ");
}

test("the playhead moves by the time that passed, times the speed", () => {
  assert.equal(played({ speed: 1, ticks: 3 }), "10000 20000 30000");
  assert.equal(played({ speed: 0.001, ticks: 3 }), "10 20 30");
  assert.equal(played({ speed: 0.0001, ticks: 3, fromNs: 5000 }), "6 7 8");
});

test("it stays at the end, and goes on with an end that moves", () => {
  assert.equal(played({ speed: 1, ticks: 3, endNs: 15 * MS }), "10000 15000 15000");
  const playback = new Playback();
  playback.choose(1);
  playback.start(0, 1e9, 0);
  assert.equal(playback.advance(10, 4 * MS), 4 * MS);
  assert.equal(playback.advance(20, 6 * MS), 6 * MS);
});

test("a page in the background skips nothing", () => {
  assert.equal(played({ speed: 1, ticks: 1, tickMs: 60_000 }), "250000");
});

test("a clock that steps back moves nothing back", () => {
  const playback = new Playback();
  playback.choose(1);
  playback.start(0, 1e9, 100);
  assert.equal(playback.advance(110, Infinity), 10 * MS);
  assert.equal(playback.advance(105, Infinity), 10 * MS);
  assert.equal(playback.advance(120, Infinity), 20 * MS);
});

test("another speed while it plays does not make it jump", () => {
  const playback = new Playback();
  playback.choose(1);
  playback.start(0, 1e9, 0);
  playback.advance(10, Infinity);
  playback.chooseNext(-1);
  assert.equal(speedText(playback.speed), "1/10");
  assert.equal(playback.advance(20, Infinity), 11 * MS);
});

test("a playhead that was moved by hand goes on from there, its own rounding moves nothing", () => {
  const playback = new Playback();
  playback.choose(0.0001);
  playback.start(0, 1e9, 0);
  for (let atMs = 1; atMs <= 100; atMs += 1) {
    const ns = playback.advance(atMs + 0.004, Infinity);
    playback.seek(Math.floor(ns));
  }
  assert.equal(Math.round(playback.advance(101, Infinity)), 10_100);
  playback.seek(500_000);
  assert.equal(playback.advance(111, Infinity), 501_000);
});

test("without a choice the window takes long enough to be watched", () => {
  const watched = [10e9, 1e9, 3 * MS, 30_000, 20];
  assert.equal(
    watched.map((ns) => speedText(watchableSpeed(ns))).join(" "),
    "1× 1/10 1/1\u2009000 1/10\u2009000 1/10\u2009000",
  );
  const playback = new Playback();
  playback.start(0, 3 * MS, 0);
  assert.equal(playback.speed, 0.001);
  playback.choose(1);
  playback.start(0, 3 * MS, 0);
  assert.equal(playback.speed, 1, "what was chosen by hand stays");
});

test("the speeds end at both ends", () => {
  const playback = new Playback();
  playback.chooseNext(1);
  assert.equal(playback.speed, SPEEDS[0]);
  for (let i = 0; i < 9; i += 1) playback.chooseNext(-1);
  assert.equal(playback.speed, SPEEDS[SPEEDS.length - 1]);
});

/**
 * A drawing of what becomes of the window: each tick `[`…`]` around the playhead `|`.
 *
 * @param {{moves?: Record<number, {fromNs: number, toNs: number}>, everyMs?: number}} [how]
 */
function pages({ moves = {}, everyMs = 1000 } = {}) {
  const turning = new Pages();
  let window = { fromNs: 0, toNs: 10 };
  turning.settle(window);
  const seen = [];
  for (let ns = 7; ns < 14; ns += 1) {
    window = moves[ns] ?? window;
    const next = turning.next(ns, window, ns * everyMs);
    if (next === "stop") return [...seen, "stop"];
    if (next !== "stay") {
      window = next;
      turning.settle(window);
    }
    seen.push(`${window.fromNs}-${window.toNs}`);
  }
  return seen;
}

test("the window stays until the playhead leaves it, then the next one comes", () => {
  assert.deepEqual(pages(), ["0-10", "0-10", "0-10", "0-10", "10-20", "10-20", "10-20"]);
});

test("windows do not flicker by, however fast the playhead", () => {
  const turning = new Pages();
  let window = { fromNs: 0, toNs: 10 };
  let turns = 0;
  for (let atMs = 0; atMs < 2000; atMs += 16) {
    const next = turning.next(atMs * 100 + 11, window, atMs);
    if (typeof next === "string") continue;
    window = next;
    turning.settle(window);
    turns += 1;
  }
  assert.ok(turns <= 4, String(turns));
});

test("a pan by hand ends playing, a zoom around the playhead does not", () => {
  assert.deepEqual(pages({ moves: { 9: { fromNs: 3, toNs: 13 } } }), ["0-10", "0-10", "stop"]);
  assert.deepEqual(pages({ moves: { 9: { fromNs: 8, toNs: 13 } } }).slice(0, 4), [
    "0-10",
    "0-10",
    "8-13",
    "8-13",
  ]);
  assert.deepEqual(pages({ moves: { 9: { fromNs: 30, toNs: 33 } } }), ["0-10", "0-10", "stop"]);
});
